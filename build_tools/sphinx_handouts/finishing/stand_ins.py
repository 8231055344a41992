"""The colour that stands in for a clinic's, where it is drawn: it can be exchanged, or it cannot.

It is exchanged in what is drawn on a page: there it is chosen by a name, and stands in a table of
one colour (ISO 32000-1, 8.6.6.3), so that pages stay as they are when a clinic's takes its place.
In a picture an author may have meant that very colour; in a shade, or in what is drawn as a whole,
it is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..records.slots import ACCENT

NEAR = 0.002
"""By which a part of a colour may differ: less than half a step of it."""


def channels(colour: str) -> list[float]:
    """Return red, green and blue of a colour ("#rrggbb"), each from 0 to 1."""
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def colour_operands(colour: str) -> bytes:
    """Return a colour ("#rrggbb") as it stands before an operator."""
    numbers = (f"{value:.6f}".rstrip("0").rstrip(".") or "0" for value in channels(colour))
    return " ".join(numbers).encode()


STAND_IN = colour_operands(ACCENT)
TABLE = Name.Accent
"""Name of the table that holds the colour, among the resources of a page."""
_CHOSEN = re.compile(re.escape(STAND_IN) + rb"\s+(?:(rg)|RG)\b")


def name_colour(pdf: Pdf) -> None:
    """Choose the colour by its name, wherever it is chosen on a page."""
    table = pdf.make_indirect(Object.parse(table_of(ACCENT)))
    for page in pdf.pages:
        drawn, count = _CHOSEN.subn(_by_name, page.obj.Contents.read_bytes())
        if count:
            page.obj.Contents = pdf.make_stream(drawn)
            resources: Any = page.obj.Resources
            if "/ColorSpace" not in resources:
                resources.ColorSpace = Dictionary()
            resources.ColorSpace[TABLE] = table


def tables_of(pdf: Pdf) -> Iterator[Any]:
    """Yield the tables that hold the colour: each part of a pack has its own."""
    known = set()
    for page in pdf.pages:
        resources: Any = page.obj.Resources
        table = resources.get("/ColorSpace", {}).get(TABLE)
        if table is not None and table.objgen not in known:
            known.add(table.objgen)
            yield table


def table_of(colour: str) -> bytes:
    """Return a table that holds a *colour* ("#rrggbb"), as it is written."""
    return b"[ /Indexed /DeviceRGB 0 <%s> ]" % colour.removeprefix("#").encode()


def _by_name(chosen: re.Match[bytes]) -> bytes:
    space, entry = (b"cs", b"sc") if chosen[1] else (b"CS", b"SC")
    return b" ".join([str(TABLE).encode(), space, b"0", entry])


def misplaced_colour(pdf: Pdf) -> str:
    """Return where the colour stands and cannot be exchanged, or nothing."""
    for page in pdf.pages:
        drawn = page.obj.Contents.read_bytes()
        if STAND_IN in drawn and b"/Figure" in drawn and _is_in_a_picture(page):
            return "a picture"
        if STAND_IN in _CHOSEN.sub(b"", drawn):
            return "what is drawn"
    for thing in pdf.objects:
        if isinstance(thing, Stream) and _is_drawn_as_a_whole(thing):
            if STAND_IN in thing.read_bytes():
                return "what is drawn as a whole"
        elif isinstance(thing, Dictionary | Stream) and any(map(_is_stand_in, _shades(thing))):
            return "a shade"
    return ""


_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"'})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_SET_FILL = frozenset({"g", "rg", "k", "sc", "scn", "cs"})
_SET_STROKE = frozenset(map(str.upper, _SET_FILL))
_STEPS = " ".join(sorted({"q", "Q", "BDC", "BMC", "EMC"} | _FILLS | _STROKES))
_ALL = f"{_STEPS} {' '.join(sorted(_SET_FILL | _SET_STROKE))}"


def _is_in_a_picture(page: Any) -> bool:
    """Return whether anything of a picture is drawn in the colour, wherever it was chosen."""
    pictures: list[bool] = []
    for instruction, fill, stroke in _with_colours(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            pictures.append(str(instruction.operands[0]) == "/Figure")
        elif operator == "EMC":
            pictures.pop()
        elif any(pictures) and ((fill and operator in _FILLS) or (stroke and operator in _STROKES)):
            return True
    return False


def _with_colours(page: Any) -> Iterator[tuple[Any, bool, bool]]:
    """Yield what is drawn on a page, and whether it is filled, and stroked, in the colour."""
    fill = stroke = False
    saved: list[tuple[bool, bool]] = []
    for instruction in pikepdf.parse_content_stream(page, _ALL):
        operator = str(instruction.operator)
        if operator == "q":
            saved.append((fill, stroke))
        elif operator == "Q":
            fill, stroke = saved.pop()
        elif operator in _SET_FILL:
            fill = _is_stand_in(instruction.operands)
        elif operator in _SET_STROKE:
            stroke = _is_stand_in(instruction.operands)
        yield instruction, fill, stroke


def _is_drawn_as_a_whole(stream: Any) -> bool:
    return "/PatternType" in stream or stream.get("/Subtype") == "/Form"


def _shades(thing: Any) -> Iterator[Any]:
    """Yield the colours of a function of a shade, and of those that it is made of."""
    if "/Function" in thing and isinstance(thing.Function, Dictionary):
        yield from _shades(thing.Function)
    if "/FunctionType" in thing:
        yield from (thing[key] for key in ("/C0", "/C1") if key in thing)
        for inner in thing.get("/Functions", ()):
            yield from _shades(inner)


def _is_stand_in(colour: Any) -> bool:
    values = list(colour) if isinstance(colour, Array) else colour
    wanted = channels(ACCENT)
    if len(values) != len(wanted):
        return False
    pairs = zip(values, wanted, strict=True)
    return all(_is_number(value) and abs(float(value) - part) < NEAR for value, part in pairs)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
