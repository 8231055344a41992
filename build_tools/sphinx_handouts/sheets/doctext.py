"""The words of a node of a document tree, and the line of the source on which it stands."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

_NOT_WORDS = (nodes.literal, nodes.math, nodes.raw, nodes.image, nodes.problematic)
_BEFORE_MARK = re.compile(r" ([.,;:!?])(?!\w)")


def one_line(text: str) -> str:
    """Return *text* on one line, and no space where a citation stood before a full stop."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))


def lines_of(text: str) -> tuple[str, tuple[int, ...]]:
    """Return *text* on one line, and where in it each further line began."""
    first, *others = map(one_line, text.split("\n"))
    breaks = []
    for line in others:
        breaks.append(len(first) + 1)
        first = f"{first} {line}".strip()
    return first, tuple(breaks)


def words_of(node: nodes.Node) -> str:
    """Return the words of a node without citations, code and bare addresses."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, (*_NOT_WORDS, nodes.citation_reference)):
        return " "
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        return " "
    if isinstance(node, nodes.reference) and node.get("refuri", "").endswith(node.astext()):
        return " "
    return "".join(map(words_of, node.children))


def is_source(node: nodes.Node) -> bool:
    """Return whether *node* is a citation, or a link to another site."""
    if isinstance(node, addnodes.pending_xref):
        return bool(node.get("refdomain") == "cite")
    return isinstance(node, nodes.reference) and "://" in str(node.get("refuri", ""))


def breaks_before(node: nodes.Node) -> int:
    """Return how many lines of its paragraph end before an inline node."""
    count = 0
    while isinstance(node, (nodes.Inline, addnodes.pending_xref)) and node.parent is not None:
        before = node.parent.children[: node.parent.index(node)]
        count += sum(sibling.astext().count("\n") for sibling in before)
        node = node.parent
    return count


def row_line(node: nodes.Element) -> int:
    """Return how far below its table a cell of MyST stands: all have the line of the table.

    A row is one line there, below the head and a line of dashes; what a role made has its line.
    """
    row = node.parent.parent if isinstance(node.parent, nodes.entry) else None
    if row is None or row.line != node.line or not isinstance(row.parent, nodes.tbody):
        return 0
    return int(row.parent.index(row)) + 2


def term_line(term: nodes.term, otherwise: int) -> int:
    """Return the line of a term, above what explains it: MyST counts from the glossary."""
    item = term.parent
    below = [child.line for node in item.findall(nodes.definition) for child in node.children]
    terms = [node for node in item.children if isinstance(node, nodes.term)]
    if not below or not below[0]:
        return otherwise
    return int(below[0]) - (len(terms) - terms.index(term))


def in_glossary(node: nodes.Node) -> bool:
    """Return whether a term is one of a glossary: other lists explain words as well."""
    parent: nodes.Node | None = node
    while parent is not None and not isinstance(parent, addnodes.glossary):
        parent = parent.parent
    return parent is not None
