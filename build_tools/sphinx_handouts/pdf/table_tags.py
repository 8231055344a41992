"""Ties the cells of a table to their heads by the grid, heads over several columns or rows too.

WeasyPrint 70 ties a cell to the heads whose first column or row is its own, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import Box, TableBox


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table, its first row and column, and how many it covers."""

    box: Box
    row: int
    column: int

    @property
    def element(self) -> Any:
        """Its element of the structure tree."""
        return self.box.mark

    @property
    def heads_row(self) -> bool:
        return self.is_head and self.box.element.get("scope") in {"row", "rowgroup"}

    @property
    def is_head(self) -> bool:
        return bool(self.box.element_tag == "th")

    def shares_row(self, other: _Cell) -> bool:
        return _meet(self.row, self.box.rowspan, other.row, other.box.rowspan)

    def shares_column(self, other: _Cell) -> bool:
        return _meet(self.column, self.box.colspan, other.column, other.box.colspan)


def _meet(start: int, length: int, other: int, other_length: int) -> bool:
    return start < other + other_length and other < start + length


def tie_cells(table: Box) -> None:
    """Write the scope of each head of *table*, and the heads of each cell."""
    grid = list(_cells(table))
    heads = [cell for cell in grid if cell.is_head]
    for head in heads:
        head.element["A"]["Scope"] = "/Row" if head.heads_row else "/Column"
    for cell in grid:
        names = [head.element["ID"] for head in heads if _belongs(cell, head)]
        if names or not cell.is_head:
            cell.element["A"]["Headers"] = pydyf.Array(names)


def _belongs(cell: _Cell, head: _Cell) -> bool:
    """Return whether *head* is a head of *cell*: one above it, or one beside a cell of text."""
    if head.heads_row:
        return not cell.is_head and cell.shares_row(head)
    above = head.row + head.box.rowspan <= cell.row
    return not cell.heads_row and above and cell.shares_column(head)


def _cells(table: Box) -> Iterator[_Cell]:
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        column = 0
        for box in line.children:
            while (row, column) in taken:
                column += 1
            yield _Cell(box, row, column)
            taken |= {
                (row + down, column + right)
                for down in range(box.rowspan)
                for right in range(box.colspan)
            }
            column += box.colspan


def _rows(box: Box) -> Iterator[Box]:
    """Yield the rows of a table, those of its head and foot too; not of a table within it."""
    for child in box.children:
        if child.element_tag == "tr":
            yield child
        elif child.element_tag in {"thead", "tbody", "tfoot"} or isinstance(child, TableBox):
            yield from _rows(child)
