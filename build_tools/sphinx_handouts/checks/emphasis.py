"""Which words of a text stand out: bold, or in italics.

Stars are read as CommonMark and reStructuredText read them: a star that no word touches marks
nothing, and one between a bracket and a letter neither begins nor ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_STARS = re.compile(r"(?<![*\\])\*{1,3}(?!\*)")
_NAMES = {
    1: ("words in italics (*)",),
    2: ("bold words (**)",),
    3: ("words in italics (*)", "bold words (**)"),
}


def emphases(text: str) -> Counter[str]:
    """Return how often words stand out in each way."""
    found: Counter[str] = Counter()
    opened: list[int] = []
    for stars in _STARS.finditer(text):
        count = len(stars[0])
        before, after = text[: stars.start()][-1:], text[stars.end() :][:1]
        if count in opened and _touches(before, after):
            del opened[opened.index(count) :]
            found.update(_NAMES[count])
        elif _touches(after, before):
            opened.append(count)
    return found


def _touches(inner: str, outer: str) -> bool:
    """Return whether stars belong to the sign on their *inner* side (CommonMark: flanking)."""
    if not inner.strip():
        return False
    return not _is_mark(inner) or not outer.strip() or _is_mark(outer)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"
