"""Which letters a font has that was cut down to those of its file."""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Array, Dictionary

_WIDTHS = re.compile(rb"(\d+)\s*\[([^]]*)\]")


def widths_of(font: Any) -> str:
    """Return the letters that a font has, by their numbers, and their widths, as one text.

    They stand in it as words (ISO 32000-1, 9.7.4.3).

    Raises
    ------
    ValueError
        Where widths are written in the other form, which none of ours is.
    """
    inner = font.get("/DescendantFonts", [Dictionary()])[0]
    table = inner.get("/W", Array()).unparse(resolved=True).strip()[1:-1]
    if _WIDTHS.sub(b"", table).strip():
        raise ValueError("a font has widths that are written for ranges of letters")
    return " ".join(
        f"{int(first) + place}={float(width)}"
        for first, widths in _WIDTHS.findall(table)
        for place, width in enumerate(widths.split())
    )
