"""Plain words: every page and handout is measured, and words that must not be there are found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from projects import Built, Project
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.testing.util import SphinxTestApp
from sphinx_handouts.sheets.passages import all_text, passages

ONE = ("-D", "handouts_only=KP-03,plain")
"""Options that print one sheet, which the tests of warnings leave as it is."""
CONF = """
handouts_reading_grade = 6
handouts_smog_grade = 8
handouts_sentence_words = 25
handouts_reports = "_build/reports"
handouts_banned_phrases = "banned.txt"
handouts_scripts = {"en": ["LATIN"]}
"""
EASY = "Walk each day. Rest when you are sore. Drink a glass of milk. Call a friend at night. " * 4
HARD = (
    "Musculoskeletal rehabilitation necessitates individualised interdisciplinary evaluation. " * 9
)
LONG = "You can walk " + "and walk " * 12 + "home."


@pytest.fixture
def plain(project: Project) -> Project:
    """Return a project whose language is checked."""
    project.edit("conf.py", project.read("conf.py") + CONF)
    project.edit("banned.txt", "# Promises.\nhealing power\nproven to\n")
    return project


def report(project: Project) -> dict[str, dict[str, Any]]:
    """Return the readings of the last build by name."""
    made = json.loads(project.read("_build/reports/reading.json"))
    return {reading["name"]: reading for reading in made["readings"]}


def add(project: Project, text: str, page: str = "walk.md") -> None:
    """Add a paragraph to the end of a page."""
    project.edit(page, f"{project.read(page)}\n{text}\n")


def warned(built: Built) -> list[str]:
    """Return what was warned about reading."""
    assert built.status == 0
    lines = built.said("[handouts.reading]")
    assert lines == built.err.splitlines()
    return [line.partition("WARNING: ")[2].removesuffix(" [handouts.reading]") for line in lines]


# --- what is measured -----------------------------------------------------------------------------

PAGE = """\
# Title

First paragraph with [a link](https://example.org/) and *stress*.

:::{web-only}
For the web.
:::

:::{print-only} A heading
For paper.
:::

## Heading

- An item
  with two lines
- :::{certainty} low
  A finding.
  :::

:::{fill-in} A label
:::

:::{tick-list}
- A box to tick
:::

:::{admonition} Name of a box
In the box. Ask {brand}`emergency`.
:::

| Head | Second head |
|---|---|
| Cell | Another cell |

:::{figure} gate.svg
:alt: A gate

A caption
:::

```
some code
```

:::{glossary}
Term
  What it means.
:::
"""
SHARED = [
    "First paragraph with a link and stress.",
    "An item with two lines",
    "A finding.",
    "A box to tick",
    "In the box. Ask your local emergency number.",
    *("Head", "Second head", "Cell", "Another cell"),
    "A caption",
]


@pytest.fixture
def page(project: Project) -> Iterator[Any]:
    """Return the tree of a page with one of everything."""
    project.edit("walk.md", PAGE)
    project.edit("gate.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    app = SphinxTestApp("html", srcdir=project.folder, builddir=project.folder / "_build")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
            app.builder.read()
        yield app.env.get_doctree("walk")
    finally:
        app.cleanup()


def test_running_text(page: Any) -> None:
    """Paragraphs, items, cells and captions are running text, for their medium; nothing else is."""
    for medium, own in (("web", "For the web."), ("print", "For paper.")):
        found = list(passages(page, "walk", medium))
        texts = [passage.text for passage in found]
        assert texts == [SHARED[0], own, *SHARED[1:]]
        assert {passage.docname for passage in found} == {"walk"}
        assert found[0].line == 3


def test_all_text(page: Any) -> None:
    """For words that must not be there, headings, labels, alternatives and code count as well."""
    found = [text for _line, text in all_text(page)]
    for words in (
        *SHARED,
        *("Title", "Heading", "A heading", "For the web.", "For paper."),
        *("A label", "Name of a box", "A gate", "some code", "Term", "What it means."),
    ):
        assert words in found


def test_report(plain: Project) -> None:
    """Pages with a review and all handouts are in the report, with the limits and right numbers."""
    plain.good(*ONE)
    made = json.loads(plain.read("_build/reports/reading.json"))
    assert made["limits"] == {"flesch_kincaid": 6, "smog": 8, "sentence_words": 25, "ease": 0}
    found = report(plain)
    assert list(found) == ["page walk", "handout KP-01", "handout KP-02", "handout KP-03"]
    page = "Walk to the gate and back, twice a day. Put on your shoes. Walk for five minutes."
    page += " Watch the film on this page."
    assert found["page walk"]["words"] == len(page.split())
    assert found["page walk"]["sentences"] == 4
    assert found["page walk"]["longest"] == 9
    # On paper: another sentence in place of the film; and the box, which is on all.
    rest = "Sit down for ten minutes after a walk."
    box = found["handout KP-03"]["words"] - len(rest.split())
    paper = page.replace("Watch the film on this page.", "Make a mark on your calendar for a walk.")
    assert found["handout KP-01"]["words"] == len(paper.split()) + box
    assert found["page walk"]["flesch_kincaid"] < 6


# --- limits ---------------------------------------------------------------------------------------


def test_hard_page(plain: Project) -> None:
    """A page that is hard to read, and the handouts with it, are warnings, in every build."""
    add(plain, HARD)
    for _build in range(2):
        lines = warned(plain.build(*ONE))
        assert len(lines) == 6
        for name in ("page walk", "handout KP-01", "handout KP-02"):
            for kind, limit in (("Flesch-Kincaid", "6"), ("SMOG", "8")):
                (line,) = [text for text in lines if name in text and kind in text]
                assert f"is above {limit}, the handouts_" in line
    assert report(plain)["page walk"]["flesch_kincaid"] > 6


def test_hard_sheets_are_printed(plain: Project) -> None:
    """A warning keeps no sheet back."""
    add(plain, HARD)
    built = plain.build("-D", "handouts_only=KP-01,plain")
    assert warned(built)
    assert sum(built.counts) == 1


def test_hard_for_the_web_alone(plain: Project) -> None:
    """What is for the web alone makes the page hard, and no handout."""
    add(plain, f":::{{web-only}}\n{HARD}\n:::")
    lines = warned(plain.build(*ONE))
    assert [line.split(" is above ")[0].rpartition(" (")[2] for line in lines] == [
        "Flesch-Kincaid)",
        "SMOG)",
    ]
    assert all("page walk: reading grade" in line for line in lines)


def test_easy(plain: Project) -> None:
    """Plain words pass."""
    add(plain, EASY)
    plain.good(*ONE)


def test_suppressed_and_forbidden(plain: Project) -> None:
    """The warnings can be suppressed by name, and ``-W`` makes them fail."""
    add(plain, HARD)
    assert plain.build(*ONE, "-D", "suppress_warnings=handouts.reading").err == ""
    assert plain.build(*ONE, "-W").status == 1


@pytest.mark.parametrize("option", ["handouts_reading_grade=0", "handouts_smog_grade=0"])
def test_one_limit(plain: Project, option: str) -> None:
    """A limit of 0 does not check."""
    add(plain, HARD)
    lines = warned(plain.build(*ONE, "-D", option))
    assert len(lines) == 3
    assert len({"SMOG" in line for line in lines}) == 1


def test_excluded_page(plain: Project) -> None:
    """A page that is excluded is not measured; its words are checked all the same."""
    add(plain, ":::{web-only}\nA miracle of healing power.\n" + HARD + LONG + "\n:::")
    built = plain.build(*ONE, "-D", "handouts_reading_exclude=walk")
    assert "page walk" not in report(plain)
    assert not built.said("reading grade")
    assert built.status == 2
    assert len(built.said("healing power")) == 1


def test_long_sentence(plain: Project) -> None:
    """A sentence over the limit is told once, at its line, though it is on two handouts as well."""
    add(plain, LONG)
    (line,) = [text for text in plain.build(*ONE).said("a sentence of") if "[handouts" in text]
    number = plain.read("walk.md").splitlines().index(LONG) + 1
    assert f"walk.md:{number}: WARNING: page walk: a sentence of 28 words is longer than 25" in line
    assert 'split it: "You can walk and walk' in line


def test_long_sentence_on_paper(plain: Project) -> None:
    """A sentence that is on handouts alone is told, too: once, with the page that it comes from."""
    add(plain, f":::{{print-only}}\n{LONG}\n:::")
    (line,) = [text for text in plain.build(*ONE).said("a sentence of") if "[handouts" in text]
    assert "walk.md:" in line
    assert "handout KP-01: a sentence of 28 words is longer than 25" in line


def test_few_words(plain: Project) -> None:
    """A few words have no grade: the short page of the project may hold a long one."""
    add(plain, "Physiotherapists recommend individualised rehabilitation.", "walk.md")
    lines = warned(plain.build(*ONE))
    assert not [line for line in lines if "page walk" in line]


# --- the report is a shortcut ---------------------------------------------------------------------


def test_report_is_used_again(plain: Project) -> None:
    """What has not changed is not measured again; what has, is."""
    plain.good(*ONE)
    made = json.loads(plain.read("_build/reports/reading.json"))
    for reading in made["readings"]:
        reading["smog"] = 7.7  # what nobody measured
    plain.edit("_build/reports/reading.json", json.dumps(made))
    add(plain, "Lie down for a while.", "rest.md")
    plain.good(*ONE)
    assert {name for name, reading in report(plain).items() if reading["smog"] == 7.7} == {
        "page walk",
        "handout KP-01",
    }


@pytest.mark.parametrize("text", ["", "{", "[]", '{"readings": [{"name": 1}]}', '{"readings": 3}'])
def test_damaged_report(plain: Project, text: str) -> None:
    """A report that is damaged is measured again."""
    plain.edit("_build/reports/reading.json", text)
    plain.good(*ONE)
    assert report(plain)["page walk"]["words"] > 20


def test_no_report(plain: Project) -> None:
    """Without a folder for it, nothing is written, and the checks are the same."""
    add(plain, HARD)
    assert len(warned(plain.build(*ONE, "-D", "handouts_reports="))) == 6
    assert not (plain.folder / "_build/reports").exists()


# --- words ----------------------------------------------------------------------------------------

PLACES: dict[str, tuple[str, str, str]] = {
    "a paragraph": ("walk.md", "It has {}.", "walk.md:"),
    "a page without a review": ("rest.md", "It has {}.", "rest.md:"),
    "a heading": ("walk.md", "## The {}", "walk.md:"),
    "an alternative": ("walk.md", "```{{image}} gate.svg\n:alt: The {}\n```", "walk.md"),
    "a label to write beside": ("walk.md", ":::{{fill-in}} My {}\n:::", "walk.md:"),
    "for paper alone": ("walk.md", ":::{{print-only}}\nThe {}.\n:::", "walk.md:"),
    "a cell": ("walk.md", "| A | B |\n|---|---|\n| The {} | C |", "walk.md"),
    "a snippet": ("snippets/get-help.md", "The {}.", "help.md"),
}


@pytest.mark.parametrize("name", PLACES)
def test_words(plain: Project, name: str) -> None:
    """A banned phrase, and a foreign word, are errors wherever they stand, and nothing is made."""
    page, text, where = PLACES[name]
    plain.edit("gate.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    add(plain, text.format("Healing Power 안마"), page)
    built = plain.build(*ONE)
    assert built.status == 2
    for words, sentence in (
        ('"Healing Power"', "is on the list of banned phrases; say what was found"),
        ("안마", "is not in the script of this language; remove it"),
    ):
        (line,) = built.said(sentence)
        assert where in line
        assert words in line
    assert plain.outputs() == {}


def test_phrase_over_two_lines(plain: Project) -> None:
    """A phrase is found although a line ends within it."""
    add(plain, "It has healing\npower.")
    assert plain.build(*ONE).said('page walk: "healing power" is on the list')


@pytest.mark.parametrize("key", ["title", "summary"])
def test_words_of_the_catalogue(plain: Project, key: str) -> None:
    """The titles and summaries of handouts are words, too."""
    new = '"Proven to work"' if key == "title" else '"Rest well"\nsummary = "Proven to work"'
    plain.edit("handouts/catalogue.toml", ('"Rest well"', new))
    (line,) = plain.build(*ONE).said("is on the list of banned phrases")
    assert 'ERROR: catalogue.toml: KP-03: "Proven to"' in line


def test_list_that_is_missing(plain: Project) -> None:
    """A list that is not there is told in a sentence."""
    (plain.folder / "banned.txt").unlink()
    built = plain.build(*ONE)
    assert built.status == 2
    assert built.said('conf.py: handouts_banned_phrases: no file "banned.txt"; mend its path')


def test_list_that_changes(plain: Project) -> None:
    """A phrase that is added to the list is found by the next build."""
    plain.good(*ONE)
    plain.edit("banned.txt", plain.read("banned.txt") + "twice a day\n")
    built = plain.build(*ONE)
    assert built.status == 2
    assert built.said('page walk: "twice a day" is on the list')


# --- without textstat -----------------------------------------------------------------------------


@pytest.fixture
def without_textstat(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a Python in which everything is installed, but textstat."""
    packages = tmp_path / "packages"
    packages.mkdir()
    for path in map(Path, {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        for entry in path.iterdir():
            if "textstat" not in entry.name and not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    import sphinx_handouts

    ours = Path(sphinx_handouts.__file__).parents[1]
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ours, packages)))}


def run(
    project: Project, environ: dict[str, str], *options: str
) -> subprocess.CompletedProcess[str]:
    """Build with a Python that knows no packages but those of its environment."""
    command = [sys.executable, "-S", "-m", "sphinx", "-q", *project.arguments(*options)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_without_textstat(plain: Project, without_textstat: dict[str, str]) -> None:
    """Where grades are asked for and cannot be measured, the build says what to install."""
    done = run(plain, without_textstat, *ONE)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "ERROR: conf.py: reading grades need textstat; install sphinx-handouts[reading] "
        "[handouts.reading]"
    ]
    assert plain.outputs() == {}


def test_textstat_is_optional(plain: Project, without_textstat: dict[str, str]) -> None:
    """Where no grade is asked for, textstat is not needed, and words are checked all the same."""
    plain.edit("conf.py", plain.read("conf.py").replace(" = 6", " = 0").replace(" = 8", " = 0"))
    plain.edit("conf.py", ("_words = 25", "_words = 0"))
    done = run(plain, without_textstat, *ONE)
    assert (done.returncode, done.stderr) == (0, "")
    add(plain, "It has healing power.")
    done = run(plain, without_textstat, *ONE)
    assert done.returncode == 2
    assert "banned phrases" in done.stderr
