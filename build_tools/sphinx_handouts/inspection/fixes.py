"""Mends what can be mended without a thought: no change of meaning, nor of a released text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..storage.files import rewrite

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
_DEEPER = re.compile(r"`{3}|~{3}|<(?:pre|script|style|textarea)", re.IGNORECASE)
"""Code that begins within a list, a quotation or HTML: where it ends is not ours to tell."""
_BESIDE = re.compile("(?<=\\w)(?: +\u00a0|\u00a0+ )[ \u00a0]*(?=\\w)")
"""A no-break space beside a space, between words: the line may break there all the same."""
_TAB = 4


@dataclass(frozen=True, slots=True)
class Fixer:
    """One thing that is mended."""

    name: str
    suffixes: frozenset[str]
    fix: Callable[[str], str]


def _byte_order_mark(text: str) -> str:
    """Drop the mark that some editors put before the first character."""
    return text.lstrip("\ufeff")


def _newlines(text: str) -> str:
    """End every line as Unix does."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _trailing_spaces(text: str) -> str:
    """Drop spaces that nobody sees; two after a text are a line break in Markdown, and stay."""

    def fix(line: str) -> str:
        bare = line.rstrip(" \t")
        is_break = bare and (line.endswith("  ") or bare.endswith("\\"))
        return line if is_break else bare

    return _in_prose(text, fix)


def _tabs(text: str) -> str:
    """Write spaces in place of tabs, as far as Markdown reads a tab."""
    return _in_prose(text, lambda line: line.expandtabs(_TAB))


def _no_break_spaces(text: str) -> str:
    """Write one space where a no-break space stands beside another: it kept nothing together."""
    return _in_prose(text, lambda line: _BESIDE.sub(" ", line))


def _last_line(text: str) -> str:
    """End the last line, and have no empty lines after it."""
    bare = text.rstrip(" \t\n")
    return bare + "\n" if bare else text


def _in_prose(text: str, fix: Callable[[str], str]) -> str:
    """Apply *fix* to the lines that are neither front matter nor code."""
    return "\n".join(fix(line) if prose else line for line, prose in _lines(text))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is prose for sure."""
    lines = text.split("\n")
    front = lines[0] == "---"
    fence, lost, spans = "", False, False
    for number, line in enumerate(lines):
        prose = not (front or fence or lost)
        if front:
            front = number == 0 or line.rstrip() not in {"---", "..."}
        elif fence:
            closing = line.strip()
            fence = "" if closing.startswith(fence) and not closing.strip(fence[0]) else fence
        elif opening := _FENCE.match(line):
            fence, prose = opening["mark"], False
        else:
            lost = lost or bool(_DEEPER.search(line))
            # A code span may go on until the paragraph ends.
            spans = bool(line.strip()) and (spans or "`" in line)
            prose = not lost and not spans and not line.startswith(("    ", "\t"))
        yield line, prose


MARKDOWN = frozenset({".md"})
TEXTS = MARKDOWN | {".toml", ".txt", ".bib"}
FIXERS: tuple[Fixer, ...] = (
    Fixer("byte order mark", TEXTS, _byte_order_mark),
    Fixer("line ends", TEXTS, _newlines),
    Fixer("spaces at the end of lines", MARKDOWN, _trailing_spaces),
    Fixer("tabs", MARKDOWN, _tabs),
    Fixer("no-break spaces", MARKDOWN, _no_break_spaces),
    Fixer("end of the file", TEXTS, _last_line),
)
"""Everything that is mended, in this order."""


def mend(text: str, suffix: str) -> tuple[str, list[str]]:
    """Return *text* mended, and the names of what was."""
    done = []
    for fixer in FIXERS:
        if suffix in fixer.suffixes:
            mended = fixer.fix(text)
            if mended != text and _same(text, mended, suffix):
                text = mended
                done.append(fixer.name)
    return text, done


def _same(old: str, new: str, suffix: str) -> bool:
    """Return whether a TOML file says what it said: spaces count within long texts."""
    if suffix != ".toml":
        return True
    try:
        return tomllib.loads(old.lstrip("\ufeff")) == tomllib.loads(new)
    except tomllib.TOMLDecodeError:
        return False


def mend_file(path: Path) -> list[str]:
    """Mend a file in place; return the names of what was mended."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return []  # the check says what is wrong with it
    mended, done = mend(text, path.suffix)
    if done:
        rewrite(path, mended.encode(), keeps_ends=False)
    return done
