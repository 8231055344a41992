"""Units behind the numbers of a text: milligrams that become grams in a translation.

What a language calls a unit is known from CLDR, and no list has all words for it. So nothing is
told of a word that is not known, but of a number that has another unit of the same kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from babel import UnknownLocaleError
from babel.units import format_unit

from ..records.languages import base, catalogue_folder
from .figures import figures

_KINDS: Mapping[str, tuple[str, ...]] = {
    "mass": ("microgram", "milligram", "gram", "kilogram", "ounce", "pound", "stone"),
    "volume": (
        *("milliliter", "centiliter", "deciliter", "liter"),
        *("drop", "teaspoon", "tablespoon", "cup", "pint"),
    ),
    "length": ("millimeter", "centimeter", "meter", "kilometer", "inch", "foot", "yard", "mile"),
    "duration": ("second", "minute", "hour", "day", "week", "month", "year"),
    "temperature": ("celsius", "fahrenheit"),
}
SYMBOLS: Mapping[str, str] = {
    "mcg": "microgram",
    "ug": "microgram",
    "\u03bcg": "microgram",
    "mg": "milligram",
    "g": "gram",
    "kg": "kilogram",
    "ml": "milliliter",
    "mL": "milliliter",
    "cl": "centiliter",
    "dl": "deciliter",
    "l": "liter",
    "L": "liter",
    "mm": "millimeter",
    "cm": "centimeter",
    "km": "kilometer",
    "h": "hour",
    "\u00b0C": "celsius",
    "\u00b0F": "fahrenheit",
}
"""What is written in many languages."""
_IN_LETTERS = ("mass", "volume")
"""Kinds whose units may have one letter; those of others are words, too."""
_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 3, 5, 11, 100)
"""Numbers that a language has words of their own for, one or another of them."""
_SPACED = re.compile(r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3]")
"""A letter of a script that has spaces between its words."""

Amount = tuple[str, str]
"""A number, and its unit."""


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    amount: Amount
    written: str


def other_units(source: str, translation: str, languages: tuple[str, str]) -> Iterator[str]:
    """Yield where a number has another unit in the *translation* than in the *source*."""
    ours, theirs = (
        [*_amounts(text, language)]
        for text, language in zip((source, translation), languages, strict=True)
    )
    lost = Counter(one.amount for one in ours) - Counter(one.amount for one in theirs)
    added = Counter(one.amount for one in theirs) - Counter(one.amount for one in ours)
    for one in theirs:
        same = (
            wanted
            for wanted in ours
            if (wanted.kind, wanted.amount[0]) == (one.kind, one.amount[0]) and lost[wanted.amount]
        )
        if added[one.amount] > 0 and (wanted := next(same, None)):
            lost[wanted.amount] -= 1
            added[one.amount] -= 1
            yield f'has "{one.written}", where the text says "{wanted.written}"'


def _amounts(text: str, language: str) -> Iterator[_Found]:
    """Yield the numbers with a unit in a text."""
    text = unicodedata.normalize("NFC", text).replace("\u00b5", "\u03bc")
    names = _names(language)
    for match in _pattern(language).finditer(text):
        name, after = match["name"], text[match.end() : match.end() + 1]
        if _SPACED.match(name[-1:]) and _SPACED.match(after):
            continue  # the beginning of another word
        for figure in [*figures(match["number"], language)][-1:]:
            kind, unit = names[name]
            yield _Found(kind, (figure.value, unit), match[0])


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_names(language), key=len, reverse=True)))
    space = "[ \u00a0\u202f\u2009\u2011-]?"
    return re.compile(rf"(?P<number>\d[\d.,\u066b\u066c]*){space}(?P<name>{names})")


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, tuple[str, str]]:
    """Return what a language calls units, with the kind of each: no name of two of them."""
    found: dict[str, set[tuple[str, str]]] = {}
    for kind, units in _KINDS.items():
        for unit in units:
            names = [name for name, meant in SYMBOLS.items() if meant == unit]
            names += (name for name in _of_unit(kind, unit, language) if _tells(name, kind))
            for name in names:
                found.setdefault(name, set()).add((kind, unit))
    return {name: next(iter(meant)) for name, meant in found.items() if len(meant) == 1}


def _tells(name: str, kind: str) -> bool:
    """Return whether a name is no word or sign of something else: "3 a 5" is Spanish, too."""
    is_word = any(map(str.isalpha, name))
    return is_word and (len(name) > 1 or kind in _IN_LETTERS or not _SPACED.match(name))


def _of_unit(kind: str, unit: str, language: str) -> Iterator[str]:
    """Yield the names of a unit that stand behind their number, full and short."""
    folder = catalogue_folder(language)
    for locale in (folder, "en_GB") if base(language) == "en" else (folder,):
        for length, count in product(_LENGTHS, _COUNTS):
            try:
                said = format_unit(count, f"{kind}-{unit}", length, locale=locale)
            except (UnknownLocaleError, ValueError):
                return
            name = re.sub(r"^[\u200e\u200f]?\d+[\s\u200e\u200f]*", "", said)
            if name not in {said, f"{kind}-{unit}"}:
                yield from {name, name.removesuffix(".")}
