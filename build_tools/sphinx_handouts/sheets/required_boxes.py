"""The boxes that every handout must carry, by themselves: for a sheet that is no handout."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ..pages import nodes as own
from ..pages.trees import replace
from .assembly import Assembly


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
            replace(reference, [nodes.Text(reference.astext())])
    return document


def _drop(node: nodes.inline) -> None:
    """Remove the number of a source, and the space before it."""
    place = node.parent.index(node)
    before = node.parent[place - 1] if place else None
    if isinstance(before, nodes.Text):
        node.parent[place - 1] = nodes.Text(before.rstrip())
    node.parent.remove(node)
