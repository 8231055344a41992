"""The way back: from what is drawn, or stands on a page, to its element (ISO 32000-1, 14.7.4.4).

A screen reader that is asked what stands under a finger, or that jumps to the next field, finds the
element in the parent tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from ..records.slots import room_of


@dataclass
class Owned:
    """What the elements of a structure tree say that they hold."""

    content: list[tuple[Any, Any, int]] = field(default_factory=list)
    """For each piece of marked content its element, the page or form on which it is, and its id."""
    objects: list[tuple[Any, Any]] = field(default_factory=list)
    """Elements with the annotations that they hold."""


def parent_problems(document: pikepdf.Pdf, owned: Owned) -> Iterator[str]:
    """Yield what is wrong with the parent tree of *document*, whose elements hold what is *owned*.

    Of each kind, the first is told: one row too few leads all of a page astray.
    """
    root: Any = document.Root.StructTreeRoot
    held_in = root.get("/ParentTree")
    table = {} if held_in is None else dict(pikepdf.NumberTree(held_in).items())
    if table and int(root.get("/ParentTreeNextKey", max(table) + 1)) <= max(table):
        yield "the next key of its parent tree is taken"
    if any(not _leads(table, note, element) for element, note in owned.objects):
        yield "a link or a form field does not lead back to its element"
    rows = {key: _numbers(row) for key, row in table.items() if isinstance(row, pikepdf.Array)}
    held: dict[int, set[int]] = {}
    for element, place, mcid in owned.content:
        key = -1 if place is None else int(place.get("/StructParents", -1))
        held.setdefault(key, set()).add(mcid)
        row = rows.get(key, ())
        if (mcid >= len(row) or row[mcid] != element.objgen) and not _is_open(element):
            yield f"marked content {mcid} does not lead back to its element"
            return
    for key, ids in held.items():
        if any(one and mcid not in ids for mcid, one in enumerate(rows.get(key, ()))):
            yield "what is drawn leads to an element that does not hold it"
            return


def _leads(table: dict[int, Any], note: Any, element: Any) -> bool:
    back = table.get(int(note.get("/StructParent", -1)))
    return isinstance(back, pikepdf.Dictionary) and bool(back.objgen == element.objgen)


def _is_open(element: Any) -> bool:
    """Return whether an element stands for a room of a template, in which nothing is drawn yet."""
    return bool(room_of(str(element.get("/Alt", ""))))


def _numbers(row: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(one.objgen if isinstance(one, pikepdf.Dictionary) else None for one in row)
