"""Lines that run both ways: PDFium may tell their words or numbers backwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from ..records.plain_text import letters

_PIECES = re.compile(r"\d+|[^\W\d]+|\W")
_DIRECTIONS = unicodedata.bidirectional
_RANGE = re.compile(r"\d+(?:[^\w\s]\d+)+")


def as_said(text: str, blocks: Collection[str], known: str, words_known: str) -> str:
    """Return a text in the order in which it is said, among what is *known* to be said.

    A whole block tells most, and a part of one with its marks; where the line has put these
    elsewhere, letters and digits do.
    """
    orders = (text, *_orders(text))
    found = next((words for words in orders if letters(words) in blocks), None)
    if found is None:
        found = next((words for words in orders if letters(words) in known), None)
    if found is None:
        found = next((w for w in orders if alphanumeric(letters(w)) in words_known), text)
    return found


def _orders(text: str) -> Iterator[str]:
    """Yield a text in the orders in which it may be meant."""
    yield " ".join(reversed(text.split()))
    yield _numbers_turned(text)
    yield "".join(reversed(re.split(r"(\W+)", text)))
    yield turned(text)


def turned(text: str) -> str:
    """Return a text whose words, numbers and signs stand the other way round."""
    return "".join(reversed(_PIECES.findall(text)))


def _numbers_turned(text: str) -> str:
    """Return a text whose ranges of numbers (``8–18``) stand the other way round."""
    return _RANGE.sub(lambda found: "".join(reversed(re.split(r"(\D)", found[0]))), text)


def alphanumeric(text: str, before: str = "") -> str:
    """Return the letters and digits of a text, without its marks.

    A sign on a letter that is written from left to right stays: by it, a script of India is known
    as one whose letters join. The letter may be the last of what stands *before* the text.
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text))
    kept = ""
    for character in text:
        is_sign = unicodedata.category(character).startswith("M")
        # A vowel that is drawn before its letter may be the first to be told.
        here, *around = map(_DIRECTIONS, character + (kept or before)[-1:])
        if character.isalnum() or (is_sign and (here == "L" or {*around} & {"L", "NSM"})):
            kept += character
    return kept
