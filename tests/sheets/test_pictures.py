"""Which pictures of a page are printed, and that they have room."""

from __future__ import annotations

import base64
import io
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import new_document
from PIL import Image
from projects import Project, pdf_text
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.sheets.assembly import Assembly
from sphinx_handouts.sheets.images import embed_images, leave_out_dark

RED = Image.new("RGB", (20, 10), "red")
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


def _told_of(uri: str, **attributes: object) -> tuple[nodes.image, list[str]]:
    """Return a picture that stands in a page as text, as a sheet has it, and what is told of it."""
    image = nodes.image("", uri=uri, alt="A gate", **attributes)
    document = new_document("p")
    document += image
    env: Any = SimpleNamespace(config=SimpleNamespace(handouts_pdfa=False))
    assembly = Assembly(Handout(id="KP-01", slug="a", title="T", parts=["p"]), document)
    embed_images(env, assembly)
    return image, [finding.message for finding in assembly.findings]


def _as_text(mode: str, kind: str, **options: Any) -> str:
    buffer = io.BytesIO()
    Image.new(mode, (20, 10)).save(buffer, kind, **options)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def test_a_picture_inside_a_page_is_one_as_any_other() -> None:
    """It is converted, and scaled by its own size."""
    image, told = _told_of(_as_text("CMYK", "JPEG"), scale=50)
    assert not told
    data = base64.b64decode(image["uri"].partition(",")[2])
    assert (Image.open(io.BytesIO(data)).mode, image["width"]) == ("RGB", "10px")


@pytest.mark.parametrize(
    ("uri", "problem"),
    [
        ("data:image/png;base64,iVBORw0KGgo=", "is damaged"),
        ("data:image/png;base64,?", "is damaged"),
        ("data:image/tiff;base64,AAAA", "is not an SVG, PNG"),
        (
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>",
            "<foreignobject>",
        ),
        (_as_text("RGB", "GIF", save_all=True, append_images=[RED]), "moves"),
    ],
)
def test_a_wrong_picture_inside_a_page_is_told_there(uri: str, problem: str) -> None:
    """It was told at the catalogue, by its data, or printed as no browser shows it."""
    (told,) = _told_of(uri)[1]
    assert told.startswith("KP-01: a picture inside the page, as text, ")
    assert problem in told
