"""The words of a page without its citations, for searching and for lists of results."""

from __future__ import annotations

from typing import TypeVar

from docutils import nodes

N = TypeVar("N", bound=nodes.Node)


def words_of(node: nodes.Node) -> str:
    """Return the words of a paragraph in one line, without its citations."""
    words = " ".join(without_citations(node).astext().split())
    for mark in (".", ",", ":"):
        words = words.replace(f" {mark}", mark)
    return words


def without_citations(node: N) -> N:
    """Return a copy of *node* without its citations."""
    copy = node.deepcopy()
    for citation in list(copy.findall(nodes.inline)):
        if "bibtex-citation" in citation["classes"]:
            citation.parent.remove(citation)
    return copy
