"""In which order the texts of one element are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..records.plain_text import runs_leftward
from .drawn import Drawing


def as_read(texts: Sequence[Drawing]) -> Sequence[Drawing]:
    """Return the texts of one element in their order: right to left where the script runs so.

    A line is drawn in more than one text where two fonts share it, or where a letter has a mark,
    and not always from one side to the other. Marks on letters stand above and below the line, and
    belong to it.
    """
    if len(texts) == 1 or not _are_leftward(texts):
        return texts
    lines: list[list[Drawing]] = []
    for drawing in (text for text in texts if not is_mark(text)):
        if lines and _is_beside(drawing, lines[-1]):
            lines[-1].append(drawing)
        else:
            lines.append([drawing])
    return [
        drawing
        for line in lines
        for drawing in (sorted(line, key=lambda one: -one.box[2]) if _are_leftward(line) else line)
    ]


def _is_beside(drawing: Drawing, line: Sequence[Drawing]) -> bool:
    """Return whether a text belongs to a line: the middle of one lies within the other."""
    low, high = min(one.box[1] for one in line), max(one.box[3] for one in line)
    _left, bottom, _right, top = drawing.box
    return low < (bottom + top) / 2 < high or bottom < (low + high) / 2 < top


def is_mark(drawing: Drawing) -> bool:
    """Return whether a text is only marks, which are drawn on the letters beside them."""
    return all(unicodedata.category(sign)[0] == "M" for sign in drawing.text.strip())


def _are_leftward(texts: Sequence[Drawing]) -> bool:
    return any(runs_leftward(one.text) for one in texts)
