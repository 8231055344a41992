"""Says behind a link to another chapter on which page that is: paper has no links."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ...messages import _
from ..constructs.link_words import whole_link
from .places import page_number


def tell_pages(document: nodes.document) -> None:
    """Add the page to the links that leave their chapter: once a chapter for each of them."""
    chapters = {anchor: number for number, anchor in _anchors(document)}
    told: set[tuple[int, str]] = set()
    for reference in list(document.findall(nodes.reference)):
        target = str(reference.get("refid", ""))
        here = _chapter(reference)
        if target not in chapters or here == chapters[target] or (here, target) in told:
            continue
        if _is_mark(reference) or _is_of_glossary(target, document):
            continue
        told.add((here, target))
        before, _mark, after = _("(page {page})").partition("{page}")
        number = page_number("", refid=target)
        page = nodes.inline("", f" {before}", number, nodes.Text(after), classes=["see-page"])
        link = whole_link(reference)
        link.parent.insert(link.parent.index(link) + 1, page)


def _chapter(node: nodes.Node) -> int:
    """Return which of the chapters a node stands in, by identity; 0 where it stands in none."""
    found = 0
    while node is not None:
        if isinstance(node, nodes.section) and "chapter" in node["classes"]:
            found = id(node)
        node = node.parent
    return found


def _anchors(document: nodes.document) -> Iterator[tuple[int, str]]:
    for node in document.findall(nodes.Element):
        anchors: list[str] = node.get("ids", [])
        for anchor in anchors:
            yield _chapter(node), anchor


def _is_mark(reference: nodes.reference) -> bool:
    """Return whether a link is the mark of a note, or stands in no text."""
    parent = reference.parent
    return not isinstance(parent, nodes.TextElement) or "note-mark" in parent["classes"]


def _is_of_glossary(anchor: str, document: nodes.document) -> bool:
    """Return whether an anchor is a term's: the index has its page."""
    return any(
        anchor in term["ids"]
        for glossary in document.findall(addnodes.glossary)
        for term in glossary.findall(nodes.term)
    )
