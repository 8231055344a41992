"""What the HTML of a sheet says, block by block, before any style sheet has touched it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..records.marks import PAGE_OF
from ..records.plain_text import label_of, letters, runs_leftward
from .quick_html import read_quickly

_SILENT = {"head", "input", "script", "style", "template", "title"}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i"),
    *("img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup"),
    *("svg", "time", "u", "var", "wbr"),
}
_LABELS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""Classes by which docutils tells the labels of a list, as HTML names them."""


ADDED = {"admonition-title", "certainty__label", "in-short__label"}
"""Classes of elements whose words the writer of a page adds: names of boxes and scales."""
SUMMARY = "summary"
"""The element that names what a browser folds: extensions that fold call it what they like."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one block says: a heading, a paragraph, a cell, the label of an item."""

    text: str
    is_label: bool = False
    """Whether it numbers the item of a list."""
    is_added: bool = False
    """Whether the writer of the page added it, such as the name of a box."""
    is_head: bool = False
    """Whether it heads a column: a table that goes on on another page says it again."""

    @property
    def letters(self) -> str:
        """What must be found, however it is typeset."""
        found = letters(self.text)
        return "".join(filter(str.isalnum, found)) if self.is_label else found


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that a sheet says."""

    blocks: tuple[Block, ...]
    alternatives: tuple[str, ...]
    """Text alternatives of its pictures, in their order."""
    is_mixed: bool = False
    """Whether some of it runs from right to left, and lines may mix directions."""


def spoken_of(body: str) -> Spoken:
    """Return what a piece of HTML says."""
    import tinyhtml5

    read_quickly()
    return spoken(tinyhtml5.parse(f"<!DOCTYPE html><body>{body}", namespace_html_elements=False))


def spoken(root: Any, pages: Mapping[str, int] = MappingProxyType({})) -> Spoken:
    """Return what an HTML tree says (elements as of `xml.etree`).

    *pages* are the pages on which the elements with an id begin, once they are known.
    """
    walk = _Walk([], [], [], pages)
    walk.element(root)
    walk.end_block()
    return Spoken(tuple(walk.blocks), tuple(walk.alternatives), walk.is_mixed)


@dataclass
class _Walk:
    blocks: list[Block]
    alternatives: list[str]
    words: list[str]
    pages: Mapping[str, int]
    is_mixed: bool = False
    added: int = 0
    """How many elements are open that hold what the writer adds."""
    heads: int = 0
    """How many heads of tables are open."""

    def end_block(self) -> None:
        """End a block, if it has said anything."""
        text = " ".join("".join(self.words).split())
        if text:
            self.is_mixed |= runs_leftward(text)
            self.blocks.append(Block(text, is_added=bool(self.added), is_head=bool(self.heads)))
        self.words.clear()

    def element(self, element: Any) -> None:
        """Take down what an element says."""
        tag = element.tag
        self.is_mixed |= element.get("dir") == "rtl"
        if not isinstance(tag, str) or tag in _SILENT:  # no string: a comment
            return
        alternative = element.get("alt", "").strip() if tag == "img" else ""
        if alternative:
            self.alternatives.append(alternative)
        if tag in _INLINE:
            self._inner(element)
        else:
            self.end_block()
            classes = str(element.get("class", "")).split()
            is_added = tag == SUMMARY or not ADDED.isdisjoint(classes)
            self.added += is_added
            self.heads += tag == "thead"
            self._inner(element)
            self.end_block()
            self.added -= is_added
            self.heads -= tag == "thead"

    def _inner(self, element: Any) -> None:
        self.words.append(element.text or "")
        page = self.pages.get(str(element.get(PAGE_OF, "")).removeprefix("#"))
        self.words.append(str(page or ""))
        labels = _labels(element) if element.tag == "ol" else None
        for child in element:
            if labels is not None and child.tag == "li":
                self.end_block()
                self.blocks.append(Block(next(labels)(child), is_label=True))
            self.element(child)
            self.words.append(child.tail or "")


def _labels(element: Any) -> Iterator[Any]:
    """Yield a function for each item of an ordered list that returns its label."""
    classes = set(str(element.get("class", "")).split())
    kind = next((_LABELS[name] for name in classes & _LABELS.keys()), element.get("type", "1"))
    number = int(element.get("start", 1))

    def label(item: Any) -> str:
        nonlocal number
        number = int(item.get("value", number))
        said = item.get("data-label") or label_of(number, kind)
        number += 1
        return str(said)

    while True:
        yield label
