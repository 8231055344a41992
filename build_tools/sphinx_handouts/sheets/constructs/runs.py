"""Runs of text that a line must not mix up or break: foreign words, numbers, Korean words.

Where a text runs from right to left, a telephone number, an address or a foreign title within it
runs from left to right: its parts would change places, and its last mark would jump to its front.
Korean has spaces between its words, and a line may end at them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from markupsafe import Markup, escape

from ...records.plain_text import runs_leftward
from ..in_words import text_direction
from .mixed_runs import (
    BACKWARD,
    LEFT,
    Run,
    backward_runs,
    hold_runs,
    numbers,
    with_brackets,
)

FOREIGN, WORD = "run-ltr", "run-word"
"""CSS classes: what runs from left to right, and what stays on one line."""
_APART = frozenset(
    {FOREIGN, BACKWARD, "address", "bibtex-citation", "caption-number"}
    | {"citation-number", "note-mark"}
)
"""Classes of what has a direction of its own already, or is no word of its line."""
NUMBER = f"{FOREIGN} {WORD}"
"""The classes of a number to call."""
LONGEST = 14
"""Signs of a word that stays whole: it fits a line of any paper and print."""

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_FOREIGN = re.compile(
    rf"""(?:(?<![\w)\]])[-\u2212](?=[0-9]))?  # below nought
    [{LEFT}0-9+][^{_RIGHT}\n]*[{LEFT}0-9]  # words, numbers and what stands between them
    (?:(?<=[0-9])[%\u00b0\u066a])?  # of a number
    [?]?  # of a foreign question: another script has a mark of its own""",
    re.VERBOSE,
)
_TELLS = re.compile(
    rf"""[{LEFT}].*[^{LEFT}]|[^{LEFT}].*[{LEFT}]  # a word with something beside it
    | [0-9]{{2,}}\)?[\s\u00a0-][0-9\s\u00a0-]*[0-9]{{2,}}  # groups of digits: a number to call
    """,
    re.VERBOSE | re.DOTALL,
)
_CALLED = re.compile(r"\+?[0-9]+(?:[\s\u00a0-][0-9]+)+")
"""Groups of digits, which change places behind a word that runs from right to left."""
_KOREAN = re.compile(rf"[^\s\u00a0]{{0,{LONGEST}}}[\uac00-\ud7a3][^\s\u00a0]*")
_CLOSED = (nodes.literal, nodes.math, nodes.raw, nodes.reference)
_NARROW = (nodes.entry,)

Piece = tuple[str, str]
"""Some of a text, and the class that it needs, if any."""


def pieces(text: str, language: str) -> list[Piece]:
    """Return *text* in pieces: those that a line treats as one thing have a class."""
    if text_direction(language) == "rtl":
        if not re.search(f"[{_RIGHT}]", text):
            return list(_between_spaces(text))
        return _split(text, _FOREIGN, FOREIGN)
    if language.partition("-")[0].partition("_")[0] == "ko":
        return _split(text, _KOREAN, WORD)
    return _split(text, _CALLED, FOREIGN) if runs_leftward(text) else [(text, "")]


def _between_spaces(text: str) -> Iterator[Piece]:
    """Yield a foreign text as a run, and beside it the spaces at its ends: they are the line's."""
    words = text.strip()
    before, _words, after = text.partition(words) if words else (text, "", "")
    kinds = (before, ""), (words, FOREIGN if _TELLS.search(words) else ""), (after, "")
    yield from (piece for piece in kinds if piece[0])


def run_markup(text: str, language: str) -> Markup:
    """Return *text* as HTML, its runs marked."""
    span = Markup('<span class="{}">{}</span>')
    found = pieces(text, language)
    return Markup().join(span.format(kind, part) if kind else escape(part) for part, kind in found)


def run_text(text: str, language: str) -> str:
    """Return *text* with signs around its runs that nobody sees: where no HTML can stand."""
    found = pieces(text, language)
    return "".join(
        f"\N{LEFT-TO-RIGHT ISOLATE}{part}\N{POP DIRECTIONAL ISOLATE}" if FOREIGN in kind else part
        for part, kind in found
    )


def mark_runs(document: nodes.Element, language: str, *, paper: bool = True) -> None:
    """Mark the runs of all texts; a browser knows Korean words by itself."""
    if language.startswith("ko") and not paper:
        return
    leftward = text_direction(language) == "rtl"
    if leftward or paper:  # a browser knows all directions, but of what is marked in pieces
        hold_runs(document, _foreign_runs if leftward else backward_runs, _APART)
    for text in list(document.findall(nodes.Text)):
        if not _may_be_marked(text, is_narrow=language.startswith("ko")):
            continue
        found = pieces(text.astext(), language)
        if any(kind for _part, kind in found):
            parent = text.parent
            place = next(i for i, child in enumerate(parent.children) if child is text)
            parent.children[place : place + 1] = list(_nodes(found, parent))


def _foreign_runs(text: str) -> Iterator[Run]:
    """Yield the runs of a line from right to left that its elements may make up together."""
    if not re.search(f"[{_RIGHT}]", text):
        words = text.strip(" \n\u00a0\ufffc")
        start = text.find(words)
        found = [(start, start + len(words))] if "\n" not in words else []
    else:
        found = []
    found += [match.span() for match in _FOREIGN.finditer(text)]
    for begin, last in found:
        start, end = with_brackets(text, begin, last)
        words = text[start:end]
        if _TELLS.search(words) or not re.search(r"\s", words):
            yield start, end, FOREIGN if any(map(str.isalpha, words)) else NUMBER
    yield from numbers(text, NUMBER)


def _nodes(found: list[Piece], parent: nodes.Element) -> Iterator[nodes.Node]:
    for part, kind in found:
        node: nodes.Node = (
            nodes.inline("", part, classes=kind.split()) if kind else nodes.Text(part)
        )
        node.parent = parent
        yield node


def _may_be_marked(text: nodes.Text, *, is_narrow: bool) -> bool:
    """Return whether a text may be set in pieces: links are whole, and cells are narrow."""
    node = text.parent
    while node is not None:
        if isinstance(node, _CLOSED) or {FOREIGN, WORD} & set(node.get("classes", ())):
            return False
        if isinstance(node, (nodes.literal_block, nodes.comment, nodes.Invisible)):
            return False
        if is_narrow and isinstance(node, _NARROW):
            return False
        node = node.parent
    return True


def _split(text: str, run: re.Pattern[str], kind: str) -> list[Piece]:
    found, end = list[Piece](), 0
    for match in run.finditer(text):
        is_one = bool(_TELLS.search(match[0])) if kind == FOREIGN else len(match[0]) <= LONGEST
        if is_one:
            start, last = match.span() if kind == WORD else with_brackets(text, *match.span())
            if start > end:
                found.append((text[end:start], ""))
            is_number = kind == FOREIGN and not any(map(str.isalpha, match[0]))
            found.append((text[start:last], NUMBER if is_number else kind))
            end = last
    if end < len(text):
        found.append((text[end:], ""))
    return found
