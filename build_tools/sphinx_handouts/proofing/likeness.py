"""Whether two PDFs look alike."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


DPI = 96

SHADE = 64
"""Of 255: dots at the edge of a letter differ by less, where it is moved by a hair."""

FEW = 8
"""Dots of a page that may differ by more: less than a letter has."""


def look_alike(one: bytes, other: bytes) -> bool:
    """Return whether two PDFs have the same pages, to the eye."""
    import pypdfium2

    with pypdfium2.PdfDocument(one) as first, pypdfium2.PdfDocument(other) as second:
        pages = zip_longest(first, second)
        return all(a is not None and b is not None and _alike(a, b) for a, b in pages)


def _alike(one: PdfPage, other: PdfPage) -> bool:
    from PIL import ImageChops

    drawn = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in (one, other)]
    if drawn[0].size != drawn[1].size:
        return False
    bands = ImageChops.difference(*drawn).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(most.histogram()[SHADE:]) <= FEW
