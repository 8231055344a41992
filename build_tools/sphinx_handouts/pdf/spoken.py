"""What the HTML of a sheet says, block by block, before any style sheet has touched it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_SILENT = {"head", "input", "script", "style", "template", "title"}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i"),
    *("img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup"),
    *("svg", "time", "u", "var", "wbr"),
}
_LABELS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""Classes by which docutils tells the labels of a list, as HTML names them."""
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_UNSEEN = dict.fromkeys(map(ord, "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}\ufffe\x02"))
"""Hyphens: where a line breaks, one comes or goes."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one block says: a heading, a paragraph, a cell, the label of an item."""

    text: str
    is_label: bool = False
    """Whether it numbers the item of a list."""

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
    fields: int
    """How many form fields it has."""


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Return what a text says, however it is typeset: its characters without spaces and hyphens."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.casefold().translate(_UNSEEN).split())


def spoken(root: Any) -> Spoken:
    """Return what an HTML tree says (elements as of `xml.etree`)."""
    walk = _Walk([], [], [])
    walk.element(root)
    walk.end_block()
    return Spoken(tuple(walk.blocks), tuple(walk.alternatives), walk.fields)


@dataclass
class _Walk:
    blocks: list[Block]
    alternatives: list[str]
    words: list[str]
    fields: int = 0

    def end_block(self) -> None:
        """End a block, if it has said anything."""
        text = " ".join("".join(self.words).split())
        if text:
            self.blocks.append(Block(text))
        self.words.clear()

    def element(self, element: Any) -> None:
        """Take down what an element says."""
        tag = element.tag
        self.fields += tag == "input"
        if not isinstance(tag, str) or tag in _SILENT:  # no string: a comment
            return
        alternative = element.get("alt", "").strip() if tag == "img" else ""
        if alternative:
            self.alternatives.append(alternative)
        if tag in _INLINE:
            self._inner(element)
        else:
            self.end_block()
            self._inner(element)
            self.end_block()

    def _inner(self, element: Any) -> None:
        self.words.append(element.text or "")
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


def label_of(number: int, kind: str) -> str:
    """Return the label of the item *number* of a list whose ``type`` is *kind*, as HTML has it."""
    if kind.lower() == "a" and number > 0:
        text = ""
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(ord("a") + rest) + text
    elif kind.lower() == "i" and 0 < number < 4000:
        text, left = "", number
        for value, numeral in _ROMAN:
            count, left = divmod(left, value)
            text += numeral * count
    else:
        text = str(number)
    return text.upper() if kind in {"A", "I"} else text
