"""Web pages from templates, with the words that all of them share."""

from __future__ import annotations

import os
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

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
from .languages.tongues import Tongue
from .site import Site

STATIC = Path(__file__).parents[1] / "static"
"""Style sheets and scripts that the guide's pages may load."""
STYLE, SCRIPT = "plain.css", "plain.js"
"""What the pages outside the theme load: a strict policy allows nothing inline."""
OURS = b'<meta name="generator" content="sphinx-handouts">'
"""Tells our pages from those that somebody else has put in the same place."""


def fill(site: Site, name: str, **context: Any) -> str:
    """Return the page, or part of one, that a template makes of *context*."""
    return environment("web").get_template(name).render(_words(site) | context)


def write_style(site: Site, folder: Path) -> None:
    """Write what the pages in and below *folder* load that stand outside the guide's theme."""
    ours = files("sphinx_handouts") / "templates/web"
    sheets = [(ours / STYLE).read_text("utf-8")]
    sheets += [path.read_text("utf-8-sig") for path in site.pages_css]
    write_atomically(folder / STYLE, "\n".join(sheets).encode())
    write_atomically(folder / SCRIPT, (ours / SCRIPT).read_bytes())


def write_plain(site: Site, top: Path, folder: Path, name: str, **context: Any) -> None:
    """Write the page of *folder* outside the theme; *top* is where its style sheet stands."""
    help_page = site.pages.get(site.help)
    tongues = languages(site, top, folder)
    around = {
        "ours": Markup(OURS.decode()),
        "project": site.apart(site.title),
        # An empty one: a browser that is told of none asks for one that is not there.
        "icon": site.way(site.icon, folder) if site.icon else "data:,",
        "start": site.way_to(site.start, folder),
        "help": site.way_to(site.help, folder) if help_page else "",
        "help_title": help_page.title if help_page else "",
        "assets": Path(os.path.relpath(top, folder)).as_posix(),
        "way_to": lambda name: site.way_to(name, folder),
        "languages": tongues,
        "alternates": _alternates(site, folder, tongues),
    }
    write_atomically(folder / "index.html", fill(site, name, **around | context).encode())


def languages(site: Site, top: Path, folder: Path) -> list[Tongue]:
    """Return the same page in the other languages, which have folders of their own in the first.

    None is known where each language has its pages, and these too, to itself.
    """
    is_shared = os.path.relpath(top, site.out).startswith(os.pardir)
    if len(site.tongues.tags) < 2 or not is_shared:
        return []
    page = Path(os.path.relpath(folder, top)).as_posix()
    up = "" if page == "." else "../" * len(Path(page).parts)
    rest = "" if page == "." else page
    ways = {tag: f"{up}{site.tongues.beside(tag, rest)}" for tag in site.tongues.tags}
    return site.tongues.shown({tag: f"{way.rstrip('/')}/" for tag, way in ways.items()})


def _alternates(site: Site, folder: Path, tongues: list[Tongue]) -> dict[str, str]:
    """Return the whole address of a page in each language: machines take no other."""
    if not site.tongues.base:
        return {}
    way = Path(os.path.relpath(folder, site.out)).as_posix()
    here = urljoin(site.tongues.base, f"{way}/")
    found = {one.tag: urljoin(here, one.href) for one in tongues}
    return found | ({"x-default": found[site.tongues.source]} if found else {})


def is_free(folder: Path) -> bool:
    """Return whether nobody else has put a page into a folder."""
    page = folder / "index.html"
    return not page.exists() or OURS in page.read_bytes()


def _words(site: Site) -> dict[str, Any]:
    """Return what every template may need to put things into words."""
    return {
        "language": site.language,
        "language_words": language_words,
        "direction": text_direction,
        "runs_from_right": Markup(' dir="rtl"' if text_direction(site.language) == "rtl" else ""),
        "edition": site.edition_words,
        "apart": site.apart,
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
