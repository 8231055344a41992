"""What a handout says, text by text, and where each stands in the sources.

The tree is read here by a plain walk, and written by a translator with many rules of its own: what
both of them found is compared before anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docutils import nodes
from sphinx import addnodes

from ..pages import nodes as own
from ..pages.problems import FILE
from ..records.page import Said
from ..records.plain_text import label_of
from .numerals import KINDS

_UNSAID = (
    *(addnodes.index, addnodes.only, addnodes.toctree, nodes.comment, nodes.meta, nodes.raw),
    *(nodes.substitution_definition, nodes.system_message, nodes.target, own.form_field),
)
"""What is no text of a reader's, or is refused elsewhere."""
_MARKS: dict[type[nodes.Element], tuple[str, str]] = {
    nodes.attribution: ("\N{EM DASH}", ""),
    nodes.classifier: (":", ""),
    nodes.field_name: ("", ":"),
}
"""Marks that the words of an element stand between."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: on a page, in the file of a snippet, or in another."""

    docname: str = ""
    snippet: str = ""
    line: int = 0
    file: str = ""

    def of(self, node: nodes.Element) -> _Place:
        """Return the place of a node within this one."""
        if isinstance(node, nodes.container) and "docname" in node:
            return _Place(node["docname"], "", node.line or self.line)
        snippet = self.snippet
        if isinstance(node, own.snippet):
            snippet = node.get("path", "")
        if node.line:
            return replace(self, snippet=snippet, line=node.line, file=node.get(FILE, ""))
        return replace(self, snippet=snippet)

    def says(self, text: str, **what: bool) -> Said:
        """Return a text that stands here."""
        return Said(text, self.docname, self.line, self.file or self.snippet, **what)


def said(document: nodes.Element) -> Iterator[Said]:
    """Yield what the tree of a handout says, in its order."""
    yield from _walk(document, _Place())


def _walk(node: nodes.Element, above: _Place) -> Iterator[Said]:
    if isinstance(node, _UNSAID) and not _is_referred_to(node):
        return
    place = above.of(node)
    if isinstance(node, nodes.image):
        yield place.says(node.get("alt", ""), is_alternative=True)
    elif _is_text(node):
        words = "".join(_words(node))
        if words.strip():
            yield place.says(words.join(_marks(node)))
        for image in node.findall(nodes.image):
            yield place.of(image).says(image.get("alt", ""), is_alternative=True)
    else:
        yield from _children(node, place)


def _is_text(node: nodes.Element) -> bool:
    """Return whether a node is a block of text: signatures are, though they are called inline."""
    inline = isinstance(node, nodes.Inline) and not isinstance(node, addnodes.desc_signature)
    return isinstance(node, nodes.TextElement) and not inline


def _is_referred_to(node: nodes.Element) -> bool:
    """Return whether a target holds words of its own, as inline targets do."""
    return isinstance(node, nodes.target) and bool(node.children)


def _children(node: nodes.Element, place: _Place) -> Iterator[Said]:
    labels = _labels(node)
    for child in node.children:
        if isinstance(child, nodes.list_item) and labels is not None:
            yield place.of(child).says(next(labels), is_label=True)
        if isinstance(child, nodes.Element):
            yield from _walk(child, place)
        elif child.astext().strip():
            yield place.says(child.astext())


def _labels(node: nodes.Element) -> Iterator[str] | None:
    """Return the labels of the items of an ordered list."""
    if not isinstance(node, nodes.enumerated_list):
        return None
    kind, first = KINDS.get(node.get("enumtype", ""), "1"), int(node.get("start", 1))
    return (label_of(first + place, kind) for place in range(len(node)))


def _marks(node: nodes.Element) -> tuple[str, str]:
    """Return the marks that a writer of HTML puts around the words of a block."""
    if isinstance(node, nodes.option_argument):
        return node.get("delimiter", " "), ""
    if isinstance(node, nodes.option_string):
        return "," if node.parent.parent.index(node.parent) else "", ""
    kinds = (kind for kind in _MARKS if isinstance(node, kind))
    return _MARKS.get(next(kinds, nodes.Element), ("", ""))


def _words(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, _UNSAID) and not _is_referred_to(node):
        return
    elif not isinstance(node, (nodes.image, nodes.math, nodes.math_block)):
        for child in node.children:
            yield from _words(child)
