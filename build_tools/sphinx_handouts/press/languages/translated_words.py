"""The digest of all that a sheet says in another language: somebody answers for these words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes

from ...messages import CATALOGUE as OWN
from ...messages import LOCALE, paper_words, translation
from ...pages.drawing_words import CATALOGUE as DRAWN
from ...pages.drawing_words import form_in, forms_in
from ...pages.translated_texts import own_words
from ...project.message_files import MessageFiles
from ...project.translations import translation_hash
from ...records.texts import Text
from ...sheets.assembly import Assembly
from ...storage.digests import digest


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
        pairs = [*self._of_texts(texts), *self._of_pictures(assembly), *self._own(assembly)]
        return translation_hash(pairs)

    def _of_texts(self, texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
        """Yield each text and its translation: of one in several catalogues, all that they say."""
        files = MessageFiles.of(self.source, self.names, self.language)
        drawn = [files.messages(DRAWN)]
        pages = [files.messages(domain) for domain in files.paths if domain not in (DRAWN, OWN)]
        for text in texts:
            if text.drawing and form_in(self.source, text.drawing, self.language):
                continue  # its words stand in the picture
            for known in drawn if text.drawing else pages:
                message = known.get(text.source)
                if message and not message.fuzzy:
                    yield text.source, message.translation

    def _of_pictures(self, assembly: Assembly) -> Iterator[tuple[str, str]]:
        """Yield the pictures that somebody has translated in place: a label may have moved."""
        for name in assembly.pictures:
            for file in forms_in(self.source, name, self.language):
                yield file.relative_to(self.source).as_posix(), digest([file.read_bytes()])

    def _own(self, assembly: Assembly) -> Iterator[tuple[str, str]]:
        """Yield the words of this program in texts, and all that the project puts in their place.

        Those around a text come with this program, and are no translation of the project's.
        """
        places = [self.source / name for name in self.names]
        said = translation(OWN, [*places, LOCALE], self.language)
        for node in assembly.document.findall(nodes.Element):
            if words := own_words(node):
                yield words, said.gettext(words)
        ours = translation(OWN, places, self.language)
        for words in paper_words():
            if (replaced := ours.gettext(words)) != words:
                yield words, replaced
