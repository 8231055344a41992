"""Plain text: what is seen of it, and what a reader must find however it is typeset."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_REFUSED = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_HARMLESS = "\N{SOFT HYPHEN}"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_UNSEEN = dict.fromkeys(map(ord, "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\ufffe\x02"))
"""Hyphens: where a line breaks, one comes or goes."""
_FORMAT = re.compile(
    r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Characters that tell how others are set (breaks, directions, variants): no font draws them."""

_MAY_BE_SIGNS = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2ce0-\u2dff\u3000-\u30ff\ua600-\uabff\ufb00-\uffff\U00010000-\U0010ffff]"
)
"""Where Unicode has signs on letters: few texts of Latin letters have any of these."""


def plain(text: str) -> str:
    """Return *text*, which must have no character that a reader cannot see.

    The joiners of Arabic, Persian and the scripts of India stay between letters of theirs.

    Raises
    ------
    ValueError
        Names the character and its place.
    """
    for place, character in enumerate(text):
        if unicodedata.category(character) not in _REFUSED or character in _HARMLESS:
            continue
        if character in _JOINERS and _joins(text[place - 1 : place]):
            continue
        if character in "\n\r":
            raise ValueError(f"has a line break after {place} characters; write it on one line")
        name = f"U+{ord(character):04X}"
        raise ValueError(f"has an invisible character ({name}) at place {place + 1}; remove it")
    return text


def _joins(before: str) -> bool:
    """Return whether a letter or mark is of a script that has joiners."""
    return bool(before) and not before.isascii() and unicodedata.category(before)[0] in "LMS"


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Return what a text says, however it is typeset: its characters without spaces and hyphens."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", _FORMAT.sub("", text))
    return "".join(plain.casefold().translate(_UNSEEN).split())


def runs_leftward(text: str) -> bool:
    """Return whether some of *text* is of a script that runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


def has_signs(text: str) -> bool:
    """Return whether *text* has signs on or beside its letters, as the vowels of Hindi are."""
    return any(unicodedata.category(c) in {"Mc", "Mn"} for c in _MAY_BE_SIGNS.findall(text))


def printable(text: str) -> str:
    """Return a text that any program can write: a name of a file may have bytes of no letter."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def apart(name: str, *, leftward: bool) -> str:
    """Return a name as it stands in a line that runs from right to left, or does not.

    Where the name runs the other way, signs that nobody sees keep it together: its last bracket
    would stand in front of it, and its first number behind.
    """
    is_foreign = any(map(str.isalpha, name)) and runs_leftward(name) != leftward
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if is_foreign else name


def label_of(number: int, kind: str) -> str:
    """Return the label of the item *number* of a list whose ``type`` is *kind*, as HTML has it."""
    if kind.lower() == "a" and number > 0:
        text = ""
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(ord("a") + rest) + text
    elif kind.lower() == "i" and 0 < number < 4000:
        text, left = "", number
        for value, numeral in _ROMAN:
            count, left = divmod(left, value)
            text += numeral * count
    else:
        text = str(number)
    return text.upper() if kind in {"A", "I"} else text
