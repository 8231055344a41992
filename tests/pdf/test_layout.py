"""Words are whole: only one that is longer than its line is broken."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from sheets import sheet

WORD = "anticoagulants"
NESTED = {
    "bold in italics": f"<em>Never stop with <strong>{WORD}</strong> by yourself.</em>",
    "bold in italics, and again": f"<em>Never <b>stop</b> with <strong>{WORD}</strong>.</em>",
    "words in a link": f'<a href="https://a.example/">See of <span>all <i>{WORD}</i></span>.</a>',
    "text": f"Never stop with <strong>{WORD}</strong> by yourself.",
    "a padded span": f'<em>Stop <span style="padding: 0 2mm">{WORD}</span> now.</em>',
    "from right to left": f'<em dir="rtl">قف الآن <strong>{WORD}</strong> ثم انتظر.</em>',
}


def lines(body: str, *widths: int) -> list[str]:
    """Return the lines of a text that is set in columns of so many millimetres, one by one."""
    columns = [f'<p style="width: {width}mm; overflow-wrap: break-word">{body}' for width in widths]
    with pypdfium2.PdfDocument(io.BytesIO(sheet("".join(columns)).pdf)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return [line.strip() for page in pages for line in page.splitlines()]


@pytest.mark.parametrize("case", NESTED)
def test_no_word_is_broken_that_fits_a_line(case: str) -> None:
    """A word goes to the next line, wherever it stands and however wide the column is."""
    widths = range(36, 80, 2)
    whole = [line for line in lines(NESTED[case], *widths) if WORD in line]
    assert len(whole) == len(widths)


def test_word_longer_than_its_line_is_broken() -> None:
    """At the beginning of a span, and nothing reaches over the edge of the column."""
    for body in (WORD * 4, f"<em><strong>{WORD * 4}</strong> is long.</em>"):
        found = lines(body, 50)
        assert len(found) > 1
        assert "".join(found).startswith(WORD * 4)
