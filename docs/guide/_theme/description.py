"""What a page says in a sentence or two, for a list of search results."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx_handouts.pages.nodes import in_short, snippet

from .without_citations import words_of

LENGTH = 160


def describe(doctree: nodes.document) -> str:
    """Return what a page says in short, or its first paragraph: whole sentences, no citations.

    Links in a row, as on the first page, are no paragraph.
    """
    summary = next(doctree.findall(in_short), None)
    for paragraph in (summary or doctree).findall(nodes.paragraph):
        if not (isinstance(paragraph.parent, (nodes.Admonition, snippet)) or _is_links(paragraph)):
            return shorten(words_of(paragraph))
    return ""


def _is_links(paragraph: nodes.paragraph) -> bool:
    return all(
        isinstance(child, (nodes.reference, addnodes.pending_xref)) or not child.astext().strip()
        for child in paragraph.children
    )


def shorten(text: str, length: int = LENGTH) -> str:
    """Cut *text* after the last sentence, or else the last word, that fits."""
    if len(text) <= length:
        return text
    head = text[: length + 1]
    end = max(head.rfind(mark) for mark in (". ", "? ", "! "))
    return head[: end + 1] if end > 0 else head[: length - 1].rpartition(" ")[0] + " …"
