"""Where the cells of a table stand: docutils counts the entries of a row, not its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the first row (of its head or body) and column that it covers, and how many."""

    entry: nodes.entry
    row: int
    column: int
    rows: int
    columns: int

    def covers(self, column: int) -> bool:
        """Return whether the cell stands in a column."""
        return self.column <= column < self.column + self.columns


def cells(part: nodes.Element) -> Iterator[Cell]:
    """Yield the cells of the head or body of a table, row by row."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(part.children):
        column = 0
        for entry in line.children:
            if not isinstance(entry, nodes.entry):
                continue
            while (row, column) in taken:
                column += 1
            cell = Cell(
                entry, row, column, entry.get("morerows", 0) + 1, entry.get("morecols", 0) + 1
            )
            taken |= {
                (row + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            }
            yield cell
            column += cell.columns


def heads_of(table: nodes.table, column: int) -> list[nodes.entry]:
    """Return the heads above a column, from the top."""
    return [
        cell.entry
        for head in table.findall(nodes.thead)
        for cell in cells(head)
        if cell.covers(column)
    ]
