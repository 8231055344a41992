"""What a letterhead holds for each room of a sheet: what is drawn, its tags, its form fields."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from ..records.geometry import Box
from ..records.slots import Livery
from .font_letters import widths_of
from .pdftree import SMALLEST, kids_of, parents
from .slots import Undressable
from .writing import Loose, Pieces, Takings, entries, name, written

LETTERHEADS = 64
"""Letterheads that a worker keeps: it dresses one template after the other in all."""
_FONTS = re.compile(rb"(/\S+)\s+\S+\s+Tf\b")
_NAMES = re.compile(rb"/[^\s/()<>\[\]]+")
COPIED = ("/Alt", "/ActualText", "/E", "/Lang", "/T")
"""What an element says beside its kind."""
WHOLE = frozenset({"/Document", "/NonStruct", "/Part", "/Sect"})
"""Elements that may hold all rooms."""
TIED = ("/P", "/StructParent", "/Rect", "/T")
"""What ties a field to its place."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree, without its place."""

    tag: bytes
    about: bytes
    """What it says beside its kind, as it is written."""
    attributes: bytes
    """Entries of its attributes, as they are written, apart from its box."""
    box: Box | None
    kids: Sequence[Element | int | Widget]
    """Elements, ids of content, and form fields."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A form field, which stands on a page."""

    name: str
    box: Box
    about: Pieces
    """All other entries."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a letterhead: cut down to what is written there."""

    name: str
    widths: frozenset[str]
    number: int


@dataclass(frozen=True, slots=True)
class Form:
    """The interactive form of a letterhead, apart from its fields."""

    about: Pieces
    resources: Pieces
    """Entries of its resources, apart from the fonts."""
    fonts: Mapping[bytes, int]
    """Their numbers, by their names."""
    objects: Mapping[int, Loose]
    """All that it and its fields refer to."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the slot of one room."""

    box: Box
    content: bytes
    """What is drawn, compressed."""
    fonts: Mapping[bytes, Font]
    others: Pieces
    """Entries of its resources, fonts apart."""
    elements: Sequence[Element]
    length: int
    """How many ids of content it has."""


@dataclass(frozen=True, slots=True)
class Fillings:
    """What a letterhead holds."""

    rooms: Mapping[str, Filling]
    objects: Mapping[int, Loose]
    """All that is drawn in its rooms refers to."""
    form: Form | None


@lru_cache(maxsize=LETTERHEADS)
def fillings(livery: Livery) -> Fillings:
    """Return what a letterhead holds for each room."""
    with pikepdf.open(io.BytesIO(livery.pdf)) as pdf:
        reader = _Reader(pdf.Root)
        rooms = {}
        for room in livery.rooms:
            box = (room.x, room.y, room.x + room.width, room.y + room.height)
            rooms[room.name] = reader.room(pdf.pages[room.page].obj, box)
        return Fillings(rooms, reader.takings.objects, reader.form())


@dataclass
class _Reader:
    """Reads a letterhead."""

    root: Any
    takings: Takings = field(default_factory=Takings)
    for_fields: Takings = field(default_factory=Takings)
    rooms: list[tuple[Any, Any]] = field(default_factory=list)
    """The page of each room, and the element that holds what stands in it."""

    def room(self, page: Any, box: Box) -> Filling:
        """Return what a page of the letterhead holds."""
        if any(note.get("/Subtype") != Name.Widget for note in page.get("/Annots", ())):
            raise Undressable("a letterhead holds a link")
        length = 0
        if "/StructParents" in page:
            length = len(parents(self.root.StructTreeRoot)[int(page.StructParents)])
        drawn = page.Contents.read_bytes()
        used = {key.decode() for key in _FONTS.findall(drawn)}
        fonts = {
            name(key): self._font(font)
            for key, font in page.Resources.get("/Font", {}).items()
            if key in used  # a page may name all fonts of its file
        }
        elements = tuple(self._element(kid) for kid in self._kids_on(page)) if length else ()
        content = zlib.compress(drawn, SMALLEST)
        return Filling(box, content, fonts, self._others(page, drawn), elements, length)

    def _font(self, font: Any) -> Font:
        widths = frozenset(widths_of(font).split())
        return Font(str(font.BaseFont), widths, self.takings.take(font))

    def _others(self, page: Any, drawn: bytes) -> Pieces:
        """Return the resources, fonts apart, with which something is *drawn*: a page names more."""
        names = {key.decode() for key in _NAMES.findall(drawn)}
        pieces: list[bytes | int] = []
        for kind, things in page.Resources.items():
            if kind == "/Font" or not isinstance(things, Dictionary):
                continue
            unused = set(things.keys()) - names
            if unused < set(things.keys()):
                inner = self.takings.entries(things, unused)
                pieces += [name(kind) + b" << ", *inner, b">> "]
        return tuple(pieces)

    def _kids_on(self, page: Any) -> Iterator[Any]:
        """Yield what stands in the rooms of a *page*."""
        if not self.rooms:
            self.rooms += _rooms(self.root.StructTreeRoot)
        return (kid for where, room in self.rooms if where == page.objgen for kid in kids_of(room))

    def _element(self, node: Any) -> Element:
        entries_of = dict(node.items())
        about = b" ".join(
            b"%s %s" % (name(key), written(entries_of[key])) for key in COPIED if key in entries_of
        )
        attributes, box = entries_of.get("/A"), None
        if attributes is not None and "/BBox" in attributes:
            box = _box(attributes.BBox)
        return Element(
            entries_of["/S"].unparse(),
            about,
            b"" if attributes is None else entries(attributes, ("/BBox",)),
            box,
            tuple(map(self._kid, kids_of(node))),
        )

    def _kid(self, kid: Any) -> Element | int | Widget:
        if not isinstance(kid, Dictionary):
            return int(kid)
        return self._widget(kid.Obj) if kid.get("/Type") == Name.OBJR else self._element(kid)

    def _widget(self, annotation: Any) -> Widget:
        about = self.for_fields.entries(annotation, TIED)
        return Widget(str(annotation.T), _box(annotation.Rect), about)

    def form(self) -> Form | None:
        """Return the interactive form, if there is one."""
        form = self.root.get("/AcroForm")
        if form is None:
            return None
        resources = form.get("/DR", Dictionary())
        takings = self.for_fields
        fonts = {name(key): takings.take(f) for key, f in resources.get("/Font", {}).items()}
        about, more = takings.entries(form, ("/Fields", "/DR")), ("/Font",)
        return Form(about, takings.entries(resources, more), fonts, takings.objects)


def _box(numbers: Any) -> Box:
    left, bottom, right, top = (float(value) for value in numbers)
    return left, bottom, right, top


def _rooms(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the page of each room, and the element that holds what stands in it."""
    for kid in kids_of(node):
        kind = str(kid.S) if isinstance(kid, Dictionary) else ""
        if kind == "/Div":
            yield _page_of(kid).objgen, kid
        elif kind in WHOLE:
            yield from _rooms(kid)
        else:
            raise Undressable("a letterhead has something outside its rooms")


def _page_of(node: Any) -> Any:
    """Return the page on which an element begins: that of its innermost first one."""
    first = next(iter(kids_of(node)), None)
    return _page_of(first) if isinstance(first, Dictionary) and "/S" in first else node.Pg
