"""A page that is gone is gone from the website, too; nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from projects import Maker, Project

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.fixture
def guide(make_project: Maker) -> Project:
    """Return a guide with a page that no handout needs, a picture on it, and a download."""
    project = make_project("guide")
    project.edit("gate.svg", PICTURE)
    project.edit("form.txt", "Words for a clinician.")
    project.edit(
        "old.md", "# Old\n\nA zebra walks.\n\n![A gate](gate.svg)\n\n{download}`form.txt`\n"
    )
    project.edit("index.md", project.read("index.md") + "\n```{toctree}\nold\n```\n")
    project.edit("help.md", project.read("help.md") + "\n![A gate](gate.svg)\n")
    return project


def delete(project: Project) -> None:
    """Delete the page, as an editor does."""
    (project.folder / "old.md").unlink()
    project.edit("index.md", ("\n```{toctree}\nold\n```\n", ""))


def names(folder: Path) -> set[str]:
    """Return the files of a website."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(("builder", "page"), [("html", "old.html"), ("dirhtml", "old/index.html")])
def test_a_deleted_page_leaves_nothing(guide: Project, builder: str, page: str) -> None:
    """Page, source, download and words of the search are gone, with -E as well; others stay."""
    folder = guide.folder / "_build" / builder
    guide.good(builder=builder)
    theirs = {page, "_sources/old.md.txt"}
    before = names(folder)
    assert theirs <= before
    (folder / "kept.html").write_text("not of this guide", "utf-8")
    delete(guide)
    guide.good("-E", builder=builder)
    gone = before - names(folder)
    downloads = {name for name in before if name.startswith("_downloads/")}
    assert gone == theirs | downloads
    assert (folder / "kept.html").is_file()
    assert "zebra" not in (folder / "searchindex.js").read_text("utf-8")


def test_singlehtml_has_its_own_page_alone(guide: Project) -> None:
    """The one page is written anew, and a file named like a page that is gone is not ours."""
    folder = guide.folder / "_build/singlehtml"
    guide.good(builder="singlehtml")
    (folder / "old.html").write_text("not of this guide", "utf-8")
    delete(guide)
    guide.good(builder="singlehtml")
    assert "zebra" not in (folder / "index.html").read_text("utf-8")
    assert (folder / "old.html").is_file()


def test_a_renamed_page_and_one_whose_suffix_changes(guide: Project) -> None:
    """The new name is there and the old is not; a source of the old suffix goes as well."""
    guide.good(builder="html")
    (guide.folder / "old.md").rename(guide.folder / "new.rst")
    guide.edit("new.rst", "New\n===\n\nA zebra walks.\n")
    guide.edit("index.md", ("old\n", "new\n"))
    guide.good(builder="html")
    found = names(guide.html)
    assert {"new.html", "_sources/new.rst.txt"} <= found
    assert not {"old.html", "_sources/old.md.txt"} & found


def test_what_takes_the_place_of_a_page_stays(guide: Project) -> None:
    """A file that the project hosts under the name of the old page is not removed."""
    guide.good(builder="html")
    delete(guide)
    guide.edit("extra/old.html", "It has moved.")
    for _ in range(2):
        guide.good("-D", "html_extra_path=extra", builder="html")
        assert (guide.html / "old.html").read_text("utf-8") == "It has moved."


def test_a_picture_goes_with_the_last_page_that_shows_it(guide: Project) -> None:
    """It stays while another page shows it, and is not hosted, nor kept on devices, after that."""
    guide.good(builder="html")
    delete(guide)
    guide.good(builder="html")
    assert "_images/gate.svg" in names(guide.html)
    guide.edit("help.md", ("\n![A gate](gate.svg)\n", ""))
    guide.good(builder="html")
    assert "_images/gate.svg" not in names(guide.html)


def test_a_damaged_record_removes_nothing(guide: Project) -> None:
    """What is not known to be ours is left alone, and never a file outside the folder."""
    guide.good(builder="html")
    (record,) = (guide.folder / "_build/doctrees").glob("pages-*.json")
    assert "old.html" in json.loads(record.read_bytes())
    record.write_text(json.dumps(["../../walk.md"]), "utf-8")
    delete(guide)
    guide.good(builder="html")
    assert (guide.folder / "walk.md").is_file()
    record.write_text("[", "utf-8")
    guide.good(builder="html")
