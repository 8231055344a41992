"""``new-brand``: a clinic is a folder, which explains itself."""

from __future__ import annotations

import re
import tomllib

import pikepdf
import pytest
from desks import Desk
from projects import Project, pdf_text
from sphinx_handouts.project.brands import load_clinic
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.schema.brand import Brand, Contact, Palette

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1H8V8Z"/></svg>'


def test_new_brand(desk: Desk) -> None:
    """The folder of a clinic is written, every key explained, the ones not given as comments."""
    (desk.folder / "Our Logo.SVG").write_text(LOGO)
    said = desk.type(
        *("new-brand", "hill-street", "--name", 'Hill "Street" Clinic\\', "--region", "gb"),
        *("--accent", "#702020", "--phone", "01632 960002", "--web", "hill.example.org"),
        *("--logo", "Our Logo.SVG"),
    )
    assert (said.status, said.err) == (0, [])
    assert said.out[0] == "handouts/brands/hill-street/brand.toml: written; edit it as you like"
    folder = desk.folder / "handouts/brands/hill-street"
    assert sorted(path.name for path in folder.iterdir()) == ["brand.toml", "logo.svg"]
    clinic, findings = load_clinic(folder, "hill-street")
    assert findings == []
    assert clinic is not None
    assert clinic.brand.name == clinic.brand.logo_alt == 'Hill "Street" Clinic\\'
    assert (clinic.brand.contact.phone, clinic.brand.contact.web) == (
        "01632 960002",
        "hill.example.org",
    )
    assert clinic.brand.palette.accent == "#702020"
    assert clinic.line("emergency") == "999"
    lines = (folder / "brand.toml").read_text("utf-8").splitlines()
    written = {line.removeprefix("# ").partition(" = ")[0].strip("[]") for line in lines}
    assert {*Brand.model_fields, *Palette.model_fields, *Contact.model_fields} <= written
    assert '# email = ""' in lines
    assert '# hours = ""' in lines
    keys = [i for i, line in enumerate(lines) if " = " in line and not line.startswith("# ")]
    for i in keys:
        above = [n for n in (i - 1, i - 2) if lines[n].startswith("# ")]
        assert above, f"nothing explains {lines[i]}"


def test_new_brand_with_a_name_alone(desk: Desk) -> None:
    """Nothing is asked where nobody sits at a terminal; what is not given is left out."""
    desk.good("new-brand", "hill-street", "--name", "Hill Street")
    table = tomllib.loads((desk.folder / "handouts/brands/hill-street/brand.toml").read_text())
    assert table["name"] == "Hill Street"
    assert {"region", "logo", "logo_alt"}.isdisjoint(table)
    assert table["contact"] == {}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Hill Street",), '"Hill Street": write lower case letters, digits and hyphens'),
        (("../up",), '"../up": write lower case letters, digits and hyphens'),
        (("there",), "handouts/brands/there exists already; edit its brand.toml"),
        (("new", "--accent", "#ffff00"), "has a contrast of 1.07:1 on white"),
        (("new", "--accent", "soon"), 'accent: "soon" is not a solid colour'),
        (("new", "--region", "xx"), '"xx" is not known; write one of us, gb, ie'),
        (("new", "--logo", "gone.svg"), "gone.svg: No such file or directory"),
        (
            ("new", "--name", "A", "--logo", "bad.svg"),
            "is not an image; give an SVG, PNG or JPEG file",
        ),
        (("new", "--logo", "good.svg"), "the logo has no text alternative"),
        (("new", "--handouts", "gone"), "gone: no such folder; name the one with catalogue.toml"),
        (("rejected",), '"rejected": the folder of refused sheets; write another name'),
    ],
)
def test_new_brand_refused(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    """What is wrong is told in a sentence, and no folder is left behind."""
    (desk.folder / "handouts/brands/there").mkdir()
    (desk.folder / "bad.svg").write_text("no drawing")
    (desk.folder / "good.svg").write_text(LOGO)
    line = desk.bad("new-brand", *words)
    assert line.startswith("error: ")
    assert sentence in line
    assert [path.name for path in (desk.folder / "handouts/brands").iterdir()] == ["there"]


def test_new_brand_asks(desk: Desk) -> None:
    """At a terminal it asks for what was not given, and for nothing else."""
    status, out = desk.answer(
        "gb\n\n01632 960003\n\n", "new-brand", "hill-street", "--name", "Hill Street"
    )
    assert status == 0
    assert "name of the clinic" not in out
    assert "telephone number: " in out
    clinic, _findings = load_clinic(desk.folder / "handouts/brands/hill-street", "hill-street")
    assert clinic is not None
    assert (clinic.brand.name, clinic.brand.region) == ("Hill Street", "gb")
    assert clinic.brand.contact.phone == "01632 960003"


def test_new_brand_without_an_answer(desk: Desk) -> None:
    """Who ends the questions with Ctrl-D has a sentence, and no folder."""
    status, out = desk.answer("Hill Street\n\x04", "new-brand", "hill-street")
    assert status == 2
    assert "Traceback" not in out
    assert not (desk.folder / "handouts/brands/hill-street").exists()


def test_new_brand_is_built(project: Project) -> None:
    """Adding a clinic touches nothing but its folder: the sheets of the others stay as they are."""
    project.good()
    before, sources = project.outputs(), Desk(project.folder).files()
    Desk(project.folder).good(
        *("new-brand", "hill-street", "--name", "Hill Street", "--region", "us"),
        *("--phone", "555 0100", "--guide", "elsewhere"),
    )
    after = Desk(project.folder).files()
    assert [name for name in after if after[name] != sources.get(name)] == [
        "handouts/brands/hill-street/brand.toml"
    ]
    built = project.good()
    assert built.counts == (6, 9, 0)  # three handouts, in the three variants
    new = {name: data for name, data in project.outputs().items() if before.get(name) != data}
    assert {name.partition("/")[0] for name in new} - {"hill-street"} <= {
        "manifest.json",
        ".handouts-dressed-en",
        ".handouts-seen",
        ".handouts-state-en",
    }
    assert sum(name.endswith(".pdf") for name in new) == 9
    (name,) = (n for n in new if n.startswith("hill-street/en/KP-01") and "standard" in n)
    text = pdf_text(project.out / name)
    assert "Hill Street" in text


def test_how_its_sheets_look(project: Project) -> None:
    """One PDF shows a clinic its head, box and contacts on every paper and in every variant."""
    desk = Desk(project.folder)
    brand = project.folder / "handouts/brands/clinic/brand.toml"
    text = re.sub("(?m)^variants = .*\n", "", brand.read_text("utf-8"))
    brand.write_text('variants = ["standard", "large-print"]\n' + text, "utf-8")
    (line,) = desk.good("looks", "clinic", "--guide", ".")
    path = project.folder / line.removeprefix("How your sheets look: ")
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["A4, large print", "A4, standard print"]
    text = pdf_text(path)
    assert text.count("01632 960001") >= len(titles)
    assert structure_problems(path.read_bytes()) == ()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("gone",), "handouts/brands/gone: no brand.toml there; the clinics are clinic"),
        (("clinc",), 'handouts/brands/clinc: no brand.toml there; did you mean "clinic"?'),
        (("clinic", "--guide", "gone"), "gone: no conf.py there; name the guide"),
        (("clinic", "--handouts", "gone"), "gone: no such folder"),
        (
            ("plain", "--guide", ".", "--preview", "conf.py"),
            "error: conf.py is a file; name a folder to print into",
        ),
    ],
)
def test_looks_refused(project: Project, words: tuple[str, ...], sentence: str) -> None:
    """What is missing is told in a sentence."""
    assert sentence in Desk(project.folder).bad("looks", *words)
