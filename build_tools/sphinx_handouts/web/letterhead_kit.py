"""What a browser needs to put a clinic's details on a sheet: letters, style and words.

A clinic types its details on the library page, and its sheets are dressed there. The kit is loaded
when that is done for the first time; its files are named by their content.
"""

from __future__ import annotations

import io
import json
import logging
from functools import cache
from pathlib import Path

from ..messages import _
from ..pdf.field_font import CHARACTERS
from ..pdf.fonts import face_file
from ..sheets.furniture import room_words
from ..sheets.in_words import text_direction
from ..sheets.templates import stylesheet
from ..storage.digests import digest
from ..storage.files import remove, write_atomically
from .site import Site

FOLDER = "letterhead"
"""Where the kit stands, beside the PDFs."""
FACES = ("Regular", "Bold")
VERSION = "1"
"""Number of the way in which the letters are cut out."""
LETTERS = frozenset(CHARACTERS)
FEATURES = ("ccmp", "kern", "locl", "mark", "mkmk")
"""How letters are placed: accents where they belong, and pairs as close as on every sheet."""


def name(site: Site) -> str:
    """Return the path of the kit from the folder of the PDFs; empty where there are no letters."""
    if not all(map(face_file, FACES)) or not set(map(ord, "".join(_words().values()))) <= LETTERS:
        return ""
    return f"{FOLDER}/kit-{digest([_kit(site)])[:16]}.json"


def publish(site: Site) -> None:
    """Write the kit into the hosted folder, as far as it is not there, and remove what is old."""
    wanted = {path: None for path in [name(site)] if path and site.library}
    if wanted:
        for style in FACES:
            wanted[_face(style)] = None
            if not (site.hosted / _face(style)).is_file():
                write_atomically(site.hosted / _face(style), letters(style))
        write_atomically(site.hosted / name(site), _kit(site).encode())
    there = (site.hosted / FOLDER).glob("*-*.*")
    remove(site.hosted, {f"{FOLDER}/{path.name}" for path in there} - wanted.keys())


def _kit(site: Site) -> str:
    """Return the kit: the style sheet of a letterhead, its words, and where the letters are."""
    kit = {
        "style": stylesheet(tuple(path for path in site.own_css if path.is_file())),
        "language": site.language,
        "direction": text_direction(site.language),
        "words": _words(),
        "faces": {style.lower(): _face(style).partition("/")[2] for style in FACES},
    }
    return json.dumps(kit, ensure_ascii=False)


def _words() -> dict[str, str]:
    return room_words() | {"logo": _("Logo")}


@cache
def _face(style: str) -> str:
    """Return the path of the letters of a style from the folder of the PDFs."""
    font = Path(face_file(style)).read_bytes()
    key = digest([font, VERSION, *FEATURES, *map(str, CHARACTERS)])
    return f"{FOLDER}/{style.lower()}-{key[:16]}.ttf"


@cache  # it takes a second, and a process may build many guides
def letters(style: str) -> bytes:
    """Return the letters that a clinic may need for its details, cut out of the installed font."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # it tells each step
    options = Options(hinting=False, layout_features=list(FEATURES), notdef_outline=True)
    options.name_IDs = ["*"]  # among them the licence, which goes wherever the letters go
    with TTFont(face_file(style), recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()
