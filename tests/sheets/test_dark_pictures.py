"""Of two pictures for screens of two kinds, the one for a light one is printed."""

from __future__ import annotations

import shutil

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from projects import Project, pdf_text
from sphinx_handouts.sheets.images import leave_out_dark

DAY = ".. image:: day.png\n   :class: only-light\n"
NIGHT = ".. image:: night.png\n   :class: only-dark\n"
AS_FIGURES = f"{DAY}\n{NIGHT}".replace("image::", "figure::")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{DAY}\n{NIGHT}", ["day.png"]),
        (f"{NIGHT}\n{DAY}", ["day.png"]),
        (AS_FIGURES, ["day.png"]),
        (f"|day| |night|\n\n.. |day| {DAY[3:]}\n.. |night| {NIGHT[3:]}", ["day.png"]),
        (NIGHT, ["night.png"]),  # a theme that does not know the class shows it
        (f"{NIGHT}\nWords\n\n- {DAY.replace(chr(10), chr(10) + '  ')}", ["day.png"]),
    ],
)
def test_a_picture_for_a_dark_screen_is_left_out(text: str, left: list[str]) -> None:
    """It says what the other says, in colours for a screen: both would be printed."""
    document = publish_doctree(text)
    leave_out_dark(document)
    found = [*document.findall(nodes.image)]
    shown = [one for one in found if not isinstance(one.parent, nodes.substitution_definition)]
    assert [one["uri"] for one in shown] == left


def test_the_sheet_has_one_of_them(project: Project) -> None:
    """So has its page, under a theme that knows the classes."""
    shutil.copy(project.folder / "handouts/brands/clinic/logo.svg", project.folder / "gate.svg")
    pair = "".join(
        f"\n:::{{figure}} gate.svg\n:alt: A gate\n:figclass: only-{kind}\n\nIn the {kind}\n:::\n"
        for kind in ("light", "dark")
    )
    project.edit("rest.md", project.read("rest.md") + pair)
    project.good("-D", "handouts_only=KP-03")
    text = pdf_text(project.pdf("plain"))
    assert "In the light" in text
    assert "In the dark" not in text
