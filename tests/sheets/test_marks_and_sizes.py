"""Marks, sizes and breaks where constructs stand in each other, as the style of sheets has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pypdfium2 import PdfDocument, raw
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.rendered import Rendered
from sphinx_handouts.sheets.templates import stylesheet

DOT = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='9'%3E"
    "%3Crect width='12' height='9'/%3E%3C/svg%3E"
)
BODY = f"""<h1>Title</h1>
<figure><img src="{DOT}" alt="A dot"><figcaption><p>Caption <img class="formula" src="{DOT}"
alt="x" style="width: 1em; height: 1em"> ends.</p></figcaption></figure>
<div class="versionchanged"><p>Changed</p><ul><li>Marked</li></ul></div>
<div class="cards"><div class="cards__row cards__row--2"><div><p>Gridded</p><ul><li>Item</li></ul>
<ol><li data-label="1">Step</li></ol></div><div><p>Beside</p></div></div></div>
<ul><li><p>Outer</p><div class="tabs"><div class="tab"><h2>Tabbed</h2><ul><li>Inner</li></ul></div>
</div><div class="container"><p>Held</p><ol><li data-label="2">Kept</li></ol></div>
<div class="cards">
<div class="cards__row"><div><p>Arranged</p></div>
<div class="admonition"><p>Card</p></div></div></div>
</li></ul>
<table><tr><th scope="row">Head</th><td><ul><li>Listed</li></ul></td></tr></table>
<table><thead><tr><th scope="col">Above</th></tr></thead><tbody><tr><td></td></tr>
<tr><td>Below</td></tr>
</tbody></table>
<figure class="align-right"><img src="{DOT}" alt="A dot"><figcaption><p>Aside</p></figcaption>
<div class="legend"><p>Legend</p><ul><li>Told</li></ul></div></figure>
<div class="notes"><p>Noted <code>coded</code></p><ul><li>Small</li></ul></div>"""
UNFIT = """<h1>Title</h1><div style="height: {height}mm"></div><table>
<caption>Doses</caption><thead><tr><th scope="col">{word}</th><th scope="col">{word}</th>
</tr></thead><tbody><tr><td>One<br>two<br>three</td><td>Four</td></tr></tbody></table>"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a page: what it is, where it begins, on which line it stands, and its size."""

    sign: str
    left: float
    bottom: float
    size: float


def printed(body: str) -> Rendered:
    """Render the body of a sheet."""
    head = '<html lang="en"><head><title>Sheet</title></head>'
    kind = "sheet sheet--a4 sheet--standard"
    html = f'{head}<body class="{kind}"><main>{body}</main></body></html>'
    return render(RenderJob(html, stylesheet()))


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    """Return the letters of a sheet with which nothing is wrong."""
    rendered = printed(BODY)
    assert (rendered.log, rendered.problems, rendered.misprints) == ((), (), ())
    with PdfDocument(rendered.pdf) as document:
        return list(_letters(document))


def _letters(document: PdfDocument) -> Iterator[Letter]:
    page = document[0].get_textpage()
    for index, sign in enumerate(page.get_text_range()):
        left, bottom, _right, _top = page.get_charbox(index, loose=True)
        yield Letter(sign, left, bottom, raw.FPDFText_GetFontSize(page.raw, index))


def first(letters: list[Letter], word: str) -> Letter:
    """Return the first letter of a word."""
    text = "".join(letter.sign for letter in letters)
    return letters[text.index(word)]


def mark_of(letters: list[Letter], word: str) -> Letter:
    """Return the mark of the item that begins with a word."""
    text = "".join(letter.sign for letter in letters)
    return letters[len(text[: text.index(word)].rstrip()) - 1]


def test_a_formula_stands_in_the_line_of_its_caption(letters: list[Letter]) -> None:
    """A picture is set by itself in a figure, and not in its caption."""
    assert first(letters, "ends.").bottom == first(letters, "Caption").bottom


MARKS = [
    *[("Marked", "Changed"), ("Item", "Gridded"), ("Inner", "Tabbed"), ("Told", "Legend")],
    ("Small", "Noted"),
]


@pytest.mark.parametrize(("word", "above"), MARKS)
def test_marks_stand_inside(letters: list[Letter], word: str, above: str) -> None:
    """Where there is no frame to hang in, the mark of a list begins where text does."""
    mark = mark_of(letters, word)
    assert mark.sign == "\N{BULLET}"
    assert mark.left >= first(letters, above).left - 0.5


@pytest.mark.parametrize(("word", "holder"), [("2", "Held"), ("Arranged", "Outer")])
def test_what_an_item_holds_stands_below_its_text(
    letters: list[Letter], word: str, holder: str
) -> None:
    """Nothing in an item stands further out than the item: its marks would seem to be of others."""
    assert first(letters, word).left >= first(letters, holder).left - 0.5


def test_a_row_of_empty_cells_is_a_line_high(letters: list[Letter]) -> None:
    """Its lines would fall together."""
    above, below = first(letters, "Above"), first(letters, "Below")
    assert above.bottom - below.bottom > 2 * above.size


def test_a_list_begins_its_cell(letters: list[Letter]) -> None:
    """What is first in a cell stands on the line of the head of its row."""
    assert first(letters, "Listed").bottom == pytest.approx(first(letters, "Head").bottom, abs=0.5)


def test_code_is_as_small_as_its_note(letters: list[Letter]) -> None:
    """Code in a note is no larger than the words beside it."""
    assert first(letters, "coded").size == first(letters, "Noted").size


def test_a_caption_goes_with_its_rows() -> None:
    """A caption of a table that is set as blocks is on the page of the first of them."""
    rendered = printed(UNFIT.format(height=216, word="Hydroxychloroquine" * 4))
    with PdfDocument(rendered.pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert ["Doses" in page for page in pages] == ["One" in page for page in pages] == [False, True]
