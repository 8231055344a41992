"""The contents sheet: what is on a clinic's shelf, to find it, scan it and count it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from docutils import nodes
from docutils.utils import new_document
from prepared import Prepared
from projects import Project, html_links, lay_out, normal, pdf_text
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.press.contents_sheets import SLUG
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.identity import find, parts
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.sheets.assembly import Assembly
from sphinx_handouts.sheets.required_boxes import boxes
from tagged import faults, fields, opened, read_aloud, structure, tags

SETTINGS = """
handouts_contents = True
handouts_short_url = "knee.example/en/h/{id}/{version}"
"""
ADDRESSES = [f"https://knee.example/en/h/KP-0{number}/" for number in (1, 2, 3)]
CLINIC, PLAIN = (f"{brand}/en/contents-a4-standard.pdf" for brand in ("clinic", "plain"))
EVERY_EDITION = 6


@pytest.fixture
def printed(prepared: Prepared) -> Project:
    """Return a project whose contents sheets are printed: three handouts, two brands."""
    return prepared(make_contents, "guide")


def make_contents(project: Project) -> None:
    """Print the sheets of a project, and contents sheets."""
    project.edit("conf.py", project.read("conf.py") + SETTINGS)
    project.good("-W")


@pytest.fixture
def again(printed: Project) -> Project:
    """Return it, to build again."""
    return printed


def copied(project: Project, folder: Path) -> Project:
    """Return a copy in another folder, where a build has everything to do."""
    return Project(Path(shutil.copytree(project.folder, folder / "project")))


def shown(pdf: Path) -> str:
    """Return all the text of a sheet."""
    return pdf_text(pdf)


def test_a_sign_that_no_font_has_is_told_at_its_summary(again: Project) -> None:
    """It stands in the catalogue, on no page of the handout from which the boxes were taken."""
    catalogue = "handouts/catalogue.toml"
    text = again.read(catalogue)
    again.edit(catalogue, text.replace('id = "KP-02"', 'id = "KP-02"\nsummary = "Rest \u0378."'))
    line = again.read(catalogue).splitlines().index('summary = "Rest \u0378."') + 1
    built = again.build()
    assert built.said(f"{catalogue}:{line}: ", "contents", "U+0378"), built.err


# --- what stands on it --------------------------------------------------------------------------


def test_one_for_each_brand(printed: Project) -> None:
    """Each brand has a sheet of its own, with its name; the manifest tells of both."""
    records = printed.manifest()["contents"]
    assert [record["path"] for record in records] == [CLINIC, PLAIN]
    assert [record["title"] for record in records] == ["Our handouts", "Handouts"]
    assert [record["clinic"] for record in records] == ["Example Clinic", ""]
    for record in records:
        assert record["handouts"] == ["KP-01", "KP-02", "KP-03"]
        assert record["bytes"] == (printed.out / record["path"]).stat().st_size
    head = shown(printed.out / CLINIC).partition("Scan a code")[0]
    assert head == "Lists handouts that are not yet approved 01632 960001 Our handouts "


def test_says_what_the_library_says(printed: Project) -> None:
    """A handout is there with id, title, purpose, pages, version, state and date."""
    text = shown(printed.out / CLINIC)
    (walk,) = (entry for path, entry in printed.editions().items() if "clinic/en/KP-01" in path)
    assert walk["pages"] == 1
    for words in (
        *("Moving", "KP-01", "Walk more", "How to begin.", "KP-02", "Walk and rest"),
        "1 page · Version 0.1 · pending clinical review",
        "Next review: 31 January 2028 · knee.example/en/h/KP-01",
        "A4, standard print knee.example/en",
    ):
        assert words in text
    assert " \N{MIDDLE DOT} A4, standard print" not in text, "it has no id of its own"
    assert text.index("KP-01") < text.index("KP-02") < text.index("KP-03")


def test_codes_lead_to_what_is_current(printed: Project) -> None:
    """Each code and link leads to the status page of a handout, which has its current PDFs."""
    with opened((printed.out / CLINIC).read_bytes()) as pdf:
        alternatives = [str(e.Alt) for e in structure(pdf) if e.get("/S") == "/Figure"]
        links = [
            str(note.A.URI)
            for page in pdf.pages
            for note in page.obj.get("/Annots", ())
            if note.Subtype == "/Link"
        ]
    codes = [f"QR code: it leads to {a.removeprefix('https://').rstrip('/')}" for a in ADDRESSES]
    assert alternatives == ["Example Clinic", *codes]
    assert links == ADDRESSES
    printed.good("-W", builder="html")
    for address in ADDRESSES:
        path = urlsplit(address).path.removeprefix("/en/")
        page = (printed.html / path / "index.html").read_text("utf-8")
        assert f"{path[2:-1]}-" in page  # the names of its PDFs


def test_get_help_is_on_it(printed: Project) -> None:
    """What every handout must carry stands on this sheet, too, with the words of the brand."""
    for name, number, asked in (
        (CLINIC, "999", "Example Clinic Telephone 01632 960001"),
        (PLAIN, "your local emergency number", "Your clinic Telephone"),
    ):
        text = shown(printed.out / name)
        assert text.count(f"Call {number} if you cannot stand on the leg.") == 1
        assert asked in text
    heard = normal(read_aloud((printed.out / CLINIC).read_bytes()))
    assert heard.index("KP-03") < heard.index("Get help now")


def test_numbers_of_sources_stay_behind(rootdir: Path, tmp_path: Path) -> None:
    """A cited source is listed on the handouts; here, its number would lead nowhere."""
    project = lay_out(rootdir, "citations", tmp_path / "cited")
    project.edit("conf.py", project.read("conf.py") + SETTINGS)
    help_box = "Call now {cite:p}`smith2020`, and walk {cite:p}`smith2020`.\n"
    project.edit("snippets/get-help.md", help_box)
    project.good("-W", "-D", "handouts_only=plain")
    assert "Call now, and walk." in shown(project.out / PLAIN)
    assert "Call now [1], and walk [1]." in pdf_text(project.pdf("plain/en/KP-01"))


def test_links_within_a_handout_stay_behind() -> None:
    """A link within the handout becomes its words: what it leads to is not on this sheet."""
    document = new_document("")
    words = nodes.paragraph()
    words += [nodes.Text("See "), nodes.reference("", "the box", refid="help:box"), nodes.Text(".")]
    document += [own.snippet("", words, snippet="get-help"), own.snippet("", snippet="other")]
    assembly = Assembly(Handout(id="HO-01", slug="a", title="A", parts=("a",)), document)
    made = boxes(assembly, ["get-help", "missing"])
    assert made.astext() == "See the box."
    assert not list(made.findall(nodes.reference))
    assert len(list(made.findall(own.snippet))) == 1
    assert list(document.findall(nodes.reference)), "the handout keeps its link"


def test_accessible(printed: Project) -> None:
    """A screen reader finds tables with heads of columns and rows, and nothing out of order."""
    data = (printed.out / CLINIC).read_bytes()
    assert faults(data) == []
    assert structure_problems(data) == ()
    with opened(data) as pdf:
        found = tags(pdf)
        assert found.count("Table") == 2  # two subjects, one of them without a name
        assert found.count("TH") == 2 * 5 + 3
        assert found.count("TD") == 3 * 4
        heads = {bytes(e.ID): e for e in structure(pdf) if e.get("/S") == "/TH"}
        cells = [e for e in structure(pdf) if e.get("/S") == "/TD"]
        assert {len(cell.A.Headers) for cell in cells} == {2}  # its column, and its handout
        assert {bytes(name) for cell in cells for name in cell.A.Headers} < set(heads)
        assert str(pdf.docinfo.Title) == "Our handouts"


def test_room_to_count(printed: Project) -> None:
    """Each handout has two boxes to write a number in, which say what they are for."""
    with opened((printed.out / PLAIN).read_bytes()) as pdf:
        found = [(field.tooltip, field.right - field.left) for field in fields(pdf)]
    counts = {tooltip: width for tooltip, width in found if tooltip.startswith("KP-")}
    assert list(counts) == [
        f"KP-0{number}, {words}" for number in (1, 2, 3) for words in ("On the shelf", "To print")
    ]
    assert min(counts.values()) > 28  # points: a number of three digits, written by hand
    assert {"Counted on", "by"} < {tooltip for tooltip, _width in found}


def test_says_which_it_is(printed: Project) -> None:
    """A program can read from the file which handouts it lists, and which versions."""
    identity = find((printed.out / CLINIC).read_bytes())
    assert (identity.slug, identity.brand, identity.paper) == (SLUG, "clinic", "a4")
    made = printed.manifest()["editions"]
    said = [(part.id, part.version, part.contentHash) for part in parts(identity)]
    assert sorted(said) == sorted({(entry["id"], entry["version"], "") for entry in made})


def test_without_addresses(again: Project) -> None:
    """Where no short address is set there is no code and no link, and the sheet is whole."""
    again.good("-W", "-D", "handouts_short_url=")
    data = (again.out / CLINIC).read_bytes()
    assert structure_problems(data) == ()
    with opened(data) as pdf:
        assert tags(pdf).count("Figure") == 1  # the logo
        assert "Link" not in tags(pdf)
        assert tags(pdf).count("TH") == 2 * 4 + 3
    text = shown(again.out / CLINIC)
    assert "Ask us for any of these on paper." in text
    assert "Scan" not in text


def test_archived(again: Project) -> None:
    """A sheet for the archive has its fields, drawn in full as PDF/A wants them."""
    again.good("-W", "-D", "handouts_pdfa=1")
    data = (again.out / PLAIN).read_bytes()
    with opened(data) as pdf:
        assert fields(pdf)
        assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert b"pdfaid" in data
    assert "On the shelf" in shown(again.out / PLAIN)


def test_variants_and_papers(again: Project) -> None:
    """There is a sheet for each paper and variant, but no booklet: a list is not folded."""
    brand = again.read("handouts/brands/plain/brand.toml")
    again.edit(
        "handouts/brands/plain/brand.toml",
        brand.replace('["standard"]', '["standard", "large-print"]')
        + 'papers = ["letter", "a5-booklet"]\n',
    )
    again.good("-W", "-D", "handouts_only=plain")
    papers = {e["paper"] for e in again.manifest()["editions"] if e["brand"] == "plain"}
    assert papers == {"letter", "a5-booklet"}
    made = [r["path"] for r in again.manifest()["contents"] if r["brand"] == "plain"]
    assert made == [f"plain/en/contents-letter-{name}.pdf" for name in ("large-print", "standard")]
    assert "US Letter, large print" in shown(again.out / made[0])
    rows = []
    for name in made:
        with opened((again.out / name).read_bytes()) as pdf:
            rows.append(tags(pdf).count("TR"))
    assert rows[0] == rows[1] + 3, "large print has a row more for what is compared"
    assert not (again.out / PLAIN).exists()


def test_approved_handouts(again: Project) -> None:
    """Once a clinician has approved all of them, no mark says otherwise; one draft brings it."""
    named = ("reviewer: R. Smith", "reviewer_role: Physician", "approved: 2026-02-01")
    front = again.read("walk.md").partition("\n# ")[0] + "\n"
    front = front.replace(
        "state: pending clinical review", "\n  ".join(("state: approved", *named))
    )
    for number, name in enumerate(("walk", "rest", "help")):
        body = again.read(f"{name}.md").rpartition("---\n")[2]
        again.edit(f"{name}.md", front.replace("PG-01", f"PG-1{number}") + body)
    again.good("-W")
    assert shown(again.out / PLAIN).startswith("Handouts")
    assert shown(again.out / PLAIN).count("Version 0.1 · approved") == 3
    again.edit("handouts/revisions.toml", "# Nothing was released.\n")
    again.good("-W")
    assert shown(again.out / PLAIN).startswith("Lists handouts that are not yet approved")
    assert shown(again.out / PLAIN).count("Version 0.1 · draft") == 3


# --- when it is made ----------------------------------------------------------------------------


def test_nothing_new(again: Project) -> None:
    """A build with nothing new renders nothing, and touches no file."""
    before = {path: path.stat().st_mtime_ns for path in again.out.rglob("*.pdf")}
    built = again.good()
    assert built.counts == (EVERY_EDITION, 0, 0)
    assert built.labels == set()
    assert {path: path.stat().st_mtime_ns for path in again.out.rglob("*.pdf")} == before


def test_same_bytes(printed: Project, tmp_path: Path) -> None:
    """Printed in another folder, with nothing in the cache, the sheets are the same."""
    again = copied(printed, tmp_path)
    shutil.rmtree(again.folder / "_build")
    again.good("-D", "handouts_only=plain")
    assert (again.out / PLAIN).read_bytes() == (printed.out / PLAIN).read_bytes()


def test_edited_sentence(printed: Project, again: Project) -> None:
    """A contents sheet prints no word of the pages: where one changes, it comes from the cache."""
    again.edit("walk.md", ("twice a day", "three times a day"))
    labels = again.good("-W").labels
    assert {label.partition(" ")[0] for label in labels} == {"KP-01", "KP-02"}
    assert "three times a day" in shown(again.pdf("plain/en/KP-01"))
    assert again.manifest()["contents"] == printed.manifest()["contents"]
    assert (again.out / PLAIN).read_bytes() == (printed.out / PLAIN).read_bytes()


def test_edited_version(again: Project) -> None:
    """A contents sheet prints the versions: a new one is printed, and read from the file."""
    again.edit(
        "handouts/catalogue.toml", ('title = "Rest well"', 'title = "Rest well"\nversion = "0.2"')
    )
    labels = again.good("-W").labels
    assert {label.partition(" ")[0] for label in labels} == {"KP-03", "contents"}
    assert "Version 0.2" in shown(again.out / PLAIN)
    said = {part.id: part.version for part in parts(find((again.out / PLAIN).read_bytes()))}
    assert said == {"KP-01": "0.1", "KP-02": "0.1", "KP-03": "0.2"}


def test_edited_title(again: Project) -> None:
    """A new title is printed on the sheets of that handout, and on the contents sheets."""
    again.edit("handouts/catalogue.toml", ('"Rest well"', '"Rest better"'))
    labels = again.good("-W").labels
    assert labels == {
        f"{name} en a4 standard {brand}"
        for name in ("KP-03", "contents")
        for brand in ("clinic", "plain")
    }
    assert "Rest better" in shown(again.out / PLAIN)


def test_edited_summary(again: Project) -> None:
    """A new summary is printed on the contents sheets; the handout has it in its metadata."""
    again.edit("handouts/catalogue.toml", ('"How to begin."', '"How to start."'))
    labels = again.good("-W").labels
    assert {label.partition(" ")[0] for label in labels} == {"KP-01", "contents"}
    assert "How to start." in shown(again.out / CLINIC)


def test_build_of_one_handout_leaves_it(again: Project) -> None:
    """A build of a single handout prints no list of one, and the whole lists stay."""
    before = again.manifest()["contents"], (again.out / PLAIN).read_bytes()
    again.edit("handouts/catalogue.toml", ('"Rest well"', '"Rest better"'))
    again.good("-W", "-D", "handouts_only=KP-03")
    assert (again.manifest()["contents"], (again.out / PLAIN).read_bytes()) == before


def test_build_of_one_brand(again: Project) -> None:
    """A build of one brand prints its sheet, and leaves that of the other."""
    before = (again.out / CLINIC).read_bytes()
    again.edit("handouts/catalogue.toml", ('"Rest well"', '"Rest better"'))
    again.good("-W", "-D", "handouts_only=plain")
    assert "Rest better" in shown(again.out / PLAIN)
    assert (again.out / CLINIC).read_bytes() == before
    assert len(again.manifest()["contents"]) == 2


def test_switched_off(again: Project) -> None:
    """Without the option there is none: one that was there goes, from the website, too."""
    again.good("-W", builder="html")
    hosted = again.html / "handouts" / PLAIN
    assert hosted.read_bytes() == (again.out / PLAIN).read_bytes()
    again.good("-W", "-D", "handouts_contents=0")
    again.good("-W", builder="html")
    assert again.manifest()["contents"] == []
    assert not list(again.out.rglob("contents*"))
    assert not hosted.exists()


def test_too_long(again: Project) -> None:
    """A list that fills page after page is an error that says what to shorten."""
    again.edit("wide.css", ".sheet--contents h2 { break-before: page }")
    before = (again.out / PLAIN).read_bytes()
    built = again.build("-D", "handouts_css=wide.css")
    assert built.status == 2
    (line,) = built.said("contents en a4 standard plain: ", "over the 2 for 3 handouts")
    assert "shorten titles or summaries in catalogue.toml [handouts.budget]" in line
    assert (again.out / PLAIN).read_bytes() == before
    assert (again.out / "rejected" / PLAIN).is_file()


def test_character_without_a_glyph(again: Project) -> None:
    """A character that no font has is found here as on a handout."""
    again.edit("handouts/catalogue.toml", ('"How to begin."', '"How to begin \U0001f0ff."'))
    built = again.build()
    assert built.status == 2
    assert built.said("contents en a4 standard clinic and 1 more", "U+1F0FF")


# --- who reads of it ----------------------------------------------------------------------------


def test_other_systems(again: Project) -> None:
    """The feeds list handouts, and no list of them."""
    again.good("-W", builder="html")
    for name in ("catalogue.json", "fhir.json"):
        text = (again.html / "handouts" / name).read_text("utf-8")
        assert "contents-a4" not in text
        assert "KP-03-rest-a4-standard.pdf" in text


def test_library_leads_to_it(again: Project) -> None:
    """The page of handouts to print has a link to each contents sheet, and the file is there."""
    again.good("-W", builder="html")
    page = again.html / "print/library.html"
    found = [link for link in html_links(page) if "/contents-" in link]
    assert found == [f"../handouts/{CLINIC}", f"../handouts/{PLAIN}"]
    assert all((page.parent / link).is_file() for link in found)


def test_withdrawn_handout(again: Project) -> None:
    """A sheet that lists a handout which was withdrawn since is offered no more."""
    again.edit(
        "handouts/revisions.toml",
        '[[withdrawal]]\nid = "KP-03"\ndate = 2026-03-31\nreason = "It was wrong."\n',
    )
    again.build(builder="html")
    assert "/contents-" not in again.read("_build/html/print/library.html")


def test_older_manifest(printed: Project, tmp_path: Path) -> None:
    """A manifest from before there were contents sheets is read, and completed."""
    again = copied(printed, tmp_path)
    path = again.out / "manifest.json"
    data = json.loads(path.read_bytes())
    del data["contents"]
    path.write_text(json.dumps(data))
    again.good("-W", builder="html")
    again.good("-W")
    assert len(again.manifest()["contents"]) == 2


def test_hidden_box(again: Project) -> None:
    """A contents sheet on which the get-help box cannot be read is not published."""
    css = ".sheet--contents .snippet--get-help { display: none }"
    again.edit("own.css", css)
    again.edit("conf.py", again.read("conf.py") + '\nhandouts_css = ["own.css"]\n')
    before = again.manifest()
    built = again.build()
    assert built.status == 2
    for brand in ("clinic", "plain"):
        assert f"contents en a4 standard {brand}: " in built.err
    assert "KP-01" not in built.err
    assert again.manifest() == before
