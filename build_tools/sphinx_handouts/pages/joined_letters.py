"""Arabic letters in the forms in which they join, from left to right as they are drawn.

WeasyPrint 70 sets the words of a drawing letter by letter: none would join, and the last would come
first. Unicode has a character for each form of each letter, and for lam with alef.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_FORMS = range(0xFE70, 0xFEFD), range(0xFB50, 0xFC00)
_TATWEEL = "\N{ARABIC TATWEEL}"
_LAM = "\N{ARABIC LETTER LAM}"
_RUN = re.compile("[A-Za-z0-9](?:[A-Za-z0-9 .,:/+%-]*[A-Za-z0-9%])?")
"""What runs from left to right within a label."""
_PAIRS = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def joined(words: str) -> str:
    """Return *words* as they are drawn; words of another script as they are."""
    if not any(unicodedata.bidirectional(sign) == "AL" for sign in words):
        return words
    kept = iter(_RUN.findall(words))
    pieces = [_shaped(piece)[::-1].translate(_PAIRS) for piece in _RUN.split(words)]
    return "".join(reversed([pieces[0], *(p for piece in pieces[1:] for p in (next(kept), piece))]))


def _shaped(text: str) -> str:
    """Return a text in the forms of its letters, in the order in which it is read."""
    letters = [sign for sign in text if not unicodedata.combining(sign)]  # no room for their marks
    found, place, before = list[str](), 0, False
    while place < len(letters):
        letter = letters[place]
        pair = letter + "".join(letters[place + 1 : place + 2])
        unit = pair if letter == _LAM and pair in _table() else letter
        after = "".join(letters[place + len(unit) : place + len(unit) + 1])
        to_next = _joins_next(unit) and _joins_before(after)
        kind = {(False, False): "isolated", (False, True): "initial", (True, False): "final"}
        found.append(_table().get(unit, {}).get(kind.get((before, to_next), "medial"), unit))
        before = to_next
        place += len(unit)
    return "".join(found)


def _joins_next(unit: str) -> bool:
    return unit == _TATWEEL or "initial" in _table().get(unit, {})


def _joins_before(letter: str) -> bool:
    return letter == _TATWEEL or "final" in _table().get(letter, {})


@cache
def _table() -> dict[str, dict[str, str]]:
    """Return the forms of each letter, and of lam with alef, by their kind."""
    table: dict[str, dict[str, str]] = {}
    for code in (code for block in _FORMS for code in block):
        kind, _space, base = unicodedata.decomposition(chr(code)).partition(" ")
        letters = "".join(chr(int(part, 16)) for part in base.split())
        if letters and (len(letters) == 1 or letters[0] == _LAM) and " " not in letters:
            table.setdefault(letters, {}).setdefault(kind.strip("<>"), chr(code))
    return table
