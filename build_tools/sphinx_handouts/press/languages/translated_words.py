"""The digest of all that a sheet or a page says in another language: somebody answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ...messages import CATALOGUE as OWN
from ...messages import LOCALE, page_words, paper_words, translation
from ...pages.drawing_words import CATALOGUE as DRAWN
from ...pages.drawing_words import form_in, forms_in
from ...pages.nodes import BRAND_WORDS, CLINIC_WORDS
from ...pages.translated_texts import own_words
from ...project.message_files import SHEETS, MessageFiles
from ...project.translations import translation_hash
from ...records.texts import PageTexts, Text
from ...storage.digests import digest

if TYPE_CHECKING:
    from ...sheets.assembly import Assembly


@dataclass(frozen=True, slots=True)
class TranslatedWords:
    """The words of one language: in catalogues, in pictures of its own, and in boxes."""

    source: Path
    """The source folder."""
    names: tuple[str, ...]
    """The folders of catalogues below it (``locale_dirs``)."""
    language: str

    def digest(self, texts: Iterable[Text], assembly: Assembly) -> str:
        """Return the digest of what a sheet with these *texts* says."""
        catalogues = [name for name in self._files.paths if name not in (DRAWN, OWN)]
        pairs = [*self._of_texts(texts, catalogues), *self._of_pictures(assembly.pictures)]
        words = map(own_words, assembly.document.findall(nodes.Element))
        return translation_hash([*pairs, *self._own(filter(None, words), paper_words())])

    def digest_of_page(self, page: PageTexts) -> str:
        """Return the digest of what a page says."""
        pairs = [*self._of_texts(page.texts, [page.catalogue]), *self._of_pictures(page.pictures)]
        pairs += self._of_texts(page.titles, [SHEETS])
        in_boxes = set(page_words()) - {*BRAND_WORDS.values(), CLINIC_WORDS}  # they are its own
        return translation_hash([*pairs, *self._own(page.own, in_boxes)])

    @property
    def _files(self) -> MessageFiles:
        return MessageFiles.of(self.source, self.names, self.language)

    def _of_texts(
        self, texts: Iterable[Text], catalogues: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        """Yield each text and its translation: of one in several catalogues, all that they say."""
        files = self._files
        drawn, pages = [files.messages(DRAWN)], [files.messages(name) for name in catalogues]
        for text in texts:
            if text.drawing and form_in(self.source, text.drawing, self.language):
                continue  # its words stand in the picture
            for known in drawn if text.drawing else pages:
                message = known.get(text.source)
                if message and not message.fuzzy:
                    yield text.source, message.translation

    def _of_pictures(self, pictures: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the pictures that somebody has translated in place: a label may have moved."""
        for name in pictures:
            for file in forms_in(self.source, name, self.language):
                yield file.relative_to(self.source).as_posix(), digest([file.read_bytes()])

    def _own(self, in_texts: Iterable[str], in_boxes: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the words of this program in texts, and those that the project has other words for.

        Those around a text come with this program, and are no translation of the project's.
        """
        places = [self.source / name for name in self.names]
        said = translation(OWN, [*places, LOCALE], self.language)
        yield from ((words, said.gettext(words)) for words in in_texts)
        ours = translation(OWN, places, self.language)
        for words in in_boxes:
            if (replaced := ours.gettext(words)) != words:
                yield words, replaced
