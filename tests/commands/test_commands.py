"""The command line, as a person types it: what it does, and what it says when it cannot."""

from __future__ import annotations

import datetime as dt
import io
import os
import pty
import subprocess
import sys
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from projects import Maker, Project, pdf_text
from sphinx_handouts.__main__ import main
from sphinx_handouts.project.catalogue import load_clinic
from sphinx_handouts.project.revisions import Ledger, load
from sphinx_handouts.records.manifest import Entry, Manifest
from sphinx_handouts.records.schema import State

DAY = "1795392000"  # 2026-11-23
NEXT_REVIEW = dt.date(2027, 2, 1)  # 70 days later


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left on the screen."""

    status: int
    out: list[str]
    err: list[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with handouts in it, in which commands are typed."""

    folder: Path

    def type(self, *words: str, **environ: str) -> Said:
        """Type a command: a process of its own, without a terminal."""
        done = subprocess.run(
            [sys.executable, "-m", "sphinx_handouts", *words],
            cwd=self.folder,
            env=os.environ | {"SOURCE_DATE_EPOCH": DAY} | environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())

    def call(self, *words: str, **environ: str) -> Said:
        """Run a command in this process, as fast as a test can."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as nobody:
            patch.chdir(self.folder)
            patch.setattr(sys, "stdin", nobody)
            for name, value in ({"SOURCE_DATE_EPOCH": DAY} | environ).items():
                patch.setenv(name, value)
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    status = main(words)
                except SystemExit as leave:  # argparse has explained the usage
                    status = int(str(leave.code))
        return Said(status, out.getvalue().splitlines(), err.getvalue().splitlines())

    def good(self, *words: str) -> list[str]:
        """Run a command that is right, and return what it says."""
        said = self.call(*words)
        assert (said.status, said.err) == (0, [])
        return said.out

    def bad(self, *words: str) -> str:
        """Run a command that is wrong, and return the one sentence that it says."""
        before = self.files()
        said = self.call(*words)
        assert said.status == 2
        assert said.out == []
        (line,) = said.err
        assert self.files() == before
        return line

    def files(self) -> dict[str, bytes]:
        """Return every file of the folder."""
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    @property
    def ledger(self) -> Ledger:
        """The ledger, which must be right."""
        ledger, findings = load(self.folder / "handouts", "handouts")
        assert findings == []
        return ledger

    def build(self, **entries: str) -> None:
        """Write the manifest of a build: the digest of each handout, and its version."""
        made = []
        for name, words in entries.items():
            identifier, _underscore, language = name.replace("KP_", "KP-").partition("_")
            letter, _space, version = words.partition(" ")
            made.append(
                Entry(
                    id=identifier,
                    slug="walk",
                    title="Walk more",
                    summary="",
                    subject="",
                    brand="plain",
                    clinic="",
                    language=language or "en",
                    paper="a4",
                    variant="standard",
                    version=version or "0.1",
                    content_hash="sha256:" + 64 * letter,
                    state=State.PENDING,
                    next_review=NEXT_REVIEW,
                    pages=1,
                    bytes=9,
                    sha256=64 * "0",
                    path=f"plain/{name}.pdf",
                    sources=("walk",),
                )
            )
        path = self.folder / "_build/handouts/manifest.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Manifest(tools={}, editions=tuple(made)).to_json())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a folder with two handouts built, one of them in two languages."""
    (tmp_path / "handouts/brands").mkdir(parents=True)
    desk = Desk(tmp_path)
    desk.build(KP_01="a", KP_01_de="b", KP_02="c 0.3")
    return desk


# --- release --------------------------------------------------------------------------------------


def test_release(desk: Desk) -> None:
    """Each language of a handout gets its first version; another handout is left alone."""
    said = desk.type("release", "KP-01", "--minor", "First release.")
    assert said == Said(0, ["KP-01 de: released 0.1", "KP-01 en: released 0.1"], [])
    ledger = desk.ledger
    assert [(r.id, r.language, r.version) for r in ledger.revisions] == [
        ("KP-01", "de", "0.1"),
        ("KP-01", "en", "0.1"),
    ]
    (first, *_others) = ledger.revisions
    assert first.hash == "sha256:" + 64 * "b"
    assert (first.date, first.change, first.supersedes) == (
        dt.date(2026, 11, 23),
        "First release.",
        "",
    )


def test_release_again(desk: Desk) -> None:
    """What has changed gets the next version; what has not keeps its own."""
    desk.good("release", "--all", "--major", "First release.")
    text = (desk.folder / "handouts/revisions.toml").read_bytes()
    desk.build(KP_01="e 1.0+draft", KP_01_de="b 1.0", KP_02="f 1.0+draft")
    assert desk.good("release", "KP-01", "--patch", "A new order.") == [
        "KP-01 de: version 1.0 stands; nothing changed",
        "KP-01 en: released 1.0.1 supersedes 1.0",
    ]
    assert desk.good("release", "--all", "--minor", "Plainer words.") == [
        "KP-01 de: version 1.0 stands; nothing changed",
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
    assert len(desk.good("release", "--all", "--major", "Once more.")) == 3
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
    assert len(load(tmp_path / "sheets", "sheets")[0].revisions) == 3


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
            ("KP-01", "--minor", "x", "--manifest", "gone/manifest.json"),
            "error: gone/manifest.json: no manifest; build the handouts first",
        ),
        (
            ("KP-01", "--minor", "x", "--handouts", "gone"),
            "error: gone: no such folder; name the one with catalogue.toml",
        ),
        (("KP-01", "--minor", ""), "error: --minor: say what changed, in a sentence"),
        (("KP-01", "--major", "  "), "error: --major: say what changed, in a sentence"),
    ],
)
def test_release_refused(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    """What cannot be released is told in a sentence, and nothing is written."""
    assert desk.bad("release", *words) == sentence


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
        ("\x00", "not valid TOML"),
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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("print",), "invalid choice: 'print'"),
        (("release", "KP-01"), "one of the arguments --major --minor --patch is required"),
        (("release", "KP-01", "--minor", "x", "--major", "y"), "not allowed with argument"),
        (("withdraw", "KP-01"), "the following arguments are required: reason"),
        (("new-brand",), "the following arguments are required: NAME"),
    ],
)
def test_usage(desk: Desk, words: tuple[str, ...], expected: str) -> None:
    """What is no command is told with the right usage; it is no traceback."""
    said = desk.call(*words)
    assert said.status == 2
    assert said.err[0].startswith("usage: python -m sphinx_handouts")
    assert expected in said.err[-1]
    assert not any("Traceback" in line for line in said.err)


@pytest.mark.parametrize(
    "words",
    [
        ("release", "KP-07", "--minor", "x"),
        ("withdraw", "KP-07", "Why."),
        ("reviews", "--manifest", "gone/manifest.json"),
        ("new-brand", "Hill Street"),
        ("new-brand", "hill-street", "--logo", "gone.svg"),
    ],
)
def test_exit_status(desk: Desk, words: tuple[str, ...]) -> None:
    """For the shell, too: a sentence on the error stream, status 2, nothing else."""
    said = desk.type(*words)
    assert (said.status, said.out, len(said.err)) == (2, [], 1)
    assert said.err[0].startswith("error: ")


@pytest.mark.parametrize("command", ["", "release", "withdraw", "reviews", "new-brand"])
def test_help(desk: Desk, command: str) -> None:
    """Every command explains itself."""
    said = desk.good(*filter(None, [command]), "--help")
    assert said[0].startswith("usage: python -m sphinx_handouts")


# --- withdraw -------------------------------------------------------------------------------------


@pytest.fixture
def released(desk: Desk) -> Desk:
    """Return a folder in which both handouts were released."""
    desk.good("release", "--all", "--minor", "First.")
    return desk


def test_withdraw(released: Desk) -> None:
    """A withdrawal stands at the end of the ledger, with its reason and what to use instead."""
    said = released.type("withdraw", "KP-01", "Out of date.", "--see", "KP-02")
    assert said == Said(0, ["KP-01: withdrawn; build again to change its status pages"], [])
    (withdrawal,) = released.ledger.withdrawals
    assert (withdrawal.id, withdrawal.reason, withdrawal.see) == ("KP-01", "Out of date.", "KP-02")
    assert withdrawal.date == dt.date(2026, 11, 23)
    assert len(released.ledger.revisions) == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("KP-09", "Why."),
            'error: "KP-09" was never released; remove it from catalogue.toml',
        ),
        (("KP-01", "Why.", "--see", "KP-09"), 'error: --see: "KP-09" was never released'),
        (("KP-01", "Why.", "--see", "KP-01"), 'error: --see: "KP-01" is the one to withdraw'),
        (("KP-01", ""), "error: say why, in a sentence for patients"),
        (("KP-01", " "), "error: say why, in a sentence for patients"),
        (
            ("KP-01", "Why.", "--handouts", "gone"),
            "error: gone: no such folder; name the one with catalogue.toml",
        ),
    ],
)
def test_withdraw_refused(released: Desk, words: tuple[str, ...], sentence: str) -> None:
    """What cannot be withdrawn is told in a sentence, and nothing is written."""
    assert released.bad("withdraw", *words) == sentence


def test_withdraw_twice(released: Desk) -> None:
    """A handout is withdrawn once, and none is recommended that is withdrawn."""
    released.good("withdraw", "KP-01", "Why.")
    assert released.bad("withdraw", "KP-01", "Why.") == 'error: "KP-01" is withdrawn already'
    line = released.bad("withdraw", "KP-02", "Why.", "--see", "KP-01")
    assert line == 'error: --see: "KP-01" is withdrawn, too'


# --- reviews --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "options", "status", "expected"),
    [
        ("2026-10-01", (), 0, ["0 reviews are overdue"]),
        ("2026-11-03", (), 0, ["due on 2027-02-01, in 90 days", "0 reviews are overdue"]),
        ("2026-11-02", (), 0, ["0 reviews are overdue"]),
        ("2026-10-01", ("--days", "365"), 0, ["due on 2027-02-01, in 123 days", "0 reviews"]),
        ("2027-02-01", ("--strict",), 0, ["due on 2027-02-01, in 0 days", "0 reviews are overdue"]),
        ("2027-02-02", (), 0, ["review overdue since 2027-02-01", "1 review is overdue"]),
        ("2027-02-02", ("--strict",), 2, ["review overdue since 2027-02-01"]),
    ],
)
def test_reviews(
    desk: Desk, day: str, options: tuple[str, ...], status: int, expected: list[str]
) -> None:
    """What is due within 90 days is listed, and what is overdue, which ``--strict`` forbids."""
    desk.build(KP_01="a")
    epoch = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    said = desk.call("reviews", *options, SOURCE_DATE_EPOCH=str(int(epoch)))
    assert said.status == status
    assert len(said.out) == len(expected)
    for line, words in zip(said.out, expected, strict=True):
        assert words in line
        assert line.startswith(("KP-01 en: review ", "0 ", "1 "))
    assert bool(said.err) == bool(status)


def test_reviews_without_a_build(desk: Desk) -> None:
    """Without a manifest there is nothing to list."""
    line = desk.bad("reviews", "--manifest", "gone/manifest.json")
    assert line == "error: gone/manifest.json: no manifest; build the handouts first"


# --- new-brand ------------------------------------------------------------------------------------

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
    assert clinic.emergency_number == "999"
    lines = (folder / "brand.toml").read_text("utf-8").splitlines()
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
        (("new", "--region", "xx"), '"xx" is not known; write one of us, gb, eu'),
        (("new", "--logo", "gone.svg"), "gone.svg: No such file or directory"),
        (("new", "--name", "A", "--logo", "bad.svg"), "is not an image; give an SVG or PNG file"),
        (("new", "--logo", "good.svg"), "the logo has no text alternative"),
        (("new", "--handouts", "gone"), "gone: no such folder; name the one with catalogue.toml"),
        (("rejected",), "rename the folder"),
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


def answered(desk: Desk, answers: str, *words: str) -> tuple[int, str]:
    """Type a command at a terminal, and answer its questions."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "sphinx_handouts", *words],
        cwd=desk.folder,
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as command:
        os.close(slave)
        os.write(master, answers.encode())
        out, _err = command.communicate(timeout=30)
        os.close(master)
        return command.returncode, out


def test_new_brand_asks(desk: Desk) -> None:
    """At a terminal it asks for what was not given, and for nothing else."""
    status, out = answered(
        desk, "gb\n\n01632 960003\n\n", "new-brand", "hill-street", "--name", "Hill Street"
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
    status, out = answered(desk, "Hill Street\n\x04", "new-brand", "hill-street")
    assert status == 2
    assert "Traceback" not in out
    assert not (desk.folder / "handouts/brands/hill-street").exists()


def test_new_brand_is_built(project: Project) -> None:
    """Adding a clinic touches nothing but its folder: the sheets of the others stay as they are."""
    project.good()
    before, sources = project.outputs(), Desk(project.folder).files()
    Desk(project.folder).good(
        *("new-brand", "hill-street", "--name", "Hill Street", "--region", "us"),
        *("--phone", "555 0100"),
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
        ".handouts-state-en",
    }
    assert sum(name.endswith(".pdf") for name in new) == 9
    (name,) = (n for n in new if n.startswith("hill-street/en/KP-01") and "standard" in n)
    text = pdf_text(project.out / name)
    assert "Hill Street" in text
