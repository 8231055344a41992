"""Words that must not be there: promises that no evidence carries, and foreign advertising."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..records.finding import Finding, Kind, Severity
from .declaration import Check

CHECK = Check(
    Kind.WORDING,
    Severity.ERROR,
    "Banned phrases and foreign scripts",
    "A promise that no evidence carries raises false hope; a foreign script is a sign of copied "
    "advertising.",
    "Say what was found and how sure we are; remove what does not belong.",
)


@lru_cache(maxsize=8)
def banned_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of *phrases* as whole words, however it is typeset."""
    alternatives = "|".join(r"\s+".join(map(_typeset, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if phrases else r"(?!)", re.IGNORECASE)


def _typeset(word: str) -> str:
    """Return a pattern for a word with any apostrophe and any hyphen."""
    return re.sub("['’]", "['’]", re.escape(word)).replace(r"\-", "[-\u2010\u2011]")


def read_phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a list: one a line, ``#`` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def check_wording(
    texts: Iterable[tuple[int, str]],
    where: str,
    docname: str | None,
    phrases: Sequence[str],
    scripts: Sequence[str],
) -> Iterator[Finding]:
    """Yield a finding for each banned phrase, and each word in a script that is not allowed.

    *scripts* are beginnings of Unicode character names: ``LATIN``, ``GREEK``; none allows all.
    """
    pattern = banned_pattern(tuple(phrases))
    for line, text in texts:
        for match in pattern.finditer(text):
            yield Finding(
                Kind.WORDING,
                f'{where}: "{match[0]}" is on the list of banned phrases; say what was found, '
                "and how sure we are",
                docname=docname,
                line=line or None,
            )
        for word in _foreign(text, scripts):
            yield Finding(
                Kind.WORDING,
                f'{where}: "{word}" is not in the script of this language; remove it',
                docname=docname,
                line=line or None,
            )


def _foreign(text: str, scripts: Sequence[str]) -> Iterator[str]:
    if not scripts or text.isascii():
        return
    allowed = tuple(scripts)
    for word in text.split():
        if any(character.isalpha() and not _is_in(character, allowed) for character in word):
            yield word


def _is_in(character: str, scripts: tuple[str, ...]) -> bool:
    """Return whether a letter is of one of *scripts*, or a sign of all, as in 5 µg or 1º."""
    name = unicodedata.name(character, "")
    return name.startswith(scripts) or name.endswith((" SIGN", " INDICATOR"))
