"""Pages are written again where they would differ, whatever the times of files say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prepared import Prepared, make_all
from projects import Project, pdf_text
from sphinx_handouts.storage.files import ABANDONED

LONG_AGO = (946_684_800, 946_684_800)


@pytest.fixture
def project(prepared: Prepared) -> Project:
    """Return a project whose guide and sheets are built."""
    return prepared(make_all, "guide")


def edit_with_an_old_time(project: Project, name: str, change: tuple[str, str]) -> None:
    """Edit a file as a copying tool does, or a person whose clock was set back."""
    project.edit(name, change)
    os.utime(project.folder / name, LONG_AGO)


@pytest.mark.parametrize("name", ["walk.md", "snippets/get-help.md"])
def test_an_edit_with_an_old_time(project: Project, name: str) -> None:
    """An edit is seen by its content: a page, or a snippet on it, may have any time."""
    old = "to the gate" if name == "walk.md" else "stand on"
    edit_with_an_old_time(project, name, (old, "to the oak"))
    for builder in ("handouts", "html"):
        project.good(builder=builder)
    page = "walk" if name == "walk.md" else "help"
    assert "to the oak" in (project.html / f"{page}.html").read_text("utf-8")
    assert "to the oak" in pdf_text(project.pdf("plain/en/KP-01"))


def test_the_pages_of_a_clock_that_ran_ahead(project: Project) -> None:
    """Pages written in the future, before the clock was set back, are written again."""
    for page in project.html.rglob("*.html"):
        os.utime(page, (4_000_000_000, 4_000_000_000))
    project.edit("walk.md", ("to the gate", "to the oak"))
    project.good()  # reads the page: for the other builder there is nothing to read
    project.good(builder="html")
    assert "to the oak" in (project.html / "walk.html").read_text("utf-8")


def test_a_new_title_is_on_all_pages(project: Project) -> None:
    """A page's title stands in the navigation of the others: these are written again."""
    project.edit("rest.md", ("# Resting", "# Lying down"))
    project.good(builder="html")
    assert "Lying down" in (project.html / "walk.html").read_text("utf-8")


def test_a_new_style_sheet_is_named_on_all_pages(project: Project) -> None:
    """A page names its style sheets with a checksum: it is never that of an older one."""
    project.edit("static/own.css", "p { color: teal }")
    options = ("-D", "html_static_path=static", "-D", "html_css_files=own.css")
    project.good(*options, builder="html")
    project.edit("static/own.css", "p { color: navy }")
    project.good(*options, builder="html")
    changed = (project.html / "walk.html").read_bytes()
    project.good(*options, "-E", "-a", builder="html")
    assert (project.html / "walk.html").read_bytes() == changed


def test_nothing_to_do(project: Project) -> None:
    """Without news, no page is read and none is written."""
    before = {
        p: p.stat().st_mtime_ns
        for p in project.html.glob("*.html")
        if p.stem not in {"genindex", "search"}
    }
    assert project.good(builder="html").read == 0
    assert {p: p.stat().st_mtime_ns for p in before} == before


KILLED = """
import os, signal, sys
from pathlib import Path
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.cmd.build import build_main
real = StandaloneHTMLBuilder.handle_page
def handle_page(self, pagename, *args, **kwargs):
    real(self, pagename, *args, **kwargs)
    if pagename == "walk":
        page = Path(self.get_output_path(pagename))
        page.write_bytes(page.read_bytes()[:100])
        os.kill(os.getpid(), signal.SIGKILL)
StandaloneHTMLBuilder.handle_page = handle_page
build_main(sys.argv[1:])
"""


def test_killed_while_pages_are_written(project: Project) -> None:
    """A page that was cut short, and those that were not reached, are written by the next build."""
    project.edit("index.md", ("as small as can be", "no larger than needed"))
    project.edit("walk.md", ("to the gate", "to the oak"))
    project.edit("reviews.md", ("# Reviews", "# All reviews"))
    command = [sys.executable, "-c", KILLED, *project.arguments(builder="html")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len((project.html / "walk.html").read_bytes()) == 100
    project.good(builder="html")
    mended = pages(project.html)
    project.good("-E", "-a", builder="html")
    assert mended == pages(project.html)


def pages(folder: Path) -> dict[str, bytes]:
    """Return the files of a website."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_a_killed_build_left_is_removed(project: Project) -> None:
    """Files that were being written more than an hour ago go, wherever builds write."""
    folders = ("handouts", "html", "html/handouts", "html/h/KP-01", "doctrees", "cache/ab")
    for name in folders:
        for age in (0, ABANDONED + 60):
            path = project.folder / "_build" / name / f".half-{age:.0f}.tmp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            os.utime(path, (time.time() - age,) * 2)
    project.edit("rest.md", ("ten minutes", "five minutes"))
    for builder in ("handouts", "html"):
        project.good(builder=builder)
    left = {path.parent: path.name for path in (project.folder / "_build").rglob(".*.tmp")}
    assert left == {project.folder / "_build" / name: ".half-0.tmp" for name in folders}


# --- the PDFs beside the pages ------------------------------------------------------------------


def test_a_pdf_that_is_not_in_the_manifest_is_not_hosted(project: Project) -> None:
    """A PDF that is not what the manifest says is not copied, and the build says so."""
    hosted = project.html / "handouts" / "plain/en/KP-01-walk-a4-standard.pdf"
    before = hosted.read_bytes()
    project.pdf("plain/en/KP-01").write_bytes(b"%PDF-1.7 something else")
    hosted.unlink()
    built = project.build(builder="html")
    said = "plain/en/KP-01-walk-a4-standard.pdf: is not what the manifest says"
    assert built.said("WARNING:", said)
    assert not hosted.exists()
    project.good()
    project.good(builder="html")
    assert hosted.read_bytes() == before
