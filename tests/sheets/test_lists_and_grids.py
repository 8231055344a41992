"""Numbers of items are those of the page, and cells of tables stand where they stand."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.sheets.fields import add_fields
from sphinx_handouts.sheets.grid import cells
from sphinx_handouts.sheets.numerals import numeral

SPANS = """
+---------+---------------+-------+
| Day     | Side          | Rest  |
|         +-------+-------+       |
|         | Left  | Right |       |
+=========+=======+=======+=======+
| Monday  |       | b     |       |
+         +-------+-------+       |
|         | c             |       |
+---------+---------------+-------+
"""


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ({}, ["1", "2"]),
        ({"start": 3}, ["3", "4"]),
        ({"start": 0}, ["0", "1"]),
        ({"enumtype": "loweralpha", "suffix": "."}, ["a.", "b."]),
        ({"enumtype": "upperalpha", "start": 26, "suffix": ")"}, ["Z)", "AA)"]),
        ({"enumtype": "lowerroman", "start": 4}, ["iv.", "v."]),
        ({"enumtype": "upperroman", "start": 9}, ["IX.", "X."]),
        ({"prefix": "(", "suffix": ")", "start": 5}, ["(5)", "(6)"]),
        ({"suffix": ")"}, ["1)", "2)"]),
    ],
)
def test_numbers(attributes: dict[str, object], labels: list[str]) -> None:
    """A number is what the page says, brackets and letters too; its full stop is left out."""
    group = nodes.enumerated_list("", nodes.list_item(), nodes.comment(), nodes.list_item())
    group.attributes.update(attributes)
    items = [child for child in group if isinstance(child, nodes.list_item)]
    assert [numeral(item) for item in items] == labels


def _grid(part: nodes.Element) -> list[tuple[str, int, int]]:
    return [(cell.entry.astext(), cell.row, cell.column) for cell in cells(part)]


def test_places_of_cells() -> None:
    """A cell below one that covers several rows stands further right than docutils counts."""
    document = publish_doctree(SPANS)
    (head,), (body,) = document.findall(nodes.thead), document.findall(nodes.tbody)
    assert _grid(head) == [
        *[("Day", 0, 0), ("Side", 0, 1), ("Rest", 0, 3)],
        *[("Left", 1, 1), ("Right", 1, 2)],
    ]
    assert _grid(body) == [
        *[("Monday", 0, 0), ("", 0, 1), ("b", 0, 2), ("", 0, 3)],
        ("c", 1, 1),
    ]


def test_names_of_fields() -> None:
    """An empty cell is named by all heads above it, and by the name of its row."""
    document = publish_doctree(SPANS)
    (table,) = document.findall(nodes.table)
    table["classes"].append("worksheet")
    add_fields(document)
    names = [field["tooltip"] for field in document.findall(own.form_field)]
    assert names == ["Side, Left, Monday", "Rest, Monday"]


@given(st.data())
def test_every_place_has_one_cell(data: st.DataObject) -> None:
    """Whatever cells cover, a grid that is full has exactly one cell at each place."""
    rows, columns = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    body = nodes.tbody("", *[nodes.row() for _row in range(rows)])
    wanted = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        across = down = 1
        while (row, column + across) in free and data.draw(st.booleans()):
            across += 1
        while row + down < rows and data.draw(st.booleans()):
            down += 1
        free -= {(row + d, column + a) for d in range(down) for a in range(across)}
        body[row] += nodes.entry("", morerows=down - 1, morecols=across - 1)
        wanted.append((row, column, down, across))
    assert [(c.row, c.column, c.rows, c.columns) for c in cells(body)] == wanted
