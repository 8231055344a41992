"""A node is replaced without losing what it is called by, whatever takes its place."""

from __future__ import annotations

import pytest
from docutils import nodes
from sphinx_handouts.pages.replacing import replace


def named() -> nodes.inline:
    """Return a node with a class, a label and an anchor."""
    return nodes.inline("", "old", classes=["button"], ids=["here"], names=["here"])


@pytest.mark.parametrize(
    "new",
    [
        [],
        [nodes.Text("new")],
        [nodes.Text("new"), nodes.strong("", "bold")],
        [nodes.strong("", "bold"), nodes.Text("new")],
    ],
    ids=lambda new: f"{len(new)} nodes",
)
def test_labels_go_on(new: list[nodes.Node]) -> None:
    """The words are the new ones, and the anchor still leads there."""
    paragraph = nodes.paragraph("", "", nodes.Text("old"), named(), nodes.Text("after"))
    replace(paragraph[1], new)
    words = "".join(node.astext() for node in new)
    assert paragraph.astext() == f"old{words}after"
    holders = [node for node in paragraph.findall(nodes.Element) if "here" in node["ids"]]
    assert [node["classes"] for node in holders] == [["button"]]


def test_nothing_is_added_without_need() -> None:
    """A node that is called nothing leaves the new ones alone."""
    paragraph = nodes.paragraph("", "", nodes.inline("", "old"))
    replace(paragraph[0], [nodes.Text("new")])
    assert paragraph.children == ["new"]
