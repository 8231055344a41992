"""Words are spelt right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import Line, PageFacts

CHECK = Check(
    Kind.SPELLING,
    Severity.WARNING,
    "Spelling",
    "A mistake in a word makes readers doubt what it says, and a screen reader says nonsense.",
    "Mend the word, or add it to the project's list of words.",
)

_WORD = re.compile(r"(?<![\w@/.])[^\W\d_]+(?:['’\u2011-][^\W\d_]+)*(?!\.?[\w@/])")
PREFIX = 3
"""Letters of a beginning that is no word by itself, as in pre-school and un-American."""
_HYPHEN = re.compile("[-\u2011]")


def words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words of a text as a dictionary has them, and where each begins.

    Apostrophes are straight, words with hyphens are parted, and addresses are left out.
    """
    for found in _WORD.finditer(text):
        start, parts = found.start(), _HYPHEN.split(found[0])
        for number, part in enumerate(parts, 1):
            word = part.replace("’", "'")
            shortest = 2 if number == len(parts) else PREFIX + 1
            if len(word) >= shortest and not word.isupper():
                yield start, word
            start += len(part) + 1


Unknown = Mapping[str, Iterable[str]]
"""Words that no dictionary has, and what may be meant by each."""


def check_spelling(page: PageFacts, unknown: Unknown, own: str) -> Iterator[Finding]:
    """Yield a finding for each word on *page* that is *unknown*; *own* is the project's list."""
    for block in page.blocks:
        for offset, message in _mistakes(block.text, unknown, own):
            yield block.warn(Kind.SPELLING, message, block.below(offset))


def check_line(line: Line, unknown: Unknown, own: str) -> Iterator[Finding]:
    """Yield a finding for each word on a line of another file that is *unknown*."""
    for _offset, message in _mistakes(line.text, unknown, own):
        yield Finding(
            Kind.SPELLING, message, Severity.WARNING, line=line.number or None, path=line.path
        )


def _mistakes(text: str, unknown: Unknown, own: str) -> Iterator[tuple[int, str]]:
    for offset, word in words(text):
        if word in unknown:
            near = " or ".join(f'"{other}"' for other in unknown[word])
            mend = f"write {near}" if near else "mend it"
            yield offset, f'"{word}" is in no dictionary; {mend}, or add it to {own}'
