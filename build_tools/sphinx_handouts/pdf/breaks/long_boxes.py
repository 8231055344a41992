"""Lets a box go on on the next page that is longer than a page.

A style asks that boxes, items and rows be kept whole. One that no page can hold is broken all the
same, and what stands before it is left alone: the title on a page, each heading on one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box, MarginBox, TableRowGroupBox

_KEPT = frozenset(("avoid", "avoid-page"))
_MAY_BREAK = "break-inside: auto"


def let_long_boxes_break(document: Document) -> bool:
    """Let each element break that was broken although it should be whole; say whether one was."""
    first_pages: dict[int, int] = {}
    found = False
    for number, page in enumerate(document.pages):
        for box in _kept(page._page_box):
            if first_pages.setdefault(id(box.element), number) != number:
                _let_break(box.element)
                found = True
    return found


def _kept(box: Box) -> Iterator[Box]:
    """Yield the boxes within one that should be whole, but those that many pages have."""
    for child in getattr(box, "children", ()):
        if isinstance(child, MarginBox) or _is_repeated(child):
            continue
        if child.element is not None and child.style["break_inside"] in _KEPT:
            yield child
        yield from _kept(child)


def _is_repeated(box: Box) -> bool:
    return isinstance(box, TableRowGroupBox) and (box.is_header or box.is_footer)


def _let_break(element: Element) -> None:
    style = element.get("style", "")
    if _MAY_BREAK not in style:
        element.set("style", f"{style}; {_MAY_BREAK}" if style else _MAY_BREAK)
