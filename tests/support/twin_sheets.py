"""Two PDFs that should look and sound the same."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable

from PIL import Image, ImageChops
from pypdfium2 import PdfDocument
from tagged import read_aloud

Draw = Callable[[bytes], list[Image.Image]]
FEW = 0.002
"""Share of the dots of a page that may differ: letters are set to a hair, and drawn in dots."""


def dots_of_pdfium(pdf: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as PDFium draws them."""
    with PdfDocument(pdf) as document:
        return [page.render(scale=100 / 72).to_pil() for page in document]


def dots(pdf: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as poppler draws them."""
    command = ["pdftoppm", "-r", "100", "-"]
    data = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    starts = [match.start() for match in re.finditer(rb"P6\n\d+ \d+\n255\n", data)]
    ends = [*starts[1:], len(data)]
    return [Image.open(io.BytesIO(data[a:b])) for a, b in zip(starts, ends, strict=True)]


def different(one: bytes, other: bytes, draw: Draw = dots) -> float:
    """Return the largest share of dots of a page that differ by more than a shade."""
    pairs = list(zip(draw(one), draw(other), strict=True))
    return max(_different(*pair) for pair in pairs)


def _different(one: Image.Image, other: Image.Image) -> float:
    histogram = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(histogram[16:]) / sum(histogram)


def spoken(pdf: bytes) -> str:
    """Return what a screen reader meets; numbers of objects and cells mean nothing."""
    return re.sub(r"\d+(-\d+)+|Object \d+|/BBox .*", "id", read_aloud(pdf))
