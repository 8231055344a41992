"""``release``: versions are appended to the ledger, and nothing that cannot be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from desks import Desk, Said
from projects import Maker, pdf_text
from sphinx_handouts.project.revisions import load
from sphinx_handouts.records.page import Translated
from sphinx_handouts.records.states import State


def test_release(desk: Desk) -> None:
    """A handout gets its first version in its own language; nothing else is released with it."""
    said = desk.type("release", "KP-01", "--minor", "First release.")
    assert said == Said(0, ["KP-01 en: released 0.1"], [])
    (first,) = desk.ledger.revisions
    assert (first.id, first.language, first.version) == ("KP-01", "en", "0.1")
    assert first.hash == "sha256:" + 64 * "a"
    assert (first.date, first.change, first.supersedes) == (
        dt.date(2026, 11, 23),
        "First release.",
        "",
    )


def test_release_keeps_the_rules(desk: Desk) -> None:
    """The ledger says what was made without reviews; that all else was reviewed goes unsaid."""
    desk.good("release", "KP-01", "--minor", "First release.")
    desk.build(KP_01="a", KP_02="c", state=State.NOT_KEPT)
    desk.good("release", "KP-02", "--minor", "First release.")
    assert [row.profile for row in desk.ledger.revisions] == ["patient", "general"]
    written = (desk.folder / "handouts/revisions.toml").read_text("utf-8")
    assert written.count("profile") == written.count('profile = "general"') == 1


def test_release_of_a_translation(desk: Desk) -> None:
    """A translation is released by name of its language, and only where somebody answers for it."""
    german = ("release", "KP-01", "--language", "de", "--minor", "First release.")
    for standing, words in (
        (Translated.DRAFT, "a draft translation cannot be released; have a translator check it"),
        (Translated.CHANGED, "the translation has changed since Erika Muster answered for it; "),
        (Translated.OUTDATED, "the text has changed since version 0.1 was translated; "),
    ):
        desk.build(KP_01="a", KP_01_de="b", standing=standing)
        said = desk.type(*german)
        assert said.status == 2
        assert f"KP-01 de: {words}" in said.err[0]
    desk.build(KP_01="a", KP_01_de="b")
    assert desk.good(*german) == ["KP-01 de: released 0.1"]
    (first,) = desk.ledger.revisions
    assert (first.language, first.hash) == ("de", "sha256:" + 64 * "b")
    assert desk.type("release", "--all", "--language", "fr", "--minor", "A").err == [
        "error: no handout was built in fr"
    ]


def test_release_again(desk: Desk) -> None:
    """What has changed gets the next version; what has not keeps its own."""
    desk.good("release", "--all", "--major", "First release.")
    text = (desk.folder / "handouts/revisions.toml").read_bytes()
    desk.build(KP_01="e 1.0+draft", KP_01_de="b 1.0", KP_02="f 1.0+draft")
    assert desk.good("release", "KP-01", "--patch", "A new order.") == [
        "KP-01 en: released 1.0.1 supersedes 1.0",
    ]
    assert desk.good("release", "--all", "--minor", "Plainer words.") == [
        "KP-01 en: version 1.0.1 stands; nothing changed",
        "KP-02 en: released 1.1 supersedes 1.0",
    ]
    assert (desk.folder / "handouts/revisions.toml").read_bytes().startswith(text.rstrip())
    history = desk.ledger.history("KP-01", "en")
    assert [(r.version, r.supersedes) for r in history] == [("1.0", ""), ("1.0.1", "1.0")]


def test_release_of_nothing_new(desk: Desk) -> None:
    """Releasing the same again leaves the ledger as it is."""
    desk.good("release", "--all", "--minor", "First release.")
    before = desk.files()
    assert len(desk.good("release", "--all", "--major", "Once more.")) == 2
    assert desk.files() == before


def test_release_of_a_whole_number(desk: Desk) -> None:
    """A catalogue may say version "1": the ledger has it as 1.0."""
    desk.build(KP_01="a 1")
    assert desk.good("release", "KP-01", "--minor", "First.") == ["KP-01 en: released 1.0"]
    assert desk.ledger.revisions[0].version == "1.0"


def test_release_from_elsewhere(desk: Desk, tmp_path: Path) -> None:
    """Both folders can be named."""
    (tmp_path / "handouts").rename(tmp_path / "sheets")
    (tmp_path / "_build/handouts").rename(tmp_path / "made")
    desk.good(
        *("release", "--all", "--minor", "First."),
        *("--handouts", "sheets", "--manifest", "made/manifest.json"),
    )
    assert len(load(tmp_path / "sheets", "sheets")[0].revisions) == 2


def test_release_and_build(make_project: Maker) -> None:
    """Build, release, build: no draft is left; an edit and a release make the next version."""
    project = make_project()
    desk = Desk(project.folder)
    project.good("-D", "handouts_only=plain")
    desk.good("release", "--all", "--major", "First release.")
    project.good("-D", "handouts_only=plain", "-D", "handouts_release=1")
    assert {e["version"] for e in project.editions().values()} == {"1.0"}
    project.edit("rest.md", ("ten minutes", "six minutes"))
    project.good("-D", "handouts_only=plain")
    assert desk.good("release", "--all", "--minor", "Shorter rests.") == [
        "KP-01 en: version 1.0 stands; nothing changed",
        "KP-02 en: released 1.1 supersedes 1.0",
        "KP-03 en: released 1.1 supersedes 1.0",
    ]
    project.good("-D", "handouts_only=plain", "-D", "handouts_release=1")
    assert "Version 1.1" in pdf_text(project.pdf("plain/en/KP-03"))


WRONG = 'version = "1.0"\n'


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("KP-07", "--minor", "x"),
            'error: no handout "KP-07" was built; they are KP-01, KP-02',
        ),
        (
            ("--minor", "x"),
            "error: name a handout, or say --all; the handouts are KP-01, KP-02",
        ),
        (
            ("KP-01", "--all", "--minor", "x"),
            "error: name handouts, or say --all: not both KP-01 and --all",
        ),
        (
            ("KP-01", "--minor", "x", "--manifest", "gone/manifest.json"),
            "error: gone/manifest.json: no manifest; build the handouts first",
        ),
        (
            ("KP-01", "--minor", "x", "--handouts", "gone"),
            "error: gone: no such folder; name the one with catalogue.toml",
        ),
        (("KP-01", "--minor", ""), "error: --minor: say what changed, in a sentence"),
        (("KP-01", "--major", "  "), "error: --major: say what changed, in a sentence"),
        (
            ("KP-01", "--major", "x\ny"),
            "error: KP-01 en: change: has a line break after 1 characters; write it on one line",
        ),
    ],
)
def test_release_refused(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    """What cannot be released is told in a sentence, and nothing is written."""
    assert desk.bad("release", *words) == sentence


def test_release_of_two_texts(desk: Desk) -> None:
    """Sheets of one build and of an older one are no release: nobody could tell which it is."""
    desk.build(KP_01="a", KP_01_en="b")
    line = desk.bad("release", "KP-01", "--minor", "x")
    assert "KP-01 en: plain/KP_01_en.pdf and plain/KP_01.pdf say different things" in line
    assert line.endswith("build all handouts of all clinics first")


def test_release_beside_a_broken_manifest(desk: Desk) -> None:
    """A manifest that nobody can read is no manifest."""
    (desk.folder / "_build/handouts/manifest.json").write_text("{")
    assert desk.bad("release", "KP-01", "--minor", "x").endswith(
        "manifest.json: no manifest; build the handouts first"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[revision]]\nid = 1\n", "id: must be text in quotation marks, not 1"),
        ("[[revision]", "not valid TOML"),
        ("\x00", "it has a NUL (line 1)"),
    ],
)
def test_release_into_a_wrong_ledger(desk: Desk, text: str, words: str) -> None:
    """A ledger that is wrong is not written to; what is wrong with it is told."""
    (desk.folder / "handouts/revisions.toml").write_text(text)
    line = desk.bad("release", "KP-01", "--minor", "x")
    assert line.startswith("error: handouts/revisions.toml: ")
    assert words in line


def test_release_of_what_is_withdrawn(desk: Desk) -> None:
    """A withdrawn handout is not released again."""
    desk.good("release", "--all", "--minor", "First.")
    desk.good("withdraw", "KP-02", "Out of date.")
    desk.build(KP_01="a", KP_02="f")
    assert desk.bad("release", "KP-02", "--minor", "x") == 'error: "KP-02" is withdrawn'
    desk.build(KP_01="e", KP_02="f")
    assert desk.good("release", "--all", "--minor", "x") == [
        "KP-01 en: released 0.2 supersedes 0.1"
    ]
