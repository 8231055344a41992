"""Reads PDFs as a patient does: a sentence is there, large and dark enough, or it is told."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

SMALLEST = 8.0
"""Points: text below this size cannot be read by many."""
FAINTEST = 3.0
"""Contrast between ink and ground, as printed in grey: less cannot be photocopied."""
DPI = 120
NEARLY = 0.75
"""The share of the letters of a script whose letters join that are told in their order."""
SAMPLE = 3
"""Every which letter of a sentence is looked at: what hides one hides its neighbours."""
LEAST = 4
"""Letters of a sentence that stand on either side of a page's end: fewer may be there by chance."""

_SOURCE_NUMBER = re.compile(r"\[[\d,\s]+\]")
_Box = tuple[float, float, float, float]


class _Page:
    """One page: its letters, without spaces, hyphens and numbers of sources."""

    def __init__(self, page: PdfPage) -> None:
        self._page = page
        self._text: PdfTextPage = page.get_textpage()
        self._grey: tuple[bytes, int, int] | None = None
        characters = self._characters()
        for number in _SOURCE_NUMBER.finditer("".join(characters)):
            characters[slice(*number.span())] = [""] * len(number[0])
        plain = [letters(character) for character in characters]
        self.letters = "".join(plain)
        self._places = [i for i, text in enumerate(plain) for _letter in text]
        """The number of the character from which each letter comes."""

    def _characters(self) -> list[str]:
        """Return the characters of the page as PDFium counts them."""
        import pypdfium2.raw as pdfium

        count = self._text.count_chars()
        text = self._text.get_text_range() if count else ""
        if len(text) == count:
            return list(text)
        return [chr(pdfium.FPDFText_GetUnicode(self._text, index)) for index in range(count)]

    def problem(self, start: int, end: int) -> str:
        """Return why the letters from *start* to *end* cannot be read, or nothing."""
        used = sorted({*self._places[start:end:SAMPLE], self._places[end - 1]})
        size = min(map(self._size, used))
        if size < SMALLEST:
            return f"is printed in {size:.1f} points, and {SMALLEST:g} is the least"
        boxes = [self._text.get_charbox(index) for index in used]
        width, height = self._page.get_size()
        left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
        if left < 0 or bottom < 0 or right > width or top > height:
            return "lies outside the paper"
        faint = sum(self._contrast(box) < FAINTEST for box in boxes)
        return "is too pale to be read, or covered" if faint > len(boxes) / 4 else ""

    def _size(self, index: int) -> float:
        """Return the size in points at which a character is printed."""
        import pypdfium2.raw as pdfium

        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix))
        scale = (matrix.b**2 + matrix.d**2) ** 0.5
        return float(pdfium.FPDFText_GetFontSize(self._text, index) * scale)

    def _contrast(self, box: _Box) -> float:
        """Return the contrast between the darkest and the lightest dot within *box*, in grey."""
        if self._grey is None:
            bitmap = self._page.render(scale=DPI / 72, grayscale=True)
            self._grey = bytes(bitmap.buffer), bitmap.stride, bitmap.height
        dots, stride, height = self._grey
        left, right = int(box[0] * DPI / 72), int(box[2] * DPI / 72) + 1
        top, bottom = height - int(box[3] * DPI / 72) - 1, height - int(box[1] * DPI / 72)
        rows = [dots[y * stride + left : y * stride + right] for y in range(top, bottom)]
        seen = b"".join(rows) or b"\xff"
        return (_luminance(max(seen)) + 0.05) / (_luminance(min(seen)) + 0.05)


def _luminance(grey: int) -> float:
    value = grey / 255
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Return what a text says, however it is typeset: its letters and digits alone."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def unreadable(pdf: bytes, sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each of *sentences* that cannot be read in *pdf*, and why."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        pages = [_Page(page) for page in document]
        for sentence in filter(letters, sentences):
            wanted = letters(sentence)
            find = _near if _is_shaped(sentence) else _all
            problems = [
                page.problem(start, end)
                for page in pages
                for start, end in find(page.letters, wanted)
            ]
            if not problems and not _over_two_pages([page.letters for page in pages], wanted):
                yield sentence, "is missing"
            elif problems and all(problems):
                yield sentence, problems[0]


def _all(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where *wanted* begins and ends in *text*."""
    start = text.find(wanted)
    while start >= 0:
        yield start, start + len(wanted)
        start = text.find(wanted, start + 1)


def _is_shaped(text: str) -> bool:
    """Return whether letters join and swap in print, as in Arabic or Hindi.

    A PDF then tells some of them in the order in which they are drawn.
    """
    return any(
        unicodedata.bidirectional(c) == "AL" or unicodedata.category(c) in {"Mc", "Mn"}
        for c in unicodedata.normalize("NFC", text)
    )


def _near(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where nearly all letters of *wanted* stand in *text*, in nearly the same order."""
    matcher = SequenceMatcher(None, text, wanted, autojunk=False)
    longest = matcher.find_longest_match()
    start = max(0, longest.a - longest.b - len(wanted) // 4)
    end = start + len(wanted) * 3 // 2
    matcher.set_seq1(text[start:end])
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) >= NEARLY * len(wanted):
        yield start + blocks[0].a, start + blocks[-1].a + blocks[-1].size


def _over_two_pages(pages: list[str], wanted: str) -> bool:
    """Return whether *wanted* begins on one page and ends on another."""
    return any(
        wanted[:cut] in first and wanted[cut:] in second
        for first in pages
        for second in pages
        if first is not second
        for cut in range(LEAST, len(wanted) - LEAST + 1)
    )
