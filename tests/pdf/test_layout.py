"""Words are whole, where they fit a line; and what stands in margins is in a printer's reach."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from sheets import sheet
from sphinx_handouts.records.geometry import PRINTER_REACH_MM

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


MARGINS = """@page { size: 100mm 150mm; font-size: 9pt;
  margin: 18mm 15mm calc(17mm + var(--foot-lack, 0mm));
  @top-left { content: "%s"; padding-bottom: 8mm; vertical-align: bottom }
  @bottom-left { content: "%s"; white-space: pre-line; vertical-align: top } }"""


@pytest.mark.parametrize("count", [1, 2, 6])
def test_margins_hold_what_stands_in_them(count: int) -> None:
    """A foot of more lines gets a deeper margin, and a long head grows down, not up."""
    head = "Head " * 7 * min(count, 2)
    printed = sheet("<p>Text</p>", MARGINS % (head, "Foot\\a " * count))
    assert printed.misprints == ()
    reach = (PRINTER_REACH_MM - 0.5) * 72 / 25.4
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        width, height = document[0].get_size()
        text = document[0].get_textpage()
        within = text.get_text_bounded(reach, reach, width - reach, height - reach)
        assert within.split().count("Foot") == count
        assert within.split().count("Head") == len(head.split())
        assert "Text" in within
