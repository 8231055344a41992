"""A PDF without what its lines are said to say: its glyphs alone tell what is drawn."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

TOLD = Name.ActualText


def drawn_alone(pdf: bytes) -> bytes:
    """Return *pdf* without the actual texts of what it draws."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.obj.Contents = document.make_stream(_untold(page))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form:
                thing.write(_untold(thing))
        document.save(written)
    return written.getvalue()


def _untold(content: Any) -> bytes:
    kept = list(_without(pikepdf.parse_content_stream(content)))
    return pikepdf.unparse_content_stream(kept)


def _without(instructions: Iterable[Any]) -> Iterator[Any]:
    """Yield *instructions* but for those that open and close an actual text."""
    is_told: list[bool] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            is_told.append(_tells(instruction.operands))
            if is_told[-1]:
                continue
        elif operator == "EMC" and is_told.pop():
            continue
        yield instruction


def _tells(operands: Any) -> bool:
    return len(operands) > 1 and isinstance(operands[1], Dictionary) and TOLD in operands[1]
