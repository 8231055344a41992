"""What a sheet says: the words of the pages, for paper, in the reader's hands alone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from projects import Maker, Project, html_blocks, normal, pdf_text

LayOut = Callable[[str, Path], Project]

ADDRESS = re.compile(r"\s\((?:\w+\.example[^)]*|editors@knee\.example)\)")
"""An address that paper adds to a link."""
POINTS = {"a4": (595.28, 841.89), "letter": (612, 792)}
ONE = ("-D", "handouts_only=KP-01,plain")
"""Options that print one sheet."""
MARK = "Not yet approved: pending clinical review"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, lay_out_warm: LayOut) -> Project:
    """Return a project with a page of everything, built for paper and for the web."""
    project = lay_out_warm("text", tmp_path_factory.mktemp("text") / "project")
    project.good("-W")
    project.good("-W", builder="html")
    return project


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory, lay_out_warm: LayOut) -> Project:
    """Return a project with citations, built for paper."""
    project = lay_out_warm("citations", tmp_path_factory.mktemp("citations") / "project")
    project.good("-W")
    return project


def sheets(project: Project) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield each edition with its file."""
    for path, entry in project.editions().items():
        yield entry, project.out / path


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "label", "handout"),
    [
        ("walk", "walk-in-short", "KP-01"),
        ("walk", "walk-steps", "KP-01"),
        ("walk", "walk-steps", "KP-02"),
        ("walk", "walk-sure", "KP-01"),
        ("help", "get-help-box", "KP-01"),
        ("help", "get-help-box", "KP-02"),
        ("rest", "rest-first", "KP-02"),
    ],
)
def test_sheet_says_what_the_page_says(
    project: Project, page: str, label: str, handout: str
) -> None:
    """Every heading, sentence, step, cell and caption of a picked part is on paper, in order."""
    blocks = html_blocks(project.html / f"{page}.html", f"#{label}")
    assert blocks
    text = ADDRESS.sub("", pdf_text(project.pdf(f"plain/en/{handout}")))
    place = 0
    for block in blocks:
        if "Watch the film" not in block:
            assert block in text[place:]
            place = text.index(block, place)


def test_parts_in_the_order_of_the_catalogue(project: Project) -> None:
    """A sheet is printed in the order of its parts, below its title, the words explained last."""
    text = pdf_text(project.pdf("plain/en/KP-01")).replace("When to get help: see", "")
    heads = (
        "Walk more",
        "In short",
        "Walk a little more",
        "What the research says",
        "When to get help",
        "Who can help",
        "Notes for my visit",
        "Words on this sheet",
    )
    places = [text.index(head) for head in heads]
    assert places == sorted(places)


def test_what_is_for_the_web_stays_there(project: Project) -> None:
    """Web-only text is on no sheet, print-only text on no page, and each is where it belongs."""
    web = normal((project.html / "walk.html").read_text("utf-8"))
    assert "Watch the film on this page." in web
    assert "Make a mark on your calendar" not in web
    assert "Write down what you want to ask." not in web
    for entry, path in sheets(project):
        text = pdf_text(path)
        assert "Watch the film" not in text
        assert "Make a mark on your calendar for each walk." in text
        assert ("Write down what you want to ask." in text) == (entry["id"] == "KP-01")


def test_print_only_heading(project: Project) -> None:
    """The title of a print-only part is a heading of the sheet like the others."""
    with pikepdf.open(project.pdf("plain/en/KP-01")) as pdf:
        outline = [str(item.title) for item in pdf.open_outline().root[0].children]
    assert "Notes for my visit" in outline
    assert "Walk a little more" in outline


@pytest.mark.parametrize("handout", ["KP-01", "KP-02"])
@pytest.mark.parametrize(
    ("brand", "words"), [("plain", "your local emergency number"), ("clinic", "999")]
)
def test_get_help_box_is_the_same_everywhere(
    project: Project, handout: str, brand: str, words: str
) -> None:
    """Page and sheets carry the box word for word; the brand sets the emergency number alone."""
    blocks = html_blocks(project.html / "help.html", ".snippet--get-help")
    assert blocks[0] == "Get help now"
    assert len(blocks) == 4
    box = " ".join(blocks).replace("your local emergency number", words)
    name = {"KP-01": "walk", "KP-02": "rest"}[handout]
    text = pdf_text(project.pdf(f"{brand}/en/{handout}-{name}-a4"))
    assert normal(re.sub("[•‣◦]", "", text)).count(box) == 1


def test_values_of_a_brand(project: Project) -> None:
    """A brand's name, telephone and contacts stand on its sheets, neutral words elsewhere."""
    clinic = pdf_text(project.pdf("clinic/en/KP-01-walk-a4"))
    assert "Ask Example Clinic, on 01632 960001." in clinic
    for value in (
        "hello@example.org",
        "example.org",
        "Monday to Friday",
        "1 Example Street",
        "Exampleton",
    ):
        assert value in clinic
    plain = pdf_text(project.pdf("plain/en/KP-01"))
    web = " ".join(html_blocks(project.html / "walk.html", "#walk-ask"))
    for text in (plain, web):
        assert "Ask your clinic, on your clinic’s number." in text
        assert "Example" not in text
        assert "01632" not in text
        assert "999" not in text


def test_no_private_characters(project: Project) -> None:
    """The marks that hold a place for a brand's words are gone."""
    for _entry, path in sheets(project):
        assert not re.search("[\ue000-\uf8ff]", pdf_text(path))


# --- approval -----------------------------------------------------------------------------------


def marks(path: Path) -> list[bool]:
    """Return for each page whether it carries the mark."""
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    return [MARK in pdf_text(path, page) for page in range(1, count + 1)]


def test_mark_of_what_is_not_approved(project: Project) -> None:
    """A sheet is marked where one of its pages waits for review, not where all are approved."""
    for entry, path in sheets(project):
        pending = entry["id"] == "KP-02"  # of a page that is pending, beside approved ones
        assert entry["state"] == ("pending clinical review" if pending else "approved")
        assert marks(path) == [pending] * entry["pages"]
        assert entry["next_review"] == "2096-01-31", "the earliest of its pages"
        assert "Next review: 31 January 2096" in pdf_text(path)


def test_mark_is_on_every_page(make_project: Maker) -> None:
    """Every page of a sheet of two carries the mark."""
    project = make_project("text")
    project.edit("help.md", ("state: approved", "state: pending clinical review"))
    project.good(*ONE)
    assert marks(project.pdf("plain/en/KP-01")) == [True, True]


def test_page_without_a_review_is_not_approved(make_project: Maker) -> None:
    """A page that says nothing of its review was never approved."""
    project = make_project("text")
    text = project.read("help.md")
    project.edit("help.md", text[text.index("# Help") :])
    project.good(*ONE)
    path = project.pdf("plain/en/KP-01")
    assert project.editions()["plain/en/KP-01-walk-a4-standard.pdf"]["state"] == MARK[18:]
    assert all(marks(path))


# --- words explained, sources -------------------------------------------------------------------


def test_glossary_words_are_explained(project: Project) -> None:
    """The words that a sheet uses are explained on it in a line each, and no others."""
    for _entry, path in sheets(project):
        text = pdf_text(path)
        words = text[text.index("Words on this sheet") :]
        assert "patella: The kneecap. It lies in front of the joint." in words
        assert "meniscus: A cushion in the knee. Each knee has two." in words
        assert words.index("meniscus:") < words.index("patella:")
        assert "It is a bone." not in text
        assert "femur" not in text


def test_citations_are_numbered(cited: Project) -> None:
    """Citations become numbers in the order of the sheet, a source has one, all are listed."""
    text = pdf_text(cited.pdf("plain/en/KP-02"))
    assert "Walking helps [1]. Hills do not [2, 1]." in text
    assert "Rest helps, too [3]" in text
    listed = text[text.index("Where this comes from") :]
    numbers = [number for number in ("1", "2", "3") if f" {number} " in listed]
    assert numbers == ["1", "2", "3"]
    assert (
        "Smith and others 2020. Walking with OA of the knee. Journal of Knees. doi:10.1000/knee.1. "
        "van den Berg 2018. Hills. Hill Press. ISBN 978-0-00-000000-2. "
        "The Knee Agency 2022. Rest. agency.example/rest."
    ) in re.sub(r" [123](?= )", "", listed)
    assert "Never cited" not in text
    assert "{" not in text


def test_numbers_begin_anew_on_each_sheet(cited: Project) -> None:
    """The same sentence has the number of its sheet's own list."""
    text = pdf_text(cited.pdf("plain/en/KP-03"))
    assert "Rest helps, too [1]" in text
    assert "Smith" not in text


def test_unknown_citation(make_project: Maker) -> None:
    """A citation of nothing is an error that names handout, page and key, in every build."""
    project = make_project("citations")
    project.edit("walk.md", ("smith2020`. Hills", "smith2002`. Hills"))
    for _attempt in range(2):
        built = project.build()
        assert built.status == 2
        assert built.said("walk.md", "KP-01", '"smith2002" is not in a bibliography')


# --- the document -------------------------------------------------------------------------------


def test_properties(project: Project) -> None:
    """Title, language, author, paper and number of pages are what the manifest says."""
    for entry, path in sheets(project):
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "en"
            assert str(pdf.docinfo.Title) == entry["title"]
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert str(pdf.docinfo.get("/Author", "")) == entry["clinic"]
            assert len(pdf.pages) == entry["pages"]
            for page in pdf.pages:
                assert [float(x) for x in page.MediaBox] == pytest.approx(
                    [0, 0, *POINTS[entry["paper"]]], abs=0.1
                )


def test_every_page_is_numbered_and_named(project: Project) -> None:
    """Each page carries the handout's id, version, and its number of how many."""
    for entry, path in sheets(project):
        for page in range(1, entry["pages"] + 1):
            text = pdf_text(path, page)
            assert f"{entry['id']} · Version {entry['version']}" in text
            assert f"Page {page} of {entry['pages']}" in text


def test_fonts_are_embedded(project: Project) -> None:
    """Every font is in the file, as a subset, with a map to Unicode."""
    for _entry, path in sheets(project):
        table = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True)
        rows = table.stdout.splitlines()[2:]
        assert rows
        for row in rows:
            embedded, _subset, unicode = row.split()[-5:-2]
            assert (embedded, unicode) == ("yes", "yes"), row


def test_picture_has_its_text_alternative(project: Project) -> None:
    """What a figure shows is told to those who cannot see it."""
    with pikepdf.open(project.pdf("plain/en/KP-01")) as pdf:
        told = {
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        }
    assert "A garden gate at the end of a path" in told


# --- links --------------------------------------------------------------------------------------


def links(path: Path) -> tuple[set[str], int]:
    """Return the addresses that a PDF links to, and how many links lead to places in it."""
    outside, inside = set(), 0
    with pikepdf.open(path) as pdf:
        names = pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        places = {str(name) for name in list(names)[::2]}
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                if "/Dest" in link:
                    assert str(link.Dest) in places
                    inside += 1
                elif "/A" in link:
                    outside.add(str(link.A.URI))
    return outside, inside


def test_links_stay_inside_where_they_can(project: Project) -> None:
    """A reference to a part of the sheet leads there; one to the rest of the guide, to the web."""
    outside, inside = links(project.pdf("plain/en/KP-01"))
    assert inside == 2, "the get-help box, from below the title, and the section on help"
    assert outside == {
        "https://knee.example/en/rest.html",
        "https://knee.example/en/rest.html#rest-first",
        "https://trials.example/knee/2026",
        "mailto:editors@knee.example",
        "mailto:help@knee.example",
    }
    outside, inside = links(project.pdf("plain/en/KP-02"))
    assert inside >= 2, "the page about rest is on this sheet"
    assert "https://knee.example/en/rest.html#rest-first" not in outside


@pytest.mark.parametrize("address", ["#get-help-box", "/help.md#get-help-box"])
def test_link_within_a_page(address: str, make_project: Maker) -> None:
    """A link to a label of its own page is a place on the sheet, in a snippet, too."""
    project = make_project()
    text = "on the leg."
    project.edit("snippets/get-help.md", (text, f"{text} See [the signs]({address})."))
    project.edit(
        "help.md", (":::{snippet}", f"First read [the signs]({address}).\n\n:::{{snippet}}")
    )
    project.good()
    outside, inside = links(project.pdf("plain/en/KP-01"))
    assert outside == set()
    assert inside >= 2, "one that is broken over two lines counts twice"


def test_no_link_to_this_machine(project: Project, cited: Project) -> None:
    """No sheet knows where it was made."""
    for made in (project, cited):
        for _entry, path in sheets(made):
            assert all(uri.startswith(("https:", "mailto:")) for uri in links(path)[0])
            data = path.read_bytes()
            with pikepdf.open(path) as pdf:
                data += b"".join(
                    bytes(thing.read_bytes())
                    for thing in pdf.objects
                    if isinstance(thing, pikepdf.Stream)
                    and thing.get("/Filter") in {None, "/FlateDecode"}
                )
            assert b"file:" not in data
            assert str(made.folder).encode() not in data


def test_links_wherever_a_line_ends(make_project: Maker) -> None:
    """Wherever the line breaks at a link, the sheet is accessible and the words are whole."""
    project = make_project()
    lines = [
        f"{'x' * n} go to [the link](https://a.example), to [a part](#get-help-box)\nnow, **now**."
        for n in range(1, 60)
    ]
    sentence = "Walk to the gate and back, twice a day."
    project.edit("walk.md", (sentence, "\n\n".join([sentence, *lines])))
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue.replace("pages = 1", "pages = 9"))
    project.good(*ONE)
    text = ADDRESS.sub("", pdf_text(project.pdf("plain/en/KP-01")))
    assert len(re.findall(r"x go to the link, to a part now, now\.", text)) == len(lines)


def test_addresses_are_printed_once(project: Project) -> None:
    """A link that leaves the sheet is followed by its address, as people type it, once."""
    text = pdf_text(project.pdf("plain/en/KP-01"))
    assert "the page about rest (knee.example/en/rest.html), and a second time." in text
    assert "what others found (trials.example/knee/2026)" in text
    assert "the editors (editors@knee.example), or help@knee.example." in text
    assert "the section on help. How" in text, "a link inside the sheet has no address"
    assert "http" not in text
    assert "#" not in text


def test_guide_that_is_hosted_nowhere(make_project: Maker) -> None:
    """Without an address of the guide its references are words."""
    project = make_project("text")
    project.good("-D", "html_baseurl=", *ONE)
    path = project.pdf("plain/en/KP-01")
    assert not any("knee.example/" in uri for uri in links(path)[0])
    assert "How to rest is told on the page about rest, and a second time." in pdf_text(path)


def test_right_to_left(make_project: Maker) -> None:
    """A build in Arabic begins its lines at the right, and tells readers of the language."""
    edges = {}
    for language in ("en", "ar"):
        project = make_project(folder=language)
        brand = project.read("handouts/brands/plain/brand.toml")
        project.edit("handouts/brands/plain/brand.toml", brand + f'languages = ["{language}"]\n')
        written = ("-D", f"handouts_source_language={language}")
        project.good("-D", f"language={language}", *written, *ONE)
        (path,) = project.out.rglob("KP-01-*.pdf")
        with pypdfium2.PdfDocument(path) as pdf:
            page = pdf[0]
            text = page.get_textpage()
            first, count = text.search("Walk a little more").get_next()
            left = text.get_charbox(first)[0]
            right = text.get_charbox(first + count - 1)[2]
            edges[language] = (left / page.get_width(), right / page.get_width())
            text.close()
            page.close()
        with pikepdf.open(path) as opened:
            assert str(opened.Root.Lang) == language
    assert edges["en"][0] < 0.2
    assert edges["ar"][1] > 0.8
