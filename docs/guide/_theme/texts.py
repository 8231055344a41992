"""The words of a page as a search, or a list of search results, needs them."""

from __future__ import annotations

from docutils import nodes


def words_of(node: nodes.Element) -> str:
    """Return the words of a paragraph in one line, without its citations."""
    words = " ".join(without_citations(node).astext().split())
    for mark in (".", ",", ":"):
        words = words.replace(f" {mark}", mark)
    return words


def without_citations(node: nodes.Element) -> nodes.Element:
    """Return a copy of *node* without its citations."""
    copy = node.deepcopy()
    for citation in list(copy.findall(nodes.inline)):
        if "bibtex-citation" in citation["classes"]:
            citation.parent.remove(citation)
    return copy
