"""The parts of a sheet: each anchor leads to one place."""

from __future__ import annotations

from docutils import nodes
from sphinx_handouts.sheets.constructs.anchors import make_anchors_unique


def test_anchor_of_two_nodes_leads_to_the_block() -> None:
    """Where words and a section below them have one anchor, a link leads to the section."""
    words = nodes.inline("", "1", ids=["id4"])
    link = nodes.reference("", "See", refid="id4")
    section = nodes.section("", nodes.title("", "Walk"), ids=["id4"])
    again = nodes.paragraph("", "Rest", ids=["id4", "rest"])
    holder = nodes.container("", nodes.paragraph("", "", words, link), section, again)
    make_anchors_unique(holder, "a/page")
    assert [node["ids"] for node in (words, again)] == [[], [section["ids"][0][:-3] + "rest"]]
    assert section["ids"] == [link["refid"]]
