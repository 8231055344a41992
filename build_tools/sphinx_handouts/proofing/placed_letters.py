"""Texts that run from left to right on pages that hold others: their letters as they are placed.

PDFium tells a line in the order in which it takes it to be read. Where one of its words runs from
right to left, it tells a telephone number beside that backwards, and the words behind it first.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from functools import cached_property
from typing import Any

from ..records.plain_text import runs_leftward

_PARTED = re.compile(r"\w\W+\w|\d[^\W\d]|[^\W\d]\d")
"""What may be told in another order: words, and numbers beside them."""


class PlacedLetters:
    """The letters of one page, by the object that draws them and by their places."""

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium, self.text_page = pdfium, text_page

    def as_placed(self, item: Any, text: str) -> str:
        """Return the *text* of an object in the order in which its letters stand on the page."""
        if not self._runs_leftward or not _PARTED.search(text) or not all(map(_has_place, text)):
            return text
        found = sorted(self._letters.get(_address(item), ()), key=lambda letter: letter[0])
        return "".join(character for _place, character in found) or text

    @cached_property
    def _runs_leftward(self) -> bool:
        return runs_leftward(self.text_page.get_text_range())

    @cached_property
    def _letters(self) -> dict[int | None, list[tuple[float, str]]]:
        """How far to the right each letter stands, by the address of its object."""
        pdfium, page = self.pdfium, self.text_page
        found: dict[int | None, list[tuple[float, str]]] = {}
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(pdfium.FPDFText_CountChars(page)):
            item = pdfium.FPDFText_GetTextObject(page, index)
            if item and pdfium.FPDFText_GetCharOrigin(page, index, x, y):
                character = chr(pdfium.FPDFText_GetUnicode(page, index))
                found.setdefault(_address(item), []).append((x.value, character))
        return found


def _has_place(character: str) -> bool:
    """Return whether a letter stands by itself, and behind those that are written before it."""
    return character.isascii() or (
        character <= "\uffff"
        and unicodedata.bidirectional(character) not in {"R", "AL", "NSM"}
        and unicodedata.category(character)[0] != "M"
    )


def _address(item: Any) -> int | None:
    return ctypes.cast(item, ctypes.c_void_p).value
