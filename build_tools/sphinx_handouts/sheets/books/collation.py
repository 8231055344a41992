"""In which order the words of an index stand, by language."""

from __future__ import annotations

import unicodedata

OWN_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "cs": (("č", "c"), ("ř", "r"), ("š", "s"), ("ž", "z")),
    "da": (("æ", "z"), ("ø", "z"), ("å", "z")),
    "es": (("ñ", "n"),),
    "fi": (("å", "z"), ("ä", "z"), ("ö", "z")),
    "hu": (("ö", "o"), ("ü", "u")),
    "nb": (("æ", "z"), ("ø", "z"), ("å", "z")),
    "no": (("æ", "z"), ("ø", "z"), ("å", "z")),
    "pl": (
        *(("ą", "a"), ("ć", "c"), ("ę", "e"), ("ł", "l"), ("ń", "n"), ("ó", "o"), ("ś", "s")),
        *(("ź", "z"), ("ż", "z")),
    ),
    "sv": (("å", "z"), ("ä", "z"), ("ö", "z")),
    "tr": (("ç", "c"), ("ğ", "g"), ("ı", "h"), ("ö", "o"), ("ş", "s"), ("ü", "u")),
}
"""Letters with a mark that are letters of their own, and the letter behind which each stands.

Everywhere else a mark counts only between words that are else the same: *älter* before *alter*
stands beside it, not behind *z*.
"""
_LIKE = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
"""Letters that have no mark to leave out, and as what they are sorted."""
_ARTICLE = "ال"
"""The article of Arabic, which is written in one word with a noun and is not sorted by."""

SortKey = tuple[tuple[tuple[str, int], ...], str, str]


def sort_key(word: str, language: str) -> SortKey:
    """Return what *word* is sorted by: its letters first, then their marks."""
    letters = tuple(_place(letter, language) for letter in _letters(word, language))
    return tuple(place for place in letters if place[0]), word.casefold(), word


def initial(word: str, language: str) -> str:
    """Return the letter below which *word* stands; nothing for a sign or a digit."""
    letter = next(iter(_letters(word, language)), "")
    if not letter.isalpha():
        return ""
    own = _own(language)
    if letter in own:
        return letter.upper()
    base = _base(letter)
    return base[:1].upper()


def _letters(word: str, language: str) -> list[str]:
    """Return the letters of a word, marks and all, as one compares them."""
    word = word.lstrip("\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT MARK}")
    if language.startswith("ar") and word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        word = word.removeprefix(_ARTICLE)
    return list(unicodedata.normalize("NFC", word.casefold()))


def _own(language: str) -> dict[str, tuple[str, int]]:
    rows = OWN_LETTERS.get(language.partition("-")[0].partition("_")[0], ())
    return {letter: (after, place) for place, (letter, after) in enumerate(rows, 1)}


def _place(letter: str, language: str) -> tuple[str, int]:
    """Return the letter that one is sorted with, and how far behind it."""
    return _own(language).get(letter, (_base(letter), 0))


def _base(letter: str) -> str:
    """Return a letter without its marks; the letters of a Korean syllable, in their order."""
    plain = _LIKE.get(letter, letter)
    parts = unicodedata.normalize("NFD", plain)
    return "".join(part for part in parts if not unicodedata.combining(part))
