"""A translation changes the words of a text and nothing else.

Roles (the emergency number of a region is one), links, citations, code, placeholders, numbers, and
how many words stand out are the same on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from .emphasis import emphases
from .months import months_in

_MYST_ROLE = re.compile(
    r"(?<!\\)\{(?P<name>[A-Za-z][\w:.+-]*)\}(?P<ticks>`+)(?P<text>.+?)(?P=ticks)"
)
_RST_ROLE = re.compile(r"(?<![\w:\\]):(?P<name>[A-Za-z][\w:.+-]*):(?P<ticks>`)(?P<text>[^`]+)`")
_ROLES = (_MYST_ROLE, _RST_ROLE)
"""As each parser reads them: what is written as in the other's language would be printed."""
_TARGET = re.compile(r".*?<(?P<target>[^<>]+)>\s*", re.DOTALL)
_OF_WORDS = frozenset(
    {"abbr", "command", "del", "dfn", "guilabel", "ins", "kbd", "mark", "menuselection", "s"}
    | {"small", "strong", "sub", "subscript", "sup", "superscript", "u"}
)
"""Roles whose text is said to the reader, and translated."""
_OF_TERMS = "term"
"""A role whose text may be the term in the other language; one that nobody explains is told."""
_LINK = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]*)>?[^)]*\)")
_RST_LINK = re.compile(r"`[^`]*<(?P<target>[^<>`]+)>`__?")
_ADDRESS = re.compile(
    r"(?:https?|mailto|tel):[^\s<>()\]]*[^\s<>()\].,;:!?\u060c\u061b\u061f\u3002]"
)
_NOTE = re.compile(r"\[(?P<note>[\^#][^\]\s]+)\]_?")
_CODE = re.compile(r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)")
_HOLE = re.compile(
    r"\{\{[^{}]*\}\}|%\(\w+\)[sd]|%[sd]\b|\{[.#][^{}]*\}|\{[A-Za-z_]\w*\}(?!`)|\|[^\s|][^|]*\|"
)
_BETWEEN = "[.,'\u2019\u00a0\u202f\u2009\u066b\u066c]"
_NUMBER = re.compile(rf"\d+(?:{_BETWEEN}\d+| (?=\d{{3}}(?!\d))\d{{3}})*")

_GROUP = 3
"""Digits of a group of thousands."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")

Counts = Counter[str]


def differences(
    source: str, translation: str, languages: tuple[str, str] = ("en", "en")
) -> Iterator[str]:
    """Yield what a *translation* lacks, or has beside, of what must be as in the *source*.

    The name of a month on one side may be its number on the other: *languages* are those of both.
    """
    wanted, found = _tokens(source), _tokens(translation)
    for token in sorted((wanted - found - _months(translation, languages[1])).elements()):
        yield f"lacks {token}"
    for token in sorted((found - wanted - _months(source, languages[0])).elements()):
        yield f"has {token}, which the text has not"


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, as Python writes them."""
    return {_plain(found[0]) for found in _NUMBER.finditer(text)}


def same_words(source: str, translation: str) -> int:
    """Return how many words both sides have, if they are the same: case and marks do not count."""
    first, second = ([*map(str.casefold, _words(text))] for text in (source, translation))
    return len(first) if first == second else 0


def words_left(source: str, translation: str) -> int:
    """Return how many words in a row were left as they are in the *source*: no names."""
    first, second = _words(source), _words(translation)
    found = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    rows = (first[match.a : match.a + match.size] for match in found)
    return max(len(row) for row in rows if sum(not word.islower() for word in row) <= 1)


def _words(text: str) -> list[str]:
    """Return what a translator translates of a text: no role without words, no target of a link."""
    for pattern in _ROLES:
        text = pattern.sub(_role_words, text)
    for pattern in (_RST_LINK, _LINK, _ADDRESS, _NOTE, _HOLE, _CODE):
        text = pattern.sub(" ] ", text)
    return _WORD.findall(text)


def _role_words(match: re.Match[str]) -> str:
    text = match["text"]
    is_said = match["name"] in _OF_WORDS or match["name"].endswith(_OF_TERMS)
    return f" {text.partition('<')[0] if is_said else text.rpartition('<')[0]} "


def _months(text: str, language: str) -> Counts:
    months = months_in(text, language).items()
    return Counter({f"the number {month}": count for month, count in months})


def _tokens(text: str) -> Counts:
    """Return what must be the same, as people would write it, and how often it stands."""
    tokens: Counts = Counter()
    for pattern in _ROLES:
        text = pattern.sub(_kept(tokens, _role), text)
    text = _RST_LINK.sub(_kept(tokens, lambda m: (f"the link {m['target']}", m[0])), text)
    text = _LINK.sub(_kept(tokens, lambda m: (f"the link {m['target']}", "]")), text)
    text = _ADDRESS.sub(_kept(tokens, lambda m: (f"the address {m[0]}", " ")), text)
    text = _NOTE.sub(_kept(tokens, lambda m: (f"the note {m[0]}", " ")), text)
    text = _HOLE.sub(_kept(tokens, lambda m: (m[0], " ")), text)
    text = _CODE.sub(_kept(tokens, lambda m: (f"`{m['code']}`", " ")), text)
    tokens.update(f"the number {_plain(m[0])}" for m in _NUMBER.finditer(text))
    tokens.update(emphases(text))
    return tokens


def _kept(
    tokens: Counts, say: Callable[[re.Match[str]], tuple[str, str]]
) -> Callable[[re.Match[str]], str]:
    """Return a function that counts what *say* says, and returns what stays of the text."""

    def keep(match: re.Match[str]) -> str:
        token, rest = say(match)
        tokens[token] += 1
        return rest

    return keep


def _role(match: re.Match[str]) -> tuple[str, str]:
    name, text = match["name"], match["text"].strip()
    role = match[0].partition("`")[0]  # as it is written
    if name in _OF_WORDS or name.endswith(_OF_TERMS):
        return role, f" {text.partition('<')[0]} "
    target = _TARGET.fullmatch(text)
    key = target["target"].strip() if target else text
    if name.startswith("cite"):
        key = ",".join(sorted(part.strip() for part in key.split(",")))
    words = text[: text.rfind("<")] if target else ""
    return f"{role}`{key}`", f" {words} "


def _plain(number: str) -> str:
    """Return a number as Python writes it: languages part its digits in ways of their own."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else " " for c in number)
    first, *others = digits.split()
    if not others or (first.strip("0") and len(first) <= _GROUP and _are_groups(others)):
        return "".join([first, *others])
    return "".join([first, *others[:-1]]) + f".{others[-1]}"


def _are_groups(parts: list[str]) -> bool:
    return all(len(part) == _GROUP for part in parts)
