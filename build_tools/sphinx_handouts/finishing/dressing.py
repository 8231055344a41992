"""Dressing: a sheet that was laid out once becomes the sheet of each clinic.

What is drawn on a page of the letterhead becomes a form XObject in the slot of its room, clipped
to the room, so that a clinic's details cannot reach over a word of the sheet. Its elements take
their place in the structure tree, with references to the content of the form (ISO 32000-1,
14.7.4.2). The colour that stood in for the clinic's is exchanged, and so are the names in the
metadata.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from ..records.geometry import Box, times
from ..records.identity import KEY, NAME
from ..records.slots import Livery
from .pdftree import parents, save, set_parents
from .slots import DRAWN, Undressable, exactly, placeholders
from .stand_ins import STAND_IN, colour_operands

LETTERHEADS = 64
"""Letterheads that a worker keeps open: it dresses one template after the other in all."""
TOLERANCE = 0.05
"""Points by which a room of a letterhead may differ from the slot: no eye sees them."""
PRIVATE = "\ue000"
"""Begins what stands in for something."""
COPIED = ("/Alt", "/ActualText", "/E", "/Lang", "/T")
"""What an element says beside its kind."""


def dress(template: bytes, liveries: Iterable[Livery]) -> Iterator[bytes]:
    """Yield the sheet of each clinic.

    Raises
    ------
    Undressable
        Where a letterhead does not fit the slots of the template.
    """
    with pikepdf.open(io.BytesIO(template)) as pdf:
        sheet = _Template(pdf)
        for livery in liveries:
            yield sheet.dressed(livery)


# --- letterheads ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of the structure tree, without its place."""

    tag: str
    words: Mapping[str, str]
    attributes: Any
    kids: Sequence[_Element | int]
    """Elements, and ids of content."""


@dataclass(frozen=True, slots=True)
class _Font:
    """A font of a letterhead: cut down to what is written there."""

    name: str
    font: Any
    widths: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class _Filling:
    """What goes into the slot of one room."""

    letterhead: Pdf
    """It stays open while something of it may be copied."""
    box: Box
    content: bytes
    fonts: Mapping[str, _Font]
    others: Any
    """Its resources, fonts apart."""
    elements: Sequence[_Element]
    length: int
    """How many ids of content it has."""


@lru_cache(maxsize=LETTERHEADS)
def _fillings(livery: Livery) -> Mapping[str, _Filling]:
    """Return what a letterhead holds for each room."""
    pdf = pikepdf.open(io.BytesIO(livery.pdf))
    root: Any = pdf.Root
    found = {}
    for room in livery.rooms:
        page: Any = pdf.pages[room.page].obj
        if "/Annots" in page:
            raise Undressable("a letterhead holds a link or a field")
        box = (room.x, room.y, room.x + room.width, room.y + room.height)
        length = 0
        if "/StructParents" in page:
            length = len(parents(root.StructTreeRoot)[int(page.StructParents)])
        elements = _elements(root.StructTreeRoot, page) if length else ()
        fonts = {
            name: _Font(str(font.BaseFont), font, _widths(font))
            for name, font in page.Resources.get("/Font", {}).items()
        }
        others = pdf.make_indirect(Dictionary(page.Resources))
        if "/Font" in others:
            del others["/Font"]
        drawn = page.Contents.read_bytes()
        found[room.name] = _Filling(pdf, box, drawn, fonts, others, elements, length)
    return found


def _widths(font: Any) -> dict[int, float]:
    """Return the widths of the letters that a font has, by their numbers (ISO 32000-1, 9.7.4.3)."""
    inner = font.get("/DescendantFonts", [Dictionary()])[0]
    row = list(inner.get("/W", []))
    return {
        int(first) + place: float(width)
        for first, widths in zip(row[::2], row[1::2], strict=True)
        for place, width in enumerate(widths)
    }


def _elements(node: Any, page: Any) -> tuple[_Element, ...]:
    """Return the elements in the room of *page*: the kids of the innermost that holds them all."""
    kids = [kid for kid in _kids(node) if isinstance(kid, Dictionary) and _stands_on(kid, page)]
    if len(kids) == 1 and str(kids[0].S) in {"/Document", "/NonStruct", "/Part", "/Sect"}:
        return _elements(kids[0], page)
    rooms = [kid for kid in kids if str(kid.S) == "/Div"]
    if kids != rooms:
        raise Undressable("a letterhead has something outside its rooms")
    return tuple(_element(kid) for room in rooms for kid in _kids(room))


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _stands_on(node: Any, page: Any) -> bool:
    inner = [kid for kid in _kids(node) if isinstance(kid, Dictionary)]
    if len(inner) < len(_kids(node)):
        return bool(node.Pg.objgen == page.objgen)
    return any(_stands_on(kid, page) for kid in inner)


def _element(node: Any) -> _Element:
    kids = [_element(kid) if isinstance(kid, Dictionary) else int(kid) for kid in _kids(node)]
    words = {key: str(node[key]) for key in COPIED if key in node}
    return _Element(str(node.S), words, node.get("/A"), tuple(kids))


# --- templates ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """A slot of the template: where it is drawn, and its place in the structure tree."""

    room: str
    page: Any
    name: str
    parent: Any
    before: Sequence[Any]
    after: Sequence[Any]
    """Elements of the parent on both sides."""
    box: Box
    matrix: Any


@dataclass
class _Template:
    """A template, and what it was before anybody was dressed: each clinic replaces the last."""

    pdf: Pdf
    slots: list[_Slot] = field(default_factory=list)
    contents: list[tuple[Any, list[bytes]]] = field(default_factory=list)
    """What is drawn on each page with something to exchange, split where the colour stands."""
    table: dict[int, Any] = field(default_factory=dict)
    """The parent tree."""
    widths: dict[Any, Mapping[int, float]] = field(default_factory=dict)
    """Of the letters of its fonts, as far as they are known."""
    metadata: str = ""
    author: bool = False

    def __post_init__(self) -> None:
        root: Any = self.pdf.Root
        self.table = parents(root.StructTreeRoot)
        self.metadata = root.Metadata.read_bytes().decode()
        self.author = str(self.pdf.docinfo.get("/Author", "")) == NAME
        names = self._open_pages()
        for found in list(placeholders(self.pdf)):
            self._add(found, names[found.page.objgen, found.mcid])

    def _open_pages(self) -> dict[tuple[Any, int], str]:
        """Take the pages apart; return the names of slots by page and id of content."""
        names = {}
        for page in self.pdf.pages:
            drawn = page.obj.Contents.read_bytes()
            found = list(DRAWN.finditer(drawn))
            names.update({(page.obj.objgen, int(match[1])): match[2].decode() for match in found})
            parts = DRAWN.sub(rb"\2 Do", drawn).split(STAND_IN)
            if found or len(parts) > 1:
                self.contents.append((page.obj, parts))
        return names

    def _add(self, found: Any, name: str) -> None:
        form: Any = found.page.Resources.XObject[name]
        parent = found.element.P
        kids = _kids(parent)
        place = next(i for i, kid in enumerate(kids) if kid == found.element)
        box: Any = tuple(float(value) for value in form.BBox)
        matrix = tuple(float(value) for value in form.Matrix)
        around = kids[:place], kids[place + 1 :]
        self.slots.append(_Slot(found.room, found.page, name, parent, *around, box, matrix))
        self.table[int(found.page.StructParents)][found.mcid] = None

    def dressed(self, livery: Livery) -> bytes:
        """Return the sheet of one clinic."""
        fillings = _fillings(livery)
        table = dict(self.table)
        for slot in self.slots:
            self._fill(slot, fillings[slot.room], table)
        set_parents(self.pdf, table)
        accent = colour_operands(livery.accent)
        for page, parts in self.contents:
            page.Contents = self.pdf.make_stream(accent.join(parts))
        self._say_whose(livery)
        return save(self.pdf)

    def _fill(self, slot: _Slot, filling: _Filling, table: dict[int, Any]) -> None:
        """Draw a letterhead's room in its slot, and put its elements into the structure tree."""
        x, y = slot.box[0] - filling.box[0], slot.box[1] - filling.box[1]
        _check_size(slot, filling)
        key = max(table, default=-1) + 1
        form: Any = self.pdf.make_stream(
            filling.content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array(filling.box),
            Matrix=exactly(times((1, 0, 0, 1, x, y), slot.matrix)),
            Resources=self._resources(slot.page, filling),
            StructParents=key,
        )
        slot.page.Resources.XObject[slot.name] = form
        owners = Array([None] * filling.length)
        made = [
            self._made(element, slot, form, owners, (x, y), slot.parent)
            for element in filling.elements
        ]
        slot.parent.K = Array([*slot.before, *made, *slot.after])
        table[key] = self.pdf.make_indirect(owners)

    def _resources(self, page: Any, filling: _Filling) -> Any:
        """Return what a letterhead is drawn with: where the sheet has a font, that one."""
        known = {str(font.BaseFont): font for font in page.Resources.get("/Font", {}).values()}
        resources: Any = self.pdf.copy_foreign(filling.others)
        fonts = Dictionary()
        for name, font in filling.fonts.items():
            own = known.get(font.name)
            shared = own is not None and font.widths.items() <= self._widths(own).items()
            fonts[name] = own if shared else self.pdf.copy_foreign(font.font)
        resources.Font = fonts
        return resources

    def _widths(self, font: Any) -> Mapping[int, float]:
        if font.objgen not in self.widths:
            self.widths[font.objgen] = _widths(font)
        return self.widths[font.objgen]

    def _made(
        self,
        element: _Element,
        slot: _Slot,
        form: Any,
        owners: Any,
        shift: tuple[float, float],
        parent: Any,
    ) -> Any:
        """Return an element of a letterhead in its new place."""
        made: Any = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(element.tag), P=parent, Pg=slot.page)
        )
        for key, words in element.words.items():
            made[key] = String(words)
        if element.attributes is not None:
            made.A = _shifted(element.attributes, shift)
        kids = []
        for kid in element.kids:
            if isinstance(kid, int):
                owners[kid] = made
                kids.append(Dictionary(Type=Name.MCR, Pg=slot.page, Stm=form, MCID=kid))
            else:
                kids.append(self._made(kid, slot, form, owners, shift, made))
        made.K = Array(kids)
        return made

    def _say_whose(self, livery: Livery) -> None:
        """Name the clinic in the metadata."""
        root: Any = self.pdf.Root
        words = self.metadata
        for stand_in, value in ((NAME, livery.name), (KEY, livery.key)):
            words = words.replace(stand_in, escape(value))
        if PRIVATE in words:
            raise Undressable("its metadata names a clinic where none is looked for")
        root.Metadata.write(words.encode())
        if self.author:
            self.pdf.docinfo["/Author"] = livery.name


def _check_size(slot: _Slot, filling: _Filling) -> None:
    """Refuse a letterhead that was laid out for a room of another size."""
    for low, high in ((0, 2), (1, 3)):
        wanted = slot.box[high] - slot.box[low]
        if abs(wanted - (filling.box[high] - filling.box[low])) > TOLERANCE:
            raise Undressable(f"the room for the {slot.room} has another size than on a letterhead")


def _shifted(attributes: Any, shift: tuple[float, float]) -> Any:
    """Return attributes of a figure, its box moved."""
    made = Dictionary(attributes)
    if "/BBox" in made:
        box: Any = attributes.BBox
        made.BBox = Array([float(value) + shift[i % 2] for i, value in enumerate(box)])
    return made
