"""What a letterhead holds for each room of a sheet: what is drawn, its tags, its form fields."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from ..records.geometry import Box
from ..records.slots import Livery
from .pdftree import parents
from .slots import Undressable

LETTERHEADS = 64
"""Letterheads that a worker keeps open: it dresses one template after the other in all."""
_FONTS = re.compile(rb"(/\S+)\s+\S+\s+Tf\b")
_REFERENCE = re.compile(rb"\d\s+R\b")
_NAMES = re.compile(rb"/[^\s/()<>\[\]]+")
COPIED = ("/Alt", "/ActualText", "/E", "/Lang", "/T")
"""What an element says beside its kind."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree, without its place."""

    tag: str
    words: Mapping[str, str]
    attributes: Any
    kids: Sequence[Element | int | Widget]
    """Elements, ids of content, and form fields."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A form field, which stands on a page."""

    annotation: Any


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a letterhead: cut down to what is written there."""

    name: str
    font: Any
    widths: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the slot of one room."""

    letterhead: Pdf
    """It stays open while something of it may be copied."""
    box: Box
    content: bytes
    fonts: Mapping[str, Font]
    others: Any
    """Its resources, fonts apart: as text (bytes) where they refer to no other object."""
    elements: Sequence[Element]
    length: int
    """How many ids of content it has."""


@lru_cache(maxsize=LETTERHEADS)
def fillings(livery: Livery) -> Mapping[str, Filling]:
    """Return what a letterhead holds for each room."""
    pdf = pikepdf.open(io.BytesIO(livery.pdf))
    root: Any = pdf.Root
    found = {}
    for room in livery.rooms:
        page: Any = pdf.pages[room.page].obj
        for annotation in page.get("/Annots", ()):
            _prepare(annotation)
        box = (room.x, room.y, room.x + room.width, room.y + room.height)
        length = 0
        if "/StructParents" in page:
            length = len(parents(root.StructTreeRoot)[int(page.StructParents)])
        elements = _elements(root.StructTreeRoot, page) if length else ()
        drawn = page.Contents.read_bytes()
        used = {name.decode() for name in _FONTS.findall(drawn)}
        fonts = {
            name: Font(str(font.BaseFont), font, widths_of(font))
            for name, font in page.Resources.get("/Font", {}).items()
            if name in used  # a page may name all fonts of its file
        }
        others = _others(pdf, page, drawn)
        found[room.name] = Filling(pdf, box, drawn, fonts, others, elements, length)
    return found


def _others(pdf: Pdf, page: Any, drawn: bytes) -> Any:
    """Return the resources, fonts apart, with which something is *drawn*: a page may name more."""
    names = {name.decode() for name in _NAMES.findall(drawn)}
    others = {}
    for kind, things in page.Resources.items():
        if kind == "/Font" or not isinstance(things, Dictionary):
            continue
        if used := {name: thing for name, thing in things.items() if name in names}:
            others[kind] = Dictionary(used)
    found = Dictionary(others)
    written = found.unparse()
    return pdf.make_indirect(found) if _REFERENCE.search(written) else written


def widths_of(font: Any) -> dict[int, float]:
    """Return the widths of the letters that a font has, by their numbers (ISO 32000-1, 9.7.4.3)."""
    inner = font.get("/DescendantFonts", [Dictionary()])[0]
    row = list(inner.get("/W", []))
    return {
        int(first) + place: float(width)
        for first, widths in zip(row[::2], row[1::2], strict=True)
        for place, width in enumerate(widths)
    }


def _elements(node: Any, page: Any) -> tuple[Element, ...]:
    """Return the elements in the room of *page*: the kids of the innermost that holds them all."""
    kids = [kid for kid in kids_of(node) if isinstance(kid, Dictionary) and _stands_on(kid, page)]
    if len(kids) == 1 and str(kids[0].S) in {"/Document", "/NonStruct", "/Part", "/Sect"}:
        return _elements(kids[0], page)
    rooms = [kid for kid in kids if str(kid.S) == "/Div"]
    if kids != rooms:
        raise Undressable("a letterhead has something outside its rooms")
    return tuple(_element(kid) for room in rooms for kid in kids_of(room))


def kids_of(node: Any) -> list[Any]:
    """Return what an element holds: elements, references, and ids of content."""
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _stands_on(node: Any, page: Any) -> bool:
    kids = kids_of(node)
    inner = [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
    if len(inner) < len(kids):
        return bool(node.Pg.objgen == page.objgen)
    return any(_stands_on(kid, page) for kid in inner)


def _prepare(annotation: Any) -> None:
    """Take off a field what ties it to its page: it is copied to others."""
    if annotation.get("/Subtype") != Name.Widget:
        raise Undressable("a letterhead holds a link")
    for key in ("/P", "/StructParent"):
        if key in annotation:
            del annotation[key]


def _element(node: Any) -> Element:
    kids = [_kid(kid) for kid in kids_of(node)]
    words = {key: str(node[key]) for key in COPIED if key in node}
    return Element(str(node.S), words, node.get("/A"), tuple(kids))


def _kid(kid: Any) -> Element | int | Widget:
    if not isinstance(kid, Dictionary):
        return int(kid)
    return Widget(kid.Obj) if kid.get("/Type") == Name.OBJR else _element(kid)
