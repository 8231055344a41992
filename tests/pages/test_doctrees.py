"""Trees of pages are read once a build, and stay as they are for whoever looks next."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest
from projects import lay_out
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.testing.util import SphinxTestApp
from sphinx_handouts.pages.doctrees import doctree_of
from sphinx_handouts.press.handout_pages import HandoutPages
from sphinx_handouts.press.inputs import gather

EXAMPLES = Path(__file__).parents[2] / "docs/manual/constructs"


@pytest.fixture
def app(rootdir: Path, tmp_path: Path) -> Iterator[SphinxTestApp]:
    """Return a program that has read pages with every construct that a sheet may hold."""
    project = lay_out(rootdir, "constructs", tmp_path / "project")
    for picture in EXAMPLES.glob("*.png"):
        shutil.copy(picture, project.folder)
    pages = [*EXAMPLES.glob("*footnote*"), *EXAMPLES.glob("*explained*"), *EXAMPLES.glob("*list*")]
    rows = []
    for number, page in enumerate(sorted(pages)):
        shutil.copy(page, project.folder / f"page-{number}{page.suffix}")
        rows.append(
            f'id = "EX-{number}"\nslug = "ex-{number}"\ntitle = "E"\nparts = ["page-{number}"]'
        )
    hard = 'id = "KP-1"\nslug = "hard"\ntitle = "Hard"\nparts = ["hard", "harder"]'
    listed = (f"[[handout]]\n{row}\npages = 40\n" for row in [*rows, hard])
    project.edit("handouts/catalogue.toml", "".join(listed))
    app = SphinxTestApp("handouts", srcdir=project.folder, builddir=tmp_path / "build")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
            app.builder.read()
            app.builder.prepare_writing(app.env.found_docs)
        yield app
    finally:
        app.cleanup()


def test_a_page_that_is_read_again_has_its_new_tree(app: SphinxTestApp) -> None:
    """What was read of it before is forgotten when Sphinx purges it."""
    before, other = doctree_of(app.env, "hard"), doctree_of(app.env, "harder")
    app.emit("env-purge-doc", app.env, "hard")
    assert doctree_of(app.env, "hard") is not before
    assert doctree_of(app.env, "harder") is other


def test_another_build_forgets_the_trees_of_the_last(app: SphinxTestApp) -> None:
    """They lead to their build, and all that it has read would stay as long as the program."""
    before = doctree_of(app.env, "hard")
    assert doctree_of(copy(app.env), "hard") is not before
    assert doctree_of(app.env, "hard") is not before


def test_making_sheets_changes_no_tree(app: SphinxTestApp) -> None:
    """All handouts pick from the same trees, and each finds them as Sphinx has read them."""
    made = HandoutPages(app.builder, gather(app.builder))
    made.make()
    made.make_packs()
    assert len(made.pages) > 10, made.findings
    for docname in app.env.found_docs:
        tree = doctree_of(app.env, docname)
        assert tree is doctree_of(app.env, docname)
        assert tree.pformat() == app.env.get_doctree(docname).pformat()
