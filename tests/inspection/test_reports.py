"""Reports: the same findings for people, programs, code scanning, test reports and a browser."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import nu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from playwright.sync_api import Browser, Page
from sarif_pydantic import Sarif
from sphinx_handouts.checks.table import CHECKS
from sphinx_handouts.inspection.reports import FORMATS, SUFFIXES
from sphinx_handouts.inspection.reports.data import Findings
from sphinx_handouts.inspection.reports.github import to_github
from sphinx_handouts.inspection.reports.health import to_html
from sphinx_handouts.inspection.reports.junit import to_junit
from sphinx_handouts.inspection.reports.report import Health, Located, Report, Row, Source
from sphinx_handouts.inspection.reports.rules import is_known, is_of, names, rule, rules
from sphinx_handouts.inspection.reports.sarif import to_sarif
from sphinx_handouts.inspection.reports.text import to_text
from sphinx_handouts.records.finding import Kind, Severity
from sphinx_handouts.records.readability import Reading, ReadingLimits

WORDING = Located(
    "handouts.wording", Severity.ERROR, 'Page walk: "cure" is banned.', "Say it.", "docs/walk.md", 7
)
HEADER = Located("myst.header", Severity.WARNING, "H2 to H4.", "Mend it.", "docs/walk.md", 3)
BUDGET = Located(
    "handouts.budget",
    Severity.ERROR,
    "KP-01 en a4 standard plain: 3 pages.",
    "Shorten.",
    "handouts/catalogue.toml",
    2,
    whole=True,
)
LOST = Located("sphinx", Severity.WARNING, "Something is odd.", "Read it.")
READING = Reading("page walk", "", 300, 40, 26, 6.5, 7.9)
WALK = Row(
    name="walk",
    title="Walking <b>",
    path="docs/walk.md",
    state="pending clinical review",
    version="1.0",
    next_review=dt.date(2028, 1, 31),
    reading=READING,
    sources=("smith2020",),
)
SHEET = replace(
    WALK, name="KP-01", title="Walk more", path="handouts/catalogue.toml", state="review overdue"
)
HEALTH = Health(
    project="Knee pain",
    today=dt.date(2028, 2, 1),
    limits=ReadingLimits(6, 8, 25),
    pages=(WALK, Row("index", "Knees", "docs/index.md")),
    handouts=(SHEET, replace(SHEET, name="KP-02", next_review=dt.date(2029, 5, 1))),
    sources=(
        Source("smith2020", "Walking", "2020", ("walk",), ("KP-01", "KP-02")),
        Source("unused2021", "Never cited", "2021", (), ()),
    ),
    pdfs=6,
)
FOUND = (WORDING, BUDGET, HEADER, LOST)
REPORT = Report(tuple(sorted(FOUND, key=lambda found: found.rank)), HEALTH)
SOUND = Report((), HEALTH)

texts = st.text(st.characters(codec="utf-8"), max_size=40)
anything = st.builds(
    Located,
    rule=st.sampled_from(["handouts.reading", "myst.header", "other.thing", "sphinx", "x"]),
    severity=st.sampled_from(Severity),
    message=texts,
    mend=texts,
    path=texts,
    line=st.integers(0, 10**6),
    whole=st.booleans(),
)


# --- rules ----------------------------------------------------------------------------------------


def test_every_check_is_a_rule() -> None:
    """Each row of the table of checks is a rule with its words; nothing else is ours."""
    ours = {name for name in rules() if name.startswith("handouts.")}
    assert ours == {check.subtype for check in CHECKS} == {f"handouts.{kind}" for kind in Kind}


def test_foreign_rules() -> None:
    """A warning of an extension goes by its type; one without a row is Sphinx's."""
    assert rule("myst.header").name == "myst"
    assert rule("nobody.knows").name == rule("").name == "sphinx"


def test_names_to_ask_for() -> None:
    """One asks by kind, by type, or by the whole name, with or without ``handouts``."""
    assert {"reading", "myst"} <= set(names())
    for wanted in ("reading", "handouts.reading", "myst", "myst.header"):
        assert is_known(wanted)
    assert not is_known("handouts.nothing")
    assert is_of("handouts.reading", "reading")
    assert is_of("myst.header", "myst")
    assert is_of("myst.header", "myst.header")
    assert not is_of("myst.xref_missing", "myst.header")


# --- for people -----------------------------------------------------------------------------------


def test_text() -> None:
    """Files with errors come first, and in a file its errors; each with line, sentence and mend."""
    assert to_text(REPORT) == (
        "docs/walk.md\n"
        '   7  error   Page walk: "cure" is banned.\n'
        "              Say it.\n"
        "              [handouts.wording]\n"
        "   3  warning H2 to H4.\n"
        "              Mend it.\n"
        "              [myst.header]\n"
        "\n"
        "handouts/catalogue.toml\n"
        "   2  error   KP-01 en a4 standard plain: 3 pages.\n"
        "              Shorten.\n"
        "              [handouts.budget]\n"
        "\n"
        "The project\n"
        "      warning Something is odd.\n"
        "              Read it.\n"
        "              [sphinx]\n"
        "\n"
        "2 errors and 2 warnings in 2 files.\n"
    )


def test_colours() -> None:
    """Colours are added where they are wanted, and change no word."""
    coloured = to_text(replace(REPORT, colours=True))
    assert "\x1b[1;31merror  \x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == to_text(REPORT)


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (SOUND, "No findings in 2 pages, 2 handouts, 6 PDFs."),
        (
            replace(SOUND, scope="on changed lines"),
            "No findings on changed lines.",
        ),
        (Report((BUDGET,)), "1 error in 1 file."),
        (Report((LOST,)), "1 warning."),
        (
            Report((HEADER, LOST), scope="on changed lines"),
            "2 warnings in 1 file on changed lines.",
        ),
    ],
)
def test_verdict(report: Report, verdict: str) -> None:
    """One line says it all, with its words in the right number."""
    assert report.verdict == verdict
    assert to_text(report).endswith(f"{verdict}\n")


def test_width() -> None:
    """Lines are as long as the terminal is wide, whatever the message."""
    long = replace(HEADER, message="Words and words " * 40, mend="Mend and mend " * 20)
    lines = to_text(Report((long,))).splitlines()
    assert max(map(len, lines)) <= 80
    assert max(map(len, to_text(Report((long,), width=60)).splitlines())) <= 60


# --- for programs ---------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.lists(anything, max_size=4))
def test_any_text(found: list[Located]) -> None:
    """Whatever a message says, each format stays what it is."""
    report = Report(tuple(found), HEALTH, manual="https://guide.example/manual/")
    assert len(Findings.model_validate_json(FORMATS["json"](report)).findings) == len(found)
    assert len(Sarif.model_validate_json(to_sarif(report)).runs[0].results or ()) == len(found)
    JUnitXml.fromstring(to_junit(report).encode())
    assert to_github(report).count("\n") == len(found) + 1
    to_text(report)
    to_html(report)


def test_sarif() -> None:
    """Code scanning gets rules with help, relative addresses, and fingerprints that last."""
    log = json.loads(to_sarif(replace(REPORT, manual="https://guide.example/manual/")))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    told = run["tool"]["driver"]["rules"]
    assert len({one["id"] for one in told}) == len(told)
    for one in told:
        assert one["helpUri"].startswith("https://guide.example/manual/reference/checks.html#")
        assert one["help"]["text"]
        assert one["defaultConfiguration"]["level"] in {"error", "warning"}
    first, *_middle, last = run["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/walk.md", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 7},
    }
    assert "locations" not in next(one for one in run["results"] if one["ruleId"] == "sphinx")
    for one in run["results"]:
        assert told[one["ruleIndex"]]["id"] == one["ruleId"]
    assert last["level"] == "warning"


SARIF_KEYS = {
    "log": {"$schema", "version", "runs"},
    "run": {"tool", "columnKind", "originalUriBaseIds", "results"},
    "driver": {"name", "semanticVersion", "rules"},
    "rule": {
        *("id", "name", "shortDescription", "fullDescription", "help", "helpUri"),
        "defaultConfiguration",
    },
    "result": {
        *("ruleId", "ruleIndex", "level", "message", "properties", "partialFingerprints"),
        "locations",
    },
}
"""The names that SARIF 2.1.0 has, of those that we write: its schema forbids all others."""


def test_sarif_has_no_other_keys() -> None:
    """No object has a name that SARIF does not know, and each has those that it must have."""
    log = json.loads(to_sarif(replace(REPORT, manual="https://guide.example/manual/")))
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    for kind, one in [
        *(("log", log), ("run", run), ("driver", driver)),
        *(("rule", told) for told in driver["rules"]),
        *(("result", result) for result in run["results"]),
    ]:
        assert set(one) <= SARIF_KEYS[kind]
        assert SARIF_KEYS[kind] - set(one) <= {"locations"}
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", driver["semanticVersion"])
    for one in driver["rules"]:
        assert set(one["help"]) == {"text", "markdown"}
        assert set(one["shortDescription"]) == set(one["fullDescription"]) == {"text"}
    for one in run["results"]:
        assert set(one["message"]) == {"text"}
        for location in one.get("locations", ()):
            assert set(location) == {"physicalLocation"}
            assert set(location["physicalLocation"]) <= {"artifactLocation", "region"}


def test_fingerprints() -> None:
    """A fingerprint is the same where the line has moved; two findings have two."""

    def fingerprints(*found: Located) -> list[str]:
        (run,) = json.loads(to_sarif(Report(found)))["runs"]
        return [one["partialFingerprints"]["sentence/v1"] for one in run["results"]]

    assert fingerprints(WORDING) == fingerprints(replace(WORDING, line=70))
    assert len({*fingerprints(WORDING, replace(WORDING, line=9), HEADER)}) == 3


def test_junit() -> None:
    """A check is a suite, a file a case; what stands in the file is in the failure."""
    suites = {suite.name: suite for suite in JUnitXml.fromstring(to_junit(REPORT).encode())}
    assert set(suites) == set(rules())
    cases = {case.name: case for case in suites["handouts.wording"]}
    assert set(cases) == {"docs/walk.md", "docs/index.md", "handouts/catalogue.toml"}
    (failure,) = cases["docs/walk.md"].result
    assert "docs/walk.md:7: " in failure.text
    assert cases["docs/index.md"].is_passed
    assert suites["handouts.wording"].failures == 1
    assert JUnitXml.fromstring(to_junit(SOUND).encode()).failures == 0


def test_github() -> None:
    """A command names file, line and title; nothing in a message can end or begin a command."""
    nasty = replace(WORDING, message="50%\r\n::error::x", mend="", path="a,b:c.md")
    assert to_github(Report((nasty, LOST))) == (
        "::error file=a%2Cb%3Ac.md,line=7,title=Banned phrases and foreign scripts "
        "[handouts.wording]::50%25%0D%0A::error::x\n"
        "::warning title=Sphinx [sphinx]::Something is odd. Read it.\n"
        "1 error and 1 warning in 1 file.\n"
    )


def test_each_suffix_has_a_format() -> None:
    """The name of a file asks for a format that there is."""
    assert set(SUFFIXES.values()) <= set(FORMATS)


# --- for the team ---------------------------------------------------------------------------------


def test_health_is_one_file() -> None:
    """The page needs nothing else, runs nothing, and writes titles as text."""
    page = to_html(REPORT)
    assert "<script" not in page
    assert "Walking &lt;b&gt;" in page
    assert not re.search(r"(?:src|href)=(?!\"#)", to_html(SOUND))
    assert "default-src 'none'" in page
    assert page.count('<td class="number">7.5</td>') == 3  # words a sentence
    for words in ("6.5 <span", "cited nowhere", "review overdue", "2028-01-31", "0 of 2"):
        assert words in page


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Open the page in a browser, on a phone."""
    path = tmp_path / "health.html"
    path.write_text(to_html(REPORT), "utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(path.as_uri())
    yield page
    page.close()


def test_health_in_a_browser(shown: Page) -> None:
    """On a phone nothing but tables scrolls sideways; pictures have words and the right marks."""
    assert shown.evaluate("document.documentElement.scrollWidth") == 390
    pictures = shown.locator("figure svg")
    assert pictures.count() == 3
    told = [pictures.nth(index).get_attribute("aria-label") for index in range(3)]
    assert told[0] == ("Flesch-Kincaid grade: from 6.5 to 6.5 in 3 texts; 3 above the limit of 6.")
    assert "Today is 2028-02-01" in told[2]
    assert shown.locator("figure svg .over").count() == 5
    assert shown.locator("th:not([scope])").count() == 0


@pytest.mark.parametrize(
    "colours",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=str,
)
def test_axe_finds_nothing_on_health(colours: dict[str, Any], shown: Page) -> None:
    """The page is in nobody's way, in any colours."""
    shown.emulate_media(**colours)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    shown.evaluate(f"{axe}; 0")
    found = shown.evaluate("axe.run().then((result) => result.violations)")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_health_is_valid_html(tmp_path: Path) -> None:
    """With findings and without, the checker of the W3C finds nothing."""
    for number, report in enumerate((REPORT, SOUND)):
        (tmp_path / f"health-{number}.html").write_text(to_html(report), "utf-8")
    try:
        assert nu.findings(tmp_path) == []
    except LookupError as error:
        pytest.skip(str(error))
