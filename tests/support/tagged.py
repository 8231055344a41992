"""Looks into tagged PDFs, by other means than the package's own."""

from __future__ import annotations

import ctypes
import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary
from pypdfium2 import raw


def opened(data: bytes) -> pikepdf.Pdf:
    """Open a PDF."""
    return pikepdf.open(io.BytesIO(data))


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """Return a PDF after *change*."""
    with opened(data) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def structure(pdf: Any) -> Iterator[Any]:
    """Yield every element of the structure tree, and reference in it, in reading order."""
    pending = [pdf.Root.StructTreeRoot.K]
    while pending:
        node = pending.pop()
        if isinstance(node, Array):
            pending += reversed(list(node))
        elif isinstance(node, Dictionary):
            yield node
            if "/K" in node:
                pending.append(node.K)


def tags(pdf: Any) -> list[str]:
    """Return the tags of the structure tree, in reading order."""
    return [str(element.S)[1:] for element in structure(pdf) if "/S" in element]


def read_aloud(data: bytes) -> str:
    """Return what a screen reader meets, a line an element or text, as poppler finds it."""
    command = ["pdfinfo", "-struct-text", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert b"Error" not in done.stderr, done.stderr
    return done.stdout.decode()


Place = tuple[int | None, int | None, int]
"""Where words are drawn: the page, which of its forms (if any), and the number of the mark."""


def spoken_words(data: bytes) -> str:
    """Return the words of the tags in their order, as PDFium draws them; no field is named.

    For many sheets: poppler hears the same, and takes twenty times as long.
    """
    drawn = _drawn(data)
    with opened(data) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        forms = {
            form.objgen: (number, count)
            for number, page in enumerate(pdf.pages)
            for count, form in enumerate(_forms(page))
        }
        root = pdf.Root.StructTreeRoot
        return "".join(drawn.get(place, "") for place in _marks(root, None, pages, forms))


def _forms(page: Any) -> list[Any]:
    """Return the forms of a page, in the order in which it draws them."""
    names = (step.operands[0] for step in pikepdf.parse_content_stream(page, "Do"))
    found = (page.Resources.XObject[name] for name in names)
    return [drawn for drawn in found if drawn.Subtype == "/Form"]


def _marks(
    node: Any, page: int | None, pages: dict[Any, int], forms: dict[Any, tuple[int, int]]
) -> Iterator[Place]:
    """Yield where the words below an element stand, in reading order."""
    page = pages[node.Pg.objgen] if "/Pg" in node else page
    if "/MCID" in node:
        yield (*(forms[node.Stm.objgen] if "/Stm" in node else (page, None)), int(node.MCID))
        return
    kids = node.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            yield from _marks(kid, page, pages, forms)
        elif isinstance(kid, int):
            yield page, None, kid


def _drawn(data: bytes) -> dict[Place, str]:
    """Return what is drawn at each place."""
    found: dict[Place, str] = {}
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            reader, forms = page.get_textpage(), 0
            for item in page.get_objects():
                forms += item.type == raw.FPDF_PAGEOBJ_FORM and item.level == 0
                if item.type == raw.FPDF_PAGEOBJ_TEXT:
                    form = forms - 1 if item.level else None
                    place = number, form, raw.FPDFPageObj_GetMarkedContentID(item)
                    found[place] = found.get(place, "") + _text(item, reader)
    return found


def _text(item: Any, reader: Any) -> str:
    size = raw.FPDFTextObj_GetText(item, reader, None, 0)
    units = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(item, reader, units, size)
    return bytes(units).decode("utf-16-le").rstrip("\0")


@dataclass(frozen=True, slots=True)
class Field:
    """A form field: where it stands (pt, from the lower left corner of its page) and its words."""

    page: int
    name: str
    tooltip: str
    kind: str
    left: float
    bottom: float
    right: float
    top: float


def fields(pdf: Any) -> list[Field]:
    """Return the form fields, in the order of the structure tree, which is the tab order."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    widgets = {a.objgen: p for p in pdf.pages for a in p.obj.get("/Annots", ()) if "/FT" in a}
    found = []
    for node in structure(pdf):
        target = node.get("/Obj")
        if target is not None and target.objgen in widgets:
            left, right = sorted((float(target.Rect[0]), float(target.Rect[2])))
            bottom, top = sorted((float(target.Rect[1]), float(target.Rect[3])))
            words = (str(target.T), str(target.TU), str(target.FT)[1:])
            page = pages[widgets[target.objgen].objgen]
            found.append(Field(page, *words, left, bottom, right, top))
    return found


def faults(data: bytes) -> list[str]:
    """Return what qpdf says is wrong with the file itself."""
    with opened(data) as pdf:
        return pdf.check_pdf_syntax()
