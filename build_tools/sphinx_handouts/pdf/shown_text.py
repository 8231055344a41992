"""Writes the letters of a line as one string, where they stand as far apart as their font says.

WeasyPrint 70 writes each glyph as a string of its own, and behind it how far the next one is
shifted, even where that is nothing: three times the bytes, which are compressed for each sheet,
and read again for each clinic.
"""

from __future__ import annotations

import re

import pydyf

_SHOWN = b"] TJ"
"""How an instruction ends that shows glyphs with shifts between them (ISO 32000-1, 9.4.3)."""
_BY_NOTHING = re.compile(rb">0(?=[<\]])")


def join_glyphs(pdf: pydyf.PDF) -> None:
    """Leave out the shifts by nothing: they draw nothing, and move nothing."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream = [_joined(item) for item in thing.stream]


def _joined(item: object) -> object:
    if not isinstance(item, bytes) or not item.endswith(_SHOWN):
        return item
    return _BY_NOTHING.sub(b">", item).replace(b"><", b"")
