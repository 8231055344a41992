"""Tells of each line in a script of signs what it says, beside the glyphs that it is drawn with.

A glyph of a PDF says one text in a whole file, in the order in which it is drawn. In Hindi, Khmer
or Burmese one glyph stands for several signs, and some signs are drawn before the letter that they
are said after: a search does not find the word, and a screen reader says another. Such a line says
its text itself (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.draw import text

from ..records.plain_text import has_signs, runs_leftward


@contextmanager
def with_actual_text() -> Iterator[None]:
    """Write PDFs whose lines say what they were drawn of; those from right to left do anyway."""
    original = text.draw_first_line

    def draw(stream: Any, textbox: Any, *rest: Any) -> Any:
        words = textbox.pango_layout.text
        if not has_signs(words) or runs_leftward(words):
            return original(stream, textbox, *rest)
        told = (BOM_UTF16_BE + words.encode("utf-16-be")).hex()
        stream.stream.append(f"/Span <</ActualText <{told}>>> BDC")
        emojis = original(stream, textbox, *rest)
        stream.stream.append("EMC")
        return emojis

    text.draw_first_line = draw
    try:
        yield
    finally:
        text.draw_first_line = original
