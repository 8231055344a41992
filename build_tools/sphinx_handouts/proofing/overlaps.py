"""Whether a text lies under something else, or over another text."""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterator

from ..records.geometry import Box
from ..records.rendered import Misprint
from .comparison import is_shaped
from .drawn import Drawing, Kind
from .open_pdf import OpenPdf, quoted
from .reading_order import is_mark
from .spoken import Spoken

LETTER = 3.0
"""Points of a line that may lie under something else: less than a letter."""

DEEP = 0.3
"""The share of the height of a line from which on what lies over it hides it."""

ENCLOSED = "has a sign around a letter, such as a keycap, and no font of the sheet has both"


def covers(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """No text lies under what is drawn later, nor over another text."""
    for number, page in enumerate(opened.pages):
        texts = [(i, d) for i, d in enumerate(page) if d.kind is Kind.TEXT and d.text.strip()]
        lids = [(i, d.box) for i, d in enumerate(page) if may_cover(d)]
        order = [i for i, _box in lids]
        for index, drawing in texts:
            later = lids[bisect(order, index) :]
            if any(_lies_over(lid, drawing.box) for _i, lid in later):
                yield opened.misprint(drawing, "is covered", number)
            if _encloses_nothing(drawing):
                yield opened.misprint(drawing, ENCLOSED, number)
        yield from _collisions(opened, [drawing for _index, drawing in texts], number)


def _encloses_nothing(drawing: Drawing) -> bool:
    """Return whether a text begins with a sign that should stand around the letter before it.

    A font that has both draws them in one: here it stands beside the letter, and over the next one.
    """
    return unicodedata.category(drawing.text.strip()[0]) == "Me"


def may_cover(drawing: Drawing) -> bool:
    """Return whether a drawing hides what lies below it: a line around a box does not."""
    return drawing.kind in {Kind.IMAGE, Kind.SHADING} or (
        drawing.kind is Kind.PATH and drawing.ink >= 0 and not drawing.is_frame
    )


def _collisions(opened: OpenPdf, texts: list[Drawing], number: int) -> Iterator[Misprint]:
    """Yield the texts that lie over one another."""
    rows = sorted(
        (text for text in texts if not is_mark(text)), key=lambda drawing: -drawing.box[3]
    )
    boxes = [text.box for text in rows]
    for place, first in enumerate(rows):
        left, bottom, right, _top = first.box
        for other in range(place + 1, len(rows)):
            box = boxes[other]
            if box[3] <= bottom:
                break
            if box[0] >= right or box[2] <= left:  # most stand beside each other in a line
                continue
            second = rows[other]
            if _touch(first.box, box) and not _join(first, second):
                problem = f'lies over "{quoted(second.text)}"'
                yield opened.misprint(first, problem, number, quoted(first.text))


def _touch(one: Box, other: Box) -> bool:
    """Return whether one of two texts hides a letter of the other."""
    return _lies_over(one, other) or _lies_over(other, one)


def _join(first: Drawing, second: Drawing) -> bool:
    """Return whether two texts are parts of one word, whose letters reach into each other."""
    is_one = first.owner == second.owner >= 0
    return is_one and is_shaped(first.text) and is_shaped(second.text)


def _lies_over(lid: Box, box: Box) -> bool:
    """Return whether *lid* hides a letter of the text in *box*."""
    # Most lie apart, and are told so at once: every text is compared with all around it.
    if lid[3] <= box[1] or box[3] <= lid[1] or lid[2] <= box[0] or box[2] <= lid[0]:
        return False
    width = min(box[2], lid[2]) - max(box[0], lid[0])
    height = min(box[3], lid[3]) - max(box[1], lid[1])
    return width > min(LETTER, 0.5 * (box[2] - box[0])) and height > DEEP * (box[3] - box[1])
