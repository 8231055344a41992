"""Runs of a line that several of its elements make up: ``37.`` and a bold ``5``.

WeasyPrint 70 sets the elements of a line beside each other in the direction of what holds them, and
only within each by its letters: half a tablet was two. Elements that run in the other direction are
held together, so that they are set in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docutils import nodes

BACKWARD = "run-rtl"
"""The CSS class of what runs from right to left."""
_RIGHT = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""Letters and signs from right to left: numbers in their digits run from left to right."""
LEFT = r"A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
"""Letters from left to right."""
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_BACKWARD = re.compile(rf"[{_RIGHT}](?:[^{LEFT}\n]*[{_RIGHT}])?")
_NUMBER = re.compile(rf"[{_DIGITS}]+(?:[.,:/+\u066b\u066c-]?[{_DIGITS}]+)*[%\u00b0\u066a]?")
_PARTED = (
    *(nodes.strong, nodes.emphasis, nodes.inline, nodes.superscript, nodes.subscript),
    nodes.abbreviation,  # on paper, its meaning stands behind it
)
"""What may be parted in two; all else, such as a link, stays whole."""
_BRACKETS = (("(", ")"), ("[", "]"))
_OBJECT, _END = "\ufffc", "\n"
"""What stands for a picture in a text, and for what no run goes across."""

Run = tuple[int, int, str]
"""Where a run begins and ends in the text of a line, and its classes."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part of a line: a text, or an element that stays whole, and where it is in the line."""

    node: nodes.Node
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def hold_runs(
    document: nodes.Element, runs: Callable[[str], Iterable[Run]], apart: frozenset[str]
) -> None:
    """Hold together each run of several elements; one of a class that is *apart* is in none."""
    fixed = (nodes.FixedTextElement, nodes.comment, nodes.Invisible, nodes.raw)
    texts = document.findall(nodes.Text)
    for block in [block for block, _texts in groupby(texts, _block)]:
        if not isinstance(block, fixed) and not apart & set(block.get("classes", ())):
            while _holds_one(block, runs, apart):
                pass


def _holds_one(
    block: nodes.Element, runs: Callable[[str], Iterable[Run]], apart: frozenset[str]
) -> bool:
    leaves = list(_leaves(block, apart))
    if len(leaves) < 2:
        return False
    text = "".join(leaf.text for leaf in leaves)
    return any(_hold(leaves, run) for run in runs(text))


def backward_runs(text: str) -> Iterator[Run]:
    """Yield what runs from right to left in a line from left to right."""
    for match in _BACKWARD.finditer(text):
        yield *with_brackets(text, *match.span()), BACKWARD


def numbers(text: str, classes: str) -> Iterator[Run]:
    """Yield the numbers of a line from right to left."""
    for match in _NUMBER.finditer(text):
        yield match.start(), match.end(), classes


def with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a run with the brackets around its first or last words: both of a pair, or none."""
    for opening, closing in _BRACKETS:
        lone = text.count(opening, start, end) - text.count(closing, start, end)
        if lone > 0 and text[end : end + 1] == closing:
            end += 1
        elif lone < 0 and start and text[start - 1] == opening:
            start -= 1
    return start, end


def _hold(leaves: list[_Leaf], run: Run) -> bool:
    """Hold the elements of a run together, if there are several; return whether there were."""
    start, end, classes = run
    parts = [leaf for leaf in leaves if start < leaf.end and leaf.start < end and leaf.text]
    while parts and parts[0].start < start and not isinstance(parts[0].node, nodes.Text):
        del parts[0]
    while parts and parts[-1].end > end and not isinstance(parts[-1].node, nodes.Text):
        del parts[-1]
    if len(parts) < 2:
        return False
    first = _parted(parts[0], start)[1]
    last = _parted(parts[-1], end)[0]
    holder = _holder(first, last)
    begin, stop = _begin(first, holder), _begin(last, holder, after=True)
    places = [id(child) for child in holder.children]
    at, to = places.index(id(begin)), places.index(id(stop)) + 1
    held = nodes.inline("", "", classes=classes.split())
    held.extend(holder.children[at:to])
    holder.children[at:to] = [held]
    held.parent = holder
    return True


def _block(text: nodes.Node) -> nodes.Element:
    """Return what holds the line of a text."""
    node: nodes.Element = text.parent
    while isinstance(node, nodes.Inline):
        node = node.parent
    return node


def _leaves(block: nodes.Element, apart: frozenset[str]) -> Iterator[_Leaf]:
    at = 0
    for node, text in _texts(block, apart):
        yield _Leaf(node, at, text)
        at += len(text)


def _texts(element: nodes.Element, apart: frozenset[str]) -> Iterator[tuple[Any, str]]:
    """Yield the parts of an element, each with what stands for it in the text of its line."""
    children: list[Any] = element.children
    for child in children:
        if isinstance(child, nodes.Text):
            yield child, child.astext()
        elif isinstance(child, nodes.image | nodes.math):
            yield child, _OBJECT
        elif isinstance(child, nodes.target) and not child.children:
            continue
        elif type(child) in _PARTED and not _is_apart(child, apart):
            yield from _texts(child, apart)
        elif isinstance(child, nodes.Inline) and not _is_apart(child, apart):
            yield child, _text_of(child)
        else:
            yield child, _END


def _text_of(element: Any) -> str:
    return element.astext().replace(_END, " ") or _OBJECT


def _is_apart(node: Any, apart: frozenset[str]) -> bool:
    notes = (nodes.footnote_reference, nodes.citation_reference, nodes.raw)
    return isinstance(node, notes) or bool(apart & set(node.get("classes", ())))


def _parted(leaf: _Leaf, place: int) -> tuple[nodes.Node, nodes.Node]:
    """Part a text at a place of its line; return what is before it and what is after it."""
    cut = place - leaf.start
    if not 0 < cut < len(leaf.text):
        return leaf.node, leaf.node
    parent = leaf.node.parent
    at = next(at for at, child in enumerate(parent.children) if child is leaf.node)
    both = nodes.Text(leaf.text[:cut]), nodes.Text(leaf.text[cut:])
    parent.children[at : at + 1] = both
    for text in both:
        text.parent = parent
    return both


def _holder(first: nodes.Node, last: nodes.Node) -> nodes.Element:
    """Return the innermost element that holds two parts of a line."""
    above = []
    node = first.parent
    while node is not None:
        above.append(node)
        node = node.parent
    node = last.parent
    while not any(node is one for one in above):
        node = node.parent
    return node


def _begin(node: nodes.Node, holder: nodes.Element, *, after: bool = False) -> nodes.Node:
    """Part what holds a node, up to the child of *holder*, before the node, or *after* it."""
    while node.parent is not holder:
        parent = node.parent
        cut = next(at for at, child in enumerate(parent.children) if child is node) + after
        if 0 < cut < len(parent.children):
            other = parent.copy()
            other["ids"], other["names"] = [], []
            other.extend(parent.children[cut:])
            del parent.children[cut:]
            above = parent.parent
            above.insert(above.index(parent) + 1, other)
            node = parent if after else other
        else:
            node = parent
    return node
