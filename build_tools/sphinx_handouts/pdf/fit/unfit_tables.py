"""Sets a table that does not fit its page in another way: each row as a block.

What fits one edition is too large for another: large type, small paper.  So the table is measured
where it was laid out.  Where it is too wide, or one of its rows taller than a page, the sheet is
laid out once more with the rows as blocks, the head of each column before its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box

SLACK = 0.5
"""Pixels by which a table may be wider than its place: arithmetic, not ink."""
ROUNDS = 3
"""How often a sheet is laid out again, for tables within tables."""
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "div", "dl", "figure", "hr", "ol", "p"),
        *("pre", "section", "table", "ul", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)


def set_tables_anew(document: Document, root: Element) -> bool:
    """Rewrite, in the tree of *root*, each table that does not fit; return whether one did not."""
    unfit = {id(element) for element in _unfit(document)}
    found = False
    for parent in list(root.iter()):
        for table in [child for child in parent if id(child) in unfit]:
            place = list(parent).index(table)
            parent.remove(table)
            parent.insert(place, _as_blocks(table))
            found = True
    return found


def _unfit(document: Document) -> Iterator[Element]:
    rows: dict[int, int] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.children:
            for table, parent in _tables(box, box):
                parts = [rows.setdefault(id(row), number) != number for row in _rows(table)]
                if any(parts) or _is_too_wide(table, parent):
                    yield table.element


def _tables(box: Box, parent: Box) -> Iterator[tuple[Box, Box]]:
    """Yield the outermost tables, in their wrappers, and what each stands in."""
    if getattr(box, "is_table_wrapper", False):
        yield box, parent
        return
    for child in getattr(box, "children", ()):
        yield from _tables(child, box)


def _is_too_wide(wrapper: Box, parent: Box) -> bool:
    table = wrapper.get_wrapped_table()
    hung = min(0, _length(wrapper.margin_left)) + min(0, _length(wrapper.margin_right))
    return table is not None and bool(table.border_width() > parent.width - hung + SLACK)


def _rows(wrapper: Box) -> Iterator[Element]:
    """Yield the rows of a table on one page, but those of a head or foot, which all pages have."""
    table = wrapper.get_wrapped_table()
    for group in table.children if table is not None else ():
        if not (group.is_header or group.is_footer):
            yield from (row.element for row in group.children)


def _length(value: Any) -> float:
    return 0.0 if value == "auto" else float(value)


# --- a table as blocks ----------------------------------------------------------------------------


def _as_blocks(table: Element) -> Element:
    """Return the rows of *table* as blocks, each cell after the heads of its column."""
    blocks = Element("div", {"class": "rows"})
    blocks.tail = table.tail
    if "id" in table.attrib:
        blocks.set("id", table.attrib["id"])
    for caption in table.findall("caption"):
        words = SubElement(blocks, "p", {"class": "rows__caption"})
        _move(caption, words)
    rows = _grid(table)
    heads = [row for row in rows if all(_heads_column(cell) for cell in row.values())]
    body = [row for row in rows if row not in heads] or heads
    said: set[int] = set()
    for row in body:
        _add_row(blocks, row, heads if body is not heads else [], said)
    return blocks


def _heads_column(cell: Element) -> bool:
    return cell.tag == "th" and cell.get("scope") != "row"


def _grid(table: Element) -> list[dict[int, Element]]:
    """Return the rows of a table: each column with its cell, be it one that began further up."""
    parts = [[part] if part.tag == "tr" else list(part) for part in table]
    rows = [row for part in parts for row in part if row.tag == "tr"]
    grid: list[dict[int, Element]] = [{} for _row in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            across, down = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            for line in grid[number : number + down]:
                line.update({column + right: cell for right in range(across)})
            column += across
    return [dict(sorted(row.items())) for row in grid]


def _add_row(
    blocks: Element, row: dict[int, Element], heads: list[dict[int, Element]], said: set[int]
) -> None:
    """Add a row; *said* are the cells that stand above already, over several rows or as heads."""
    block = SubElement(blocks, "div", {"class": "rows__row"})
    columns: dict[int, tuple[Element, list[int]]] = {}
    for column, cell in row.items():
        columns.setdefault(id(cell), (cell, []))[1].append(column)
    for cell, covered in columns.values():
        labels = {
            id(head[column]): head[column] for head in heads for column in covered if column in head
        }
        heads_of_it = [_copy(label, said) for label in labels.values()]
        _add_cell(block, _copy(cell, said), heads_of_it)


def _copy(cell: Element, said: set[int]) -> Element:
    """Return a copy of a cell, in which links lead to none of it if it was said before."""
    copy = deepcopy(cell)
    if id(cell) in said:
        for node in copy.iter():
            node.attrib.pop("id", None)
    said.add(id(cell))
    return copy


def _add_cell(block: Element, cell: Element, labels: list[Element]) -> None:
    if cell.tag == "th":
        place = SubElement(block, "p", {"class": "rows__name"})
    else:
        place = SubElement(block, "div", {"class": "rows__cell"})
    words = [label for label in labels if not _is_blank(label)]
    if words:
        label = SubElement(place, "span", {"class": "rows__label"})
        for number, head in enumerate(words):
            last = number == len(words) - 1
            part = SubElement(label, "span")
            _move(_inline(head), part)
            part.tail = ":" if last else ", "
        label.tail = " "
    if cell.tag == "th":
        _move(_inline(cell), place)
        return
    content = SubElement(place, _holder(cell), {"class": "rows__content"})
    if _is_blank(cell):
        content.set("class", "rows__content rows__content--blank")
    _move(cell, content)


def _holder(cell: Element) -> str:
    """Return a box for blocks, or a span for words that stand in the line of the label."""
    inner = [child for child in cell if child.tag in _BLOCKS]
    if len(inner) == 1 and inner[0].tag == "p" and len(cell) == 1:
        cell[0].tag = "span"
        return "span"
    return "div" if inner else "span"


def _inline(cell: Element) -> Element:
    """Return a cell whose paragraphs are spans: it becomes a part of a line."""
    for paragraph in cell.iter("p"):
        paragraph.tag = "span"
    return cell


def _is_blank(cell: Element) -> bool:
    return not "".join(cell.itertext()).strip() and next(cell.iter("img"), None) is None


def _move(source: Element, target: Element) -> None:
    """Move what *source* holds to the end of *target*."""
    if len(target):
        target[-1].tail = (target[-1].tail or "") + (source.text or "")
    else:
        target.text = (target.text or "") + (source.text or "")
    target.extend(list(source))
