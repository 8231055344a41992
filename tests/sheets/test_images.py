"""A picture is shown in the form that a variant has of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from projects import Project, lay_out, pdf_text
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.marks import FORM_MARK
from sphinx_handouts.records.page import Furniture, Page
from sphinx_handouts.sheets.compose import compose

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<text x="4" y="40" font-family="Noto Sans" font-size="{size}">{words}</text></svg>'
)
SHOWN = {"standard": "Small words", "ink-saver": "Small words", "large-print": "Large words"}
HELD = sorted(set(SHOWN.values()))
PICTURE = "\n```{image} gate.svg\n:alt: The gate at the end of the path.\n```\n"


@pytest.fixture(scope="module")
def printed(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Print a handout with a picture that has a form of its own for large print."""
    project = lay_out(rootdir, "base", tmp_path_factory.mktemp("images"))
    project.edit("gate.svg", SVG.format(size=14, words="Small words"))
    project.edit("gate.large-print.svg", SVG.format(size=26, words="Large words"))
    project.edit("gate.de.svg", SVG.format(size=14, words="Kleine Worte"))
    project.edit("walk.md", ("twice a day.\n", f"twice a day.\n{PICTURE}"))
    variants = 'variants = ["standard", "large-print", "ink-saver"]'
    project.edit("handouts/brands/plain/brand.toml", ('variants = ["standard"]', variants))
    project.good("-D", "handouts_only=KP-01,plain")
    return project


@pytest.mark.parametrize("variant", SHOWN)
def test_form_of_a_variant(printed: Project, variant: str) -> None:
    """Large print shows ``NAME.large-print.svg``, the others ``NAME.svg``, and none shows both."""
    words = pdf_text(printed.pdf(f"plain/en/KP-01-walk-a4-{variant}.pdf"))
    assert [shown for shown in HELD if shown in words] == [SHOWN[variant]]
    assert "Kleine" not in words


@pytest.mark.parametrize("variant", SHOWN)
def test_each_picture_chooses(
    page: Page, edition: Edition, clinic: Clinic, furniture_words: Furniture, variant: str
) -> None:
    """Of several pictures on a sheet, each is in its form, and no mark is left in the sheet."""
    forms = [FORM_MARK.format(variant="large-print", uri=f"data:,large{n}") for n in (1, 2)]
    marks = (forms[0], "", forms[1])
    body = "".join(f'<img alt="" src="data:,plain{n}{mark}">' for n, mark in enumerate(marks))
    printed = replace(edition, variant=variant)
    html = compose(replace(page, body=body), printed, clinic, furniture_words).html
    large = variant == "large-print"
    first, last = ("large1", "large2") if large else ("plain0", "plain2")
    assert f'src="data:,{first}"' in html
    assert 'src="data:,plain1"' in html
    assert f'src="data:,{last}"' in html
    assert "\ue000" not in html
