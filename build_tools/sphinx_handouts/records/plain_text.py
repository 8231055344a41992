"""Refuses characters in names and titles that are not seen, and change what is seen around them."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_REFUSED = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_HARMLESS = "\N{SOFT HYPHEN}"


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


Text = Annotated[str, Field(max_length=500), AfterValidator(plain)]
"""A short text of one line."""
NonEmpty = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(plain)]
"""The same, and not empty."""
