"""Whether texts are dark enough for what lies below them, as a copier sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ..records.geometry import Box
from ..records.rendered import Misprint
from ..records.schema.colours import linear
from .drawn import Drawing, Kind
from .open_pdf import OpenPdf, quoted
from .overlaps import may_cover
from .spoken import Spoken

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


FAINTEST = 3.0
"""Contrast between ink and ground, as printed in grey: less cannot be photocopied."""

DPI = 72


def inks(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """Look for text that is too pale for its ground.

    What lies below it tells; over a picture, or in a group that may be faint as a whole, the eye.
    """
    for number, page in enumerate(opened.pages):
        seen = None
        # Few drawings can lie below a text: all others are left out once.
        labels = _labels(opened, number)
        lids = [(i, d) for i, d in reversed(list(enumerate(page))) if may_cover(d)]
        for index, drawing in enumerate(page):
            if drawing.kind is not Kind.TEXT or not drawing.text.strip():
                continue
            ground = _ground((lid for lid in lids if lid[0] < index), drawing.box)
            if drawing.ink < 0:
                found = 1.0
            elif ground is None or (
                drawing.in_form and (number, drawing.owner) not in opened.figures
            ):
                seen = seen or seen_in_grey(opened.document[number])
                found = seen(drawing.box)
            else:
                found = contrast(drawing.ink, ground)
            if found < FAINTEST:
                yield opened.misprint(drawing, "is too pale to be read", number, labels(drawing))


def _labels(opened: OpenPdf, number: int) -> Callable[[Drawing], str]:
    """Return a function that tells the labels of the picture in which one of them stands.

    Each letter of a drawing is drawn by itself.
    """
    owned: dict[int, str] = {}
    for drawing in opened.pages[number]:
        if (number, drawing.owner) in opened.figures:
            owned[drawing.owner] = owned.get(drawing.owner, "") + drawing.text
    return lambda drawing: quoted(owned.get(drawing.owner, ""))


def _ground(below: Iterable[tuple[int, Drawing]], box: Box) -> float | None:
    """Return the lightness of what lies below *box*; None where only the eye can tell."""
    for _index, drawing in below:
        other = drawing.box
        lies_there = other[0] < box[2] and box[0] < other[2]  # most stand elsewhere
        if lies_there and _share(box, other) > 0.5:
            return drawing.ink if drawing.kind is Kind.PATH else None
    return 1.0


def _share(box: Box, other: Box) -> float:
    """Return the share of *box* that *other* takes."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    if width <= 0 or height <= 0:
        return 0
    area = (box[2] - box[0]) * (box[3] - box[1])
    return width * height / area if area else 0


@lru_cache(maxsize=1000)  # a sheet has few inks
def contrast(one: float, other: float) -> float:
    """Return the contrast of two kinds of lightness, from 1 to 21."""
    light, dark = max(one, other), min(one, other)
    return (linear(light) + 0.05) / (linear(dark) + 0.05)


def seen_in_grey(page: PdfPage) -> Callable[[Box], float]:
    """Return a function that tells the contrast within a box, as the page is seen in grey."""
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    dots, stride, height = bytes(bitmap.buffer), bitmap.stride, bitmap.height

    def seen(box: Box) -> float:
        left, right = max(0, int(box[0])), max(0, int(box[2]) + 1)
        top, bottom = max(0, height - int(box[3]) - 1), max(0, height - int(box[1]))
        seen = b"".join(dots[y * stride + left : y * stride + right] for y in range(top, bottom))
        return contrast(max(seen, default=255) / 255, min(seen, default=255) / 255)

    return seen
