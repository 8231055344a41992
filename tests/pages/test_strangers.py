"""A project whose author never heard of handouts: it stays as it is, and what it names is printed.

One project holds what guards would refuse and what paper cannot show; the tests change its
catalogue and settings.
"""

from __future__ import annotations

import re
import shutil
import zlib
from pathlib import Path

import pytest
from projects import Built, Project, pdf_text

WITH = "extensions=myst_parser,sphinx_handouts"
RULES = ("-D", "handouts_profile=general")
GENERAL = ("-D", WITH, *RULES)
PATIENT = ("-D", WITH)
CATALOGUE = "handouts/catalogue.toml"
ROW = '[[handout]]\nid = "BK-{:02}"\nslug = "part-{}"\ntitle = "{}"\nparts = {}\n'
REVIEW = """
[review."guides/gears"]
id = "PG-03"
owner = "Workshop"
state = "approved"
evidence_searched = 2026-01-31
next_review = 2099-01-31
version = "1.0"
change = "First edition."
reviewer = "A. Person"
reviewer_role = "Mechanic"
approved = 2026-02-01
"""


def catalogue(*rows: tuple[str, list[str]]) -> str:
    """Return a catalogue of handouts, each with a title and its parts."""
    numbered = enumerate(rows, 1)
    return "\n".join(ROW.format(n, n, title, str(parts)) for n, (title, parts) in numbered)


@pytest.fixture(scope="module")
def stranger(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project, its pages built without the extension."""
    folder = tmp_path_factory.mktemp("stranger") / "project"
    shutil.copytree(rootdir / "test-stranger", folder)
    (folder.parent / "outside.txt").write_text("From outside.\n")
    project = Project(folder)
    project.good("-W", builder="html", out="before")
    return project


def printed(project: Project, text: str, *options: str) -> Built:
    """Print a catalogue."""
    project.edit(CATALOGUE, text)
    return project.build(*options)


def pages(folder: Path) -> dict[str, bytes]:
    """Return what a reader of the web is sent; the index for searches tells of extensions."""
    kept = ("*.html", "_static/*", "_images/*")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for pattern in kept
        for path in folder.rglob(pattern)
        if path.is_file()
    }


def test_green_stays_green(stranger: Project) -> None:
    """Without a catalogue, no page, no file and no exit status changes, whatever pages hold."""
    (stranger.folder / CATALOGUE).unlink(missing_ok=True)
    stranger.good("-W", "-D", WITH, builder="html", out="after")
    before, after = (pages(stranger.folder / "_build" / name) for name in ("before", "after"))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []


def test_pages_that_show_nothing_of_ours_stay_as_they_are(stranger: Project) -> None:
    """With a catalogue, the page that is printed tells of its handout; no other page changes."""
    built = printed(stranger, catalogue(("Gears", ["guides/gears"])), "-W", *GENERAL)
    assert (built.status, built.err) == (0, "")
    stranger.good("-W", *GENERAL, builder="html", out="with")
    before, after = (pages(stranger.folder / "_build" / name) for name in ("before", "with"))
    assert [name for name in before if before[name] != after[name]] == ["guides/gears.html"]
    assert b"_static/handouts.css" in after["guides/gears.html"]
    template = (
        '{% extends "!layout.html" %}{% block footer %}<p class="handouts-boxes">{% endblock %}'
    )
    stranger.edit("own/layout.html", template)
    stranger.good("-W", *GENERAL, "-D", "templates_path=own", builder="html", out="own")
    assert "_static/handouts.css" in stranger.read("_build/own/guides/brakes.html")


TERMS = b"sprocket std:term -1 glossary.html#term-sprocket -\n"
LINKS = """\
:orphan:

Links
=====

A :term:`sprocket` has teeth. Back to `the top <#links>`_, or to :term:`Nothing`.
"""


def test_what_other_projects_explain(stranger: Project) -> None:
    """A term that intersphinx knows leads there, one that nobody knows is told; `#` is found."""
    head = b"# Sphinx inventory version 2\n# Project: Bikes\n# Version: 1\n# zlib follows\n"
    stranger.edit("bikes.inv", head + zlib.compress(TERMS))
    stranger.edit("links.rst", LINKS)
    bikes = {"bikes": ("https://bikes.example/en/", "bikes.inv")}
    conf = stranger.read("conf.py")
    stranger.edit("conf.py", f"{conf}\nintersphinx_mapping = {bikes}\n")
    extensions = ("-D", f"{WITH},sphinx.ext.intersphinx")
    built = printed(stranger, catalogue(("Links", ["links"])), *extensions, *RULES)
    assert built.said("links.rst:6:", 'the term "Nothing" is not in the glossary')
    assert not built.said("sprocket", "glossary")
    stranger.edit("links.rst", LINKS.replace(", or to :term:`Nothing`", ""))
    places = []
    for page in (b"glossary", b"words"):  # no page of ours has changed, and one leads elsewhere
        stranger.edit("bikes.inv", head + zlib.compress(TERMS.replace(b"glossary", page)))
        built = printed(stranger, catalogue(("Links", ["links"])), *extensions, *RULES)
        assert (built.status, built.err) == (0, "")
        places.append(pdf_text(stranger.pdf("BK-01")))
    stranger.edit("conf.py", conf)
    (stranger.folder / "links.rst").unlink()
    for page, words in zip(("glossary", "words"), places, strict=True):
        said = f"A sprocket (bikes.example/en/{page}.html) has teeth. Back to the top."
        assert said in words


def test_only_printed_pages_matter(stranger: Project) -> None:
    """A handout of other pages prints, without a brand, a mark, a box or a budget."""
    whole = ("Bikes", ["toctree:guides/index"])
    built = printed(stranger, catalogue(whole), "-W", *GENERAL)
    assert (built.status, built.err) == (0, "")
    words = pdf_text(stranger.pdf("BK-01"))
    order = ["Guides", "Brakes", "A loose cable", "Grain", "Gears", "Which gear when?"]
    assert [words.index(name) for name in order] == sorted(words.index(name) for name in order)
    assert "approved" not in words
    assert "Oil is not for brakes." in words[words.index("Notes") :]
    assert "Footnotes" not in words  # which would head nothing
    assert "For the book" not in words  # what is for others stays with them, heading and all
    stranger.good("-W", *GENERAL, builder="html")


def test_parts_as_their_author_names_them(stranger: Project) -> None:
    """A label with blanks, a heading, a slug of MyST and a pattern; inline HTML is read."""
    rows = [
        ("Label", ["guides/brakes#the cable"]),
        ("Which gear when?", ["guides/gears#Which gear when?"]),
        ("Slug", ["guides/gears#which-gear-when"]),
        ("Pattern", ["guides/gears", "guides/*"]),
        ("Inline", ["odd#Plain things"]),
    ]
    built = printed(stranger, catalogue(*rows), "-W", *GENERAL)
    assert (built.status, built.err) == (0, "")
    label, heading, slug, pattern, inline = (
        pdf_text(stranger.pdf(f"BK-{number:02}")) for number in range(1, len(rows) + 1)
    )
    assert "Turn the screw." in label
    assert "The small one uphill." in heading
    assert heading.count("Which gear when?") == 1  # the title of the sheet says it
    assert "The small one uphill." in slug
    assert pattern.count("Shift before the hill.") == 1
    assert "Press Ctrl and H2O. Then ride slowly." in inline


def test_what_paper_cannot_show_is_refused_by_name(stranger: Project) -> None:
    """Each thing is told with its page and line; the web goes on as before."""
    built = printed(stranger, catalogue(("Odd", ["odd"]), ("Start", ["index"])), *GENERAL)
    assert built.status == 2
    assert built.said("odd.md:12:", "BK-01", "raw HTML cannot be printed", "onclick")
    assert built.said("odd.md:14:", "BK-01", "is remote")
    assert built.said("index.rst:11:", "BK-02", "raw HTML cannot be printed", "<video")
    assert not stranger.out.joinpath("rejected").exists()


def test_a_part_that_the_page_hides_is_refused(stranger: Project) -> None:
    """The theme knows the class; that nothing is left of the part is not told again."""
    rows = catalogue(("Ringing", ["odd#ring"]))
    built = printed(stranger, rows, "-D", "html_theme=furo", *GENERAL)
    (said,) = built.said("ERROR")
    assert 'BK-01: catalogue.toml: parts: "odd#ring": a class of it hides it on its page' in said


def test_one_round_tells_all(stranger: Project) -> None:
    """A wrong row, a part that is not there, a box that is missing, a record: all at once."""
    text = catalogue(("Odd", ["odd#Plain things"]), ("Gears", ["guides/gear", "nowhere/*"]))
    text += '\n[[handout]]\nid = "BK-09"\n' + REVIEW.replace("guides/gears", "guides/gaers")
    built = printed(stranger, text, *PATIENT)
    assert built.status == 2
    assert built.said("handout 3 (BK-09)", 'the key "slug" is missing')
    assert built.said("BK-02", '"guides/gear"', 'did you mean "guides/gears"?')
    assert built.said("BK-02", '"nowhere/*"', "no page has such a name")
    assert built.said('"get-help" snippet is not on this handout', 'handouts_profile = "patient"')
    assert built.said("review", "guides/gaers", 'did you mean "guides/gears"?')
    said = 'handouts_profile = "patient", which handouts_reviews in conf.py changes'
    assert built.said("odd.md", "front matter: review: must be a table", said)


def test_reviews_in_docinfo_and_catalogue(stranger: Project) -> None:
    """A page in reStructuredText, and any page by the catalogue, has a record: nothing is marked.

    The handout of a page without one is marked, and a page with two is refused.
    """
    keeping = (*PATIENT, "-D", "handouts_required_snippets=")
    rows = [("Brakes", ["guides/brakes"]), ("Gears", ["guides/gears"]), ("All", ["guides/index"])]
    built = printed(stranger, catalogue(*rows) + REVIEW, *keeping)
    assert (built.status, built.err) == (0, "")
    page = stranger.pdf("BK-01")
    states = {entry["id"]: entry["state"] for entry in stranger.manifest()["editions"]}
    assert states == {
        "BK-01": "approved",
        "BK-02": "approved",
        "BK-03": "pending clinical review",
    }
    assert "Not yet approved" not in pdf_text(page)
    stranger.good("-W", *keeping, builder="html")
    notes = stranger.read("_build/html/guides/brakes.html")
    assert "Approved by A. Person, Mechanic" in notes
    assert "Not yet approved" in pdf_text(stranger.pdf("BK-03"))
    twice = REVIEW.replace("guides/gears", "guides/brakes")
    built = printed(stranger, catalogue(*rows) + twice, *keeping)
    assert built.status == 2
    assert built.said("catalogue.toml: review:", '"guides/brakes" has a record in its page, too')


DOCSTRINGS = """\
Shop
====

.. include:: ../words/read-me.rst
   :start-after: begin

.. automodule:: shop_of_bikes
"""
MODULE = '''"""What is sold.

.. image:: https://example.org/two.svg
   :alt: Two
"""
'''


def test_what_is_inserted_is_told_by_its_own_file(
    stranger: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page inserts is told by its file, and a docstring as Sphinx calls it."""
    files = {
        "words/read-me.rst": "begin\n\n.. image:: https://example.org/one.svg\n   :alt: One\n",
        "shop/index.rst": DOCSTRINGS,
        "shop_of_bikes.py": MODULE,
    }
    for name, text in files.items():
        stranger.edit(name, text)
    monkeypatch.syspath_prepend(stranger.folder)
    with_docstrings = f"{WITH},sphinx.ext.autodoc"
    built = printed(stranger, catalogue(("Shop", ["shop/index"])), "-D", with_docstrings, *RULES)
    assert re.search(
        r'words/read-me.rst:\d: ERROR: BK-01: the image "https://.*one.svg"', built.err
    )
    named = r"shop_of_bikes.py:docstring of shop_of_bikes:\d: ERROR: BK-01: the image .*two.svg"
    assert re.search(named, built.err)


def test_a_language_with_a_region(stranger: Project) -> None:
    """Pages in such a language are printed without a brand, too, however Sphinx writes its name."""
    language = ("-D", "language=zh_CN", "-D", "handouts_source_language=zh_CN")
    built = printed(stranger, catalogue(("Gears", ["guides/gears"])), *GENERAL, *language)
    assert built.status == 0
    assert "plain/zh-CN/BK-01-part-1-a4-standard.pdf" in stranger.editions()


def test_a_language_that_no_brand_prints(stranger: Project) -> None:
    """A build that makes nothing says why, and what to write."""
    stranger.edit("brands-en/brands/shop/brand.toml", 'name = "Shop"\n')
    stranger.edit("brands-en/catalogue.toml", catalogue(("Gears", ["guides/gears"])))
    options = ("language=de", "handouts_source_language=de", "handouts_dir=brands-en")
    built = stranger.build(*GENERAL, *(word for option in options for word in ("-D", option)))
    assert built.said("brands-en/brands", 'no brand prints in "de"', 'languages = ["de"]')


def test_a_paper_on_which_a_brand_prints_nothing(project: Project) -> None:
    """A booklet is printed in standard alone: who asks for it in large print is told."""
    kinds = 'variants = ["large-print"]\npapers = ["a5-booklet"]'
    project.edit("handouts/brands/plain/brand.toml", f'name = ""\n{kinds}\n')
    built = project.build()
    (said,) = built.said("plain/brand.toml", '"a5-booklet", which is for "standard"')
    assert "add that to variants, or remove the paper" in said
    assert {entry["brand"] for entry in project.editions().values()} == {"clinic"}
