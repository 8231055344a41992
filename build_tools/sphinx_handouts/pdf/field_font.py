"""A small Latin font for form fields: the whole font of a field stands in the file.

It is a subset of the sheets' own font, made once and kept in the cache.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

from ..storage.digests import digest
from ..storage.files import write_atomically
from .fonts import fonts_digest, regular_file

FAMILY = "Handouts Fields"
CHARACTERS = (
    *range(0x20, 0x7F),  # Basic Latin
    *range(0xA0, 0x180),  # Latin-1 Supplement, Latin Extended-A
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC),
)


def field_font_face(cache: Path) -> str:
    """Return the ``@font-face`` rule of the field font; empty where the font is not installed."""
    key = digest([fonts_digest(), FAMILY, *map(str, CHARACTERS)])
    path = cache / f"field-font-{key[:16]}.ttf"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = _subset()
        write_atomically(path, data)
    if not data:
        return ""
    source = base64.b64encode(data).decode("ascii")
    return f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/ttf;base64,{source}); }}\n'


def _subset() -> bytes:
    """Return the subset; empty where fontconfig has no TrueType file of the family."""
    name = regular_file()
    if not name:
        return b""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6], notdef_outline=True)
    with TTFont(name, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID != 2:  # the style stays
                record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()
