"""Makes a sheet fillable: each ruled line, box to tick and empty cell gets a named form field.

The fields lie over what is printed: a sheet filled in with a pen looks as it did before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from docutils import nodes

from ..messages import _
from ..pages import nodes as own
from .doctext import one_line
from .grid import Cell, cells, heads_of

MOST_LETTERS = 80
"""Longest text of a list item in a tooltip."""


def add_fields(document: nodes.document) -> None:
    """Add form fields to *document*, in reading order; tooltips say what each is for."""
    numbers = count(1)
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, own.fill_in):
            _add_lines(node, numbers)
        elif isinstance(node, own.tick_list):
            for item in _items_to_tick(node):
                words = " ".join(item.astext().split())[:MOST_LETTERS]
                line = item.children[0] if item.children else item  # where the box stands
                line = line if isinstance(line, nodes.paragraph) else item
                line.insert(0, _field("tick", numbers, _("Tick: %s") % words))
        elif isinstance(node, own.tick_box):
            _add_tick(node, numbers)
        elif isinstance(node, nodes.table) and "worksheet" in node["classes"]:
            _add_cells(node, numbers)


def _items_to_tick(node: own.tick_list) -> list[nodes.list_item]:
    lists = node.findall(nodes.bullet_list)
    found = (child for group in lists for child in group.children)
    return [item for item in found if isinstance(item, nodes.list_item)]


def _add_tick(box: own.tick_box, numbers: Iterator[int]) -> None:
    words = " ".join(box.parent.astext().split())[:MOST_LETTERS]
    box.parent.insert(box.parent.index(box), _field("tick", numbers, _("Tick: %s") % words))


def _field(kind: str, numbers: Iterator[int], tooltip: str) -> own.form_field:
    return own.form_field("", kind=kind, name=f"field-{next(numbers)}", tooltip=tooltip)


def _add_lines(node: own.fill_in, numbers: Iterator[int]) -> None:
    label = " ".join(node.astext().split()) or _("Notes")
    lines = int(node["lines"])
    for number in range(1, lines + 1):
        tooltip = label
        if lines > 1:
            tooltip = _("%(label)s, line %(number)d") % {"label": label, "number": number}
        node.append(_field("line", numbers, tooltip))


def _add_cells(table: nodes.table, numbers: Iterator[int]) -> None:
    """Add a field to each empty cell, named by the heads of its column and row."""
    for body in table.findall(nodes.tbody):
        grid = list(cells(body))
        for cell in grid:
            if cell.entry.astext().strip() or list(cell.entry.findall(nodes.image)):
                continue
            heads = [head.astext() for head in heads_of(table, cell.column)]
            tooltip = ", ".join(filter(None, map(one_line, [*heads, _row_name(grid, cell.row)])))
            cell.entry.append(_field("cell", numbers, tooltip))


def _row_name(grid: list[Cell], row: int) -> str:
    """Return what the first cell of a row says, be it one that began further up."""
    first = next((c for c in grid if c.covers(0) and c.row <= row < c.row + c.rows), None)
    return (first.entry.astext().strip() if first else "") or _("row %d") % (row + 1)
