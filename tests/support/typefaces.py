"""Small fonts that nobody has installed, and a machine that has them."""

from __future__ import annotations

import os
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

PRIVATE = "\ue000"
"""A character that no other font has."""


def put_font(folder: Path, family: str, *, weight: int = 400, width: int = 700) -> Path:
    """Write a font in which every letter is a block *width* wide; return its path."""
    characters = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x5203, ord(PRIVATE)]
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (width - 50, 700), (width - 50, 0)):
        pen.lineTo(point)
    pen.closePath()
    block = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    glyphs = {".notdef": block, **{f"u{code:04X}": block for code in characters}}
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({code: f"u{code:04X}" for code in characters})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (width, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    style = "Regular" if weight == 400 else f"Weight {weight}"
    names = {"familyName": family, "styleName": style, "fullName": f"{family} {style}"}
    postscript = f"{family}-{style}".replace(" ", "")
    font.setupNameTable({**names, "uniqueFontIdentifier": postscript, "psName": postscript})
    font.setupOS2(usWeightClass=weight, usWidthClass=5, sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{family} {style}.ttf"
    font.save(path)
    return path


def machine(data: Path) -> dict[str, str]:
    """Return the environment of a person who has installed the fonts in ``fonts`` of *data*."""
    return {**os.environ, "XDG_DATA_HOME": str(data)}
