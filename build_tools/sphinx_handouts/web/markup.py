"""Web pages from templates, with the words that all of them share."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..messages import _
from ..records.manifest import File
from ..sheets.constructs.runs import run_markup
from ..sheets.in_words import (
    date_words,
    language_words,
    listed,
    page_words,
    state_words,
    text_direction,
)
from ..sheets.templates import environment
from ..storage.files import write_atomically
from .site import Site

STATIC = Path(__file__).parents[1] / "static"
"""Style sheets and scripts that the guide's pages may load."""
STYLE = "plain.css"
"""Style sheet in each folder of pages outside the theme: a strict policy allows no inline one."""


def fill(site: Site, name: str, **context: Any) -> str:
    """Return the page, or part of one, that a template makes of *context*."""
    return environment("web").get_template(name).render(_words(site) | context)


def write_style(folder: Path) -> None:
    """Write the style sheet of the pages in *folder* that stand outside the guide's theme."""
    style = files("sphinx_handouts") / "templates/web" / STYLE
    write_atomically(folder / STYLE, style.read_bytes())


def _words(site: Site) -> dict[str, Any]:
    """Return what every template may need to put things into words."""
    return {
        "language": site.language,
        "language_words": language_words,
        "direction": text_direction,
        "edition": site.edition_words,
        "about": _file_words,
        "state": state_words,
        "date": lambda date: date_words(date, site.language),
        "listed": listed,
        "runs": partial(run_markup, language=site.language),
        "_": _,
    }


def _file_words(file: File) -> str:
    """Return what a reader wants to know before a file is fetched: ``PDF, 2 pages, 41 KB``."""
    size = _("%d KB") % max(1, round(file.bytes / 1000))
    return listed(["PDF", page_words(file.pages), size])
