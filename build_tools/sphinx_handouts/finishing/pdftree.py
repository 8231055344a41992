"""The bookkeeping of tagged PDFs, for those who move pages about.

Merging (packs) and imposition (booklets) need the same bookkeeping: the structure tree knows pages
and marked content by number, and the parent tree knows the structure tree by number.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Pdf

SMALLEST: Final = 9
"""How hard what is written is compressed: it is written once, and kept for each clinic."""


def save(pdf: Pdf) -> bytes:
    """Return *pdf* as bytes: the same pages give the same bytes."""
    pikepdf.settings.set_flate_compression_level(SMALLEST)
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        deterministic_id=True,
        fix_metadata_version=False,  # ours does not name the version
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return buffer.getvalue()


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def kids_of(node: Any) -> list[Any]:
    """Return what an element holds: elements, references, and ids of content."""
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def elements(node: Any) -> Iterator[Any]:
    """Yield every dictionary of a structure tree: elements, references to content and objects."""
    waiting = kids_of(node)[::-1]
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, Dictionary):
            yield kid
            waiting += reversed(kids_of(kid))


def parents(root: Any) -> dict[int, Any]:
    """Return the parent tree of *root* as a table: key -> element, or array of elements."""
    numbers = list(root.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def set_parents(pdf: Pdf, table: dict[int, Any]) -> None:
    """Write the parent tree; each row of it has a number, by which it can be kept as it is."""
    numbers = Array()
    for key, value in sorted(table.items()):
        numbers.append(key)
        numbers.append(value if value.is_indirect else pdf.make_indirect(value))
    root: Any = pdf.Root.StructTreeRoot
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = max(table, default=-1) + 1


def destinations(pdf: Pdf) -> Iterator[tuple[str, Any]]:
    """Yield the named destinations of *pdf*."""
    root: Any = pdf.Root
    names = root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    for index in range(0, len(names), 2):
        yield str(names[index]), names[index + 1]
