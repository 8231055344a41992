"""``init``: six questions, and a project that builds, whatever was answered."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from desks import Desk
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.docutils_ import Parser
from projects import Project, pdf_text
from sphinx_handouts.commands.init import project_files, slug_of, words_in
from sphinx_handouts.project.catalogue import Catalogue, load
from sphinx_handouts.records.languages import normalised
from sphinx_handouts.records.tables import REGIONS

ODD = {
    "title": 'Ängste & \\ *Schmerz* "Knie": `was` <nun>? {{ 7 }} [x](y) # C#',
    "clinic": "Praxis \"Zum Löwen\" & 'Söhne' \\ {brand} <b>",
    "region": "",
    "phone": "030 / 12 34 \"56\" & 'x'",
}


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """Return an empty folder."""
    return Desk(tmp_path)


def words_of(answers: dict[str, str]) -> list[str]:
    """Return the options that answer every question."""
    return [word for key, answer in answers.items() for word in (f"--{key}", answer)]


def catalogue_of(folder: Path) -> Catalogue:
    """Read what was written, in which nothing may be wrong."""
    found = load(folder / "handouts", "handouts")
    assert found.findings == ()
    return found


@pytest.mark.parametrize(
    "answers", [{}, ODD, {"profile": "general"}], ids=["blank", "odd", "general"]
)
def test_the_project_builds(empty: Desk, answers: dict[str, str]) -> None:
    """The sheet and the web page are made without a warning, and say what was answered."""
    empty.good("init", *words_of(answers))
    project = Project(empty.folder)
    project.good("-W")
    project.good("-W", builder="html")
    (path,) = project.editions()
    said = " ".join(pdf_text(project.out / path).split())
    title = answers.get("title", "Your first visit")
    clinic = answers.get("clinic", "My Clinic")
    for words in (title, clinic, answers.get("phone", "")):
        assert words in said
    marked = "Not yet approved: pending clinical review" in said
    assert marked == ("profile" not in answers)
    page = (project.html / "index.html").read_text("utf-8")
    for words in (
        "Replace these words. Your clinicians decide which signs stand here.",
        "In an emergency, call your local emergency number.",
    ):
        assert (words in said) == marked
    assert ("your local emergency number" in page) == marked


@pytest.mark.parametrize("language", ["es", "ar", "pt_br"])
def test_a_project_in_another_language(empty: Desk, language: str) -> None:
    """Its page, box, sheet and brand are in that language, and nothing complains."""
    said = empty.good("init", "--language", language, "--region", "gb", "--phone", "01632 960001")
    project = Project(empty.folder)
    built = project.build()
    assert built.status == 0
    assert "not made" not in built.out
    ((path, entry),) = project.editions().items()
    tag = normalised(language)
    assert (entry["language"], path.split("/")[1]) == (tag, tag)
    says = words_in(language)
    assert entry["title"] == says["title"]
    page = "".join(project.read(name) for name in ("index.md", "snippets/get-help.md"))
    for key in ("title", "summary", "steps", "help", "questions", "ask", "box", "emergency"):
        assert says[key] in page
        assert (says[key] == words_in("en")[key]) == (language == "pt_br")
    if language == "pt_br":  # its words are still to be translated, as both programs say
        assert any("does not speak it yet" in line for line in said)
        assert "are printed in English" in built.err
    else:
        assert built.err == ""
        assert words_in("en")["box"] not in pdf_text(project.out / path)


def test_init_checks_out(empty: Desk) -> None:
    """A new project has nothing that the check complains of."""
    empty.good("init", "--region", "gb")
    day = "1796083200"  # 1 December 2026: the numbers of the regions have been looked up
    said = empty.type("check", "--no-print", "--strict", SOURCE_DATE_EPOCH=day)
    assert (said.status, said.err) == (0, [])


def test_where_it_is_written(empty: Desk) -> None:
    """The files are told, each in its place; what comes next is told last."""
    said = empty.type("init", "our sheets", "--clinic", "Ärzte am Eck")
    assert (said.status, said.err) == (0, [])
    names = sorted(empty.files())
    assert names == [
        "our sheets/conf.py",
        "our sheets/handouts/brands/arzte-am-eck/brand.toml",
        "our sheets/handouts/catalogue.toml",
        "our sheets/index.md",
        "our sheets/snippets/get-help.md",
    ]
    assert sorted(line.removesuffix(": written") for line in said.out[:-1]) == names
    assert said.out[-1].endswith("sphinx-build -M handouts 'our sheets' 'our sheets/_build'")


def test_it_asks(empty: Desk) -> None:
    """At a terminal it asks for what no option gives; Enter takes what is proposed."""
    status, out = empty.answer("\n\n\nHill Street\n01632 960001\n", "init", "--region", "gb")
    assert status == 0, out
    assert ", or general [patient]: " in out
    assert "title of the first page [Your first visit]: " in out
    assert "region" not in out
    found = catalogue_of(empty.folder)
    assert [handout.title for handout in found.handouts] == ["Your first visit"]
    (clinic,) = found.clinics
    assert (clinic.key, clinic.brand.name) == ("hill-street", "Hill Street")
    assert (clinic.brand.region, clinic.brand.contact.phone) == ("gb", "01632 960001")


def test_without_an_answer(empty: Desk) -> None:
    """Who ends the questions with Ctrl-D has a sentence, and an empty folder."""
    status, out = empty.answer("\x04", "init")
    assert status == 2
    assert out.endswith("error: the questions were not answered; nothing was written\n")
    assert empty.files() == {}


@pytest.mark.parametrize(
    "name", ["conf.py", "index.md", "snippets/get-help.md", "handouts/brands/x/brand.toml"]
)
def test_nothing_is_overwritten(empty: Desk, name: str) -> None:
    """Where a file of a project is, none is written."""
    (empty.folder / name).parent.mkdir(parents=True, exist_ok=True)
    (empty.folder / name).write_text("mine")
    assert "exists already; name a folder without a project" in empty.bad("init")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"region": "xx"}, 'region: "xx" is not known; write one of us, gb, ie'),
        ({"title": "Two\nlines"}, "title: has a line break after 3 characters"),
        ({"clinic": "A\u202eB"}, "name: has an invisible character (U+202E) at place 2"),
        ({"phone": 501 * "1"}, "phone: must be shorter"),
        ({"profile": "clinic"}, 'profile: "clinic" is not known; write patient or general'),
    ],
)
def test_init_refused(empty: Desk, answers: dict[str, str], sentence: str) -> None:
    """What cannot be printed is told in a sentence, and nothing is written."""
    assert sentence in empty.bad("init", *words_of(answers))


def test_a_file_in_the_way(empty: Desk) -> None:
    """A project that cannot be written whole is not written, and leaves no folder behind."""
    (empty.folder / "handouts").write_text("a file where a folder must be")
    assert empty.bad("init").startswith("error: ")
    assert [path.name for path in empty.folder.iterdir()] == ["handouts"]


MARKUP = st.text("\\`*_{}[]<>()#+-.!|~$&;:'\"%@^=/ 0aÄß", max_size=30)
WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30)
ANSWERS = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["en", "de", "ar", "it"]),
        "profile": st.sampled_from(["patient", "general"]),
        "title": (MARKUP | WORDS).map(lambda words: words.strip() or "T"),
        "clinic": (MARKUP | WORDS).map(lambda words: words.strip() or "C"),
        "region": st.sampled_from(["", *REGIONS]),
        "phone": (MARKUP | WORDS).map(str.strip),
    }
)


@given(ANSWERS)
def test_whatever_is_answered(answers: dict[str, str]) -> None:
    """What can be printed stands in every file as it was answered, letter for letter."""
    files = {name: data.decode() for name, data in project_files(answers).items()}
    settings: dict[str, str] = {}
    exec(files["conf.py"], {}, settings)
    assert settings["project"] == answers["clinic"]
    assert settings["handouts_profile"] == answers["profile"]
    assert ("snippets/get-help.md" in files) == (answers["profile"] == "patient")
    (handout,) = tomllib.loads(files["handouts/catalogue.toml"])["handout"]
    assert handout["title"] == answers["title"]
    (name,) = (name for name in files if name.endswith("brand.toml"))
    brand = tomllib.loads(files[name])
    assert brand["name"] == answers["clinic"]
    assert brand.get("region", "") == answers["region"]
    assert brand["contact"].get("phone", "") == answers["phone"]
    heading = files["index.md"].splitlines()[0]
    page = publish_doctree(heading, parser=Parser(), settings_overrides={"report_level": 5})
    title = page.next_node(nodes.title)
    assert title is not None
    assert title.astext() == answers["title"]


@given(st.text())
def test_slugs(words: str) -> None:
    """Whatever a thing is called, the part of an address that it becomes can be one."""
    slug = slug_of(words, "otherwise")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slug != "rejected"
    assert len(slug) <= 60
