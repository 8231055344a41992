"""The ledger of released versions, what a version covers, and what is not released says so."""

from __future__ import annotations

import datetime as dt
import tempfile
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import Maker, Project, pdf_text
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.testing.util import SphinxTestApp
from sphinx_handouts.project import revisions
from sphinx_handouts.project.catalogue import load as load_catalogue
from sphinx_handouts.project.revisions import (
    Ledger,
    Revision,
    Step,
    Withdrawal,
    append,
    check_order,
    load,
    next_version,
    today,
)
from sphinx_handouts.records.finding import Finding, Kind, Severity
from sphinx_handouts.sheets.parts import assemble, content_hash

HASH = "sha256:" + 64 * "a"
DAY = dt.date(2026, 11, 22)
LEDGER = "handouts/revisions.toml"


def revision(version: str, supersedes: str = "", **changes: object) -> Revision:
    """Return a release of KP-01 in English."""
    values = {"id": "KP-01", "language": "en", "date": DAY, "hash": HASH, "change": "A change."}
    values |= {"version": version, "supersedes": supersedes} | changes
    return Revision.model_validate(values)


def withdrawal(identifier: str = "KP-03", see: str = "") -> Withdrawal:
    """Return a withdrawal."""
    return Withdrawal(id=identifier, date=DAY, reason="It was wrong.", see=see)


# --- the file -------------------------------------------------------------------------------------


def test_no_ledger(tmp_path: Path) -> None:
    """A project without the file has an empty ledger, which says that there is none."""
    assert load(tmp_path, "handouts") == (Ledger(), [])
    assert not Ledger().exists


def test_what_is_appended_comes_back(tmp_path: Path) -> None:
    """Releases and withdrawals come back as they were written, in their order."""
    path = tmp_path / "revisions.toml"
    first, second = revision("1.0"), revision("1.1", "1.0", date=DAY + dt.timedelta(1))
    german = revision("0.1", language="de")
    append(path, [first])
    append(path, [german, withdrawal()])
    append(path, [second])
    ledger, findings = load(tmp_path, "handouts")
    assert findings == []
    assert ledger.exists
    assert ledger.revisions == (first, german, second)
    assert ledger.withdrawals == (withdrawal(),)
    assert ledger.history("KP-01", "en") == [first, second]
    assert ledger.current("KP-01", "en") == second
    assert ledger.current("KP-01", "de") == german
    assert ledger.current("KP-01", "fr") is None
    assert ledger.withdrawal("KP-03") == withdrawal()
    assert ledger.withdrawal("KP-01") is None
    assert ledger.ids() == ["KP-01", "KP-03"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n\n"])
def test_append_keeps_what_stands_there(tmp_path: Path, end: str) -> None:
    """Comments, spacing and line ends of what stands there stay, byte for byte."""
    path = tmp_path / "revisions.toml"
    append(path, [revision("1.0")])
    old = b"# Ours.\n\n" + path.read_bytes().replace(b" = ", b"   =  ").rstrip(b"\n")
    old = old.replace(b"\n", end.rstrip("\n").encode() + b"\n") + end.encode()
    path.write_bytes(old)
    append(path, [revision("1.1", "1.0")])
    assert path.read_bytes().startswith(old.rstrip())
    ledger, findings = load(tmp_path, "handouts")
    assert ([r.version for r in ledger.revisions], findings) == (["1.0", "1.1"], [])


def test_append_to_a_ledger_without_releases(tmp_path: Path) -> None:
    """A ledger may begin with comments alone."""
    path = tmp_path / "revisions.toml"
    path.write_text("# Every version that was ever released.\n")
    append(path, [revision("1.0")])
    assert path.read_text().startswith("# Every version that was ever released.\n\n[[revision]]\n")


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_words_come_back(change: str) -> None:
    """Whatever somebody writes as the change, the ledger stays TOML, and has these words."""
    with tempfile.TemporaryDirectory() as folder:
        written = [revision("1.0", change=change), revision("1.1", "1.0")]
        append(Path(folder) / "revisions.toml", written)
        ledger, findings = load(Path(folder), "handouts")
    assert findings == []
    assert list(ledger.revisions) == written


# --- what is wrong with it ------------------------------------------------------------------------


def written(folder: Path, *entries: Revision | Withdrawal) -> list[Finding]:
    """Return what is wrong with a ledger of these entries."""
    append(folder / "revisions.toml", entries)
    return load(folder, "handouts")[1]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        (
            [revision("1.1"), revision("1.0", "1.1")],
            "KP-01 en 1.0: is not later than 1.1; the ledger is append-only",
        ),
        (
            [revision("1.0"), revision("1.0", "1.0")],
            "KP-01 en 1.0: is not later than 1.0; the ledger is append-only",
        ),
        ([revision("1.9"), revision("1.10", "1.9")], ""),
        ([revision("1.0"), revision("1.0.1", "1.0")], ""),
        (
            [revision("1.0"), revision("1.1")],
            'KP-01 en 1.1: supersedes is ""; write "1.0"',
        ),
        (
            [revision("1.0", "0.9")],
            'KP-01 en 1.0: supersedes is "0.9"; write ""',
        ),
        (
            [revision("1.0"), revision("1.1", "1.0"), revision("1.2", "1.0")],
            'KP-01 en 1.2: supersedes is "1.0"; write "1.1"',
        ),
        (
            [revision("1.0"), revision("1.1", "1.0", date=DAY - dt.timedelta(1))],
            "KP-01 en 1.1: date is before that of 1.0; mend the date",
        ),
        ([revision("1.0"), revision("1.0", language="de"), revision("1.0", id="KP-02")], ""),
        (
            [withdrawal(), withdrawal("KP-02"), withdrawal()],
            "KP-03 is withdrawn twice; remove the later table",
        ),
        (
            [withdrawal("KP-03", "KP-09")],
            'KP-03 is withdrawn: see: "KP-09" was never released; name another',
        ),
        (
            [withdrawal("KP-03", "KP-03")],
            'KP-03 is withdrawn: see: "KP-03" is the same; name another',
        ),
        ([revision("1.0"), withdrawal("KP-03", "KP-01")], ""),
    ],
)
def test_order(tmp_path: Path, entries: list[Revision | Withdrawal], sentence: str) -> None:
    """What contradicts an earlier entry is told in a sentence; what follows from it is right."""
    expected = [Finding(Kind.LEDGER, f"handouts/revisions.toml: {sentence}")] if sentence else []
    assert written(tmp_path, *entries) == expected


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([revision("1.0"), withdrawal("KP-01")], ""),
        ([revision("1.0", date=dt.date(2028, 3, 1))], ""),  # it has begun in the east
        (
            [revision("1.0"), withdrawal("KP-1")],
            'KP-1 is withdrawn, and there is no such handout; did you mean "KP-01"?',
        ),
        (
            [revision("1.0", date=dt.date(2082, 2, 28))],
            "KP-01 en 1.0: date: 2082-02-28 has not come yet, and it counts all the same; mend it",
        ),
        (
            [withdrawal("KP-02").model_copy(update={"date": dt.date(2028, 3, 2)})],
            "KP-02 is withdrawn: date: 2028-03-02 has not come yet, and it counts all the same; "
            "mend it",
        ),
    ],
)
def test_doubts(
    monkeypatch: pytest.MonkeyPatch, entries: list[Revision | Withdrawal], sentence: str
) -> None:
    """A withdrawal of no handout leaves the meant one in print; a day to come is a slip."""
    monkeypatch.setattr(revisions, "today", lambda: dt.date(2028, 2, 29))
    ledger = Ledger(
        tuple(one for one in entries if isinstance(one, Revision)),
        tuple(one for one in entries if isinstance(one, Withdrawal)),
    )
    found = list(revisions.doubts(ledger, ["KP-02"], LEDGER))
    assert [one.message for one in found] == [f"{LEDGER}: {sentence}"] * bool(sentence)
    assert all(one.severity is Severity.WARNING for one in found)


GOOD = f"""\
[[revision]]
id = "KP-01"
language = "en"
version = "1.0"
date = 2026-11-22
hash = "{HASH}"
change = "First release."
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('version = "1.0"', 'version = "1"', "revision 1 (KP-01): version: must have another form"),
        ('version = "1.0"', 'version = "1.0+draft"', "version: must have another form"),
        ('version = "1.0"', 'version = "01.0"', "version: must have another form"),
        ('version = "1.0"', "version = 1.0", "version: must be text in quotation marks"),
        ("2026-11-22", "2026-11-31", "not valid TOML"),
        ("2026-11-22", '"soon"', "date: must be a date such as 2026-01-31"),
        (HASH, "abc", "hash: must have another form"),
        (HASH, HASH.upper(), "hash: must have another form"),
        ('change = "First release."\n', "", 'the key "change" is missing; add it: '),
        ("First release.", " ", "change: must not be empty"),
        ("change =", "chnage =", 'unknown key "chnage"; did you mean "change"?'),
        ("[[revision]]", "[[revisions]]", 'unknown key "revisions"; did you mean "revision"?'),
        ('language = "en"', 'language = "English please"', "language: must have another form"),
        ("[[revision]]", "[[revision]", "not valid TOML"),
    ],
)
def test_wrong_table(tmp_path: Path, old: str, new: str, words: str) -> None:
    """A key that is wrong is told in a sentence that names the file, the table and the key."""
    assert GOOD.count(old) == 1
    (tmp_path / "revisions.toml").write_text(GOOD)
    assert load(tmp_path, "handouts")[1] == []
    (tmp_path / "revisions.toml").write_text(GOOD.replace(old, new))
    ledger, findings = load(tmp_path, "handouts")
    assert ledger == Ledger(exists=True)
    assert any(words in finding.message for finding in findings), findings
    for finding in findings:
        assert finding.kind is Kind.LEDGER
        assert finding.message.startswith("handouts/revisions.toml: ")
        assert "\n" not in finding.message


# --- numbers and dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("current", "step", "expected"),
    [
        (None, Step.MAJOR, "1.0"),
        (None, Step.MINOR, "0.1"),
        (None, Step.PATCH, "0.1"),
        ("0.1", Step.MAJOR, "1.0"),
        ("1.2", Step.MAJOR, "2.0"),
        ("1.2", Step.MINOR, "1.3"),
        ("1.9", Step.MINOR, "1.10"),
        ("1.2", Step.PATCH, "1.2.1"),
        ("1.2.9", Step.PATCH, "1.2.10"),
        ("1.2.9", Step.MINOR, "1.3"),
        ("1.2.9", Step.MAJOR, "2.0"),
    ],
)
def test_next_version(current: str | None, step: Step, expected: str) -> None:
    """A release counts on from the last one, by what has changed."""
    assert next_version(current, step, "0.1") == expected


@given(st.lists(st.sampled_from(Step), max_size=9), st.sampled_from(["0.1", "1", "1.0", "2.3.4"]))
def test_any_history_is_in_order(steps: list[Step], first: str) -> None:
    """Whatever is released after whatever, the ledger accepts it."""
    history: list[Revision] = []
    for step in steps:
        before = history[-1].version if history else None
        history.append(revision(next_version(before, step, first), before or ""))
    assert list(check_order(Ledger(tuple(history)), "handouts/revisions.toml")) == []


def test_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of a build is that of ``SOURCE_DATE_EPOCH``, or else of the clock, in UTC."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1856995199")
    assert today() == dt.date(2028, 11, 4)
    for wrong in ("soon", "", "1856995199000", "9" * 40):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        assert abs(today() - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(1)


# --- what the digest covers -----------------------------------------------------------------------

FIGURE = """\

```{figure} gate.svg
:alt: A garden gate.

This is the gate.
```

See [Resting](rest.md) as well, or [the club](https://example.org/club).
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1H8"/></svg>'


@pytest.fixture
def drawn(make_project: Maker) -> Project:
    """Return a project whose first two handouts show a figure."""
    project = make_project(cold=True)
    project.edit("gate.svg", SVG)
    project.edit("walk.md", project.read("walk.md") + FIGURE)
    return project


def digests(project: Project, **settings: str) -> dict[str, str]:
    """Return the digest of each handout: the pages are read, and nothing is rendered."""
    app = SphinxTestApp(
        "handouts",
        srcdir=project.folder,
        builddir=project.folder / "_build",
        confoverrides=settings,
    )
    try:
        with warnings.catch_warnings():
            # As in `Project.build`: MyST has still to follow Sphinx.
            warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
            return _digests(project, app)
    finally:
        app.cleanup()


def _digests(project: Project, app: SphinxTestApp) -> dict[str, str]:
    app.builder.read()
    catalogue = load_catalogue(project.folder / "handouts", "handouts")
    assert catalogue.findings == ()
    made = {h.id: assemble(app.env, h, app.config.html_baseurl) for h in catalogue.handouts}
    assert [finding for assembly in made.values() for finding in assembly.findings] == []
    return {name: content_hash(assembly) for name, assembly in made.items()}


BOTH = {"KP-01", "KP-02"}
EVERY = BOTH | {"KP-03"}
EDITS: dict[str, tuple[str, str | tuple[str, str], set[str]]] = {
    "a sentence": ("walk.md", ("twice a day", "three times a day"), BOTH),
    "a sentence of one": ("rest.md", ("ten minutes", "six minutes"), {"KP-02", "KP-03"}),
    "a full stop": ("walk.md", ("twice a day.", "twice a day!"), BOTH),
    "a heading": ("walk.md", ("Walk a little more", "Walk more"), BOTH),
    "a shared snippet": ("snippets/get-help.md", ("cannot stand", "can not stand"), EVERY),
    "for print alone": ("walk.md", ("for each walk", "for every walk"), BOTH),
    "a picture": ("gate.svg", ("M1 1H8", "M1 2H8"), BOTH),
    "its alternative": ("walk.md", ("A garden gate.", "A gate."), BOTH),
    "an address": ("walk.md", ("example.org/club", "example.org/clubs"), BOTH),
    "its order": (
        "walk.md",
        (
            "1. Put on your shoes.\n2. Walk for five minutes.",
            "1. Walk for five minutes.\n2. Put on your shoes.",
        ),
        BOTH,
    ),
    "a title": ("handouts/catalogue.toml", ('"Rest well"', '"Rest"'), {"KP-03"}),
    "its parts": (
        "handouts/catalogue.toml",
        (
            'parts = ["rest#rest-first", "help#get-help-box"]',
            'parts = ["help#get-help-box", "rest#rest-first"]',
        ),
        {"KP-03"},
    ),
    "for the web alone": ("walk.md", ("Watch the film", "See the film"), set()),
    "line breaks": ("walk.md", ("to the gate and back", "to the gate\nand back"), set()),
    "another page": ("index.md", ("as small as can be", "as small as may be"), set()),
    "its page's review": ("walk.md", ("2028-01-31", "2029-01-31"), set()),
    "a name of a file": ("handouts/catalogue.toml", ('"walk-and-rest"', '"both"'), set()),
    "a budget": (
        "handouts/catalogue.toml",
        ('title = "Rest well"\npages = 1', 'title = "Rest well"\npages = 2'),
        set(),
    ),
    "a brand's colour": (
        "handouts/brands/clinic/brand.toml",
        ('region = "gb"', 'region = "gb"\npalette.accent = "#702020"'),
        set(),
    ),
    "a brand's number": ("handouts/brands/clinic/brand.toml", ("960001", "960002"), set()),
    "a brand's region": ("handouts/brands/clinic/brand.toml", ('"gb"', '"us"'), set()),
}


def test_digest(drawn: Project) -> None:
    """What the reader reads is covered; looks, clinics and web pages are not."""
    found: dict[str, set[str]] = {}
    before = digests(drawn)
    for name, (file, change, _expected) in EDITS.items():
        text = drawn.read(file)
        drawn.edit(file, change)
        after = digests(drawn)
        found[name] = {key for key in before if before[key] != after[key]}
        drawn.edit(file, text)
    assert digests(drawn) == before
    assert found == {name: expected for name, (_file, _change, expected) in EDITS.items()}


def test_digest_without_the_address_of_the_guide(drawn: Project) -> None:
    """A clinic that hosts the guide at an address of its own has the same versions."""
    assert digests(drawn) == digests(drawn, html_baseurl="https://clinic.example/guide/")


def test_digest_in_the_manifest(project: Project) -> None:
    """The manifest has these digests, the same in each brand."""
    known = digests(project)
    project.good()
    found = {(entry["id"], entry["content_hash"]) for entry in project.editions().values()}
    assert found == set(known.items())
    assert all(value.startswith("sha256:") and len(value) == 71 for value in known.values())


# --- what a build makes of it ---------------------------------------------------------------------

APPROVED = """\
---
review:
  id: PG-02
  owner: Guide editor
  state: approved
  evidence_searched: 2026-01-31
  next_review: 2028-01-31
  version: "1.0"
  change: First edition.
  reviewer: A Name
  reviewer_role: Physiotherapist
  approved: 2026-02-28
---
"""
BEFORE, LAST_DAY, DAY_AFTER = "1830297600", "1832975999", "1832976000"
"""Moments: early in 2028-01, the last second of the date of the next review, and one more."""


def release(project: Project, *ids: str, version: str = "1.0") -> None:
    """Append what was built last to the ledger."""
    known = {e["id"]: e["content_hash"] for e in project.editions().values()}
    entries = [revision(version, id=name, hash=known[name]) for name in ids]
    append(project.folder / LEDGER, entries)


@pytest.fixture
def built(project: Project) -> Project:
    """Return a project that was built for one brand, without a ledger."""
    project.edit(
        "handouts/brands/clinic/brand.toml",
        project.read("handouts/brands/plain/brand.toml").replace('""', '"Example Clinic"'),
    )
    project.good("-D", "handouts_only=plain")
    return project


def standing(project: Project) -> dict[str, tuple[str, str]]:
    """Return version and state of each handout by the manifest."""
    return {e["id"]: (e["version"], e["state"]) for e in project.editions().values()}


def words(project: Project, name: str) -> str:
    """Return the words of a sheet."""
    return pdf_text(project.pdf(f"plain/en/{name}"))


def test_without_a_ledger(built: Project) -> None:
    """A project that releases nothing has no drafts: versions are those of the catalogue."""
    assert standing(built) == {f"KP-0{n}": ("0.1", "pending clinical review") for n in (1, 2, 3)}
    assert "Version 0.1" in words(built, "KP-01")
    assert "Draft" not in words(built, "KP-01")


def test_drafts(built: Project) -> None:
    """With a ledger, what it does not know is a draft, in the manifest and on every page."""
    release(built, "KP-01", "KP-03")
    built.good("-D", "handouts_only=plain")
    assert standing(built) == {
        "KP-01": ("1.0", "pending clinical review"),
        "KP-02": ("0.1+draft", "draft"),
        "KP-03": ("1.0", "pending clinical review"),
    }
    assert "Version 1.0" in words(built, "KP-01")
    assert "Draft" not in words(built, "KP-01")
    assert "Draft: not released, not approved" in words(built, "KP-02")
    built.edit("rest.md", ("ten minutes", "six minutes"))
    built.good("-D", "handouts_only=plain")
    assert standing(built)["KP-03"] == ("1.0+draft", "draft")
    assert standing(built)["KP-01"] == ("1.0", "pending clinical review")
    assert "Draft: not released, not approved" in words(built, "KP-03")
    built.edit("rest.md", ("six minutes", "ten minutes"))
    built.good("-D", "handouts_only=plain")
    assert standing(built)["KP-03"] == ("1.0", "pending clinical review")


def test_release_build(built: Project) -> None:
    """A release build names every draft, fails, and replaces nothing; without drafts it is good."""
    release(built, "KP-01")
    options = ("-D", "handouts_only=plain", "-D", "handouts_release=1")
    before = built.outputs()
    failed = built.build(*options)
    assert failed.status == 2
    lines = failed.said("the content differs from its released version; release it: ")
    assert [line.split("ERROR: ")[1].split(": ")[0] for line in lines] == ["KP-02 en", "KP-03 en"]
    assert built.outputs() == before
    release(built, "KP-02", "KP-03")
    built.good(*options)
    assert {version for version, _state in standing(built).values()} == {"1.0"}


def test_overdue(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the date of the next review has passed, sheets say so, and are not released."""
    for name in ("walk.md", "rest.md", "help.md"):
        text = built.read(name)
        built.edit(
            name, APPROVED + text.partition("---\n\n")[2] if "review:" in text else APPROVED + text
        )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    options = ("-D", "handouts_only=plain")
    built.good(*options)
    assert {state for _version, state in standing(built).values()} == {"approved"}
    assert "Not yet approved" not in words(built, "KP-01")
    built.good(*options, "-D", "handouts_release=1")
    built.good(*options)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LAST_DAY)
    before = built.outputs()
    assert "assembling handouts" not in built.good(*options).out, "no date was passed"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY_AFTER)
    assert built.good(*options).labels, "nothing but the date tells that sheets are out of date"
    assert built.outputs() != before
    assert {state for _version, state in standing(built).values()} == {"overdue"}
    assert "review overdue" in words(built, "KP-01")
    failed = built.build(*options, "-D", "handouts_release=1")
    assert failed.status == 2
    lines = failed.said("the review was due on 2028-01-31; review its pages")
    assert [line.split("ERROR: ")[1].split(": ")[0] for line in lines] == [
        f"KP-0{n} en" for n in (1, 2, 3)
    ]


def test_wrong_ledger(built: Project) -> None:
    """A ledger that contradicts itself fails the build, and nothing is replaced."""
    release(built, "KP-01")
    release(built, "KP-01", version="0.9")
    before = built.outputs()
    failed = built.build("-D", "handouts_only=plain")
    assert failed.status == 2
    assert len(failed.said("handouts/revisions.toml: KP-01 en 0.9: ")) == 2
    assert built.outputs() == before


def test_released_and_missing(built: Project) -> None:
    """A released handout cannot leave the catalogue without a word: its sheets are out there."""
    release(built, "KP-01", "KP-02", "KP-03")
    head, _table, _rest = built.read("handouts/catalogue.toml").rpartition("[[handout]]")
    built.edit("handouts/catalogue.toml", head)
    assert built.build().said("KP-03 was released and is missing; put it back, or withdraw it")


def test_withdrawn(built: Project) -> None:
    """A withdrawn handout leaves the outputs; a pack that still names it is an error."""
    built.edit(
        "handouts/catalogue.toml",
        built.read("handouts/catalogue.toml")
        + '[[pack]]\nslug = "a"\ntitle = "A"\nhandouts = ["KP-01", "KP-03"]\n'
        + '[[pack]]\nslug = "b"\ntitle = "B"\nhandouts = ["KP-01", "KP-02"]\n',
    )
    built.good("-D", "handouts_only=plain")
    assert {pack["slug"] for pack in built.manifest()["packs"]} == {"a", "b"}
    release(built, "KP-01", "KP-02", "KP-03")
    append(built.folder / LEDGER, [withdrawal("KP-03", "KP-01")])
    assert built.build("-D", "handouts_only=plain").said('pack "a": handouts: KP-03 is withdrawn')
    listed = built.read("handouts/catalogue.toml").replace('["KP-01", "KP-03"]', '["KP-01"]')
    built.edit("handouts/catalogue.toml", listed)
    built.good("-D", "handouts_only=plain")
    assert set(standing(built)) == {"KP-01", "KP-02"}
    assert [pack["slug"] for pack in built.manifest()["packs"]] == ["a", "b"]
    assert not [name for name in built.outputs() if "KP-03" in name]
    failed = built.build("-D", "handouts_only=KP-03")
    assert failed.said('handouts_only: "KP-03" is no handout')
