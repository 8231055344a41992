"""Names, titles and sheets that mean harm: printed and shown as they are written, or refused."""

from __future__ import annotations

import io
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import tomli_w
from defusedxml.ElementTree import fromstring
from playwright.sync_api import Browser
from projects import Maker, Project
from shelves import Shelf
from sphinx_handouts.__main__ import main
from sphinx_handouts.pdf.limits import Limits
from sphinx_handouts.pdf.render import render
from sphinx_handouts.press.workers.pool import Pool
from sphinx_handouts.press.workers.work import PRELOAD, start_worker, work
from sphinx_handouts.project.brands import load_clinic
from sphinx_handouts.project.revisions import load
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.page import Page
from sphinx_handouts.records.rendered import Failed, Rendered
from sphinx_handouts.records.schema.brand import Brand, Contact
from sphinx_handouts.sheets.compose import compose
from sphinx_handouts.sheets.furniture import furniture
from sphinx_handouts.sheets.templates import HouseStyle

RUN = (
    """"><img src=x onerror="window.RAN=1">'</script></title><script>window.RAN=1</script>{{7*7}}"""
)
SHORT = "<img src onerror=RAN=1>"
"""As long as a telephone number may be."""
PDF = r"Back (and) neck)) \( \\ /Title <</JS (app.alert(1))>> & <x:xmpmeta> ]]> endobj"


def spoil(project: Project, name: str, change: dict[str, Any]) -> None:
    """Change keys of a TOML file of *project*."""
    table = tomllib.loads(project.read(name))
    project.edit(name, tomli_w.dumps({**table, **change}))


@pytest.fixture
def library(make_project: Maker) -> Project:
    """Return a guide whose clinic and catalogue are called what would run in a careless page."""
    project = make_project("guide")
    catalogue = tomllib.loads(project.read("handouts/catalogue.toml"))
    for row in catalogue["handout"]:
        row |= {"title": f"{row['id']} {RUN}", "summary": RUN, "subject": RUN, "pages": 3}
    catalogue.pop("pack", None)
    project.edit("handouts/catalogue.toml", tomli_w.dumps(catalogue))
    brand = {"name": RUN, "logo_alt": RUN, "variants": ["standard"]}
    contact = {"phone": SHORT, "web": "javascript:window.RAN=1", "hours": RUN, "address": [RUN]}
    spoil(project, "handouts/brands/clinic/brand.toml", {**brand, "contact": contact})
    project.edit("walk.md", ("  change: First edition.", f"  change: {json.dumps(RUN)}"))
    return project


def test_nothing_runs(library: Project, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library, the status pages and the notes of pages show all names, and run none."""
    assert library.build().said() == []
    monkeypatch.chdir(library.folder)
    where = ["--manifest", "_build/handouts/manifest.json"]
    assert main(["release", "--all", "--minor", RUN, *where]) == 0
    library.build()
    built = library.build(builder="html")
    assert "Traceback" not in built.err
    pages = sorted(library.html.rglob("*.html"))
    assert any("window.RAN" in page.read_text("utf-8") for page in pages)
    tab = browser.new_page()
    dialogs: list[str] = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for page in pages:
        text = page.read_text("utf-8")
        if 'http-equiv="refresh"' in text:  # it leads on before one can look
            tab.set_content(text.replace('http-equiv="refresh"', ""))
        else:
            tab.goto(page.as_uri())
        assert tab.evaluate("window.RAN") is None, page
        assert tab.query_selector("img[onerror]") is None, page
        assert tab.query_selector("a[href^='javascript:']") is None, page
    tab.close()
    assert dialogs == []


# --- files that are written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ['"\n[contact]\nphone = "1"', "'''", "\\", '"""', RUN, "é 한국 \u0627", "# not a comment"],
)
def test_new_brand_is_what_was_typed(
    project: Project, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a clinic is called, brand.toml says just that, or the command refuses in a line."""
    monkeypatch.chdir(project.folder)
    status = main(["new-brand", "nasty", "--name", name, "--phone", name, "--guide", "none"])
    folder = project.folder / "handouts/brands/nasty"
    if status:
        assert "\n" in name
        assert not folder.exists()
        assert capsys.readouterr().err.count("\n") == 1
        return
    table = tomllib.loads(folder.joinpath("brand.toml").read_text("utf-8"))
    assert (table["name"], table["contact"]) == (name, {"phone": name})
    clinic, findings = load_clinic(folder, "nasty")
    assert clinic is not None, findings
    assert clinic.brand.name == name


def test_ledger_is_what_was_typed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence with quotes, brackets and hashes stands in the ledger as one value."""
    project.good()
    monkeypatch.chdir(project.folder)
    words = 'new "rules" ]] [[withdrawal]] id = "KP-01" # \\ \u00e9'
    assert main(["release", "KP-01", "--minor", words]) == 0
    ledger, findings = load(project.folder / "handouts", "handouts")
    assert findings == []
    assert ledger.current("KP-01", "en").change == words
    assert ledger.withdrawals == ()


# WeasyPrint leaves its colour profile open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("archived", [False, True])
def test_metadata_of_a_pdf(page: Page, edition: Edition, archived: bool) -> None:
    """A title that looks like PDF and XMP is the title, and nothing else, in both places."""
    titled = replace(page, handout=page.handout.model_copy(update={"title": PDF}))
    clinic = Clinic("a", Brand(name=PDF, contact=Contact(phone=PDF)))
    style = HouseStyle(archived=archived)
    made = render(compose(titled, edition, clinic, furniture(titled), style=style))
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert PDF in str(pdf.docinfo["/Title"])
        assert "/JS" not in pdf.Root
        assert "/OpenAction" not in pdf.Root
        packet = pdf.Root.Metadata.read_bytes()
        titles = [e.itertext() for e in fromstring(packet).iter() if e.tag.endswith("}title")]
    assert PDF in "".join("".join(words) for words in titles)


# --- what is not seen ---------------------------------------------------------------------------

UNSEEN = [
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200f",
    "\ufeff",
    "\x1b",
    "\x7f",
    "\x85",
    "\u2028",
    "\ue000",
]


@pytest.mark.parametrize("character", UNSEEN)
def test_unseen_characters_are_refused(shelf: Shelf, character: str) -> None:
    """A name or title with a character that nobody sees is refused, with its number and place."""
    shelf.write("brands/anytown/brand.toml", tomli_w.dumps({"name": f"Any{character}town"}))
    row = {"id": "HO-01", "slug": "a", "title": f"Any{character}title", "parts": ["index"]}
    shelf.write("catalogue.toml", tomli_w.dumps({"handout": [row]}))
    messages = shelf.messages()
    assert len(messages) == 2
    for message, key in zip(messages, ("title", "name"), strict=True):
        assert f"{key}: has an invisible character (U+{ord(character):04X}) at place 4" in message
        assert message.isprintable()


@pytest.mark.parametrize("name", ["کلینیک می‌خواهد", "क्‍ष", "Cl\xadinic", "مركز"])
def test_joiners_of_other_scripts_stay(shelf: Shelf, name: str) -> None:
    """Persian and Hindi need joiners between their letters, and long words soft hyphens."""
    shelf.write("brands/anytown/brand.toml", tomli_w.dumps({"name": name}))
    assert shelf.messages() == []


def test_terminal_obeys_no_name(project: Project) -> None:
    """A folder and keys whose names are commands of a terminal are written out in messages."""
    (project.folder / "handouts/brands/\x1b[31mred\x1b]0;owned\x07").mkdir()
    spoil(
        project, "handouts/brands/clinic/brand.toml", {"\x1b[2J": "\x1b[31m", "region": "\x1b[1m"}
    )
    built = project.build()
    assert built.status == 2
    assert "\\u001b[31mred" in built.err
    assert "\x1b" not in built.err
    assert "\x07" not in built.err


def test_brand_from_elsewhere(shelf: Shelf, tmp_path: Path) -> None:
    """A brand's folder or file that leads elsewhere is not opened."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "brand.toml").write_text('name = "Elsewhere"\n')
    (shelf.folder / "brands/folder").symlink_to(outside)
    shelf.write("brands/file/logo.svg", b"")
    (shelf.folder / "brands/file/brand.toml").symlink_to(outside / "brand.toml")
    assert shelf.messages() == [
        f"handouts/brands/{name}/brand.toml: leads outside the folder of the brands; copy it there"
        for name in ("file", "folder")
    ]


def test_much_of_everything(shelf: Shelf) -> None:
    """Ten thousand handouts, endless lists, long names and deep tables are refused at once."""
    row = {"id": "HO-01", "slug": "a", "title": "T", "parts": ["p"]}
    many = [{**row, "id": f"H-{n}", "title": "T" * 90} for n in range(10_000)]
    for table, problem in (
        ({"handout": [row] * 2001}, "handout: must be shorter: 2000 items at most"),
        ({"handout": [{**row, "parts": ["p"] * 101}]}, "parts: must be shorter: 100 items at most"),
        ({"handout": [{**row, "title": "T" * 501}]}, "title: must be shorter: 500 characters"),
        ({"handout": many}, "is huge"),
    ):
        shelf.write("catalogue.toml", tomli_w.dumps(table))
        assert any(problem in message for message in shelf.messages()), problem
        assert all(len(message) < 400 for message in shelf.messages())
    shelf.write("catalogue.toml", "a = " + "[" * 100_000)
    assert "not valid TOML" in shelf.messages()[0]


# --- sheets that are too much -------------------------------------------------------------------


def test_endless_sheet(make_project: Maker) -> None:
    """A sheet that takes too long fails alone, with a sentence; the others are made."""
    project = make_project()
    rows = "|a|\n|-|\n" + "|x|\n" * 4000
    project.edit("walk.md", ("2. Walk for five minutes.\n", f"2. Walk.\n\n{rows}"))
    project.build(builder="dummy")  # reads the pages, in the time that they need
    built = project.build(
        "-D", "handouts_timeout=3", "-D", "handouts_only=KP-01,KP-03,plain,standard"
    )
    assert built.status == 2
    (line,) = built.said("KP-01", "no PDF was made")
    assert "it took longer than 3 s" in line
    assert "in conf.py" in line
    assert not built.said("KP-03", "no PDF")


def test_greedy_sheet(job: RenderJob) -> None:
    """A sheet that needs more memory than a worker may use fails alone, too.

    Who sees it first, our watch or the system, is a matter of moments: both say that it was memory.
    """
    rows = "<tr><td>x" * 20_000
    endless = replace(job, html=job.html.replace("</body>", f"<table>{rows}</table></body>"))
    limits = Limits(mebibytes=150)
    pool = Pool(work, start_worker, PRELOAD, 1, limits=limits)
    results = dict(pool.run({"endless": endless, "right": job}))
    assert isinstance(results["endless"], Failed)
    assert "memory" in results["endless"].reason
    assert isinstance(results["right"], Rendered)


def test_limits_must_make_sense(project: Project) -> None:
    """A limit that no sheet could keep is refused."""
    built = project.build("-D", "handouts_memory=64")
    assert built.said("conf.py: handouts_memory: 64 MiB are too little; write 256 or more")
