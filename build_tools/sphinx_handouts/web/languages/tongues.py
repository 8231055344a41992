"""The languages in which the pages stand side by side, and the ways between them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ...project.by_language import is_translation
from ...project.site_languages import site_languages
from ...records.languages import normalised
from ...sheets.in_words import language_words, text_direction

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the pages, as a link to it shows it."""

    tag: str
    name: str
    """What its own readers call it."""
    direction: str
    href: str
    """Where it leads; empty for the language of the page."""


@dataclass(frozen=True, slots=True)
class Tongues:
    """All languages of the pages; none where they are in one language alone."""

    own: str = ""
    source: str = ""
    """The language in which the pages are written."""
    tags: tuple[str, ...] = ()
    pattern: str = ""
    """Folder of a language, from that of another."""
    base: str = ""
    """Address of the pages in the language of the build, if it is known."""

    @property
    def folder(self) -> str:
        """Folder of the language of the build among what stands beside the pages, if it has one."""
        return self.own if self.own != self.source else ""

    def way(self, tag: str, target: str, here: str) -> str:
        """Return the way from the page *here* to the page *target* in a language."""
        named = self.pattern.replace("{language}", tag)
        folder = f"{named}/" if tag != self.own else ""
        return f"{'../' * here.count('/')}{folder}{target}" or "./"

    def address(self, tag: str, target: str) -> str:
        """Return the address of a page in a language; empty where none is known."""
        return urljoin(self.base, self.way(tag, target, "")) if self.base else ""

    def beside(self, tag: str, rest: str = "") -> str:
        """Return the way between folders that hold those of the translations: ``h/`` and ``h/es/``.

        *rest* is what follows the folder of the language.
        """
        up = "../" if self.folder else ""
        return posixpath.join(up, "" if tag == self.source else tag, rest)

    def shown(self, way: dict[str, str]) -> list[Tongue]:
        """Return the languages as links, with the *way* to each."""
        return [
            Tongue(
                tag,
                _capital(language_words(tag)),
                text_direction(tag),
                "" if tag == self.own else way[tag],
            )
            for tag in self.tags
        ]


def tongues(app: Sphinx) -> Tongues:
    """Return the languages of the pages of a build."""
    config = app.config
    pattern = config.handouts_language_pages.rstrip("/")
    if pattern.count("{language}") != 1:  # none, or a mistake that the builder of sheets tells
        return Tongues()
    source = config.handouts_source_language
    folder = Path(app.confdir, config.handouts_dir)
    tags = site_languages(source, Path(app.srcdir), config.locale_dirs, folder)
    own = normalised(config.language)
    if own not in tags:
        tags.append(own)
    base = f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""
    found = Tongues(own, source, tuple(tags), pattern, base)
    return found if len(tags) > 1 or is_translation(config) else Tongues()


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
