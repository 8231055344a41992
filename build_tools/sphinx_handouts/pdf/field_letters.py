"""The letters that form fields hold in a language beside Latin, Greek and Cyrillic ones.

A viewer draws what is typed letter by letter, and joins none. So scripts are here whose letters
look the same wherever they stand, and Arabic, in which each letter has the one shape that reads
best beside all others. Other scripts, such as Devanagari, are left to the computer's fonts.

A file holds all letters of its fields. Of Korean, Chinese and Japanese it has those that national
standards call the common ones: the file grows by 160 KB to 1.1 MB, and a pack has them once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..records.fonts import FAMILY
from ..records.languages import normalised

WIDE = (range(0x3000, 0x3020), range(0xFF01, 0xFF5F))
"""Punctuation of East Asia, and Latin letters as wide as its own."""
KANA, JAMO = range(0x3041, 0x3100), range(0x3131, 0x318F)
TRAILS = range(0x40, 0xFF)
"""What the second byte of a character is in the encodings of East Asia."""
ARABIC = ("Naskh Arabic", (range(0x60C, 0x700),))
UIGHUR = 0xFBE8
"""The letter of Uighur that looks like the last one of many Arabic words."""
ETHIOPIC = ("Sans Ethiopic", (range(0x1200, 0x13A0),))
HEBREW = ("Sans Hebrew", (range(0x591, 0x5F5),))
BIG5 = "big5", range(0xA4, 0xC7)

Row = tuple[str, tuple[range, ...]] | tuple[str, tuple[range, ...], str, range]
ROWS: dict[str, Row] = {
    **dict.fromkeys(("ar", "fa", "ps", "ug", "ur", "ckb"), ARABIC),
    **dict.fromkeys(("am", "ti"), ETHIOPIC),
    **dict.fromkeys(("he", "yi"), HEBREW),
    "hy": ("Sans Armenian", (range(0x531, 0x590),)),
    "ja": ("Sans CJK JP", (*WIDE, KANA), "euc_jp", range(0xB0, 0xD0)),
    "ka": ("Sans Georgian", (range(0x10A0, 0x1100), range(0x1C90, 0x1CC0))),
    "ko": ("Sans CJK KR", (*WIDE, JAMO), "euc_kr", range(0xB0, 0xC9)),
    "lo": ("Sans Lao", (range(0xE81, 0xEE0),)),
    "th": ("Sans Thai", (range(0xE01, 0xE5C),)),
    "zh": ("Sans CJK SC", WIDE, "gb2312", range(0xB0, 0xD8)),
    "zh-HK": ("Sans CJK HK", WIDE, *BIG5),
    **dict.fromkeys(("zh-Hant", "zh-TW"), ("Sans CJK TC", WIDE, *BIG5)),
}
"""The family of each language, ranges of its letters, and rows of its standard's common ones."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What fields of a language hold more."""

    family: str
    """The family that draws them."""
    shapes: tuple[tuple[int, int], ...]
    """Each letter, and the character whose shape it has."""

    @classmethod
    def of_shapes(cls, family: str, codes: Iterable[int]) -> Letters:
        """Return letters that have the shapes of their own characters."""
        return cls(family, tuple((code, code) for code in codes))


def letters_of(language: str) -> Letters | None:
    """Return what fields of a *language* hold more; none where Latin, Greek or Cyrillic do."""
    subtags = normalised(language).split("-")
    while subtags and "-".join(subtags) not in ROWS:
        subtags.pop()
    return _letters(*ROWS["-".join(subtags)]) if subtags else None


@cache
def _letters(
    name: str, ranges: tuple[range, ...], codec: str = "", leads: range = TRAILS
) -> Letters:
    letters = {code for group in ranges for code in group}
    if codec:
        letters |= set(_common(codec, leads))
    initial = _initial_shapes()
    shapes = tuple((code, initial.get(code, code)) for code in sorted(letters))
    return Letters(f"{FAMILY.partition(' ')[0]} {name}", shapes)


def _common(codec: str, leads: range) -> Iterator[int]:
    """Yield the characters of those rows of a national standard."""
    for lead in leads:
        for trail in TRAILS:
            character = bytes((lead, trail)).decode(codec, "ignore")
            if len(character) == 1:
                yield ord(character)


def _initial_shapes() -> dict[int, int]:
    """Return the shape that each Arabic letter has at the beginning of a word.

    It reaches to the next letter on the left, and wants nothing on the right: a row of such shapes
    reads as a word does. Letters that never reach to the left have none, and stay as they are.
    """
    shapes = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFF00)):
        how, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if how == "<initial>" and len(letters) == 1 and code != UIGHUR:
            shapes[int(letters[0], 16)] = code
    return shapes
