"""Writes the letters of a line as one text, where they stand as far apart as their font says.

WeasyPrint 70 writes each glyph as a text of its own, and behind it how far the next one is shifted,
even where that is nothing: three times the bytes, which are compressed for each sheet, and read
again for each clinic.

Between two shifts it writes an empty text. PDFium, which shows PDFs in Chrome and Edge, then
forgets the second: what follows in another font, such as a full stop behind a letter with its vowel
below, lay over it.
"""

from __future__ import annotations

import re

import pydyf

_SHOWN = b"] TJ"
"""How an instruction ends that shows glyphs with shifts between them (ISO 32000-1, 9.4.3)."""
_BY_NOTHING = re.compile(rb">0(?=[<\]])")


def join_glyphs(pdf: pydyf.PDF) -> None:
    """Leave out shifts by nothing, and texts of no glyph: they draw nothing, and move nothing."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream = [_joined(item) for item in thing.stream]


def _joined(item: object) -> object:
    if not isinstance(item, bytes) or not item.endswith(_SHOWN):
        return item
    return _BY_NOTHING.sub(b">", item).replace(b"><", b"").replace(b"<>", b" ")
