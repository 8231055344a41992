"""What was misread, and the sentences that are said of both markups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...checks.months import months_in
from ...project.validation import quoted
from ...records.finding import Severity


@dataclass(frozen=True, slots=True)
class Misreading:
    """A sentence, and the line of the file that it is about."""

    line: int | None
    message: str
    severity: Severity = Severity.ERROR


def no_directive(name: str, colons: str) -> str:
    """Return what is said of a directive of reStructuredText that is a comment."""
    return (
        f'".. {name}{colons}" is a comment, and nobody reads it; if it is a directive, write '
        f'".. {name}:: ", with two colons and a blank'
    )


def runs_on(line: str, *, is_known: bool) -> str:
    """Return what is said of a line that would begin a list, were an empty line above.

    *is_known* says whether the parser of the page knows the sign that it begins with.
    """
    mend = "put an empty line above"
    if not is_known:
        mend = 'write "- " or "1. " before each item, and put an empty line above the first'
    return (
        f"the line {quoted(line)} would be printed within the sentence above it; if it begins a "
        f"list, {mend}"
    )


def lone_item(number: int, written: str, page: str, language: str) -> Iterator[str]:
    """Yield what is said of a list of one item that is none: the number is that of a day or a year.

    One that goes on from another list on the page is one.
    """
    goes_on = re.search(rf"^[ \t>]*{number - 1}[.)]", page, re.MULTILINE) is not None
    first = " ".join(written.split()[:2])
    if not goes_on and (number > 1000 or (number > 1 and months_in(first, language))):
        yield (
            f"{quoted(written)} is read as item {number} of a list, whose full stop is not "
            f"printed; if it is no item, write {number}\\."
        )
