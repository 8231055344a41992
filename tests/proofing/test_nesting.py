"""What lists and tables may hold: our sheets are right, and each thing wrong is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Array, Name
from sheets import sheet
from sphinx_handouts.proofing.structure import structure_problems
from tagged import changed, opened, read_aloud, structure

CSS = """
ol, ul { list-style: none }
ol > li::before { content: attr(data-label) " " }
ul > li::before { content: "\\2022 " }
"""
BODY = """
<h1>Lists and tables</h1>
<ol><li data-label="1">Text,
  <ul><li>an inner list,</li></ul><p>and more text.</p></li>
  <li data-label="2"><blockquote><p>A quote.</p></blockquote></li></ol>
<dl><dt>Pace<dt>Speed<dd><p>How fast.</p><dt>Twinge<dd>A pain.</dl>
<table><caption>Doses</caption>
<thead>
<tr><th scope="col" rowspan="2">Day<th scope="col" colspan="2">Side<tr>
<th scope="col">Left<th scope="col">Right</tr>
</thead>
<tbody>
<tr><th scope="row" rowspan="2">Monday<td>a<td>b</tr>
<tr><td colspan="2">both</tr>
</tbody></table>
"""


@pytest.fixture(scope="module")
def good() -> bytes:
    """Return a sheet with lists that hold blocks, and a table whose cells cover others."""
    rendered = sheet(BODY, CSS)
    assert rendered.problems == ()
    return rendered.pdf


def _all(pdf: Any, tag: str) -> list[Any]:
    return [element for element in structure(pdf) if element.get("/S") == f"/{tag}"]


def test_items_are_read_in_order(good: bytes) -> None:
    """A number stands before its item, and text after an inner list is read after it."""
    words = [line.strip()[1:-1] for line in read_aloud(good).splitlines() if '"' in line]
    text = " ".join(" ".join(words).split())
    assert "1 Text, • an inner list, and more text. 2 A quote." in text


def test_markers_are_labels(good: bytes) -> None:
    """An item is its label and its body, whatever it holds; words share an item with a meaning."""
    with opened(good) as pdf:
        items = [[str(kid.S)[1:] for kid in item.K] for item in _all(pdf, "LI")]
    assert items == [*[["Lbl", "LBody"]] * 3, ["Lbl"], ["Lbl", "LBody"], ["Lbl", "LBody"]]


def test_heads_over_several(good: bytes) -> None:
    """A cell knows the heads over all of its columns and beside all of its rows, and no other."""
    with opened(good) as pdf:
        heads = {bytes(head.ID): number for number, head in enumerate(_all(pdf, "TH"))}
        assert [str(head.A.Scope) for head in _all(pdf, "TH")] == ["/Column"] * 4 + ["/Row"]
        tied = [[heads[bytes(name)] for name in cell.A.Headers] for cell in _all(pdf, "TD")]
    day, side, left, right, monday = range(5)
    assert tied == [[side, left, monday], [side, right, monday], [side, left, right, monday]]
    assert not any(day in names for names in tied)


# --- each thing that can be wrong -----------------------------------------------------------------


def _tag(before: str, after: str) -> Callable[[Any], None]:
    """Call the first element of a tag by another."""

    def change(pdf: Any) -> None:
        _all(pdf, before)[0].S = Name(f"/{after}")

    return change


def _span(cell: int, key: str, value: int) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        _all(pdf, "TD")[cell].A[key] = value

    return change


def _drop(parent: str, kid: int) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        del _all(pdf, parent)[0].K[kid]

    return change


def _untie(pdf: Any) -> None:
    for cell in _all(pdf, "TD"):
        del cell.A["/Headers"]
    for head in _all(pdf, "TH"):
        del head.A["/Scope"]


def _tie_to_nothing(pdf: Any) -> None:
    _all(pdf, "TD")[0].A.Headers = Array([b"nowhere"])


def _move_caption(pdf: Any) -> None:
    kids = _all(pdf, "Table")[0].K
    caption = kids[0]
    del kids[0]
    kids.insert(1, caption)


WRONG: dict[str, tuple[Callable[[Any], None], str]] = {
    "text in an item": (_tag("LBody", "P"), "<LI> holds <P>"),
    "text in a list": (_tag("LI", "P"), "<L> holds <P>"),
    "a body outside an item": (_tag("LI", "Div"), "<LBody> stands in <Div>"),
    "an item outside a list": (_tag("L", "Div"), "<LI> stands in <Div>"),
    "text in a row": (_tag("TD", "P"), "<TR> holds <P>"),
    "a cell outside a row": (_tag("TR", "Div"), "<TH> stands in <Div>"),
    "text in a head": (_tag("TR", "P"), "<THead> holds <P>"),
    "a head outside a table": (_tag("Table", "Div"), "<THead> stands in <Div>"),
    "two heads": (_tag("TBody", "THead"), "a table has two heads or feet"),
    "no body": (_tag("TBody", "TFoot"), "a table has a head or foot and no body"),
    "a caption in the midst": (_move_caption, "a caption stands in the midst of <Table>"),
    "a row too short": (_drop("TR", 0), "the rows of a table are not equally long"),
    "a cell too wide": (_span(0, "/ColSpan", 2), "the rows of a table are not equally long"),
    "a cell over another": (_span(1, "/RowSpan", 2), "two cells of a table lie over one another"),
    "no heads": (_untie, "a cell of a table has no head"),
    "a head that is not there": (
        _tie_to_nothing,
        "a cell of a table names a head that is not there",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str, good: bytes) -> None:
    """A right sheet with one thing wrong has that problem."""
    change, problem = WRONG[name]
    assert problem in structure_problems(changed(good, change))


def test_scope_is_enough(good: bytes) -> None:
    """A cell without names of heads is right where the scope of a head reaches it."""

    def change(pdf: Any) -> None:
        for cell in _all(pdf, "TD"):
            del cell.A["/Headers"]

    assert structure_problems(changed(good, change)) == ()


def test_told_once() -> None:
    """What is wrong several times in one way is told once."""
    items = "<li><p>One</p></li>" * 3
    problems = sheet(f"<h1>One</h1><ul>{items}</ul>").problems
    assert len(problems) == len(set(problems))
