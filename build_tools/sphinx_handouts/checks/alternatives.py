"""Text alternatives say what a picture shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import PageFacts, Picture

CHECK = Check(
    Kind.ALTERNATIVE,
    Severity.WARNING,
    "Text alternatives of pictures",
    "A screen reader says the alternative in place of the picture: it is all that a blind reader "
    "gets.",
    "Say in a sentence or two what the picture tells; leave out that it is a picture.",
)

LONGEST = 400
"""Most characters: a screen reader says an alternative in one go, without a way back."""

_FILE_NAME = re.compile(r"\S+\.(?:avif|gif|jpe?g|pdf|png|svg|webp)", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"(?:an?|the)?\s*(?:image|picture|photo|photograph|graphic|icon|figure|drawing|illustration)"
    r"\s+(?:of|showing)\b",
    re.IGNORECASE,
)
_NOTHING = {"image", "picture", "photo", "figure", "graphic", "logo", "icon", "chart", "drawing"}


def check_alternatives(page: PageFacts) -> Iterator[Finding]:
    """Yield a finding for each picture whose alternative says too little or too much."""
    for picture in page.pictures:
        problem = _problem(picture)
        if problem:
            yield picture.warn(Kind.ALTERNATIVE, f"the picture {picture.file} {problem}")


def _problem(picture: Picture) -> str:
    """Return what is wrong with an alternative, and the mend; an ornament's is empty."""
    if picture.alt is None:
        return "has no text alternative; add :alt: with what it tells (empty for an ornament)"
    words = " ".join(picture.alt.split())
    return next(filter(None, (rule(words, picture) for rule in RULES)), "") if words else ""


def _file_name(words: str, picture: Picture) -> str:
    stem = PurePosixPath(picture.file).stem
    if _FILE_NAME.fullmatch(words) or words.casefold() == stem.casefold():
        return f'has its file name for a text alternative ("{words}"); say what it tells'
    return ""


def _preamble(words: str, _picture: Picture) -> str:
    if words.casefold().rstrip(".") in _NOTHING:
        return f'has the text alternative "{words}", which says nothing; say what it tells'
    if found := _PREAMBLE.match(words):
        return f'begins its text alternative with "{found[0]}"; leave that out: readers know'
    return ""


def _caption(words: str, picture: Picture) -> str:
    if _plain(words) == _plain(picture.caption):
        return "repeats its caption as text alternative; say what one sees, or leave it empty"
    return ""


def _length(words: str, _picture: Picture) -> str:
    if len(words) > LONGEST:
        return (
            f"has a text alternative of {len(words)} characters, more than {LONGEST}; "
            "say the rest in the text beside it"
        )
    return ""


RULES: tuple[Callable[[str, Picture], str], ...] = (_file_name, _preamble, _caption, _length)
"""What is wrong with an alternative, and the mend, or nothing."""


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
