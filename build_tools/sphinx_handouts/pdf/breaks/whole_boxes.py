"""What looks broken where it goes on on the next page: a box of signs, a few rows, a few items.

A style may let it go on, since to keep it whole can cost a page, or leave one half empty. Whether
it does is known when a sheet is laid out: what keeps it whole is tried, from the best.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box

TABLES = (("--small-table-break: avoid", frozenset({"table"})),)
LISTS = (("--short-list-break: avoid", frozenset({"list"})),)
SIGNS = (
    ("--tier-break: avoid", frozenset({"danger", "warning", "note"})),
    ("--last-tier-break: avoid", frozenset({"note"})),
)
"""What to declare, and what it keeps whole: all boxes of signs, or the last, which is short."""

_SIGNS, _BOX = "snippet--get-help", "admonition"
_FEW_ROWS = _FEW_ITEMS = 3
_WITH_ROWS_OF_THEIR_OWN = {"worksheet", "contents"}


def parted(document: Document) -> Counter[str]:
    """Return what goes on on the next page, by its kind."""
    return Counter(kind for kind, _page, _part in first_parts(document))


def first_parts(document: Document) -> Iterator[tuple[str, int, Box]]:
    """Yield the first part of what goes on on the next page: its kind, page (from 0) and box."""
    parts: defaultdict[tuple[Element, str], dict[int, Box]] = defaultdict(dict)
    for number, page in enumerate(document.pages):
        for element, kind, box in _found(page._page_box, ""):
            parts[element, kind].setdefault(number, box)
    for (_element, kind), found in parts.items():
        if len(found) > 1:
            yield kind, *next(iter(found.items()))


def _found(box: Box, kind: str) -> Iterator[tuple[Element, str, Box]]:
    """Yield boxes of signs, small tables and short lists in a box, of which *kind* is "signs"."""
    element = box.element
    classes = element.get("class", "").split() if element is not None else []
    if kind and _BOX in classes:
        yield element, next((name for name in classes if name in SIGNS[0][1]), ""), box
    elif box.element_tag == "table" and _is_small(element, classes):
        yield element, "table", box
    else:
        if box.element_tag in ("ul", "ol") and 1 < _count(element, "./li") <= _FEW_ITEMS:
            yield element, "list", box
        inner = "signs" if _SIGNS in classes else kind
        for child in getattr(box, "children", ()):
            yield from _found(child, inner)


def _is_small(table: Element, classes: list[str]) -> bool:
    return _count(table, "./tbody/tr") <= _FEW_ROWS and _WITH_ROWS_OF_THEIR_OWN.isdisjoint(classes)


def _count(element: Element, path: str) -> int:
    """Return how many there are, or more than a few: a table may have thousands of rows."""
    return sum(1 for _one in islice(element.iterfind(path), max(_FEW_ROWS, _FEW_ITEMS) + 1))
