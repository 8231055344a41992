"""A card is a box: a picture stands by itself in it, an icon in its line."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.sheets.assembly import Assembly
from sphinx_handouts.sheets.constructs.design import PICTURE, open_up


def opened(*children: nodes.Node) -> nodes.Element:
    """Return a card of sphinx-design with these children, as it is printed."""
    document = publish_doctree("")
    body = nodes.container("", *children, design_component="card-body")
    document += nodes.container("", body, design_component="card")
    handout = Handout(id="HO-01", slug="walk", title="Walk", parts=("walk",))
    open_up(Assembly(handout, document))
    (card,) = document.children
    assert isinstance(card, nodes.Element)
    return card


def picture() -> nodes.image:
    """Return a picture."""
    return nodes.image("", uri="gate.png", alt="A gate")


def test_a_picture_is_set_by_itself_and_one_in_a_line_is_not() -> None:
    """What stands beside words, such as an icon before them, stays in their line."""
    found: list[Any] = opened(
        picture(),
        nodes.paragraph("", "", picture()),
        nodes.paragraph("", "", picture(), nodes.Text(" Lie down rarely.")),
    ).children
    assert [PICTURE in node["classes"] for node in found] == [True, True, False]
