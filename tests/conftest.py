"""What the tests share: records to start from, a handouts folder to spoil, and PDFs to look into."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from sphinx_handouts.catalogue import Catalogue, load
from sphinx_handouts.compose import compose
from sphinx_handouts.model import (
    Brand,
    Clinic,
    Edition,
    Handout,
    Page,
    Rendered,
    RenderJob,
    State,
    Wording,
)
from sphinx_handouts.render import render
from sphinx_handouts.wording import sheet_wording

pytest_plugins = ["projects", "sphinx.testing.fixtures"]

# A stranger's first run must not fail for luck: the examples are the same on every run.
# `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("same")

CATALOGUE = """\
[[handout]]
id = "HO-01"
slug = "first-sheet"
title = "The first sheet"
version = "1.2"
parts = ["index"]
"""
BRAND = 'name = "Anytown Clinic"\n'


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Return the folder of the test projects: one a behaviour, named for it."""
    return Path(__file__).parent / "roots"


# --- records ------------------------------------------------------------------------------------


@pytest.fixture
def handout() -> Handout:
    """Return a handout with every key set."""
    return Handout(
        id="HO-01",
        slug="first-sheet",
        title="The first sheet",
        summary="What it is for.",
        subject="Trials",
        version="1.2",
        pages=2,
        parts=("index",),
    )


@pytest.fixture
def page(handout: Handout) -> Page:
    """Return the body of a handout that nobody has approved yet."""
    return Page(
        handout=handout,
        language="en",
        direction="ltr",
        body='<p>Keep moving.</p>\n<p>See <a href="https://example.org/more">more</a>.</p>',
        state=State.PENDING,
        next_review=dt.date(2028, 11, 22),
        snippets=frozenset({"get-help"}),
        docnames=("index",),
        address="example.org/h/HO-01",
    )


@pytest.fixture
def edition() -> Edition:
    """Return an edition of that handout."""
    return Edition("HO-01", "first-sheet", "anytown", "en", "a4", "standard")


@pytest.fixture
def clinic() -> Clinic:
    """Return a clinic with a name and nothing else."""
    return Clinic("anytown", Brand(name="Anytown Clinic"))


@pytest.fixture
def wording(page: Page) -> Wording:
    """Return the words around that handout."""
    return sheet_wording(page)


@pytest.fixture
def job(page: Page, edition: Edition, clinic: Clinic, wording: Wording) -> RenderJob:
    """Return that handout, composed."""
    return compose(page, edition, clinic, wording)


@pytest.fixture(scope="session")
def sheet() -> Callable[..., Rendered]:
    """Return a function that renders a body, and CSS, as a sheet of its own."""

    def make(body: str, css: str = "", head: str = "<title>Sheet</title>") -> Rendered:
        return render(RenderJob(f'<html lang="en"><head>{head}</head><body>{body}</body>', css))

    return make


@pytest.fixture(scope="session")
def long_sheet(sheet: Callable[..., Rendered]) -> Rendered:
    """Return a real PDF of three pages, the last of them a third full."""
    return sheet(
        "<p>One</p><p>Two</p><p style='margin: 0'>Three</p>",
        "@page { size: 100mm 100mm; margin: 10mm }"
        "p { break-after: page; font-size: 20pt; line-height: 30mm; margin: 0 }",
    )


# --- files --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """A handouts folder: right as it is, to be spoilt by a test."""

    folder: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, named from the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self) -> Catalogue:
        """Read the folder as a build does."""
        return load(self.folder, "handouts")

    def messages(self) -> list[str]:
        """Return what is wrong with the folder."""
        return [finding.message for finding in self.load().findings]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a folder with one handout and one brand."""
    made = Shelf(tmp_path / "handouts")
    made.write("catalogue.toml", CATALOGUE)
    made.write("brands/anytown/brand.toml", BRAND)
    return made


@pytest.fixture(scope="session")
def pdf_text() -> Callable[[bytes], str]:
    """Return a function that extracts the text of a PDF with poppler."""

    def extract(pdf: bytes) -> str:
        command = ["pdftotext", "-layout", "-", "-"]
        return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()

    return extract
