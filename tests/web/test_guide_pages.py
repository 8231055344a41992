"""The hosted guide: what its pages show of the handouts, and the PDFs that it brings along."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from projects import Maker, Project, html_blocks, html_links, normal

LIBRARY = "print/library.html"
REVIEWED = "Review state: pending clinical review."


@pytest.fixture
def project(made_guide: Project) -> Project:
    """Return a project with a library in a folder of its own, its handouts made."""
    return made_guide


def text(page: Path) -> str:
    """Return the words of a page."""
    return normal(re.sub("<[^>]+>", " ", page.read_text("utf-8")))


def files_linked(page: Path) -> set[Path]:
    """Return the files that the relative links of a page lead to; each must be there."""
    found = set()
    for link in html_links(page):
        path, _anchor = urldefrag(link)
        if path and "://" not in path and not path.startswith("mailto:"):
            target = (page.parent / unquote(path)).resolve()
            assert target.exists(), f"{page}: {link}"
            found.add(target)
    return found


def pdfs(folder: Path) -> dict[str, bytes]:
    """Return the PDFs below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.pdf")}


# --- the library --------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["alabaster", "furo", "basic"])
def test_library_links_to_every_pdf(project: Project, theme: str) -> None:
    """The library tells every handout once, by subject, and each link leads to its PDF."""
    project.good("-W", "-D", f"html_theme={theme}", builder="html")
    page = project.html / LIBRARY
    linked = {path for path in files_linked(page) if path.suffix == ".pdf"}
    hosted = project.html / "handouts"
    assert {path.relative_to(hosted.resolve()).as_posix() for path in linked} == set(
        project.editions()
    )
    assert pdfs(hosted) == pdfs(project.out)
    words = text(page)
    for title in ("Walk more", "Walk and rest", "Rest well"):
        assert title in words
    assert words.count("How to begin.") == 1
    assert words.count("Moving") == 1
    assert "pending clinical review" in words
    assert "Example Clinic" in words
    assert "PDF, 1 page, " in words
    assert "{" not in words.partition("Walk more")[2].partition("Rest well")[0]


@pytest.mark.parametrize("page", [LIBRARY, "walk.html", "rest.html", "index.html"])
def test_no_dead_link(project: Project, page: str) -> None:
    """Every relative link of a page leads to a file."""
    project.good("-W", builder="html")
    assert files_linked(project.html / page)


def test_library_of_folders(project: Project) -> None:
    """Where each page is a folder of its own, the links of the library know it."""
    project.good("-W", builder="dirhtml")
    page = project.folder / "_build/dirhtml/print/library/index.html"
    assert len([path for path in files_linked(page) if path.suffix == ".pdf"]) == 6


def test_published_elsewhere(project: Project) -> None:
    """The PDFs can lie beside the folder of the guide, for the guides of all languages."""
    project.good("-W", "-D", "handouts_publish=../sheets", builder="html")
    linked = {p for p in files_linked(project.html / LIBRARY) if p.suffix == ".pdf"}
    assert len(linked) == 6
    assert all(path.is_relative_to(project.folder.resolve() / "_build/sheets") for path in linked)


def test_manifest_is_published_too(project: Project) -> None:
    """The manifest lies beside the PDFs, for other programs."""
    project.good(builder="html")
    hosted = json.loads((project.html / "handouts/manifest.json").read_bytes())
    assert hosted == project.manifest()
    assert not list((project.html / "handouts").glob(".handouts-*")), "what is private"


def test_without_handouts(make_project: Maker) -> None:
    """A guide whose handouts were never made can be built: the library says so."""
    project = make_project("guide")
    built = project.good("-W", builder="html")
    assert "no handouts yet" in built.out
    assert "No handouts have been made yet." in text(project.html / LIBRARY)
    assert REVIEWED in text(project.html / "walk.html")
    assert not (project.html / "handouts").exists()


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 99}', b"[]"])
def test_manifest_of_another_kind(project: Project, content: bytes) -> None:
    """A manifest that cannot be read is like none: the guide is built."""
    (project.out / "manifest.json").write_bytes(content)
    project.good(builder="html")
    assert "No handouts have been made yet." in text(project.html / LIBRARY)


def test_pdf_that_is_missing(project: Project) -> None:
    """A PDF that the manifest names and nobody finds is told in a sentence; the rest is hosted."""
    lost = project.pdf("plain/en/KP-03")
    lost.unlink()
    built = project.build(builder="html")
    assert "Traceback" not in built.err
    assert built.said("WARNING:", lost.name)
    assert len(pdfs(project.html / "handouts")) == 5


# --- below a page -------------------------------------------------------------------------------


def test_page_notes(project: Project) -> None:
    """Below a page stand its review, and the handouts that are made from it."""
    project.good(builder="html")
    walk = text(project.html / "walk.html")
    assert f"{REVIEWED} Version 0.1." in walk
    assert "Evidence searched: 31 January 2026." in walk
    assert "Next review: 31 January 2028." in walk
    notes = " ".join(html_blocks(project.html / "walk.html", ".page-notes"))
    assert "Walk more" in notes
    assert "Walk and rest" in notes
    assert "Rest well" not in notes
    rest = " ".join(html_blocks(project.html / "rest.html", ".page-notes"))
    assert "Walk and rest" in rest
    assert "Rest well" in rest
    assert "Review state" not in rest, "the page has no review"
    assert "page-notes" not in (project.html / "index.html").read_text("utf-8")


def test_without_a_library(project: Project) -> None:
    """A page leads to the PDFs that are made from it, and each clinic has its plain page."""
    (project.folder / "print/library.md").unlink()
    project.edit("index.md", ("print/library\n", ""))
    project.good(builder="html")
    linked = {path.name for path in files_linked(project.html / "walk.html")}
    assert {name for name in linked if name.endswith(".pdf")} == {
        "KP-01-walk-a4-standard.pdf",
        "KP-02-walk-and-rest-a4-standard.pdf",
    }
    listed = {path.name for path in files_linked(project.html / "handouts/clinic/index.html")}
    assert len({name for name in listed if name.endswith(".pdf")}) == 3
    assert files_linked(project.html / "handouts/index.html")


def test_page_notes_lead_to_the_library(project: Project) -> None:
    """The link of a handout below a page leads to its place in the library."""
    project.good(builder="html")
    links = [link for link in html_links(project.html / "walk.html") if "#kp-0" in link]
    assert links == ["print/library.html#kp-01", "print/library.html#kp-02"]
    library = (project.html / LIBRARY).read_text("utf-8")
    assert 'id="kp-01"' in library
    assert 'id="kp-02"' in library


def test_page_notes_name_the_reviewer(project: Project) -> None:
    """An approved page says who approved it, and a page never says so by itself."""
    project.edit(
        "walk.md",
        (
            "state: pending clinical review\n",
            "state: approved\n  reviewer: An Invented Person\n"
            "  reviewer_role: Physiotherapist\n  approved: 2026-02-28\n",
        ),
    )
    project.good(builder="html")
    walk = text(project.html / "walk.html")
    assert "Review state: approved." in walk
    assert "An Invented Person" in walk
    assert "Physiotherapist" in walk


def test_words_are_escaped(project: Project) -> None:
    """A title is text, not markup, wherever it is shown."""
    project.edit("handouts/catalogue.toml", ('"Walk more"', '"Walk <b>more</b> & \\"far\\""'))
    project.edit(
        "handouts/brands/plain/brand.toml",
        'name = "<script>alert(1)</script>"\nvariants = ["standard"]\n',
    )
    project.good()
    project.good(builder="html")
    for name in (LIBRARY, "walk.html", "h/KP-01/index.html"):
        page = (project.html / name).read_text("utf-8")
        assert "<script>alert" not in page
        assert "Walk <b>more" not in page
        assert "Walk &lt;b&gt;more&lt;/b&gt; &amp; " in page


def test_review_table(project: Project) -> None:
    """The table of reviews has a row for each page that has one, and its title leads there."""
    project.good(builder="html")
    words = text(project.html / "reviews.html")
    row = (project.html / "reviews.html").read_text("utf-8").partition('class="reviews"')[2]
    assert 'href="walk.html"' in row.partition("</table>")[0]
    assert "Walking" in words
    assert "31 January 2028" in words


# --- short addresses ----------------------------------------------------------------------------


def test_short_pages(project: Project) -> None:
    """The short address of each handout is a page that leads to its PDFs."""
    project.good(builder="html")
    folder = project.html / "h"
    names = {path.name for path in folder.iterdir()}
    typed = {"kp-01", "kp-02", "kp-03"}
    assert names == {"KP-01", "KP-02", "KP-03", *typed, "index.html", "plain.css", "plain.js"}
    for identifier in ("KP-01", "KP-02", "KP-03"):
        page = folder / identifier / "index.html"
        linked = {path for path in files_linked(page) if path.suffix == ".pdf"}
        assert {path.name[:5] for path in linked} == {identifier}
        assert len(linked) == 1, "that without a clinic's name"
    assert "Walk more" in text(folder / "KP-01/index.html")


def test_short_page_of_a_handout_that_is_gone(project: Project) -> None:
    """A handout that is no longer made, and was never released, has no short page."""
    project.good(builder="html")
    forget(project, "KP-03")
    project.good()
    project.good(builder="html")
    assert {path.name for path in (project.html / "h").glob("KP-*")} == {"KP-01", "KP-02"}


# --- afterwards ---------------------------------------------------------------------------------


def forget(project: Project, *ids: str) -> None:
    """Take handouts out of the catalogue."""
    heads = project.read("handouts/catalogue.toml").split("[[handout]]")
    kept = [head for head in heads if not any(f'id = "{i}"' in head for i in ids)]
    project.edit("handouts/catalogue.toml", "[[handout]]".join(kept))


def test_pages_follow_the_manifest(project: Project) -> None:
    """Where only the handouts changed, the pages that show them are written, and no others."""
    project.good(builder="html")
    before = {name: (project.html / name).stat().st_mtime_ns for name in ("about.html", LIBRARY)}
    project.edit("handouts/catalogue.toml", ('"Walk more"', '"Walk some more"'))
    project.good()
    built = project.good(builder="html")
    assert built.read == 0
    for name in (LIBRARY, "walk.html", "h/KP-01/index.html"):
        assert "Walk some more" in text(project.html / name)
    assert (project.html / LIBRARY).stat().st_mtime_ns > before[LIBRARY]
    assert (project.html / "about.html").stat().st_mtime_ns == before["about.html"]
    again = project.good(builder="html")
    assert "writing output... [" not in again.out


def test_page_that_is_no_longer_printed(project: Project) -> None:
    """A page from which no handout is made any more does not offer one."""
    project.good(builder="html")
    assert "Rest well" in text(project.html / "rest.html")
    forget(project, "KP-02", "KP-03")
    project.good()
    project.good(builder="html")
    assert "Rest well" not in text(project.html / "rest.html")
    assert "page-notes" not in (project.html / "rest.html").read_text("utf-8")


def test_first_handouts_after_the_guide(make_project: Maker) -> None:
    """A guide that was built before its handouts shows them at the next build."""
    project = make_project("guide")
    project.good(builder="html")
    project.good()
    built = project.good(builder="html")
    assert built.read == 0
    assert len([p for p in files_linked(project.html / LIBRARY) if p.suffix == ".pdf"]) == 6


def test_stale_pdfs_are_removed(project: Project) -> None:
    """PDFs that are no longer made leave the hosted folder, with their empty folders."""
    project.good(builder="html")
    (project.html / "handouts/robots.txt").write_text("Mine.")
    shutil.rmtree(project.folder / "handouts/brands/clinic")
    project.good()
    project.good(builder="html")
    hosted = project.html / "handouts"
    assert pdfs(hosted) == pdfs(project.out)
    assert not (hosted / "clinic").exists()
    assert (hosted / "robots.txt").read_text() == "Mine.", "what is not ours stays"


def test_pdfs_are_replaced_in_one_step(project: Project) -> None:
    """Who reads the old PDF while the new one comes has the old one, whole."""
    project.good(builder="html")
    hosted = project.html / "handouts" / project.pdf("plain/en/KP-03").relative_to(project.out)
    old = hosted.read_bytes()
    reader = project.folder / "reader.pdf"
    os.link(hosted, reader)
    project.edit("rest.md", ("ten minutes", "five minutes"))
    project.good()
    project.good(builder="html")
    assert reader.read_bytes() == old
    assert hosted.read_bytes() == project.pdf("plain/en/KP-03").read_bytes() != old
    assert not list(project.html.rglob("*.tmp"))


def test_unchanged_pdfs_are_left_alone(project: Project) -> None:
    """A PDF that is the same is not copied again."""
    project.good(builder="html")
    hosted = project.html / "handouts"
    before = {name: (hosted / name).stat().st_mtime_ns for name in pdfs(hosted)}
    project.edit("rest.md", ("ten minutes", "five minutes"))
    project.good()
    project.good(builder="html")
    after = {name: (hosted / name).stat().st_mtime_ns for name in pdfs(hosted)}
    assert {name for name in before if after[name] == before[name]} == {
        f"{brand}/en/KP-01-walk-a4-standard.pdf" for brand in ("clinic", "plain")
    }


def test_damaged_copy_is_mended(project: Project) -> None:
    """A hosted PDF that was damaged is copied again."""
    project.good(builder="html")
    hosted = project.html / "handouts" / project.pdf("plain/en/KP-03").relative_to(project.out)
    hosted.write_bytes(b"")
    project.good(builder="html")
    assert pdfs(project.html / "handouts") == pdfs(project.out)
