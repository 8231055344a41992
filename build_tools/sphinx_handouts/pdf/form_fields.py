"""Gives each form field all that a viewer needs to draw it, so that it looks alike in all of them.

WeasyPrint 70 leaves that to viewers (``NeedAppearances``), and each does something else.  Here a
field gets appearances of its own, and text a font that every program can write with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf

from .field_font import ASCII, FAMILY

FIRST_NAME, LAST_NAME = "Wingdings", "HandoutsFields"
"""What fields call their font.

PDFium, of Chrome, takes the first font of a field.  It writes Greek and Cyrillic with a font of the
computer, or with none, unless the field's own has the name of a symbol font.  All others take the
last one.  qpdf writes a byte a letter whatever the font is, so the last one can be read like that.
"""
AUTO_SIZE = 0
"""Points: what is typed is as large as the field is high, and smaller where it would not fit."""
RIGHT = 2
"""How a field calls the edge at which text begins."""
CHECK_MARK, CHECK_FONT = "4", "ZaDb"
"""The tick of ZapfDingbats, and what forms call that font.

It is for programs that draw ticks anew, whatever is in the file.  Few computers have the font, so
ours holds this one sign.
"""
TICK = ((0.16, 0.52), (0.40, 0.22), (0.84, 0.84))
"""Where the pen goes, in sides of the box."""
TICK_WIDTH = 0.14

_FONT_OPERATOR = re.compile(rb"/(\S+) \S+ Tf")

_ENCODING = f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def
end def
/CMapName /HandoutsFields def
/CMapType 1 def
/WMode 0 def
2 begincodespacerange
<{ASCII.start:02x}> <{ASCII.stop - 1:02x}>
<0000> <{ASCII.start - 1:02x}ff>
endcodespacerange
2 begincidrange
<{ASCII.start:02x}> <{ASCII.stop - 1:02x}> {ASCII.start}
<0000> <{ASCII.start - 1:02x}ff> 0
endcidrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
"""How text in our font is written: a letter of ASCII in one byte or two, all others in two."""


def complete_fields(pdf: pydyf.PDF, *, from_right: bool = False) -> None:
    """Write the appearances of all fields of *pdf*, and stop asking viewers for them.

    In a sheet that is written *from_right* to left, what is typed stands on the right, too.
    """
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    fonts, check_font = pydyf.Dictionary(), dict[str, Any]()
    for field in _widgets(pdf):
        x1, y1, x2, y2 = field["Rect"]
        field["Rect"] = pydyf.Array((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
        field["BS"] = pydyf.Dictionary({"W": 0})
        if "DA" not in field:
            _complete_box(pdf, field)
            check_font = check_font or {CHECK_FONT: _check_font(pdf)}
        elif field["FT"] != "/Btn":
            _complete_text(pdf, field, fonts)
            if from_right:
                field["Q"] = RIGHT
    form["DR"] = pydyf.Dictionary({"Font": pydyf.Dictionary({**fonts, **check_font})})
    del form["NeedAppearances"]


def _widgets(pdf: pydyf.PDF) -> Iterator[Any]:
    # A list: what is written for them is added to the objects.
    for found in list(pdf.objects):
        if isinstance(found, dict) and found.get("Subtype") == "/Widget":
            yield found


def _complete_box(pdf: pydyf.PDF, field: Any) -> None:
    """Draw the tick with lines: no font is needed to show it."""
    width, height = _size(field)
    (on,) = field["AP"]["N"]
    drawings = {on: f"q 0 G {_tick(width, height)} Q", "Off": ""}
    states = {name: _appearance(pdf, field, drawing) for name, drawing in drawings.items()}
    field["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary(states)})
    field["MK"] = pydyf.Dictionary({"CA": pydyf.String(CHECK_MARK)})
    field["DA"] = pydyf.String(f"/{CHECK_FONT} {AUTO_SIZE} Tf 0 g")
    del field["Border"]


def _tick(width: float, height: float) -> str:
    start, turn, end = (f"{x * width:.3f} {y * height:.3f}" for x, y in TICK)
    pen = f"{TICK_WIDTH * min(width, height):.3f} w 1 J 1 j"
    return f"{pen} {start} m {turn} l {end} l S"


def _check_font(pdf: pydyf.PDF) -> Any:
    """Add a font that has the tick alone."""
    glyph = pydyf.Stream([f"1000 0 d0 {_tick(1000, 1000)}".encode()])
    code = ord(CHECK_MARK)
    letter = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CMapName /HandoutsTick def /CMapType 2 def",
        b"1 begincodespacerange <00> <ff> endcodespacerange",
        f"1 beginbfchar <{code:02x}> <2714> endbfchar".encode(),
        b"endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    unicode = pydyf.Stream(letter)
    pdf.add_object(glyph)
    pdf.add_object(unicode)
    encoding = {"Type": "/Encoding", "Differences": pydyf.Array([code, "/tick"])}
    font = {
        "Type": "/Font",
        "Subtype": "/Type3",
        "FontBBox": pydyf.Array([0, 0, 1000, 1000]),
        "FontMatrix": pydyf.Array([0.001, 0, 0, 0.001, 0, 0]),
        "CharProcs": pydyf.Dictionary({"tick": glyph.reference}),
        "Encoding": pydyf.Dictionary(encoding),
        "FirstChar": code,
        "LastChar": code,
        "Widths": pydyf.Array([1000]),
        "Resources": pydyf.Dictionary(),
        "ToUnicode": unicode.reference,
    }
    added = pydyf.Dictionary(font)
    pdf.add_object(added)
    return added.reference


def _complete_text(pdf: pydyf.PDF, field: Any, fonts: pydyf.Dictionary) -> None:
    """Give text a font that is named right, and an appearance to be written into."""
    (name,) = _FONT_OPERATOR.findall(pydyf._to_bytes(field["DA"].string))
    if not fonts:
        fonts.update(_fonts(pdf, name.decode()))
    operators = " ".join(f"/{alias} {AUTO_SIZE} Tf" for alias in fonts)
    field["DA"] = pydyf.String(f"{operators} 0 g")
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary(fonts)})
    stream = _appearance(pdf, field, "/Tx BMC\nEMC", resources)
    field["AP"] = pydyf.Dictionary({"N": stream})


def _size(field: Any) -> tuple[float, float]:
    left, bottom, right, top = field["Rect"]
    return right - left, top - bottom


def _appearance(
    pdf: pydyf.PDF, field: Any, drawing: str, resources: pydyf.Dictionary | None = None
) -> Any:
    """Add what a field shows: a stream of its own, for programs write into it."""
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array((0, 0, *_size(field))),
        "Resources": pydyf.Dictionary() if resources is None else resources,
    }
    stream = pydyf.Stream([drawing.encode()], extra)
    pdf.add_object(stream)
    return stream.reference


def _fonts(pdf: pydyf.PDF, name: str) -> dict[str, Any]:
    """Return the references of a font of the pages, by the names that fields have for it."""
    resources = _object(pdf, pdf.catalog["AcroForm"]["DR"])
    reference = _object(pdf, resources["Font"])[name]
    font = _object(pdf, reference)
    if not (_is_ours(font) and font["Encoding"] == "/Identity-H"):
        return {FIRST_NAME: reference, LAST_NAME: reference}
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity")}
    extra = {
        "Type": "/CMap",
        "CMapName": "/HandoutsFields",
        "CIDSystemInfo": pydyf.Dictionary({**system, "Supplement": 0}),
    }
    encoding = pydyf.Stream([_ENCODING.encode()], extra, compress=True)
    pdf.add_object(encoding)
    by_bytes = pydyf.Dictionary({**font, "Encoding": encoding.reference})
    pdf.add_object(by_bytes)
    return {FIRST_NAME: reference, LAST_NAME: by_bytes.reference}


def _is_ours(font: Any) -> bool:
    base = pydyf._to_bytes(font["BaseFont"]).replace(b"-", b"")
    return FAMILY.replace(" ", "").encode() in base


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
