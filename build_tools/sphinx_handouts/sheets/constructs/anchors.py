"""Anchors of a sheet: each has its page before its name, since two pages may have the same."""

from __future__ import annotations

from collections.abc import Set

from docutils import nodes

from ..assembly import anchor_of

_OURS = {"docutils", "sphinx", "sphinx_handouts"}


def make_anchors_unique(holder: nodes.Element, docname: str) -> None:
    """Put the page's name before each anchor of a part.

    On a translated page, two nodes may have one: what it leads to is the block, not words in it.
    A node of an extension keeps its own until that has put others in its place: it may be known
    to the extension by it.
    """
    holders = [node for node in holder.findall(nodes.Element) if node.get("ids")]
    known: set[str] = set()
    for node in sorted(holders, key=lambda node: isinstance(node, nodes.Inline)):
        if _is_foreign(node):
            continue
        own_ids = [anchor for anchor in node["ids"] if anchor not in known]
        known.update(own_ids)
        node["ids"] = [anchor_of(docname, anchor) for anchor in own_ids]
    for node in holder.findall(nodes.Element):
        if "refid" in node:
            node["refid"] = anchor_of(docname, node["refid"])


def named_anchors(document: nodes.Element) -> set[str]:
    """Return the anchors that have their names by now."""
    found = (node for node in document.findall(nodes.Element) if not _is_foreign(node))
    return {anchor for node in found for anchor in _anchors(node)}


def name_new_anchors(document: nodes.Element, known: Set[str]) -> None:
    """Put the page's name before the anchors that are not *known*, and before what leads there."""
    for holder in document.findall(nodes.container):
        if "docname" not in holder:
            continue
        new: dict[str, str] = {}
        elements = list(holder.findall(nodes.Element))
        for node in elements:
            fresh = [anchor for anchor in _anchors(node) if anchor not in known]
            new |= {anchor: anchor_of(holder["docname"], anchor) for anchor in fresh}
        for node in elements:
            if new and _anchors(node):
                node["ids"] = [new.get(anchor, anchor) for anchor in _anchors(node)]
            if node.get("refid") in new:
                node["refid"] = new[node["refid"]]


def _anchors(node: nodes.Element) -> list[str]:
    found: list[str] = node.get("ids", [])
    return found


def _is_foreign(node: nodes.Node) -> bool:
    return type(node).__module__.partition(".")[0] not in _OURS
