"""Other extensions may write what a website needs; none of it is published with the sheets."""

from __future__ import annotations

import subprocess
import sys

import pytest
from projects import Project

WRITER = """
from pathlib import Path
from sphinx.util.fileutil import copy_asset_file

def write(app, exception):
    if app.builder.format == "html" and exception is None:
        copy_asset_file(app.srcdir / "walk.md", Path(app.outdir, "_static", "theirs.css"))

def setup(app):
    app.connect("{event}", write)
"""


THEME = """
from sphinx.util.fileutil import copy_asset_file

class Framed:
    def visit_table(self, node):
        raise AssertionError("the writer of a theme writes a sheet")

def frame(app):
    builder = app.builder
    framed = type("Framed", (Framed, builder.default_translator_class), {})
    app.set_translator(builder.name, framed, override=True)
    builder.theme_options["logo"] = {}

def colour(app, exception):
    if exception is None:
        assert app.builder.theme.get_options()["own_colour"] == "teal"
        assert app.builder.theme_options == {"own_colour": "plum"}

def setup(app):
    app.add_html_theme("own", str(app.srcdir / "own"))
    app.connect("builder-inited", frame)
    app.connect("build-finished", colour)
"""
OWN = '[theme]\ninherit = "basic"\n[options]\nown_colour = "teal"\n'
TABLE = "\n| Day | Walk |\n|---|---|\n| 1 | short |\n"


@pytest.fixture
def guest(project: Project) -> Project:
    """Return a project with an extension that writes at the end of every HTML build."""
    project.edit("writer.py", WRITER.replace("{event}", "build-finished"))
    settings = 'import sys\nsys.path.insert(0, ".")\nextensions.append("writer")\n'
    project.edit("conf.py", f"{project.read('conf.py')}\n{settings}")
    return project


def test_an_extension_that_writes_at_the_end(guest: Project) -> None:
    """The build ends well, with something to do and without, and keeps nothing of theirs."""
    for _ in range(2):
        done = guest.run(cwd=guest.folder)
        assert (done.status, done.err) == (0, "")
        assert guest.manifest()["editions"]
        assert not (guest.out / "_static").exists()


def test_the_folder_of_a_website_is_left_alone(guest: Project) -> None:
    """Where pages stand in the same folder, their files stay; what a killed build left goes."""
    (guest.out / "_static").mkdir(parents=True)
    (guest.out / "_static/own.css").touch()
    assert guest.run(cwd=guest.folder).status == 0
    assert (guest.out / "_static/own.css").exists()
    (guest.out / "_static/.for-one-build").touch()
    assert guest.run(cwd=guest.folder).status == 0
    assert not (guest.out / "_static").exists()


def test_the_theme_of_a_website_among_the_extensions(project: Project) -> None:
    """It finds its own options at the end of a build, and no sheet is written by its writer."""
    project.edit("own/theme.toml", OWN)
    project.edit("theme_of_own.py", THEME)
    settings = (
        'import sys\nsys.path.insert(0, ".")\nextensions.append("theme_of_own")\n'
        'html_theme = "own"\nhtml_theme_options = {"own_colour": "plum"}\n'
    )
    project.edit("conf.py", f"{project.read('conf.py')}\n{settings}")
    project.edit("walk.md", ("Walk to the gate", f"{TABLE}\nWalk to the gate"))
    done = project.run(cwd=project.folder)
    assert (done.status, done.err) == (0, "")
    assert project.manifest()["editions"]


MARGIN = "\n:::{margin}\nIn the margin.\n:::\n"


def test_a_directive_of_the_theme_of_a_website(project: Project) -> None:
    """A page that was read without it is refused on paper, and read again for the web."""
    project.edit("conf.py", f'{project.read("conf.py")}\nhtml_theme = "sphinx_book_theme"\n')
    project.edit("walk.md", project.read("walk.md") + MARGIN)
    assert project.build().said("walk.md", "Unknown directive", '"sphinx_book_theme" to extensions')
    website = [sys.executable, "-m", "sphinx", *project.arguments("-q", builder="html")]
    subprocess.run(website, check=True)
    assert "In the margin." in project.read("_build/html/walk.html")
