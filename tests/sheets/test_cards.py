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


def design(component: str, *children: nodes.Node, **attributes: Any) -> nodes.container:
    """Return a part that sphinx-design makes."""
    return nodes.container("", *children, design_component=component, is_div=True, **attributes)


def test_steps_aside_and_div_are_lists_boxes_and_containers() -> None:
    """What stands in a step stands in its item, and what stands aside in a box with its anchor."""
    document = publish_doctree("")
    said = design("step-content", nodes.paragraph("", "Lift"), nodes.bullet_list())
    head = nodes.rubric("", "Why", ids=["why"])
    body = design("aside-body", nodes.paragraph("", "To bend"), nodes.paragraph("", "your knees"))
    document += [
        nodes.enumerated_list("", nodes.list_item("", nodes.rubric("", "One"), said)),
        design("aside", head, body),
        design("aside", design("aside-body", nodes.paragraph("", "Alone"))),
        design("div", nodes.paragraph("", "In a div")),
    ]
    open_up(Assembly(Handout(id="HO-01", slug="walk", title="Walk", parts=("walk",)), document))
    steps, aside, alone, div = document.children
    kinds = [type(part) for part in steps[0]]
    assert kinds == [nodes.rubric, nodes.paragraph, nodes.bullet_list]
    assert isinstance(aside, nodes.sidebar)
    assert (aside["ids"], aside[0].astext(), len(aside)) == (["why"], "Why", 3)
    assert isinstance(alone, nodes.sidebar)
    assert alone.astext() == "Alone"
    assert "is_div" not in div
