"""What a page says in a sentence or two, for a list of search results."""

from __future__ import annotations

from docutils import nodes
from sphinx_handouts.pages.nodes import in_short, snippet

from .without_citations import words_of

LENGTH = 160


def describe(doctree: nodes.document) -> str:
    """Return what a page says in short, or its first paragraph: whole sentences, no citations."""
    summary = next(doctree.findall(in_short), None)
    for paragraph in (summary or doctree).findall(nodes.paragraph):
        if not isinstance(paragraph.parent, (nodes.Admonition, snippet)):
            return shorten(words_of(paragraph))
    return ""


def shorten(text: str, length: int = LENGTH) -> str:
    """Cut *text* after the last sentence, or else the last word, that fits."""
    if len(text) <= length:
        return text
    head = text[: length + 1]
    end = max(head.rfind(mark) for mark in (". ", "? ", "! "))
    return head[: end + 1] if end > 0 else head[: length - 1].rpartition(" ")[0] + " …"
