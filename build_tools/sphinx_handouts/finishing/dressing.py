"""Dressing: a sheet that was laid out once becomes the sheet of each clinic.

What is drawn on a page of the letterhead becomes a form XObject in the slot of its room, clipped
to the room, so that a clinic's details cannot reach over a word of the sheet. Its elements take
their place in the structure tree, with references to the content of the form (ISO 32000-1,
14.7.4.2). The colour that stood in for the clinic's is exchanged, and so are the names in the
metadata.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ..records.geometry import Box, times
from ..records.identity import KEY, NAME
from ..records.slots import Livery, room_of
from .field_sharing import share_field_fonts
from .fillings import Element, Filling, Widget, fillings, kids_of, widths_of
from .pdftree import parents, save, set_parents
from .slots import Undressable, exactly, slots_of
from .stand_ins import exchange, tables_of

TOLERANCE = 0.05
"""Points by which a room of a letterhead may differ from the slot: no eye sees them."""
PRIVATE = "\ue000"
"""Begins what stands in for something."""
_NUMBER = re.compile(r"\d+$")


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the elements of one room go."""

    slot: _Slot
    form: Any
    owners: Any
    """The row of the parent tree for the content of the form."""
    table: dict[int, Any]
    shift: tuple[float, float]
    fields: list[Any] = field(default_factory=list)
    """The form fields that stand in the room."""


@dataclass
class _Template:
    """A template, and what it was before anybody was dressed: each clinic replaces the last."""

    pdf: Pdf
    slots: list[_Slot] = field(default_factory=list)
    colours: list[Any] = field(default_factory=list)
    """The tables that hold the clinic's colour."""
    table: dict[int, Any] = field(default_factory=dict)
    """The parent tree."""
    widths: dict[Any, Mapping[int, float]] = field(default_factory=dict)
    """Of the letters of its fonts, as far as they are known."""
    metadata: str = ""
    author: bool = False
    form: Any = None
    """The interactive form, if it has one."""
    fields: list[Any] = field(default_factory=list)
    annotations: dict[Any, list[Any]] = field(default_factory=dict)
    """Of each page that has a slot."""

    def __post_init__(self) -> None:
        root: Any = self.pdf.Root
        self.table = parents(root.StructTreeRoot)
        self.metadata = root.Metadata.read_bytes().decode()
        self.author = str(self.pdf.docinfo.get("/Author", "")) == NAME
        self.form = root.get("/AcroForm")
        self.fields = list(self.form.get("/Fields", ())) if self.form is not None else []
        self.colours = list(tables_of(self.pdf))
        for page in self.pdf.pages:
            for name, form in slots_of(page.obj):
                self._add(page.obj, name, form)

    def _add(self, page: Any, name: str, form: Any) -> None:
        row, mcid = self.table[int(page.StructParents)], int(form.MCID)
        element = row[mcid]
        row[mcid] = None
        kids = kids_of(element.P)
        place = next(i for i, kid in enumerate(kids) if _is(kid, element))
        box: Any = tuple(float(value) for value in form.BBox)
        matrix = tuple(float(value) for value in form.Matrix)
        around = kids[:place], kids[place + 1 :]
        room = room_of(str(element.get("/Alt", "")))
        self.annotations[page.objgen] = list(page.get("/Annots", ()))
        self.slots.append(_Slot(room, page, name, element.P, *around, box, matrix))

    def dressed(self, livery: Livery) -> bytes:
        """Return the sheet of one clinic."""
        found, table = fillings(livery), dict(self.table)
        added: list[Any] = []
        for slot in self.slots:
            added += self._fill(slot, found[slot.room], table)
        set_parents(self.pdf, table)
        self._add_fields(added, found)
        exchange(self.colours, livery.accent)
        self._say_whose(livery)
        return save(self.pdf)

    def _fill(self, slot: _Slot, filling: Filling, table: dict[int, Any]) -> list[Any]:
        """Draw a letterhead's room in its slot, and tag it; return the fields in it."""
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
            Room=Name("/" + slot.room),
        )
        slot.page.Resources.XObject[slot.name] = form
        # Of a room in which nothing stands, the element is named that may hold something later.
        owners = Array([None] * filling.length or [slot.parent])
        table[key] = self.pdf.make_indirect(owners)
        place = _Place(slot, form, owners, table, (x, y))
        made = [self._made(element, place, slot.parent) for element in filling.elements]
        slot.parent.K = Array([*slot.before, *made, *slot.after])
        return place.fields

    def _resources(self, page: Any, filling: Filling) -> Any:
        """Return what a letterhead is drawn with: where the sheet has a font, that one."""
        known = {str(font.BaseFont): font for font in page.Resources.get("/Font", {}).values()}
        others, copied = filling.others, self.pdf.copy_foreign
        resources: Any = Object.parse(others) if isinstance(others, bytes) else copied(others)
        fonts = Dictionary()
        for name, font in filling.fonts.items():
            own = known.get(font.name)
            shared = own is not None and font.widths.items() <= self._widths(own).items()
            fonts[name] = own if shared else self.pdf.copy_foreign(font.font)
        resources.Font = fonts
        return resources

    def _widths(self, font: Any) -> Mapping[int, float]:
        if font.objgen not in self.widths:
            self.widths[font.objgen] = widths_of(font)
        return self.widths[font.objgen]

    def _made(self, element: Element, place: _Place, parent: Any) -> Any:
        """Return an element of a letterhead in its new place."""
        page = place.slot.page
        made: Any = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(element.tag), P=parent, Pg=page)
        )
        for key, words in element.words.items():
            made[key] = String(words)
        if element.attributes is not None:
            made.A = _shifted(element.attributes, place.shift)
        kids = []
        for kid in element.kids:
            if isinstance(kid, int):
                place.owners[kid] = made
                kids.append(Dictionary(Type=Name.MCR, Pg=page, Stm=place.form, MCID=kid))
            elif isinstance(kid, Widget):
                widget = self._placed(kid, place, made)
                kids.append(Dictionary(Type=Name.OBJR, Pg=page, Obj=widget))
            else:
                kids.append(self._made(kid, place, made))
        made.K = Array(kids)
        return made

    def _placed(self, kid: Widget, place: _Place, owner: Any) -> Any:
        """Return a field of a letterhead on the page, with a name that no other field has."""
        copied: Any = self.pdf.copy_foreign(kid.annotation)
        widget: Any = self.pdf.make_indirect(Dictionary(dict(copied.items())))
        widget.Rect = Array(
            [float(value) + place.shift[i % 2] for i, value in enumerate(widget.Rect)]
        )
        widget.P = place.slot.page
        widget.StructParent = max(place.table) + 1
        place.table[widget.StructParent] = owner
        place.fields.append(widget)
        return widget

    def _add_fields(self, added: list[Any], letterhead: Mapping[str, Filling]) -> None:
        """Put the fields of a letterhead on their pages and into the form of the sheet."""
        annotations = {page: list(known) for page, known in self.annotations.items()}
        used = {str(field.get("/T", "")) for field in self.fields}
        for widget in added:
            annotations[widget.P.objgen].append(widget)
            while str(widget.T) in used:
                widget.T = String(_NUMBER.sub(lambda m: str(int(m[0]) + 1), str(widget.T)))
            used.add(str(widget.T))
        for slot in self.slots:
            slot.page.Annots = Array(annotations[slot.page.objgen])
        self._restore_form()
        if added:
            root: Any = self.pdf.Root
            self._take_form(next(iter(letterhead.values())).letterhead)
            root.AcroForm.Fields = Array([*self.fields, *added])
            share_field_fonts(self.pdf)

    def _restore_form(self) -> None:
        """Forget what the clinic before had to write in."""
        root: Any = self.pdf.Root
        if self.form is not None:
            root.AcroForm = Dictionary(dict(self.form.items()))
            root.AcroForm.DR = Dictionary(dict(self.form.DR.items()))
            root.AcroForm.DR.Font = Dictionary(dict(self.form.DR.Font.items()))
        elif "/AcroForm" in root:
            del root.AcroForm

    def _take_form(self, letterhead: Pdf) -> None:
        """Let the form of the sheet have what that of a letterhead has, such as its fonts."""
        root: Any = self.pdf.Root
        source: Any = letterhead.Root
        if "/AcroForm" not in root:
            form = source.AcroForm
            form = form if form.is_indirect else letterhead.make_indirect(form)
            root.AcroForm = self.pdf.copy_foreign(form)
        known: Any = root.AcroForm.DR.Font
        for name, font in source.AcroForm.DR.Font.items():
            if name not in known:
                known[name] = self.pdf.copy_foreign(font)

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


def _is(kid: Any, element: Any) -> bool:
    """Return whether a kid is this very element: what both hold need not be compared."""
    return isinstance(kid, Dictionary) and bool(kid.objgen == element.objgen)


def _check_size(slot: _Slot, filling: Filling) -> None:
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
