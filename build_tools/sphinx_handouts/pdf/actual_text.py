"""Tells of each line in a script of signs what it says, beside the glyphs that it is drawn with.

A glyph of a PDF says one text in a whole file, in the order in which it is drawn. In Hindi, Khmer
or Burmese one glyph stands for several signs, and some signs are drawn before the letter that they
are said after: a search does not find the word, and a screen reader says another. Such a line says
its text itself (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint import draw

from ..records.plain_text import has_signs, runs_leftward

END = "\N{WORD JOINER}"
"""Nothing draws it: MuPDF tells the last letters twice where they are drawn as they are written."""


@contextmanager
def with_actual_text() -> Iterator[None]:
    """Write PDFs whose lines say what they were drawn of; those from right to left do anyway."""
    original = draw.draw_text
    before, told = "", pydyf.Dictionary()

    def draw_text(stream: Any, box: Any, *rest: Any) -> None:
        nonlocal before, told
        begun = len(stream.stream)
        original(stream, box, *rest)
        is_drawn = len(stream.stream) > begun
        if before and is_drawn and box.text.isspace():  # PDFium misses a space that is alone
            told["ActualText"] = pydyf.String(f"{before} ")
        says = is_drawn and has_signs(box.text) and not runs_leftward(box.text)
        before = box.text if says else ""
        if says:
            told = pydyf.Dictionary({"ActualText": pydyf.String(f"{before}{END}")})
            stream.stream[begun:begun] = [b"/Span", told, b"BDC"]
            stream.end_marked_content()

    draw.draw_text = draw_text
    try:
        yield
    finally:
        draw.draw_text = original
