"""What a class hides on its page is on no sheet, where the project uses what gives the class."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx_handouts.sheets.constructs.classes.hidden import Hiding, leave_out_hidden

DESIGN = Hiding(frozenset({"sd-d"}))
BOOTSTRAP = Hiding(frozenset({"d", "sd-d"}), frozenset({"visually-hidden"}))


@pytest.mark.parametrize(
    ("classes", "hiding", "hides"),
    [
        ("sd-d-none", DESIGN, True),
        ("sd-d-none", Hiding(frozenset()), False),  # nobody hides it
        ("d-none", DESIGN, False),
        ("d-none", BOOTSTRAP, True),
        ("visually-hidden", DESIGN, False),
        ("note visually-hidden", BOOTSTRAP, True),
        ("sd-d-sm-none", DESIGN, True),  # for telephones alone
        ("sd-d-none sd-d-md-block", DESIGN, False),
        ("sd-d-md-none sd-d-lg-flex", DESIGN, False),
        ("sd-d-block sd-d-lg-none", DESIGN, True),
        ("sd-d-none sd-d-block", DESIGN, False),  # the later of two rules
        ("sd-d-none d-block", BOOTSTRAP, True),
        ("sd-d-flex-row sd-card d-none-of-it", BOOTSTRAP, False),
    ],
)
def test_what_a_wide_screen_shows(classes: str, hiding: Hiding, hides: bool) -> None:
    """A sheet is as wide as that; the classes are those of an extension or a theme."""
    assert hiding.hides(classes.split()) is hides


@pytest.mark.parametrize(
    ("theme", "extension", "hidden"),
    [
        ("alabaster", "other", set()),
        ("alabaster", "sphinx_design", {"sd-d-none"}),
        ("furo", "sphinx_design", {"sd-d-none", "visually-hidden"}),
        ("sphinx_book_theme", "other", {"d-none", "visually-hidden"}),
        ("sphinx_rtd_theme", "other", {"sr-only"}),
    ],
)
def test_who_hides_what(theme: str, extension: str, hidden: set[str]) -> None:
    """Elsewhere the page shows what has such a class."""
    app = SimpleNamespace(extensions=[extension])
    env: Any = SimpleNamespace(_app=app, app=app, config=SimpleNamespace(html_theme=theme))
    names = ("sd-d-none", "d-none", "visually-hidden", "sr-only")
    assert {name for name in names if Hiding.of(env).hides([name])} == hidden


def test_what_is_hidden_is_left_out() -> None:
    """A block, a figure whole, and what holds nothing else; the rest stays."""
    document = publish_doctree(
        ".. role:: sd-d-none\n\n.. container:: sd-d-none\n\n   One\n\n"
        ".. image:: a.png\n   :class: sd-d-none\n   :target: https://a.example\n\n"
        ":sd-d-none:`two`\n\nthree :sd-d-none:`four` five\n"
    )
    leave_out_hidden(document, DESIGN)
    assert document.astext().split() == ["three", "five"]
    assert [type(node) for node in document] == [nodes.paragraph]
