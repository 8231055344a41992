"""Names of months in dates: in some languages they are numbers (``11월`` is November)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from ..records.languages import catalogue_folder

_KINDS = [(use, width) for use in ("format", "stand-alone") for width in ("wide", "abbreviated")]
_AFTER_A_NUMBER = re.compile(r"\d[.,\u00b0\u00bao]?\s+(?:\w{1,3}\s+)?$")
_BEFORE_A_NUMBER = re.compile(r"[.,]?\s+(?:\w{1,3}\s+)?\d")


def months_in(text: str, language: str) -> Counter[int]:
    """Return the months that dates in *text* name, as numbers.

    A name counts beside a day or a year alone: "may" and "March" are other words, too.
    """
    names = _names(language)
    found: Counter[int] = Counter()
    for match in _pattern(language).finditer(text) if names else ():
        before, after = text[: match.start()], text[match.end() :]
        if _AFTER_A_NUMBER.search(before) or _BEFORE_A_NUMBER.match(after):
            found[names[match[0]]] += 1
    return found


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, int]:
    """Return the names of months in a language, with and without a capital."""
    try:
        months = Locale.parse(catalogue_folder(language)).months
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, int] = {}
    for use, width in _KINDS:
        for number, name in months[use][width].items():
            if not any(map(str.isdigit, name)):
                found |= {name: number, name[:1].upper() + name[1:]: number}
    return found


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    names = sorted(map(re.escape, _names(language)), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(names)})(?![^\W\d_])")
