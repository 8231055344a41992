"""Slots: where a sheet that is laid out once for all clinics has room for each.

A slot is laid out as an empty picture, whose text alternative names the room. Here its drawing
becomes an empty form XObject: the ``/BBox`` is the room, in points from the lower left corner of
the page, and the ``/Matrix`` leads from there to where it is drawn. So a page can be shifted as a
whole, as imposition does, and the room with it. Its ``/MCID`` is that of the picture in the row of
the page in the parent tree: nothing of a page has to be read, or changed, to fill its rooms.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf

from ..records.geometry import IDENTITY, Box, Matrix, inverse, placed, times
from ..records.slots import room_of
from .pdftree import elements, parents, save, set_parents
from .stand_ins import misplaced_colour, name_colour

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
    found = [(name, form) for name, form in forms.items() if "/MCID" in form]
    yield from sorted(found, key=lambda slot: int(slot[0].removeprefix(_SLOT)))


def open_slots(data: bytes, rooms: Iterable[str]) -> bytes:
    """Return a sheet with slots where pictures stand for these *rooms*.

    Raises
    ------
    Undressable
        Where a picture is not drawn, or not as expected.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if where := misplaced_colour(pdf):
            raise Undressable(f"{where} has the very colour that stands in for that of a clinic")
        pictures = list(placeholders(pdf))
        if sorted(picture.room for picture in pictures) != sorted(rooms):
            raise Undressable(NOT_DRAWN)
        wanted: dict[Any, dict[int, str]] = {}
        table = parents(pdf.Root.StructTreeRoot)
        for number, found in enumerate(pictures):
            wanted.setdefault(found.page.objgen, {})[found.mcid] = f"{_SLOT}{number}"
            table[int(found.page.StructParents)][found.mcid] = None  # nothing is drawn there
        for page in pdf.pages:
            if names := wanted.get(page.obj.objgen):
                _open(pdf, page.obj, names)
        name_colour(pdf)
        set_parents(pdf, table)
        number_seams(pdf)
        return save(pdf)


def number_seams(pdf: Pdf) -> None:
    """Let all be an object by itself that is another for each clinic (ISO 32000-1, 7.3.10).

    It is replaced when a template is dressed; what holds it stays as it is.
    """
    root: Any = pdf.Root
    _number(pdf, pdf.docinfo, "/Author")
    for place in placeholders(pdf):
        if not isinstance(place.element.P.get("/K"), Array):
            place.element.P.K = Array([place.element])
        _number(pdf, place.element.P, "/K")
    for page in pdf.pages:
        if any(slots_of(page.obj)):
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


def _open(pdf: Pdf, page: Any, names: dict[int, str]) -> None:
    """Replace what is drawn for the rooms of one page."""
    page.Resources = Dictionary(page.Resources)  # other pages may share it
    page.Resources.XObject = Dictionary(page.Resources.get("/XObject", {}))
    forms = page.Resources.XObject
    drawn: list[Any] = []
    depth = 0  # within the drawing of a picture that stands for a room
    for instruction, operator, matrix, box in _with_state(page):
        mcid = _mcid(instruction) if operator == "BDC" else -1
        if depth:
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
        elif mcid in names:
            if box is None or not _is_upright(matrix):
                raise Undressable("a room is not drawn as a box")
            name, depth = names.pop(mcid), 1
            forms[name] = _form(pdf, mcid, matrix, box)
            drawn.append(([Name(name)], Operator("Do")))
        else:
            drawn.append((instruction.operands, instruction.operator))
    if names:
        raise Undressable(NOT_DRAWN)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(drawn))


def _form(pdf: Pdf, mcid: int, matrix: Matrix, box: Box) -> Any:
    about = {"Type": Name.XObject, "Subtype": Name.Form, "Resources": Dictionary(), "MCID": mcid}
    return pdf.make_stream(b"", BBox=Array(box), Matrix=exactly(inverse(matrix)), **about)


def exactly(matrix: Matrix) -> Array:
    """Return a matrix with more digits than pikepdf writes: letters keep their place to a hair."""
    return Array([Decimal(f"{value:.10f}") for value in matrix])


def _is_upright(matrix: Matrix) -> bool:
    """Return whether what is drawn so is neither turned nor mirrored; y grows downwards there."""
    a, b, c, d, _e, _f = matrix
    return a > 0 > d and b == c == 0


def _mcid(instruction: Any) -> int:
    """Return the id of the marked content that an instruction opens; -1 where it opens none."""
    properties = instruction.operands[1]
    return int(properties.get("/MCID", -1)) if isinstance(properties, Dictionary) else -1


def _with_state(page: Any) -> Iterator[tuple[Any, str, Matrix, Box | None]]:
    """Yield the instructions of a page and their operators, where each draws, and within which box.

    The matrix leads from where it draws to the page; the box is that to which it was clipped last,
    on the page.
    """
    matrix, box, path = IDENTITY, None, None
    stack: list[tuple[Matrix, Box | None]] = []
    for instruction in pikepdf.parse_content_stream(page):
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
        yield instruction, operator, matrix, box


def _numbers(instruction: Any) -> Any:
    return tuple(float(operand) for operand in instruction.operands)
