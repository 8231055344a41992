"""Numbers in a text, as its language writes them: ``1,000`` is one in German, and a thousand here.

What two languages write in other figures is the same: a time of the day, half a tablet, ten
thousands in Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from babel import Locale, UnknownLocaleError

from ..records.languages import base, catalogue_folder

_GROUP = 3
"""Digits of a group of thousands."""
_PARTS = "'\u2019\u00a0\u202f\u2009\u066c"
"""Marks that part groups of digits in any language, which a full stop or a comma does in some."""
_DECIMAL = "\u066b"
"""The decimal mark of Arabic digits, which is nothing else."""
_PARTS_OF_ONE = "[\u00bc-\u00be\u2150-\u215e]"
"""Fractions that are one sign, such as a half."""
_NUMBER = re.compile(
    rf"(?<![\w.,])[.,]\d+(?![\d.,]*\d)|\d+(?:[.,{_PARTS}{_DECIMAL}]\d+| (?=\d{{3}}(?!\d))\d{{3}})*|"
    rf"{_PARTS_OF_ONE}"
)
_WITH_A_PART = re.compile(
    rf"(?:(?P<whole>\d{{1,2}})[ \u00a0\u202f\u2009]?)?(?P<part>{_PARTS_OF_ONE})"
)

_DAY = re.compile(
    r"(?<![\d.,/-])(?:\d{1,2}\s?(?P<mark>[./-])\s?\d{1,2}\s?(?P=mark)\s?(?:\d{4}|\d{2})"
    r"|\d{4}(?P<other>[./-])\d{1,2}(?P=other)\d{1,2})(?![\d/-])"
)
_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])\s?(?:[:h]|時|时|點|点|시)\s?(?P<minute>[0-5]\d)(?![\d:])"
)
_HOUR = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3])(?:\.(?P<minute>[0-5]\d))?(?![\d:]|[.,]\d)"
)
_TIMES: dict[str, int] = {
    **dict.fromkeys(("thousand", "千", "천"), 10**3),
    **dict.fromkeys(("万", "萬", "만"), 10**4),
    **dict.fromkeys(("lakh", "लाख"), 10**5),
    **dict.fromkeys(("million",), 10**6),
    **dict.fromkeys(("crore", "करोड़"), 10**7),
    **dict.fromkeys(("亿", "億", "억"), 10**8),
    **dict.fromkeys(("billion",), 10**9),
}
"""Words that make a number so many times as large."""
_MANY = re.compile(rf"(?P<number>\d[\d.,]*)\s?(?P<word>{'|'.join(_TIMES)})")
_FRACTION = re.compile(r"(?<![\d/])(?:(?P<whole>\d{1,2}) )?(?P<top>\d)/(?P<under>\d)(?![\d/])")

Way = tuple[tuple[str, ...], str]
"""Numbers that stand in a text, and what they say together."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in a text, and what it says in the language of the text."""

    written: str
    value: str
    """As Python writes it."""
    other: str = ""
    """What it would say in a language whose comma is this one's full stop, if that is possible."""


def figures(text: str, language: str) -> Iterator[Figure]:
    """Yield the numbers of a text, as its *language* reads them."""
    for match in _NUMBER.finditer(_DAY.sub(_plain_day, _in_our_digits(text))):
        yield from _read(match[0], language)


def written_in(value: str, language: str) -> str:
    """Return a number as a language writes it, without a mark between thousands."""
    return value.replace(".", _decimal_mark(language) or ".")


def ways(text: str, language: str) -> Iterator[Way]:
    """Yield what the numbers of a text say that another language may write in other figures."""
    text = _in_our_digits(text)
    yield from _times(text, language)
    for match in _FRACTION.finditer(text):
        whole, top, under = match["whole"], match["top"], match["under"]
        if int(under):
            parts = top, under
            yield from _of_fraction(whole, Fraction(int(top), int(under)), parts)
    for match in _WITH_A_PART.finditer(text):
        (one,) = _read(match["part"], language)
        yield from _of_fraction(match["whole"], Fraction(one.value), (one.value,))
    for match in _MANY.finditer(text):
        for one in _read(match["number"].rstrip(".,"), language):
            product = Decimal(one.value) * _TIMES[match["word"]]
            yield (one.value,), f"{product.normalize():f}"


# --- one number -----------------------------------------------------------------------------------


def _in_our_digits(text: str) -> str:
    """Return a text with the digits 0 to 9 in the place of those of its script."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def _read(written: str, language: str) -> Iterator[Figure]:
    """Yield what a number says; of what is none, such as a version, each of its numbers."""
    if not written[0].isdecimal():
        yield _part(written, language)
        return
    parts = re.split(r"\D", written)
    marks = [" " if c in _PARTS or c == " " else c for c in written if not c.isdecimal()]
    first, *others = parts
    whole, last = "".join(parts), "".join(parts[:-1]) + f".{parts[-1]}"
    if not marks:
        yield Figure(written, first)
    elif len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        yield Figure(written, last)
    elif len(set(marks)) > 1 or (len(marks) > 1 and not _are_groups(first, others)):
        yield from (Figure(part, part) for part in parts)
    elif len(marks) > 1 or (marks[0] == " " and _are_groups(first, others)):
        yield Figure(written, whole)
    elif marks[0] == " " and written[len(first)] not in "'\u2019":
        yield from (Figure(part, part) for part in parts)
    elif marks[0] in ".," and _are_groups(first, others):
        decimal = _decimal_mark(language)
        found = (last, whole) if marks[0] == decimal else (whole, last)
        yield Figure(written, *found) if decimal else Figure(written, whole)
    else:
        yield Figure(written, last)


def _part(written: str, language: str) -> Figure:
    """Return what a number without a whole says: half, or a point five."""
    if written[0] not in ".,":
        return Figure(written, str(Fraction(unicodedata.numeric(written)).limit_denominator(10)))
    is_decimal = written[0] in {".", _decimal_mark(language)}
    return Figure(written, f"0.{written[1:]}" if is_decimal else written[1:])


def _are_groups(first: str, others: list[str]) -> bool:
    """Return whether digits are parted by thousands, or as in India: 1,00,000."""
    lengths = {len(part) for part in others[:-1]}
    is_parted = len(others[-1]) == _GROUP and (lengths <= {_GROUP} or lengths <= {_GROUP - 1})
    return bool(first.strip("0")) and len(first) <= _GROUP and is_parted


@lru_cache(maxsize=64)
def _decimal_mark(language: str) -> str:
    """Return the decimal mark of a language; nothing where it is not known."""
    if base(language) == "en":  # that of South Africa is a comma in a standard, not in print
        return "."
    try:
        symbols = Locale.parse(catalogue_folder(language)).number_symbols
    except (UnknownLocaleError, ValueError):
        return ""
    return str(symbols.get("latn", symbols).get("decimal", ""))


# --- in other figures -----------------------------------------------------------------------------


def _plain_day(match: re.Match[str]) -> str:
    """Return a date as its numbers: 03.11.2026 is not a number with decimals."""
    return " ".join(part.lstrip("0") or part for part in re.findall(r"\d+", match[0]))


def _of_fraction(whole: str | None, part: Fraction, figures: tuple[str, ...]) -> Iterator[Way]:
    yield figures, _said(part)
    if whole:
        yield (whole, *figures), _said(int(whole) + part)


def _said(number: Fraction) -> str:
    """Return a number in decimals where that ends, and as a fraction where it does not."""
    value = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{value.normalize():f}" if Fraction(value) == number else str(number)


def _times(text: str, language: str) -> Iterator[Way]:
    """Yield the times of the day that may stand there, each as hours and minutes."""
    for match in _CLOCK.finditer(text):
        hour, minute = match["hour"], match["minute"]
        yield (hour, minute), _clock(hour, minute, _half(text, match.span(), language))
        if minute == "00":  # "8:00" is "8 am"
            yield ("00",), ""
    for match in _HOUR.finditer(text):
        half = _half(text, match.span(), language)
        yield (match[0],), _clock(match["hour"], match["minute"] or "00", half)


def halves(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the hours of a text that words beside them put before or after noon: am or pm."""
    text = _in_our_digits(text)
    for match in chain(_CLOCK.finditer(text), _HOUR.finditer(text)):
        if half := _half(text, match.span(), language):
            yield match["hour"].lstrip("0"), half


def _clock(hour: str, minute: str, half: str) -> str:
    number = int(hour) % 12 + 12 * (half == "pm") if half and int(hour) <= 12 else int(hour)
    return f"{number}:{minute}"


def _half(text: str, span: tuple[int, int], language: str) -> str:
    """Return whether a time is before or after noon, as the words beside it say: am or pm."""
    for half in _KEYS:
        before, after = _beside(language, half)
        if after.match(text, span[1]) or before.search(text[: span[0]]):
            return half
    return ""


_KEYS = {"pm": ("pm", "afternoon1", "evening1"), "am": ("am", "morning1", "morning2")}
"""What CLDR calls the times of a day."""


@lru_cache(maxsize=64)
def _beside(language: str, half: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands before and after a time of one half of the day in a language."""
    first = half[0]
    words = {f"{first}.m.", f"{first}. m.", f"{first}.\N{NO-BREAK SPACE}m."}
    if half == "pm" or base(language) == "en":  # "am" is a word of German and others
        words.add(half)
    try:
        periods = Locale.parse(catalogue_folder(language)).day_periods["format"]["wide"]
        words |= {periods[key] for key in _KEYS[half] if key in periods}
    except (UnknownLocaleError, ValueError, KeyError):
        pass
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    other = r"(?:\s?(?:-|\u2013|to|until|and)\s?\d{1,2}(?:[:.]\d\d)?)?"
    return (
        re.compile(rf"(?:{names})\s?$", re.IGNORECASE),
        re.compile(rf"{other}\s?(?:{names})(?!\w)", re.IGNORECASE),
    )
