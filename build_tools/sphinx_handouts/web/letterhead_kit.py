"""What a browser needs to put a clinic's details on a sheet: letters, style and words.

A clinic types its details on the library page, and its sheets are dressed there. The kit is loaded
when that is done for the first time; its files are named by their content.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache

import tinycss2

from ..messages import _
from ..press.letters import can_write, letters, letters_key
from ..sheets.furniture import room_words
from ..sheets.in_words import text_direction
from ..sheets.templates import stylesheet
from ..storage.digests import digest
from ..storage.files import remove, write_atomically
from .site import Site

FOLDER = "letterhead"
"""Where the kit stands, beside the PDFs."""
FACES = ("Regular", "Bold")


def name(site: Site) -> str:
    """Return the path of the kit from the folder of the PDFs; empty where there are no letters."""
    if not can_write("".join(_words().values()), FACES):
        return ""
    return f"{FOLDER}/kit-{site.language}-{digest([_kit(site)])[:16]}.json"


def publish(site: Site) -> None:
    """Write the kit into the hosted folder, as far as it is not there, and remove what is old."""
    wanted = {path: None for path in [name(site)] if path and site.library}
    if wanted:
        for style in FACES:
            wanted[_face(style)] = None
            if not (site.hosted / _face(style)).is_file():
                write_atomically(site.hosted / _face(style), letters(style))
        write_atomically(site.hosted / name(site), _kit(site).encode())
    there = {path.name for path in (site.hosted / FOLDER).glob("*-*.*")}
    others = {name for name in there if _is_of_another(site, name)}
    remove(site.hosted, {f"{FOLDER}/{name}" for name in there - others} - wanted.keys())


def _is_of_another(site: Site, name: str) -> bool:
    """Return whether another language, whose pages stand beside these, has a file: kit or letters.

    All languages share the letters, and some, such as Arabic, have no use for them.
    """
    tags = [tag for tag in site.tongues.tags if tag != site.language]
    shared = {_face(style).partition("/")[2] for style in FACES} if tags else set()
    return name in shared or name.startswith(tuple(f"kit-{tag}-" for tag in tags))


def _kit(site: Site) -> str:
    """Return the kit: the style sheet of a letterhead, its words, and where the letters are."""
    own_css = tuple(path for path in site.own_css if path.is_file())
    kit = {
        "style": _without_comments(stylesheet(own_css, theme=site.theme)),
        "language": site.language,
        "direction": text_direction(site.language),
        "words": _words(),
        "faces": {style.lower(): _face(style).partition("/")[2] for style in FACES},
    }
    return json.dumps(kit, ensure_ascii=False)


@lru_cache(maxsize=4)  # a build asks several times, and parsing takes longer than all the rest
def _without_comments(css: str) -> str:
    """Return a style sheet for readers who have to load it."""
    rules = tinycss2.parse_component_value_list(css, skip_comments=True)
    return str(tinycss2.serialize(rules))


def _words() -> dict[str, str]:
    return room_words() | {"logo": _("Logo")}


@cache
def _face(style: str) -> str:
    """Return the path of the letters of a style from the folder of the PDFs."""
    return f"{FOLDER}/{style.lower()}-{letters_key(style)[:16]}.ttf"
