"""The rules of PDF/UA-1 (clauses 7.2 and 7.5) on what may hold what: lists, tables, contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Node:
    """An element of the structure tree with the elements in it, content left out."""

    tag: str
    element: Any
    leaf: str = ""
    """Which element that is read in one go it stands in."""
    kids: list[Node] = field(default_factory=list)

    def attribute(self, name: str) -> Any:
        """Return a value of its attributes, or None."""
        attributes = self.element.get("/A")
        owners = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
        found = (a[name] for a in owners if isinstance(a, pikepdf.Dictionary) and name in a)
        return next(found, None)

    def span(self, name: str) -> int:
        """Return how many rows or columns a cell covers."""
        return int(self.attribute(name) or 1)


KIDS: dict[str, set[str]] = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/TOC": {"/TOC", "/TOCI", "/Caption"},
    "/TOCI": {"/Lbl", "/NonStruct", "/P", "/Reference", "/TOC"},
}
"""All that an element may hold."""
PARENTS: dict[str, set[str]] = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/TOCI": {"/TOC"},
}
"""All that may hold an element."""
_PARTS = ("/THead", "/TBody", "/TFoot")


def nesting_problems(root: Node) -> Iterator[str]:
    """Yield what is wrong with the lists and tables below *root*, in sentences, each once."""
    found: dict[str, None] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        found.update(dict.fromkeys(problem for rule in _RULES for problem in rule(node)))
        waiting += reversed(node.kids)
    yield from found


def _kids(node: Node) -> Iterator[str]:
    for kid in node.kids:
        if kid.tag not in KIDS.get(node.tag, {kid.tag}):
            yield f"{_name(node)} holds {_name(kid)}"
        elif node.tag not in PARENTS.get(kid.tag, {node.tag}):
            yield f"{_name(kid)} stands in {_name(node)}"


def _name(node: Node) -> str:
    return f"<{node.tag[1:]}>"


def _parts(node: Node) -> Iterator[str]:
    tags = [kid.tag for kid in node.kids]
    if node.tag in {"/Table", "/L"}:
        allowed = {0, len(tags) - 1} if node.tag == "/Table" else {0}
        places = {place for place, tag in enumerate(tags) if tag == "/Caption"}
        if len(places) > 1 or not places <= allowed:
            yield f"a caption stands in the midst of {_name(node)}"
    if node.tag == "/Table":
        counts = Counter(tags)
        if counts["/THead"] > 1 or counts["/TFoot"] > 1:
            yield "a table has two heads or feet"
        if (counts["/THead"] or counts["/TFoot"]) and not counts["/TBody"]:
            yield "a table has a head or foot and no body"


def _cells(node: Node) -> Iterator[str]:
    if node.tag == "/Table":
        grid, problem = _grid(list(_rows(node)))
        if problem:
            yield problem
        elif any(cell.tag == "/TH" for cell in grid.values()):
            yield from _untied(grid)


def _rows(table: Node) -> Iterator[Node]:
    for kid in table.kids:
        if kid.tag == "/TR":
            yield kid
        elif kid.tag in _PARTS:
            yield from (row for row in kid.kids if row.tag == "/TR")


_Grid = dict[tuple[int, int], Node]


def _grid(rows: list[Node]) -> tuple[_Grid, str]:
    """Return the cell at each place, and what is wrong with the places."""
    grid: _Grid = {}
    for row, line in enumerate(rows):
        column = 0
        for cell in line.kids:
            while (row, column) in grid:
                column += 1
            across = range(column, column + cell.span("/ColSpan"))
            for place in ((r, c) for r in range(row, row + cell.span("/RowSpan")) for c in across):
                if place in grid:
                    return grid, "two cells of a table lie over one another"
                grid[place] = cell
    widths = Counter(row for row, _column in grid)
    if set(widths) != set(range(len(rows))) or len(set(widths.values())) > 1:
        return grid, "the rows of a table are not equally long"
    return grid, ""


def _untied(grid: _Grid) -> Iterator[str]:
    """Yield what is wrong with the ties between cells and heads (clause 7.5)."""
    names = {bytes(c.element["/ID"]) for c in grid.values() if "/ID" in c.element}
    for (row, column), cell in grid.items():
        if cell.tag != "/TD":
            continue
        headers = cell.attribute("/Headers")
        if headers is not None and len(headers):
            if not {bytes(header) for header in headers} <= names:
                yield "a cell of a table names a head that is not there"
        elif not any(_heads(head, place, (row, column)) for place, head in grid.items()):
            yield "a cell of a table has no head"


def _heads(head: Node, place: tuple[int, int], cell: tuple[int, int]) -> bool:
    scope = str(head.attribute("/Scope") or "")
    beside = place[0] == cell[0] and scope in {"/Row", "/Both"}
    above = place[1] == cell[1] and place[0] < cell[0] and scope in {"/Column", "/Both"}
    return head.tag == "/TH" and (beside or above)


_RULES: Iterable[Callable[[Node], Iterator[str]]] = (_kids, _parts, _cells)
