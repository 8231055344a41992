"""Handouts of many pages: what leads readers through them is there, and leads where it says."""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from prepared import Prepared, make_sheets
from projects import Project, normal, pdf_pages
from pypdfium2 import raw
from sphinx_handouts.checks.budget import MOST_FOLDED, check_thickness
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.rendered import Laid, Rendered
from tagged import changed, opened, spoken_words, structure, tags

NORTH = "north/en/BK-01-whole-manual-a4-standard.pdf"
SOUTH = "south/en/BK-01-whole-manual-a4-standard.pdf"
LARGE = "south/en/BK-01-whole-manual-a4-large-print.pdf"
FOLDED = "south/en/BK-02-folded-manual-a5-booklet-standard.pdf"
LONG = (
    "3.2 Chains: how to clean, to oil, to measure and to change them before they wear out all "
    "that turns with them"
)
HEADINGS = [
    *("1 Bicycles", "2 Before you ride", "2.1 Look at the brakes", "2.2 Look at the tyres"),
    *("3 Guides", "3.1 Wheels that run true", LONG, "4 Words", "Notes", "Index"),
]
CHAPTERS = ["1 Bicycles", "2 Before you ride", "3 Guides", "4 Words", "Notes", "Index"]


@pytest.fixture
def printed(prepared: Prepared) -> Project:
    """Return a project with a book for two clinics, and a booklet for one."""
    return prepared(make_sheets, "book")


def words_in(pdf: Path, place: Any, number: int) -> str:
    """Return the words in a rectangle of a page (from 0), as PDFium draws them."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[number].get_textpage().get_text_bounded(*map(float, place))
        return normal(text)


def links(path: Path) -> Iterator[tuple[int, str, int]]:
    """Yield the links within a PDF: the page of each (from 1), its words, and where it leads."""
    with opened(path.read_bytes()) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        for number, page in enumerate(pdf.pages, 1):
            for note in page.obj.get("/Annots", ()):
                if note.get("/Subtype") == "/Link" and "/Dest" in note:
                    target: Any = names[str(note.Dest)]
                    words = words_in(path, note.Rect, number - 1)
                    yield number, words, pages[target[0].objgen]


def layout_of(path: Path, page: int) -> str:
    """Return the text of a page (from 1), line by line."""
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(path), "-"]
    return normal(subprocess.run(command, capture_output=True, check=True).stdout.decode())


def entries(path: Path, page: int = 2) -> list[tuple[str, int]]:
    """Return what the table of contents says: each heading, and its page."""
    rest = re.sub(r"(?: ?\.){2,}", " ", layout_of(path, page))
    rest = normal(rest).partition("Contents ")[2]
    found = []
    for heading in HEADINGS:
        match = re.match(rf"\s*{re.escape(heading)}\s+(\d+)(?!\S)", rest)
        assert match, f"{heading!r} is not next in {rest!r}"
        found.append((heading, int(match[1])))
        rest = rest[match.end() :]
    return found


# --- contents -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [NORTH, SOUTH, LARGE])
def test_contents_name_the_true_pages(printed: Project, name: str) -> None:
    """Each heading of two levels stands on the page that the table of contents says."""
    pages = pdf_pages(printed.out / name)
    for heading, page in entries(printed.out / name):
        where = [number for number, text in enumerate(pages, 1) if heading in text and number > 2]
        assert page in where, heading
        assert heading in CHAPTERS or where == [page], heading


def test_contents_lead_there(printed: Project) -> None:
    """The link of each entry leads to the page that stands beside it."""
    told = {
        re.sub(r"^[\d.]+ ", "", heading): page for heading, page in entries(printed.out / NORTH)
    }
    found = {words: to for page, words, to in links(printed.out / NORTH) if page == 2}
    assert len(found) == len(HEADINGS) + 1  # one title goes on on a second line
    for words, to in found.items():
        (title,) = [title for title in told if words in title]
        assert told[title] == to


@pytest.mark.parametrize("name", [NORTH, LARGE, FOLDED])
def test_is_tagged_as_contents(printed: Project, name: str) -> None:
    """A table of contents is one for a screen reader, its dots are not read, and all is right."""
    data = (printed.out / name).read_bytes()
    assert structure_problems(data) == ()
    with opened(data) as pdf:
        read = tags(pdf)
        items = [element for element in structure(pdf) if element.get("/S") == "/TOCI"]
        kids = [{str(kid.S)[1:] for kid in item.K} for item in items]
    assert read.index("H2") < read.index("TOC")
    assert all("Reference" in found and found <= {"Reference", "TOC"} for found in kids)
    assert read.count("Reference") == len(items)
    if name == NORTH:
        assert len(items) == len(HEADINGS)
        assert read.count("TOC") == 3  # one, and in it those of two chapters


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("TOC", "Div", "<TOCI> stands in <Div>"),
        ("TOCI", "Div", "<TOC> holds <Div>"),
        ("Reference", "Div", "<TOCI> holds <Div>"),
    ],
)
def test_wrong_tags_are_told(printed: Project, before: str, after: str, problem: str) -> None:
    """A table of contents whose parts are tagged as something else is refused."""

    def retag(pdf: Any) -> None:
        first = next(item for item in structure(pdf) if item.get("/S") == f"/{before}")
        first.S = pikepdf.Name(f"/{after}")

    assert problem in structure_problems(changed((printed.out / NORTH).read_bytes(), retag))


def test_bookmarks_go_as_deep(printed: Project) -> None:
    """The bookmarks are the title, and the headings of the table of contents, as deep as there."""
    with opened((printed.out / NORTH).read_bytes()) as pdf, pdf.open_outline() as outline:
        found = [
            (normal(item.title), [kid.title for kid in item.children]) for item in outline.root
        ]
        assert not any(kid.children for item in outline.root for kid in item.children)
    below = {
        "2 Before you ride": HEADINGS[2:4],
        "3 Guides": HEADINGS[5:7],
    }
    wanted = ["The bicycle book", "Contents", *CHAPTERS]
    assert found == [(title, below.get(title, [])) for title in wanted]


def test_headings_are_numbered_as_deep_as_asked(printed: Project) -> None:
    """Two levels have numbers, the third has none; what is added at the end has none, either."""
    text = " ".join(pdf_pages(printed.out / NORTH)[2:])
    for heading in HEADINGS:
        assert heading in text
    assert "rub, rattle or hang loose. When it rains " not in text  # it is a heading
    assert re.search(r"[^\d] When it rains", text)
    assert re.search(r"[^\d] Éclats", text)


# --- chapters -------------------------------------------------------------------------------------


def test_chapters_begin_pages_and_head_them(printed: Project) -> None:
    """The head of each page names its chapter, but where the chapter begins, or no chapter is."""
    path = printed.out / NORTH
    begins = {page: title for title, page in entries(path) if title in CHAPTERS}
    chapter = ""
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            head = normal(page.get_textpage().get_text_bounded(0, height - 45, width, height))
            text = normal(page.get_textpage().get_text_range())
            if number in begins:
                chapter = begins[number]
                assert text.startswith(chapter), number
            if number > 1:  # at the top of the cover stands the name of the clinic
                assert head == (chapter if number not in begins else ""), number
    assert len(begins) == len(CHAPTERS)


def test_heads_and_dots_are_not_read(printed: Project) -> None:
    """A screen reader reads a chapter's name where it begins, not on each page; and no dots."""
    data = (printed.out / NORTH).read_bytes()
    heard = spoken_words(data)
    # In the table of contents, where it begins, and where another chapter refers to it.
    assert heard.count("Before you ride") == 3
    assert not re.search(r"\. ?\.", heard)


def test_links_to_other_chapters_say_their_page(printed: Project) -> None:
    """A reference to another chapter has its page, once a chapter; one within it has none."""
    pages = dict(entries(printed.out / NORTH))
    text = " ".join(pdf_pages(printed.out / NORTH)[2:])
    assert f"See Wheels that run true (page {pages['3.1 Wheels that run true']})," in text
    assert "or Look at the brakes." in text
    assert "Think of Wheels that run true again." in text
    assert f"go back to Before you ride (page {pages['2 Before you ride']})." in text


# --- index ----------------------------------------------------------------------------------------


def test_index(printed: Project) -> None:
    """Words are sorted by their letters, each page is named once, and that of a meaning is bold."""
    path = printed.out / NORTH
    pages, last = dict(entries(path)), pdf_pages(path)[-1]
    ride, brakes = pages["2 Before you ride"], pages["2.1 Look at the brakes"]
    wheels, words = pages["3.1 Wheels that run true"], pages["4 Words"]
    chains = next(n for n, text in enumerate(pdf_pages(path), 1) if text.find("Éclats ") > 0)
    wanted = (
        f"Signs and numbers 3 speeds, {chains} "
        f"B brakes before a ride, {ride} levers, {brakes} "
        f"E eager riders, {chains} éclat, {chains} "
        f"L levers brakes, {brakes} R rain, {brakes} rim, {words} rims see wheels "
        f"S spoke, {ride}, {wheels}, {chains}, {words} spokes, {wheels} "
        f"T truing wheels, {wheels} tubes see also tyres "
        f"W wheels, {wheels} truing, {wheels} Z zebra, {chains}"
    )
    assert wanted in last.replace("BK-01 · Version 0.1 ", "")  # told between its columns
    assert bold_in(path, len(pdf_pages(path))) >= {str(words), str(wheels)}


def bold_in(path: Path, number: int) -> set[str]:
    """Return the numbers that stand in bold type on a page."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        texts, found = page.get_textpage(), set()
        for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
            name = ctypes.create_string_buffer(99)
            raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item.raw), name, 99)
            if b"Bold" in name.value:
                found.add(normal(texts.get_text_bounded(*item.get_bounds())))
    return set(filter(str.isdigit, found))


def test_index_leads_there(printed: Project) -> None:
    """The words of each link of an index are the page to which it leads: each is named once."""
    for name in (NORTH, LARGE):
        path = printed.out / name
        last = entries(path)[-1][1]
        found = [(words, to) for page, words, to in links(path) if page >= last]
        assert len(found) > 15
        assert all(words == str(to) for words, to in found)


# --- clinics, papers, errors ----------------------------------------------------------------------


def test_is_dressed_for_each_clinic(printed: Project) -> None:
    """A book is laid out once for all clinics, and carries the name of each on its cover."""
    dressed = json.loads((printed.out / ".handouts-dressed-en").read_bytes())
    assert {NORTH, SOUTH, LARGE} <= {path for path, key in dressed.items() if key}
    north, south = (pdf_pages(printed.out / name) for name in (NORTH, SOUTH))
    assert north[0].startswith("North Cycles")
    assert south[0].startswith("South Wheels")
    assert north[1:] == south[1:]
    assert len({path for path in printed.editions() if "BK-01" in path}) == 3  # no letter


def test_booklet_is_right(printed: Project) -> None:
    """On the sides of a booklet, contents name printed pages, and lead to the side of each."""
    path = printed.out / FOLDED
    sides = [" ".join(text.split()) for text in pdf_pages(path)]
    first = next(number for number, text in enumerate(sides, 1) if "Contents" in text)
    told = [(words, to) for page, words, to in links(path) if page == first]
    titles = [words for words, _to in told[:3]]
    assert titles == ["Before you ride", "Guides", "Wheels that run true"]
    for words, to in told[:3]:
        (number,) = re.findall(rf"{words}[ .]+(\d+)", layout_of(path, first))
        assert f"Page {number} of" in sides[to - 1]


def test_thick_booklets_are_refused() -> None:
    """A booklet that no stapler holds is refused, whatever its handout; on flat paper it is not."""
    edition = Edition("BK-01", "manual", "north", "en", "a5-booklet", "standard")
    about: Any = type("About", (), {"handout": type("Handout", (), {"id": "BK-01"})})

    def told(pages: int, areas: int) -> list[str]:
        laid = Laid(areas=((((0, 0, 1, 1),) * areas),))
        return [
            f.message for f in check_thickness(about, edition, Rendered(b"", pages, 0, laid=laid))
        ]

    assert told(MOST_FOLDED, 2) == told(MOST_FOLDED + 1, 1) == []
    (message,) = told(MOST_FOLDED + 1, 2)
    assert 'papers = ["a4"]' in message


def test_what_cannot_be_printed_is_told(printed: Project) -> None:
    """One page that paper cannot show refuses the book by file and line, and replaces nothing."""
    film = "\n```{raw} html\n<video src='ride.mp4'></video>\n```\n"
    before = printed.outputs()
    printed.edit("workshop.md", printed.read("workshop.md") + film)  # it is left out of the book
    printed.edit("words.md", printed.read("words.md") + film)
    built = printed.build()
    line = len(printed.read("words.md").splitlines()) - 2
    assert built.status == 2
    assert len(built.said("ERROR")) == 1
    assert built.said(f"words.md:{line}", "BK-01: raw HTML cannot be printed")
    assert printed.outputs() == before


def test_a_live_preview_leaves_books_alone(printed: Project) -> None:
    """A book takes as long as many sheets: a preview keeps the last one, unless it is named."""
    before = printed.outputs()
    printed.edit("start.md", printed.read("start.md") + "\nOne more line.\n")
    live = printed.build("-D", "handouts_live=1")
    assert live.counts == (0, 0, 0)
    after = printed.outputs()
    assert all(after[name] == data for name, data in before.items() if name.endswith(".pdf"))
