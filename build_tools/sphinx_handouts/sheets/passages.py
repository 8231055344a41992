"""The running text of a page or handout, as a reader meets it: what the language checks look at."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ..pages import nodes as own
from ..records.readability import Passage

_SKIPPED = (
    addnodes.glossary,
    addnodes.toctree,
    nodes.citation,
    nodes.comment,
    nodes.literal_block,
    nodes.raw,
    nodes.title,
    nodes.rubric,
    own.fill_in,
)
"""Not running text: headings, definitions, names of sources, labels to write beside."""

_SKIPPED_CLASSES = {
    *("sources", "words-on-this-sheet", "address", "citation-number", "review-table"),
    *("toc", "book-index", "section-number", "see-page"),
}


def passages(tree: nodes.Element, docname: str, medium: str) -> Iterator[Passage]:
    """Yield the passages of *tree* that a reader of *medium* (``print`` or ``web``) sees."""
    yield from _walk(tree, docname, medium, 0)


def _walk(node: nodes.Element, docname: str, medium: str, line: int) -> Iterator[Passage]:
    line = node.line or line
    if isinstance(node, nodes.container) and "docname" in node:
        docname = node["docname"]
    if _is_skipped(node, medium):
        return
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        text = " ".join(_text(node).split())
        if text:
            yield Passage(text, docname, line)
        return
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _walk(child, docname, medium, line)


def _is_skipped(node: nodes.Element, medium: str) -> bool:
    if isinstance(node, own.audience):
        return bool(node["media"] != medium)
    if isinstance(node, addnodes.pending_xref):
        return bool(node.get("refdomain") == "cite")
    return isinstance(node, _SKIPPED) or not _SKIPPED_CLASSES.isdisjoint(node.get("classes", ()))


def _text(node: nodes.Element) -> str:
    words = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            words.append(child.astext())
        elif isinstance(child, nodes.Element) and not _is_skipped(child, "web"):
            words.append(_text(child))
    return "".join(words)


def all_text(tree: nodes.Element) -> Iterator[tuple[int, str]]:
    """Yield every text of *tree* with its line: headings, labels and alternatives included."""
    for node in tree.findall(nodes.Element):
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            yield node.line or 0, " ".join(node.astext().split())
        for attribute in ("alt", "title"):
            if node.get(attribute):
                yield node.line or 0, str(node[attribute])
