"""Makes a sheet fillable: each ruled line, box to tick and empty cell gets a named form field.

The fields lie over what is printed: a sheet filled in with a pen looks as it did before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from docutils import nodes

from ..messages import _
from ..pages import nodes as own

MOST_LETTERS = 80
"""Longest text of a list item in a tooltip."""


def add_fields(document: nodes.document) -> None:
    """Add form fields to *document*, in reading order; tooltips say what each is for."""
    numbers = count(1)
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, own.fill_in):
            _add_lines(node, numbers)
        elif isinstance(node, own.tick_list):
            for item in list(node.findall(nodes.list_item)):
                words = " ".join(item.astext().split())[:MOST_LETTERS]
                line = next(iter(item.findall(nodes.TextElement)), item)  # where the box stands
                line.insert(0, _field("tick", numbers, _("Tick: %s") % words))
        elif isinstance(node, nodes.table) and "worksheet" in node["classes"]:
            _add_cells(node, numbers)


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
    heads = [entry.astext() for head in table.findall(nodes.thead) for entry in _last_row(head)]
    for body in table.findall(nodes.tbody):
        for number, row in enumerate(body.findall(nodes.row), 1):
            entries = list(row.findall(nodes.entry))
            first = entries[0].astext().strip() or _("row %d") % number
            for column, entry in enumerate(entries):
                if not entry.astext().strip() and not list(entry.findall(nodes.image)):
                    head = heads[column] if column < len(heads) else ""
                    tooltip = ", ".join(filter(None, (head, first)))
                    entry.append(_field("cell", numbers, tooltip))


def _last_row(head: nodes.thead) -> list[nodes.entry]:
    rows = list(head.findall(nodes.row))
    return list(rows[-1].findall(nodes.entry)) if rows else []
