"""A small font for form fields: the whole font of a field stands in the file.

It is a subset of the sheets' own font, made once and kept in the cache.  The letters of ASCII have
the numbers of their bytes, so that also a program that writes a byte a letter writes what it means.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..storage.digests import digest
from ..storage.files import write_atomically
from .field_letters import Letters, letters_of
from .fonts import face_file, font_file, fonts_digest

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
    *(0x2030, 0x2032, 0x2033),
    *range(0x2070, 0x20D0),  # superscripts, subscripts, currencies
)
SIGNS = (
    Letters.of_shapes(
        "Noto Sans Math", (*range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265)
    ),
    Letters.of_shapes("Noto Sans Symbols2", (0x2713, 0x2717)),
)
"""Arrows, signs of comparison and ticks: the font of the sheets leaves them to others."""
COARSENESS = 2.0
"""How far a curve may be from that of the font it comes from, in thousandths of an em."""
VERSION = "5"
"""Number of the way in which the subset is made."""


def field_font_face(cache: Path, language: str) -> str:
    """Return the rules that make the field font known; empty where it is not installed.

    It has the letters of the *language*, too, where their font is installed. Fonts with other
    letters have other names: a worker may meet sheets of several languages.
    """
    more = letters_of(language)
    key = digest([fonts_digest(), VERSION, FAMILY, *map(str, CHARACTERS), repr(SIGNS), repr(more)])
    path = cache / f"field-font-{key[:16]}.ttf"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = _subset(key, more)
        write_atomically(path, data)
    if not data:
        return ""
    source = base64.b64encode(data).decode("ascii")
    family = FAMILY if more is None else f"{FAMILY} {more.family}"
    face = f'font-family: "{family}"; src: url(data:font/ttf;base64,{source});'
    return f'@font-face {{ {face} }}\n:root {{ --field-font: "{family}" }}\n'


@lru_cache(maxsize=8)  # it takes a tenth of a second, and a process may build several projects
def _subset(_key: str, more: Letters | None) -> bytes:
    """Return the subset; empty where fontconfig has no TrueType file of the family."""
    name = face_file()
    if not name:
        return b""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6], notdef_outline=True)
    # Boxes stay as they are, or each letter would be taken apart and put together for them.
    with TTFont(name, recalcTimestamp=False, recalcBBoxes=False) as font:
        for table in {"GDEF", "GPOS", "GSUB"} & {*font.keys()}:
            del font[table]  # or all of it is read, only to be left out
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID != 2:  # the style stays
                record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
        _number_ascii(font)
        for letters in (*SIGNS, more):
            if letters is not None:
                _add(font, letters)
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()


def _number_ascii(font: TTFont) -> None:
    """Give each letter of ASCII the number of its byte."""
    from fontTools.ttLib.reorderGlyphs import reorderGlyphs

    font.ensureDecompiled()
    for glyph in font["glyf"].glyphs.values():
        if glyph.isComposite():
            glyph.expand(font["glyf"])  # it calls others by their numbers until then
    letters = [font.getBestCmap()[code] for code in ASCII]
    others = [name for name in font.getGlyphOrder() if name not in set(letters)]
    reorderGlyphs(font, [*others[: ASCII.start], *letters, *others[ASCII.start :]])


def _add(font: TTFont, more: Letters) -> None:
    """Add the letters of another family, drawn as a TrueType font draws."""
    from fontTools.ttLib import TTFont

    path, number = font_file(more.family)
    if not path:
        return
    with TTFont(path, fontNumber=number, lazy=True) as other:
        names, glyphs = other.getBestCmap(), other.getGlyphSet()
        scale = font["head"].unitsPerEm / other["head"].unitsPerEm
        for code, shape in more.shapes:
            if shape in names and code not in font.getBestCmap():
                _draw(font, code, names[shape], glyphs, scale)
    font.setGlyphOrder(font["glyf"].glyphOrder)


def _draw(font: TTFont, code: int, letter: str, glyphs: Any, scale: float) -> None:
    """Add one *letter* of other *glyphs*."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    strokes, pen, name = DecomposingRecordingPen(glyphs), TTGlyphPen(None), f"uni{code:04X}"
    glyphs[letter].draw(strokes)
    strokes.replay(TransformPen(Cu2QuPen(pen, COARSENESS), (scale, 0, 0, scale, 0, 0)))
    font["glyf"][name] = drawn = pen.glyph()
    drawn.recalcBounds(font["glyf"])
    _make_room(font, drawn)
    font["hmtx"][name] = round(glyphs[letter].width * scale), drawn.xMin
    for table in font["cmap"].tables:
        table.cmap[code] = name


def _make_room(font: TTFont, drawn: Any) -> None:
    """Let a font say of itself how large its letters are at most, with one that is added."""
    most, head = font["maxp"], font["head"]
    most.maxPoints = max(most.maxPoints, len(drawn.coordinates))
    most.maxContours = max(most.maxContours, drawn.numberOfContours)
    head.xMin, head.yMin = min(head.xMin, drawn.xMin), min(head.yMin, drawn.yMin)
    head.xMax, head.yMax = max(head.xMax, drawn.xMax), max(head.yMax, drawn.yMax)
