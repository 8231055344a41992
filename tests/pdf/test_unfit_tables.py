"""A table that does not fit its page is set as blocks, with every word of it; another one stays."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sheets import pdf_text, sheet
from sphinx_handouts.pdf import render
from sphinx_handouts.pdf.fit.unfit_tables import set_tables_anew
from tagged import opened, tags
from weasyprint import Document

CSS = "@page { size: 100mm 125mm; margin: 10mm } td, th { padding: 0 2mm 0 0; text-align: start }"
WORDS = ("Methylprednisolone", "Hydroxychloroquine", "Contraindications", "Hypersensitivity")
HEADS = "".join(f'<th scope="col">{word}</th>' for word in WORDS)


def _table(rows: str, heads: str = HEADS, more: str = "") -> str:
    return f"<table>{more}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(cell if cell[0] == "<" else f"<td>{cell}</td>" for cell in cells)


def _printed(body: str) -> str:
    """Return the words of a sheet of which nothing is amiss."""
    rendered = sheet(f"<h1>One</h1>{body}", CSS)
    assert rendered.problems == ()
    assert rendered.misprints == ()
    return " ".join(pdf_text(rendered.pdf).split())


def test_rows_become_blocks() -> None:
    """Each cell stands after the head of its column, row by row, below the caption."""
    rows = _row("one", "two", "three", "four") + _row("five", "six", "seven", "eight")
    assert _printed(_table(rows, more="<caption>Doses</caption>")) == (
        "One Doses "
        "Methylprednisolone: one Hydroxychloroquine: two Contraindications: three "
        "Hypersensitivity: four "
        "Methylprednisolone: five Hydroxychloroquine: six Contraindications: seven "
        "Hypersensitivity: eight"
    )


def test_a_word_that_is_lost_thereby_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page says is known from before: the sheet is not compared with itself alone."""

    def set_wrongly(document: Document, tree: Any) -> bool:
        was_set = set_tables_anew(document, tree)
        for element in tree.iter():
            if was_set and element.text == "three":
                element.text = ""
        return was_set

    monkeypatch.setattr(render, "set_tables_anew", set_wrongly)
    rendered = sheet(f"<h1>One</h1>{_table(_row('one', 'two', 'three', 'four'))}", CSS)
    (misprint,) = rendered.misprints
    assert "three" in misprint.words
    assert misprint.problem == "is missing"


def test_what_fits_stays_a_table() -> None:
    """The same table on wider paper is a table."""
    wide = sheet(f"<h1>One</h1>{_table(_row('1', '2', '3', '4'))}", "@page { size: A4 landscape }")
    narrow = sheet(f"<h1>One</h1>{_table(_row('1', '2', '3', '4'))}", CSS)
    with opened(wide.pdf) as pdf:
        assert "Table" in tags(pdf)
    with opened(narrow.pdf) as pdf:
        assert "Table" not in tags(pdf)


def test_names_of_rows() -> None:
    """The head of a row is the name of its block; one of two rows names both."""
    rows = _row('<th scope="row" rowspan="2">Monday</th>', "two", "three", "four")
    rows += _row("six", "seven", "eight")
    words = _printed(_table(rows))
    assert words.count("Monday") == 2
    assert "Monday Hydroxychloroquine: six Contraindications: seven" in words


def test_cells_over_columns() -> None:
    """A cell over two columns stands after both of their heads."""
    rows = _row("one", '<td colspan="2">both</td>', "four")
    assert "Hydroxychloroquine, Contraindications: both" in _printed(_table(rows))


def test_a_cell_over_rows() -> None:
    """A cell over two rows is said in the block of each, and a link to it leads to the first."""
    rows = _row('<td rowspan="2"><p id="both">both</p></td>', "two", "three", "four")
    body = _table(rows + _row("six", "seven", "eight"))
    rendered = sheet(f'<h1>One</h1><p><a href="#both">See below</a></p>{body}', CSS)
    assert (rendered.log, rendered.problems, rendered.misprints) == ((), (), ())
    assert pdf_text(rendered.pdf).count("Methylprednisolone: both") == 2


def test_a_head_holds_more_than_words() -> None:
    """Its picture stands before each cell, and a link to its note leads to the first of them."""
    dot = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
        "%3Crect width='9' height='9'/%3E%3C/svg%3E"
    )
    noted = f'<th scope="col">{WORDS[0]}<a id="mark" href="#note">a</a></th>'
    pictured = f'<th scope="col"><img src="{dot}" alt="Sun"></th>'
    heads = noted + pictured + HEADS
    row = _row("one", "two", "three", "four", "five", "six")
    body = f'<p id="note"><a href="#mark">a</a> Note</p>{_table(row * 2, heads)}'
    rendered = sheet(f"<h1>One</h1>{body}", CSS)
    assert (rendered.log, rendered.problems, rendered.misprints) == ((), (), ())
    with opened(rendered.pdf) as pdf:
        assert tags(pdf).count("Figure") == 2


def test_two_rows_of_heads() -> None:
    """The head over two columns stands before the head of each."""
    heads = f'<th scope="col" colspan="4">All of them</th></tr><tr>{HEADS}'
    words = _printed(_table(_row("one", "two", "three", "four"), heads))
    assert "All of them, Methylprednisolone: one All of them, Hydroxychloroquine: two" in words


def test_a_row_taller_than_a_page() -> None:
    """A row that does not fit a page is a block, too: a broken row would be read across."""
    rows = _row("word " * 600, "short") + _row("next", "row")
    words = _printed(_table(rows, '<th scope="col">Long</th><th scope="col">Short</th>'))
    assert Counter(words.split())["word"] == 600
    assert words.endswith("Short: short Long: next Short: row")


def test_a_long_table_goes_on() -> None:
    """A table of many rows stays a table, and says its heads on each page."""
    rows = "".join(_row(f"row {number}", "x") for number in range(60))
    rendered = sheet(
        f'<h1>One</h1>{_table(rows, """<th scope="col">Left</th><th scope="col">Right</th>""")}',
        CSS,
    )
    assert rendered.pages > 1
    assert pdf_text(rendered.pdf).count("Left") == rendered.pages


@pytest.mark.parametrize("holder", ["li", "blockquote", "div", "dd", "td"])
def test_wherever_it_stands(holder: str) -> None:
    """A table that would fit the page is measured by its place: an item, a quote, a cell."""
    heads = "".join(f'<th scope="col">{word}</th>' for word in WORDS[2:])
    inner = _table(_row("one", "two"), heads)
    around = {
        "li": f'<ul style="list-style: none; padding-left: 25mm"><li>{inner}</li></ul>',
        "dd": f'<dl><dt>Word</dt><dd style="margin-left: 25mm">{inner}</dd></dl>',
        "td": f'<table><tr><th scope="row">Head<td>{inner}</table>',
    }
    body = around.get(holder, f'<{holder} style="margin-left: 25mm">{inner}</{holder}>')
    assert "Contraindications: one Hypersensitivity: two" in _printed(body)


def test_cells_with_blocks() -> None:
    """Lists, paragraphs and pictures of a cell are in its block."""
    blocks = '<td><p>first</p><p>second</p><ul style="list-style: none"><li>point</li></ul></td>'
    words = _printed(_table(_row("one", blocks, "<td><p>lone</p></td>", "<td></td>")))
    assert "Hydroxychloroquine: first second point Contraindications: lone" in words
    assert words.endswith("Hypersensitivity:")
