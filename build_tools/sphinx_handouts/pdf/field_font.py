"""A small font for form fields: the whole font of a field stands in the file.

It is a subset of the sheets' own font, made once and kept in the cache.  The letters of ASCII have
the numbers of their bytes, so that also a program that writes a byte a letter writes what it means.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING

from ..storage.digests import digest
from ..storage.files import write_atomically
from .fonts import face_file, fonts_digest

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Handouts Fields"
ASCII = range(0x20, 0x7F)
CHARACTERS = (
    *ASCII,
    *range(0xA0, 0x250),  # Latin-1 Supplement, Latin Extended-A and -B
    *range(0x2B0, 0x2E0),  # letters that modify others
    *range(0x300, 0x530),  # combining marks, Greek, Cyrillic
    *range(0x1E00, 0x1F00),  # Latin Extended Additional: Vietnamese, Welsh
    *range(0x2010, 0x2028),  # dashes and quotation marks
    *(0x2030, 0x2032, 0x2033, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
    *range(0x2070, 0x20D0),  # superscripts, subscripts, currencies
)
VERSION = "2"
"""Number of the way in which the subset is made."""


def field_font_face(cache: Path) -> str:
    """Return the ``@font-face`` rule of the field font; empty where the font is not installed."""
    key = digest([fonts_digest(), VERSION, FAMILY, *map(str, CHARACTERS)])
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
    name = face_file()
    if not name:
        return b""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6], notdef_outline=True)
    options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    with TTFont(name, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID != 2:  # the style stays
                record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
        _number_ascii(font)
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()


def _number_ascii(font: TTFont) -> None:
    """Give each letter of ASCII the number of its byte."""
    from fontTools.ttLib.reorderGlyphs import reorderGlyphs

    font.ensureDecompiled()
    for glyph in font["glyf"].glyphs.values():
        glyph.expand(font["glyf"])  # what is made of others calls them by number until then
    letters = [font.getBestCmap()[code] for code in ASCII]
    others = [name for name in font.getGlyphOrder() if name not in set(letters)]
    reorderGlyphs(font, [*others[: ASCII.start], *letters, *others[ASCII.start :]])
