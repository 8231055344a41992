"""Whether all stands in the page area, whole, and in type that is large enough."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..records.geometry import PRINTER_REACH_MM, Box
from ..records.rendered import Misprint
from .drawn import Drawing, Kind
from .open_pdf import OpenPdf, quoted
from .spoken import Spoken

SLACK = 2.5
"""Points by which ink may reach over the page area: a stroke or a letter's overhang."""

HEAD = 40.0
"""Points above the page area that the masthead may take: of the margin, where little stands."""


_REACH = PRINTER_REACH_MM * 72 / 25.4


def places(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """All ink stands in the page area; words in the margins, where printers print."""
    for number, page in enumerate(opened.pages):
        width, height = opened.document.get_page_size(number)
        areas = list(opened.layout.areas[number])
        if opened.layout.is_booklet:  # where the fold is marked
            areas.append((width / 2, 0, width / 2, height))
        yield from _cut(opened, page, number)
        for drawing in page:
            if drawing.is_cut and drawing.text.strip():
                continue
            is_text = opened.is_text_of(number, drawing)
            if fault := _fault(drawing, (width, height), areas, both_ways=is_text):
                words = opened.quote(drawing) or _NAMES[drawing.kind]
                yield opened.misprint(drawing, fault, number, words)


def _fault(
    drawing: Drawing, paper: tuple[float, float], areas: Sequence[Box], *, both_ways: bool
) -> str:
    """Return what is wrong with the place of a drawing; empty where nothing is."""
    width, height = paper
    if _reaches_over(drawing.box, [(0, 0, width, height)], both_ways=True):
        return "reaches over the edge of the paper"
    if _reaches_over(drawing.box, areas, both_ways=both_ways):
        return "reaches over the edge of the page area"
    reach = _REACH, _REACH, width - _REACH, height - _REACH
    if drawing.text.strip() and _reaches_over(drawing.box, [reach], both_ways=True):
        return "stands nearer to the edge of the paper than printers print"
    return ""


def _cut(opened: OpenPdf, page: Iterable[Drawing], number: int) -> Iterator[Misprint]:
    """Yield the texts that clips cut; in a picture, each letter is drawn by itself."""
    for (is_cut, owner), found in groupby(page, key=lambda one: (one.is_cut, one.owner)):
        texts = list(found) if is_cut else []
        joined = "".join(one.text for one in texts)
        words = dict.fromkeys(opened.blocks.get(id(one)) or joined for one in texts)
        for text in filter(str.strip, words):
            in_picture = (number, owner) in opened.figures
            yield Misprint(quoted(text), "is cut off", (number + 1,), text, in_picture=in_picture)


_NAMES = {
    Kind.TEXT: "a text",
    Kind.PATH: "a line or box",
    Kind.IMAGE: "a picture",
    Kind.SHADING: "a colour",
    Kind.FORM: "a group",
}


def _reaches_over(box: Box, areas: Sequence[Box], *, both_ways: bool) -> bool:
    """Return whether *box* leaves each of *areas*; if not *both_ways*, at its sides."""
    left, bottom, right, top = box
    if right <= left and top <= bottom:
        return False
    for area in areas:
        if (
            left >= area[0] - SLACK
            and right <= area[2] + SLACK
            and (not both_ways or (bottom >= area[1] - SLACK and top <= area[3] + HEAD))
        ):
            return False
    return True


def sizes(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """No type is smaller than a reader of this variant can read."""
    least = opened.layout.smallest
    for run in opened.runs:
        if run.letters and run.drawing.size < least - 0.05:
            size = f"is printed in {run.drawing.size:.1f} points, and {least:g} is the least"
            yield opened.misprint(run.drawing, size, run.page)
    for labels in opened.labels:
        run = min(labels, key=lambda label: label.drawing.size if label.letters else math.inf)
        points = run.drawing.size
        if run.letters and points < least - 0.05:
            problem = f"in a picture is printed in {points:.1f} points, and {least:g} is the least"
            # Each letter of a drawing is drawn by itself.
            words = "".join(one.drawing.text for one in labels if one.drawing.size == points)
            yield Misprint(
                quoted(words), problem, (run.page + 1,), is_told_only=True, in_picture=True
            )
