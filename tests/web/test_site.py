"""What a build shows of the handouts is gathered once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from projects import Maker, Project
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx_handouts.project import revisions
from sphinx_handouts.storage import manifest_file
from sphinx_handouts.web.site import Site, _pages


@pytest.fixture
def project(make_project: Maker) -> Project:
    """Return a project with a library, whose handouts are made."""
    project = make_project("guide")
    project.good("-W")
    return project


def test_manifest_and_ledger_are_read_once(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages share one reading: that of a network with thousands of PDFs takes a second."""
    settings = 'handouts_codes_pages = "codes"\n'
    project.edit("conf.py", project.read("conf.py") + settings)
    seen: list[str] = []
    read, load = manifest_file.read, revisions.load

    def read_manifest(folder: Path) -> object:
        if folder.resolve() == project.out.resolve():
            seen.append("manifest")
        return read(folder)

    def load_ledger(folder: Path, shown: str) -> object:
        seen.append("ledger")
        return load(folder, shown)

    monkeypatch.setattr(manifest_file, "read", read_manifest)
    monkeypatch.setattr(revisions, "load", load_ledger)
    project.good("-W", builder="html")
    assert sorted(seen) == ["ledger", "manifest"]
    pages = ("print/library.html", "h/KP-01/index.html", "codes/index.html", "handouts/fhir.json")
    assert all((project.html / page).is_file() for page in pages)


def test_wrong_row_of_a_table(project: Project) -> None:
    """The builder of the handouts refuses a wrong paper; the pages show what was made before."""
    wrong = 'handouts_papers = {"a4": {"width": "wide"}}\n'
    project.edit("conf.py", project.read("conf.py") + wrong)
    assert "handouts_papers" in project.build().err
    project.good("-W", builder="html")
    words = (project.html / "print/library.html").read_text("utf-8")
    assert "No clinic name, A4, standard print" in words


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (StandaloneHTMLBuilder, "../a%20way/walk.html"),
        (DirectoryHTMLBuilder, "../a%20way/walk/"),
        (SingleFileHTMLBuilder, "../start.html#document-a%20way/walk"),
    ],
)
def test_the_way_to_a_page(kind: type[StandaloneHTMLBuilder], way: str) -> None:
    """A page outside the theme leads to it wherever the builder has put it."""
    builder = object.__new__(kind)
    title, config = nodes.title("", "Walk"), SimpleNamespace(root_doc="start")
    env: Any = SimpleNamespace(titles={"a way/walk": title}, all_docs={"a way/walk": 0})
    builder.env, builder.out_suffix = env, ".html"
    app: Any = SimpleNamespace(builder=builder, env=env, config=config)
    site: Any = SimpleNamespace(out=Path("html"), pages=_pages(app))
    site.way = partial(Site.way, site)
    assert Site.way_to(site, "a way/walk", Path("html/h")) == way
