"""The boxes that every handout must carry, by themselves: for a sheet that is no handout."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from docutils import nodes

from ..pages import nodes as own
from ..pages.replacing import replace
from .assembly import Assembly
from .constructs.link_words import unlinked

GET_HELP = "get-help"
"""The snippet that says when to get help."""


def boxes(assembly: Assembly, names: Iterable[str]) -> nodes.document:
    """Return copies of the snippets *names* of a handout, before anything is written of it.

    What they refer to stays behind: numbers of sources go, and links within the handout become
    their words.
    """
    document = assembly.document.copy()
    for name in names:
        document += [
            node.deepcopy()
            for node in assembly.document.findall(own.snippet)
            if node["snippet"] == name
        ][:1]
    for node in list(document.findall(nodes.inline)):
        if "citation-number" in node["classes"]:
            _drop(node)
    for reference in list(document.findall(nodes.reference)):
        if "refid" in reference:
            replace(reference, unlinked(reference, reference.astext()))
    return document


def pair_tiers(document: nodes.document) -> None:
    """Put what is urgent and what is for today into a holder of their own: they stand side by side.

    It is no part of what a sheet says, so its content is hashed before.
    """
    for box in document.findall(own.snippet):
        if box["snippet"] != GET_HELP:
            continue
        for urgent, today in list(pairwise(box.children)):
            if _is_tier(urgent, "danger") and _is_tier(today, "warning"):
                holder = nodes.container(classes=["tiers"])
                box.replace(urgent, holder)
                box.remove(today)
                holder += [urgent, today]


def _is_tier(node: nodes.Node, name: str) -> bool:
    if not isinstance(node, nodes.Element) or not isinstance(node, nodes.Admonition):
        return False
    return node.tagname == name or name in node.get("classes", ())


def help_anchor(document: nodes.document) -> str:
    """Return the id of the get-help box where something else than a summary stands before it.

    A box that has none gets one.
    """
    box = next((n for n in document.findall(own.snippet) if n["snippet"] == GET_HELP), None)
    if box is None or not _stands_later(document, box):
        return ""
    if not box["ids"]:
        box["ids"].append(f"{GET_HELP}-box")
    return str(box["ids"][0])


def _stands_later(document: nodes.document, box: own.snippet) -> bool:
    """Return whether words stand before *box* that are no summary of the sheet."""
    for node in document.findall():
        if node is box:
            return False
        if isinstance(node, nodes.Text) and node.strip() and not _is_in_summary(node):
            return True
    return False


def _is_in_summary(node: nodes.Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, own.in_short):
            return True
    return False


def _drop(node: nodes.inline) -> None:
    """Remove the number of a source, and the space before it."""
    place = node.parent.index(node)
    before = node.parent[place - 1] if place else None
    if isinstance(before, nodes.Text):
        node.parent[place - 1] = nodes.Text(before.rstrip())
    node.parent.remove(node)
