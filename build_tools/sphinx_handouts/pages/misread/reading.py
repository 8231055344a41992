"""What was misread, and the sentences that are said of both markups."""

from __future__ import annotations

from dataclasses import dataclass

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


def runs_on(line: str) -> str:
    """Return what is said of a line that would begin a list, were an empty line above."""
    return (
        f"the line {quoted(line)} would be printed within the sentence above it; if it begins a "
        "list, put an empty line above"
    )
