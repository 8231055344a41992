"""Looks into tagged PDFs, by other means than the package's own."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary


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
