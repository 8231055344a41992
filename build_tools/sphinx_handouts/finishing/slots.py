"""Slots: where a sheet that is laid out once for all clinics has room for each.

A slot is laid out as an empty picture, whose text alternative names the room. Here its drawing
becomes an empty form XObject: the ``/BBox`` is the room, in points from the lower left corner of
the page, and the ``/Matrix`` leads from there to where it is drawn. So a page can be shifted as a
whole, as imposition does, and the room with it. Its ``/StructParent`` leads to the element of the
picture: nothing of a page has to be read, or changed, to fill its rooms.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from ..records.geometry import IDENTITY, Box, Matrix, inverse, placed, times
from ..records.slots import room_of
from .pdftree import elements, parents, save, set_parents
from .stand_ins import misplaced_colour, name_colour
from .writing import exactly

NOT_DRAWN = "a room is not drawn"
_SLOT = "/Slot"
"""Begins the name of a slot, which ends in a number."""


class Undressable(ValueError):
    """Why a sheet cannot be laid out once for all clinics, in a few words."""


class Placeholder(NamedTuple):
    """A picture that stands for a room."""

    room: str
    element: Any
    page: Any
    mcid: int


def placeholders(pdf: Pdf) -> Iterator[Placeholder]:
    """Yield the pictures that stand for rooms, in the order of the structure tree."""
    for element in elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == "/Figure" and (room := room_of(str(element.get("/Alt", "")))):
            kids = element.K
            mcid = int(kids[0] if isinstance(kids, Array) else kids)
            yield Placeholder(room, element, element.Pg, mcid)


def slots_of(page: Any) -> Iterator[tuple[str, Any]]:
    """Yield the slots of a page with their names, in the order of the structure tree."""
    forms = page.Resources.get("/XObject", {})
    found = [(name, form) for name, form in forms.items() if "/StructParent" in form]
    yield from sorted(found, key=lambda slot: int(slot[0].removeprefix(_SLOT)))


def open_slots(data: bytes, rooms: Iterable[str]) -> bytes:
    """Return a sheet with slots where pictures stand for these *rooms*.

    Raises
    ------
    Undressable
        Where a picture is not drawn, or not as expected.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pictures = list(placeholders(pdf))
        if sorted(picture.room for picture in pictures) != sorted(rooms):
            raise Undressable(NOT_DRAWN)
        wanted: dict[Any, dict[int, tuple[str, int]]] = {}
        table = parents(pdf.Root.StructTreeRoot)
        for number, found in enumerate(pictures):
            key = max(table) + 1
            wanted.setdefault(found.page.objgen, {})[found.mcid] = f"{_SLOT}{number}", key
            table[int(found.page.StructParents)][found.mcid] = None  # nothing is drawn there
            table[key] = found.element
        for page in pdf.pages:
            if names := wanted.get(page.obj.objgen):
                _open(pdf, page.obj, names)
        if where := misplaced_colour(pdf):
            raise Undressable(f"{where} has the very colour that stands in for that of a clinic")
        name_colour(pdf)
        set_parents(pdf, table)
        number_seams(pdf)
        return save(pdf)


def number_seams(pdf: Pdf) -> None:
    """Let all be an object by itself that is another for each clinic (ISO 32000-1, 7.3.10).

    It is replaced when a template is dressed; what holds it stays as it is.
    """
    root: Any = pdf.Root
    table = parents(root.StructTreeRoot)
    _number(pdf, pdf.docinfo, "/Author")
    for page in pdf.pages:
        for _name, form in slots_of(page.obj):
            element = table[int(form.StructParent)]
            if not isinstance(element.P.get("/K"), Array):
                element.P.K = Array([element])
            _number(pdf, element.P, "/K")
            if "/Annots" not in page.obj:
                page.obj.Annots = Array()
            _number(pdf, page.obj, "/Annots")
    if "/AcroForm" in root:
        _number_form(pdf, root.AcroForm)


def _number(pdf: Pdf, holder: Any, key: str) -> None:
    value = holder.get(key)
    if value is not None and not (isinstance(value, Object) and value.is_indirect):
        holder[key] = pdf.make_indirect(value)


def _number_form(pdf: Pdf, form: Any) -> None:
    """Give numbers to the fields of the form, and to its fonts."""
    if "/DR" not in form:
        form.DR = Dictionary()
    if "/Font" not in form.DR:
        form.DR.Font = Dictionary()
    _number(pdf, form, "/Fields")
    _number(pdf, form.DR, "/Font")
    for name in list(form.DR.Font.keys()):
        _number(pdf, form.DR.Font, name)


def _open(pdf: Pdf, page: Any, names: dict[int, tuple[str, int]]) -> None:
    """Replace what is drawn for the rooms of one page, by slots of these names and keys."""
    page.Resources = Dictionary(page.Resources)  # other pages may share it
    page.Resources.XObject = Dictionary(page.Resources.get("/XObject", {}))
    places = {
        mcid: (matrix, box)
        for instruction, matrix, box in _marked(page)
        if (mcid := _mcid(instruction)) in names
    }
    drawn = page.Contents.read_bytes()
    for mcid, (name, key) in names.items():
        drawn, count = _drawing(mcid).subn(b"%s Do" % name.encode(), drawn)
        if count != 1 or mcid not in places:
            raise Undressable(NOT_DRAWN)
        matrix, box = places[mcid]
        if box is None or not _is_upright(matrix):
            raise Undressable("a room is not drawn as a box")
        page.Resources.XObject[name] = _form(pdf, key, matrix, box)
    page.Contents = pdf.make_stream(drawn)


def _drawing(mcid: int) -> re.Pattern[bytes]:
    """Return what finds the drawing of a picture, in which no other content is marked."""
    begins = rb"/[^\s/<]+\s*<<[^<>]*/MCID\s+%d\b[^<>]*>>\s*BDC\b" % mcid
    return re.compile(begins + rb"(?:(?!\bB[DM]C\b).)*?\bEMC\b", re.DOTALL)


def _form(pdf: Pdf, key: int, matrix: Matrix, box: Box) -> Any:
    about = {"Type": Name.XObject, "Subtype": Name.Form, "Resources": Dictionary()}
    place = {
        "BBox": Array(box),
        "Matrix": Object.parse(exactly(inverse(matrix))),
        "StructParent": key,
    }
    return pdf.make_stream(b"", **about, **place)


def _is_upright(matrix: Matrix) -> bool:
    """Return whether what is drawn so is neither turned nor mirrored; y grows downwards there."""
    a, b, c, d, _e, _f = matrix
    return a > 0 > d and b == c == 0


def _mcid(instruction: Any) -> int:
    """Return the id of the marked content that an instruction opens; -1 where it opens none."""
    properties = instruction.operands[1]
    return int(properties.get("/MCID", -1)) if isinstance(properties, Dictionary) else -1


def _marked(page: Any) -> Iterator[tuple[Any, Matrix, Box | None]]:
    """Yield what marks content of a page, where that is drawn, and within which box.

    The matrix leads from where it is drawn to the page; the box is that to which it was clipped
    last, on the page.
    """
    matrix, box, path = IDENTITY, None, None
    stack: list[tuple[Matrix, Box | None]] = []
    for instruction in pikepdf.parse_content_stream(page, "q Q cm re W BDC"):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append((matrix, box))
        elif operator == "Q":
            matrix, box = stack.pop()
        elif operator == "cm":
            matrix = times(_numbers(instruction), matrix)
        elif operator == "re":
            path = _numbers(instruction)
        elif operator == "W" and path:
            x, y, width, height = path
            corners = [placed(x, y, matrix), placed(x + width, y + height, matrix)]
            box = (*map(min, *corners), *map(max, *corners))
        elif operator == "BDC":
            yield instruction, matrix, box


def _numbers(instruction: Any) -> Any:
    return tuple(float(operand) for operand in instruction.operands)
