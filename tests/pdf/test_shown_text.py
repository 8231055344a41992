"""The letters of a line are written as one string, and drawn where they were."""

from __future__ import annotations

import io
from contextlib import nullcontext
from itertools import chain, pairwise

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, String
from sheets import pdf_text, sheet
from sphinx_handouts.pdf import render

SHEETS = {
    "words": "<p>Move a little, and often. <b>AVATAR To.</b></p>",
    "spread letters": '<p style="letter-spacing: 1pt">Move a little.</p>',
    "justified": f'<p style="text-align: justify; width: 60mm">{"Move a little. " * 9}</p>',
    "marks on letters": "<p>Cafe\N{COMBINING ACUTE ACCENT} x\N{COMBINING DOT BELOW}</p>",
    "from right to left": '<p dir="rtl" lang="ar">تحرَّك قليلًا (10)، وكثيرًا.</p>',
    "letters as shapes": "<p>1\N{COMBINING ENCLOSING KEYCAP} \N{BLACK RIGHT-POINTING TRIANGLE}</p>",
}


def arrays(pdf: bytes) -> list[list[object]]:
    """Return what each instruction shows: strings of glyphs, and shifts."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        shown = chain.from_iterable(pikepdf.parse_content_stream(p, "TJ") for p in file.pages)
        operands = [instruction.operands[0] for instruction in shown]
        assert all(isinstance(operand, Array) for operand in operands)
        return [list(operand) for operand in operands]


def picture(pdf: bytes) -> bytes:
    """Return the dots of the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return bytes(document[0].render(scale=2).buffer)


@pytest.mark.parametrize("case", SHEETS)
def test_letters_are_joined(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No letter is shifted by nothing; each dot, and each word, is as WeasyPrint writes it."""
    joined = sheet(SHEETS[case]).pdf
    monkeypatch.setattr(render, "join_glyphs", nullcontext)
    apart = sheet(SHEETS[case]).pdf
    assert picture(joined) == picture(apart)
    assert pdf_text(joined) == pdf_text(apart)
    shown = arrays(joined)
    assert shown
    for array in shown:
        assert String("") not in array
        assert 0 not in [part for part in array if not isinstance(part, String)]
        assert not any(isinstance(a, String) and isinstance(b, String) for a, b in pairwise(array))
    assert sum(map(len, shown)) < sum(map(len, arrays(apart)))
