"""Whether a picture shows anything, and is fine enough for paper.

One that is white on white says less than its page does; one with too few pixels is blurred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..records.geometry import Box
from ..records.rendered import Misprint
from ..records.slots import room_of
from .drawn import Drawing, Kind
from .open_pdf import OpenPdf, quoted
from .pale_text import DPI, contrast, seen_in_grey
from .spoken import Spoken

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

UNSEEN = 1.05
"""Contrast with white paper below which nobody sees anything; pure yellow has 1.07."""
EDGE = 3.0
"""Points around a picture that are looked at, too: it may have one colour all over."""
COARSE = 72
"""Pixels in an inch below which anybody sees them: a screen shows 96, and print asks for 300."""
STRETCHED = 100
"""Pixels below which it is a colour that was stretched, rather than a picture."""
POINTS, MM = 72, 25.4
"""Points, and millimetres, in an inch."""
FINER = "give a logo with more pixels, or an SVG"
CUT = "cut the clear space around the logo off"


def pictures(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """Look for pictures of which nothing is drawn, or nothing that differs from paper."""
    eye = cache(lambda page: seen_in_grey(opened.document[page]))
    for alternative, found, on in _drawn(opened):
        if any(_is_plain_to_see(drawing) for _page, drawing in found):
            continue
        if not any(_around(drawing.box, eye(page)) >= UNSEEN for page, drawing in found):
            told = "is said of a picture that shows nothing"
            yield Misprint(quoted(alternative), told, on, in_picture=True)


def coarse_pictures(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """Look for pictures whose pixels can be seen on paper."""
    for alternative, found, on in _drawn(opened):
        if told := next(filter(None, (_too_coarse(drawing) for _page, drawing in found)), ""):
            words = quoted(alternative)
            yield Misprint(words, told, on, is_told_only=True, in_picture=True, mend=FINER)


def small_pictures(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """Look for pictures with so much clear space around that what they show is small."""
    for piece in opened.pieces:
        if not piece.alternative or piece.box is None or piece.page is None:
            continue
        shown = _extent(opened.document[piece.page], piece.box)
        if told := _too_small(shown, piece.box):
            words, on = quoted(piece.alternative), (piece.page + 1,)
            yield Misprint(words, told, on, is_told_only=True, in_picture=True, mend=CUT)


def _drawn(
    opened: OpenPdf,
) -> Iterator[tuple[str, list[tuple[int, Drawing]], tuple[int, ...]]]:
    """Yield the alternative of each picture, what is drawn of it with its pages, and its pages.

    The former count from 0, the latter from 1.
    """
    drawn: dict[tuple[int, int], list[Drawing]] = {}
    for number, page in enumerate(opened.pages):
        for drawing in page:
            drawn.setdefault((number, drawing.owner), []).append(drawing)
    for alternative, places in _figures(opened):
        found = [(page, one) for page, owner in places for one in drawn.get((page, owner), ())]
        yield alternative, found, tuple(sorted({page + 1 for page, _owner in places}))


def _figures(opened: OpenPdf) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the alternative of each picture, with pages and ids of its marked content."""
    alternative, places = "", list[tuple[int, int]]()
    for piece in (*opened.pieces, None):
        if piece and piece.within == "/Figure" and not piece.alternative:
            if piece.page is not None:
                places.append((piece.page, piece.owner))
            continue
        if places and alternative and not room_of(alternative):  # the room of a clinic is empty
            yield alternative, places
        alternative, places = (piece.alternative if piece else ""), []


def _is_plain_to_see(drawing: Drawing) -> bool:
    """Return whether a drawing is surely seen: what is filled, and not faint with its group."""
    left, bottom, right, top = drawing.box
    is_filled = drawing.kind in {Kind.TEXT, Kind.PATH} and drawing.ink >= 0
    dark = is_filled and contrast(drawing.ink, 1.0) >= UNSEEN
    return dark and not drawing.in_form and right > left and top > bottom


def _too_coarse(drawing: Drawing) -> str:
    """Return what is said of a picture whose pixels can be seen; nothing of any other."""
    (across, down), (left, bottom, right, top) = drawing.pixels, drawing.box
    width, height = (right - left) / POINTS, (top - bottom) / POINTS
    if not STRETCHED <= across * down < COARSE**2 * width * height:
        return ""
    return (
        f"is said of a picture that prints blurred: it has {across} by {down} pixels for "
        f"{width * MM:.0f} by {height * MM:.0f} mm"
    )


def _extent(page: PdfPage, box: Box) -> Box | None:
    """Return the part of a box in which a page shows anything, to a point; None: it shows nothing.

    It is looked at as on white paper, in grey.
    """
    left, bottom, right, top = box
    width, height = page.get_size()
    crop = (max(0, left), max(0, bottom), max(0, width - right), max(0, height - top))
    seen = page.render(scale=DPI / 72, grayscale=True, crop=crop).to_pil()
    found = seen.point(lambda light: 255 * (contrast(1.0, light / 255) >= UNSEEN)).getbbox()
    if not found:
        return None
    return left + found[0], top - found[3], left + found[2], top - found[1]


def _too_small(shown: Box | None, box: Box) -> str:
    """Return what is said of a picture that could show the same at twice its size."""
    if not shown:
        return ""
    (width, height), (most_wide, most_high) = map(_size, (shown, box))
    if width * 2 > most_wide or height * 2 > most_high:
        return ""
    return (
        f"is said of a picture that prints small: of its {most_wide:.0f} by {most_high:.0f} mm, it "
        f"shows something on {width:.0f} by {height:.0f} mm"
    )


def _size(box: Box) -> tuple[float, float]:
    """Return how wide and how high a box is, in millimetres."""
    left, bottom, right, top = box
    return (right - left) / POINTS * MM, (top - bottom) / POINTS * MM


def _around(box: Box, seen: Callable[[Box], float]) -> float:
    """Return the contrast within a box, with its edge."""
    left, bottom, right, top = box
    return seen((left - EDGE, bottom - EDGE, right + EDGE, top + EDGE))
