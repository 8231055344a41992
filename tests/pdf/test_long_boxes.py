"""What is longer than a page begins where it stands, and goes on; what fits is kept whole."""

from __future__ import annotations

import pypdfium2
import pytest
from sheets import sheet

CSS = """@page { size: 100mm 125mm; margin: 10mm } h1, h2 { break-after: avoid }
.box, li, .box h3 { break-inside: avoid } .box h3 { break-after: avoid }"""


def _pages(body: str) -> list[str]:
    rendered = sheet(f"<h1>One</h1>{body}", CSS)
    assert rendered.problems == ()
    assert rendered.misprints == ()
    with pypdfium2.PdfDocument(rendered.pdf) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


@pytest.mark.parametrize(
    "holder", ['<div class="box">{}</div>', '<div class="box"><div class="box">{}</div></div>']
)
def test_a_long_box_leaves_no_title_alone(holder: str) -> None:
    """The title, the heading and the beginning of a box of two pages stand on the first."""
    words = "".join(f"<p>Line {n} of the box.</p>" for n in range(30))
    pages = _pages("<h2>Two</h2>" + holder.format(f"<h3>Three</h3>{words}"))
    assert "One Two" in pages[0]
    assert "Line 0 of the box" in pages[0]


def test_a_box_that_fits_a_page_is_kept_whole() -> None:
    """One that does not fit below what stands before it moves to the next page, as a whole."""
    before = "".join(f"<p>Line {n} before.</p>" for n in range(8))
    box = "".join(f"<p>Line {n} of the box.</p>" for n in range(8))
    pages = _pages(f'{before}<div class="box">{box}</div>')
    assert len(pages) == 2
    assert "of the box" not in pages[0]
