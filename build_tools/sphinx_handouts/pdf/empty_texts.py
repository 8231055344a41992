"""Leaves out texts without a glyph, between which WeasyPrint 70 writes where the next one stands.

PDFium, which shows PDFs in Chrome and Edge, then forgets the step after the last glyph: what
follows in another font, such as a full stop behind a letter with its vowel below, lay over it.
"""

from __future__ import annotations

import pydyf

_END = b"] TJ"


def leave_out(pdf: pydyf.PDF) -> None:
    """Write each text, and each step, without an empty one beside it."""
    for stream in (one.stream for one in pdf.objects if isinstance(one, pydyf.Stream)):
        for place, item in enumerate(stream):
            if isinstance(item, bytes) and item.endswith(_END):
                stream[place] = item.replace(b"<>", b" ")
