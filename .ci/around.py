"""Put the pages around the guide in place: one leads to it, one stands for what is not there.

``python .ci/around.py _build/html``. Both say what they say in each language that the folder has a
guide in. The page for what is not there is shown at any address, so its links begin at the top of
the host; they follow the path of the guide in ``GUIDE_URL``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx_handouts.messages import translation
from sphinx_handouts.sheets.in_words import language_words, text_direction

THEME = Path(__file__).parents[1] / "docs/guide/_theme"
PROJECT = "Back pain and massage"
FIRST = "en"
INSTEAD = 'class="handouts-instead"'
"""What stands on a page that is not translated."""
SCRIPT = "front.js"
"""Leads from the front address to the language of a reader."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the guide, and its words."""

    tag: str
    direction: str
    name: str
    """What its own readers call it."""
    _: Callable[[str], str]

    @property
    def code(self) -> str:
        """The language as web pages name it."""
        return self.tag.replace("_", "-")


def put(html: Path, guide_url: str, locale: Path = THEME / "locale") -> None:
    """Write both pages into *html*, the folder that is hosted; *locale* has their words."""
    top = urlsplit(guide_url).path.removesuffix("en/") or "/"
    templates = Environment(
        loader=FileSystemLoader(THEME / "around"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The first is opened where it lies, the other at any address.
    for page, start in (("index.html", ""), ("404.html", top)):
        template = templates.get_template(page)
        text = template.render(languages=languages(html, locale), project=PROJECT, top=start)
        (html / page).write_text(text, "utf-8")
    (html / SCRIPT).write_bytes((THEME / "around" / SCRIPT).read_bytes())


def languages(html: Path, locale: Path) -> list[Language]:
    """Return the languages in which the guide is there, the one that it is written in first.

    One without its first page is no place to begin.
    """
    known = (path.parent for path in html.glob("*/guide.webmanifest"))
    folders = {folder.name for folder in known if INSTEAD not in _text(folder / "index.html")}
    found = [FIRST, *sorted(folders - {FIRST})]
    return [Language(tag, text_direction(tag), name_of(tag), words(tag, locale)) for tag in found]


def _text(page: Path) -> str:
    return page.read_text("utf-8") if page.is_file() else INSTEAD


def name_of(tag: str) -> str:
    """Return what the readers of a language call it, as it stands at the head of a line."""
    name = language_words(tag)
    return f"{name[:1].upper()}{name[1:]}"


def words(language: str, locale: Path) -> Callable[[str], str]:
    """Return what gives the words of the guide's layer in a language."""
    return translation("theme", [locale], language).gettext


if __name__ == "__main__":
    put(Path(sys.argv[1]), os.environ.get("GUIDE_URL", ""))
