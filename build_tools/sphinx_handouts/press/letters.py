"""The letters of the sheets' own font, for what is printed elsewhere: by a browser."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ..pdf.field_font import CHARACTERS
from ..pdf.fonts import face_file
from ..storage.digests import digest

VERSION = "1"
"""Number of the way in which the letters are cut out."""
FEATURES = ("ccmp", "kern", "locl", "mark", "mkmk")
"""How letters are placed: accents where they belong, and pairs as close as on every sheet."""
LETTERS = frozenset(CHARACTERS)


def can_write(words: str, styles: Iterable[str]) -> bool:
    """Return whether there are letters of these styles, and all that *words* need."""
    return all(map(face_file, styles)) and set(map(ord, words)) <= LETTERS


def letters_key(style: str) -> str:
    """Return what decides the letters of a style."""
    font = Path(face_file(style)).read_bytes()
    return digest([font, VERSION, *FEATURES, *map(str, CHARACTERS)])


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
