"""The parts of a sheet: each anchor leads to one place."""

from __future__ import annotations

import pytest
from docutils import nodes
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.sheets.constructs.anchors import make_anchors_unique
from sphinx_handouts.sheets.parts import _is_blank


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


@pytest.mark.parametrize(
    ("found", "blank"),
    [
        ((), True),
        ((nodes.comment("", "Later."), nodes.target("", "", ids=["a"])), True),
        ((nodes.section("", nodes.title("", "Walk")),), False),
        ((nodes.image("", uri="a.png"),), False),
        ((own.clinic_contact(),), False),
    ],
)
def test_a_part_that_says_nothing(found: tuple[nodes.Node, ...], blank: bool) -> None:
    """A page that was saved empty makes no empty sheet; what is no word may be all of a part."""
    assert _is_blank(nodes.container("", *found)) is blank
