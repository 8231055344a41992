"""How far the web pages of a language are to be relied on: each by a record of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...pages.translated_texts import is_whole, page_texts
from ...project.translations import Translations, source_hash
from ...records.page import Translated
from ...records.texts import PageTexts
from .translated_words import TranslatedWords

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class TranslatedPages:
    """The pages in one language, whatever the language of the build is."""

    env: BuildEnvironment
    language: str
    records: Translations

    def hashes(self, page: PageTexts) -> tuple[str, str]:
        """Return the digests of what a page says as it is written, and in this language."""
        names = tuple(self.env.config.locale_dirs)
        words = TranslatedWords(Path(self.env.srcdir), names, self.language)
        texts = (*page.texts, *page.titles)
        return source_hash(text.source for text in texts), words.digest_of_page(page)

    @property
    def standings(self) -> dict[str, Translated]:
        """How far each page is to be relied on that somebody answers for; all others are drafts.

        No sheet clears a page, nor a page a sheet: each has sentences that the other has not.
        """
        known = (record.name for record in self.records.pages if record.language == self.language)
        names = [name for name in known if name in self.env.found_docs]
        return {name: self._standing(name) for name in names if keeps_texts(self.env)}

    def _standing(self, name: str) -> Translated:
        record = self.records.page(name, self.language)
        if record is None or not is_whole(self.env, self.language, name):
            return Translated.DRAFT
        return record.standing(*self.hashes(page_texts(self.env, name)))


def keeps_texts(env: BuildEnvironment) -> bool:
    """Return whether pages stand side by side in several languages: no others are looked at."""
    return bool(env.config.handouts_language_pages)
