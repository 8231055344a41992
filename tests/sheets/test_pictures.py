"""Which pictures of a page are printed, and that they have room."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from PIL import Image
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


def test_a_small_figure_has_room_in_large_print(project: Project) -> None:
    """Its picture is enlarged there: it stands on the side that the page says, on the paper."""
    Image.new("L", (40, 30), 90).save(project.folder / "gate.png")
    sizes, sides = ("width: 90px", "scale: 30", "figwidth: 20%"), ("left", "center", "right")
    figures = "".join(
        f"\n:::{{figure}} gate.png\n:alt: A gate\n:{size}\n:align: {side}\n\nA gate\n:::\n"
        for size in sizes
        for side in sides
    )
    project.edit("rest.md", project.read("rest.md") + figures)
    catalogue = project.read("handouts/catalogue.toml").replace("pages = 1", "pages = 9")
    project.edit("handouts/catalogue.toml", catalogue)
    project.edit("handouts/brands/plain/brand.toml", 'name = ""\nvariants = ["large-print"]\n')
    project.good("-D", "handouts_only=KP-03,plain")
    lefts = [left for left, _right in pictures_of(project.pdf("plain"))]
    assert len(lefts) == 9
    for at in range(0, 9, 3):
        left, middle, right = lefts[at : at + 3]
        assert middle - left == pytest.approx(right - middle, abs=1)
        assert left < middle < right


def pictures_of(path: Path) -> list[tuple[float, float]]:
    """Return the left and right edge of each picture of a PDF, in points, in their order."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [
            (found.get_bounds()[0], found.get_bounds()[2])
            for page in pdf
            for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=9)
        ]
