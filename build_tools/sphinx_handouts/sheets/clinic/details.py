"""What a contact block says, in pieces that do not break where they fit a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...records.plain_text import runs_leftward
from ...records.schema.brand import Brand
from ..in_words import width
from ..templates import css_string

UNBROKEN = 34
"""Letters of a piece that never breaks: it fits every room in every setting, even in capitals."""
HALF = 26
"""Letters of a detail that has another beside it."""
LINE = 40
"""Letters of a detail that fits one line of any room."""
TIED = 40
"""Letters of a label with the piece after it that do not part."""
ADDRESS = 28
"""Letters of an address on the web that never breaks."""

_BREAKS = re.compile(r"(?=[@./-])")
_IN_A_NUMBER = re.compile(r"\s+(?!\(?[^\W\d_])")
"""A space of a telephone number that no word follows."""
_NUMBER_OF_A_WORD = re.compile(r"(?<=\d) (?=[^\W\d_])")
"""The space in "6 pm"."""
_DIGITS_APART = re.compile(r"(?<=\d)(\S*) (?=\S*\d)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a detail that does not break where it fits a line."""

    text: str
    after: str = " "
    """What parts it from the next."""
    is_address: bool = False
    """Whether it is of an address on the web: it runs from the left where a letter of it does."""

    @property
    def kind(self) -> str:
        """How it is set: "whole", on one line of any room; "part", which may begin a line.

        What is long enough to need more than a line breaks as any text does.
        """
        if width(self.text) > UNBROKEN:
            return ""
        return "whole" if self.after else "part"

    @property
    def direction(self) -> str:
        """In which direction it runs, on any sheet."""
        kinds = map(unicodedata.bidirectional, self.text)
        return "ltr" if self.is_address and "L" in kinds else direction_of(self.text)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that a contact block says."""

    key: str
    """Its key in ``brand.toml``."""
    label: str
    pieces: tuple[Piece, ...]
    is_first: bool = False
    """Whether it is what a reader looks for: the name, or the number to call."""

    @property
    def direction(self) -> str:
        """In which direction all of it runs; empty where its parts differ in that."""
        found = {piece.direction for piece in self.pieces}
        return found.pop() if len(found) == 1 else ""

    @property
    def is_long(self) -> bool:
        """Whether it may need more than a line: in another direction, these are a block."""
        return sum(width(piece.text) for piece in self.pieces) > LINE

    @property
    def gap(self) -> str:
        """What stands after the label: a space, which does not break before a short value."""
        return "\N{NO-BREAK SPACE}" if self.is_tied else " "

    @property
    def is_tied(self) -> bool:
        """Whether the words of the label stay on one line with the piece after them."""
        return width(self.label + self.pieces[0].text) <= TIED

    @property
    def is_line(self) -> bool:
        """Whether it stands on a line of its own in large print: the name, and the address."""
        return self.key in {"name", "contact.address"}

    @property
    def is_short(self) -> bool:
        """Whether it fits a half of a line."""
        return width(self.label + "".join(piece.text for piece in self.pieces)) <= HALF


def details(brand: Brand, texts: Mapping[str, str]) -> list[list[Detail]]:
    """Return what the contact block of *brand* says, row by row."""
    contact = brand.contact
    rows = [
        [
            Detail("name", "", _whole(brand.name), is_first=True),
            Detail("contact.address", "", _lines(contact.address)),
        ],
        [
            Detail("contact.phone", texts["phone"], _number(contact.phone), is_first=True),
            *(
                Detail("contact.numbers", line.label, _number(line.number))
                for line in contact.numbers
            ),
            Detail("contact.hours", texts["hours"], _times(contact.hours)),
        ],
        [
            Detail("contact.email", texts["email"], _address(contact.email)),
            Detail("contact.web", texts["web"], _address(contact.web)),
        ],
    ]
    kept = [[detail for detail in row if detail.pieces] for row in rows]
    return [row for row in kept if row]


def direction_of(text: str) -> str:
    """Return the direction of a text, by its first letter; a number runs from left to right."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def whole_number(number: str) -> str:
    """Return a telephone number that a line breaks before its words alone ("ext. 12")."""
    return _IN_A_NUMBER.sub("\N{NO-BREAK SPACE}", number)


def _number(number: str) -> tuple[Piece, ...]:
    return _whole(whole_number(number))


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


def _address(text: str) -> tuple[Piece, ...]:
    """Return an address on the web: it breaks before its marks alone, and only if it is long."""
    if len(text) <= ADDRESS or runs_leftward(text):
        return (Piece(text, is_address=True),) if text else ()
    return tuple(Piece(part, "") for part in _BREAKS.split(text) if part)


def _lines(address: Sequence[str]) -> tuple[Piece, ...]:
    """Return the lines of an address as they follow each other: "1 Example Street, Town".

    Words with digits keep together, so that no postcode breaks.
    """
    kept = [_DIGITS_APART.sub("\\1\N{NO-BREAK SPACE}", line) for line in address]
    lines = [f"{line.rstrip(',')}," for line in kept[:-1]] + kept[-1:]
    return tuple(Piece(line) for line in lines)


def _times(hours: str) -> tuple[Piece, ...]:
    """Return the parts of opening hours, which semicolons part; "6 pm" stays together."""
    tied = _NUMBER_OF_A_WORD.sub("\N{NO-BREAK SPACE}", hours)
    return tuple(Piece(part) for part in re.split(r"(?<=;)\s+", tied) if part)


OF_DETAILS: Mapping[str, Callable[..., object]] = {
    "css_string": css_string,
    "details": details,
    "direction_of": direction_of,
    "whole_number": whole_number,
}
"""The functions that the templates of a clinic's details call."""
