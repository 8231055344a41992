"""Other extensions may write what a website needs; none of it is published with the sheets."""

from __future__ import annotations

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
