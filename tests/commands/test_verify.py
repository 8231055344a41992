"""Any printed file tells which sheet it is, and the ledger tells whether it is current."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from projects import Maker, Project
from sheets import sheet
from sphinx_handouts.__main__ import main
from sphinx_handouts.pdf.render import render
from sphinx_handouts.project import revisions
from sphinx_handouts.project.revisions import Revision, Withdrawal
from sphinx_handouts.records.identity import LARGEST_PACKET, NAMESPACE, Identity, find

WALK = "plain/en/KP-01-walk-a4-standard.pdf"
PACK = "plain/en/packs/both-a4-standard.pdf"
LIST = "plain/en/contents-a4-standard.pdf"
PACKS = '\n[[pack]]\nslug = "both"\ntitle = "Both"\nhandouts = ["KP-03", "KP-01"]\n'
ADDED = {"KP-01": "0.2", "KP-02": "0.2", "KP-03": "0.2"}


@pytest.fixture(scope="module")
def shelf(
    lay_out_warm: Callable[[str, Path], Project], tmp_path_factory: pytest.TempPathFactory
) -> Project:
    """Return a project whose sheets are released: nothing is changed in it."""
    project = lay_out_warm("base", tmp_path_factory.mktemp("shelf") / "project")
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue + PACKS)
    project.good("-D", "handouts_contents=1")
    words = ("--all", "--minor", "First edition.")
    assert main(["release", *words, *of(project)]) == 0
    return project


@pytest.fixture
def released(shelf: Project, tmp_path: Path) -> Project:
    """Return a copy of that project, to be changed."""
    for name in ("handouts", "_build/handouts"):
        for path in (shelf.folder / name).rglob("*"):
            copy = tmp_path / path.relative_to(shelf.folder)
            if path.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
    return Project(tmp_path)


def of(project: Project) -> list[str]:
    """Return the options that name a project's ledger and manifest."""
    folder = ("--handouts", str(project.folder / "handouts"))
    return [*folder, "--manifest", str(project.out / "manifest.json")]


def judged(project: Project, *names: str, status: int = 1) -> list[dict[str, Any]]:
    """Return what ``verify --json`` says of some outputs; insist on its exit status."""
    files = [str(project.out / name) for name in names]
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        assert main(["verify", "--json", *of(project), *files]) == status
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def append(project: Project, *entries: Revision | Withdrawal) -> None:
    """Append to the ledger."""
    revisions.append(project.folder / "handouts/revisions.toml", entries)


def replaced(identifier: str) -> Revision:
    """Return a second release of a handout."""
    return Revision(
        id=identifier,
        language="en",
        version="0.2",
        date=revisions.today(),
        hash="sha256:" + 64 * "0",
        change="Clearer words.",
        supersedes="0.1",
    )


def epoch(moment: str) -> str:
    """Return a moment of UTC as ``SOURCE_DATE_EPOCH`` has it."""
    return str(int(dt.datetime.fromisoformat(f"{moment}+00:00").timestamp()))


# --- what a file says ---------------------------------------------------------------------------


def test_every_file_of_a_build(shelf: Project) -> None:
    """Each PDF says what the manifest says of it, is current, and has not been altered."""
    made = shelf.editions()
    names = [path.relative_to(shelf.out).as_posix() for path in shelf.out.rglob("*.pdf")]
    found = dict(zip(names, judged(shelf, *names, status=0), strict=True))
    assert {one["verdict"] for one in found.values()} == {"current"}
    assert {one["copy"] for one in found.values()} == {"same"}
    keys = ("id", "slug", "version", "state", "brand", "clinic", "language", "paper", "variant")
    for name, entry in made.items():
        assert {key: found[name][key] for key in keys} == {key: entry[key] for key in keys}
        assert found[name]["content_hash"] == entry["content_hash"]
        assert found[name]["sha256"] == entry["sha256"]
    assert found[WALK]["next_review"] == "2028-01-31"
    assert [one["id"] for one in found[PACK]["handouts"]] == ["KP-03", "KP-01"]
    assert [one["id"] for one in found[LIST]["handouts"]] == ["KP-01", "KP-02", "KP-03"]


def test_for_a_person(shelf: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Without ``--json``, a few lines that a person understands."""
    assert main(["verify", *of(shelf), str(shelf.out / WALK), str(shelf.out / PACK)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    content = shelf.editions()[WALK]["content_hash"]
    assert said.out.splitlines() == [
        f"{shelf.out / WALK}: current: the current version",
        "  sheet:   KP-01 version 0.1, pending clinical review",
        "  edition: no clinic name (plain), en, a4, standard",
        f"  content: {content}",
        "  file:    unaltered: its bytes are those of the manifest",
        f"{shelf.out / PACK}: current: all its handouts are current",
        "  sheet:   both, of 2 handouts",
        "  edition: no clinic name (plain), en, a4, standard",
        "  holds:   KP-03: the current version",
        "  holds:   KP-01: the current version",
        "  file:    unaltered: its bytes are those of the manifest",
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_booklets_and_archives_say_it_too(job: Any) -> None:
    """A booklet, and a PDF/A file, tell which sheet they are; PDF/A declares each property."""
    # WeasyPrint leaves the colour profile of PDF/A open: the warning is of that.
    changes = {name: getattr(job, name) for name in ("html", "css", "identity")}
    for options in ({"booklet": True}, {"archived": True}):
        pdf = render(type(job)(**changes, **options)).pdf
        assert find(pdf) == job.identity
        with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
            assert metadata[f"{{{NAMESPACE}}}id"] == "HO-01"
            schemas = str(metadata)
    used = job.identity.properties()
    assert len(used) > 8
    for name in used:
        assert f"<pdfaProperty:name>{name}</pdfaProperty:name>" in schemas
    assert schemas.count("<pdfaExtension:schemas>") == 1


@pytest.mark.parametrize(
    "text", ["<&>\"'", "診療所 – Zürich", "]]>", " two  spaces ", "<?xpacket end="]
)
def test_any_name_survives(job: Any, text: str) -> None:
    """Whatever a clinic is called, the file says it as it is, and cannot be led to say more."""
    identity = Identity(id="HO-01", clinic=text)
    assert find(render(type(job)("<p>A", "", identity=identity)).pdf) == identity


# --- what became of it --------------------------------------------------------------------------


def test_replaced(released: Project) -> None:
    """A newer release of a handout is told for a sheet of it, and for a pack that holds it."""
    append(released, replaced("KP-01"))
    rest = WALK.replace("KP-01-walk", "KP-03-rest")
    sheet_, pack, list_, other = judged(released, WALK, PACK, LIST, rest)
    words = f"replaced by version 0.2 on {revisions.today()}: Clearer words"
    assert (sheet_["verdict"], sheet_["words"]) == ("replaced", words)
    assert (pack["verdict"], pack["words"]) == ("replaced", f"KP-01: {words}")
    assert (list_["verdict"], list_["words"]) == ("replaced", f"KP-01: {words}")
    assert [one["verdict"] for one in pack["handouts"]] == ["current", "replaced"]
    assert other["verdict"] == "current"


def test_withdrawn(released: Project) -> None:
    """A withdrawn handout is the worst that a sheet or a pack can be, altered or not."""
    day = dt.date(2026, 12, 1)
    append(released, Withdrawal(id="KP-03", date=day, reason="It was wrong.", see="KP-02"))
    name = WALK.replace("KP-01-walk", "KP-03-rest")
    alter(released.out / name)
    for one in judged(released, name, PACK):
        assert one["verdict"] == "withdrawn"
        words = "withdrawn on 2026-12-01, do not use it: It was wrong; use KP-02 instead"
        assert one["words"].removeprefix("KP-03: ") == words


def test_draft(make_project: Maker) -> None:
    """A sheet that was printed for a trial says that it is a draft."""
    project = make_project()
    append(project, replaced("KP-01").model_copy(update={"supersedes": ""}))
    project.good()
    (one,) = judged(project, WALK)
    assert (one["verdict"], one["version"]) == ("draft", "0.2+draft")


def test_unknown_to_the_ledger(released: Project) -> None:
    """A version that the ledger does not have is not taken for current."""
    released.edit("handouts/revisions.toml", "")
    (one,) = judged(released, WALK)
    assert (one["verdict"], one["words"]) == ("unknown", "the ledger does not have this version")


def test_another_content_under_the_same_version(released: Project) -> None:
    """A sheet whose content is not what was released as its version is told apart."""
    ledger = released.read("handouts/revisions.toml")
    content = released.editions()[WALK]["content_hash"]
    released.edit("handouts/revisions.toml", ledger.replace(content, "sha256:" + 64 * "0"))
    sheet_, pack, list_ = judged(released, WALK, PACK, LIST)
    assert {sheet_["verdict"], pack["verdict"]} == {"altered"}
    assert "not what was released" in sheet_["words"]
    assert list_["verdict"] == "current", "it shows nothing of their content"


def test_sheet_that_does_not_say_its_content(released: Project) -> None:
    """A sheet without the digest of its content is not taken for what was released."""
    path = released.out / WALK
    data = path.read_bytes()
    start, end = b"<handout:contentHash>", b"</handout:contentHash>"
    path.write_bytes(data[: data.index(start)] + data[data.index(end) + len(end) :])
    (released.out / "manifest.json").unlink()
    (one,) = judged(released, WALK)
    assert (one["verdict"], one["content_hash"]) == ("altered", "")


def test_review_overdue(released: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current sheet whose review is late says so; on the day itself it is not late yet."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch("2028-01-31T23:59:59"))
    (one,) = judged(released, WALK, status=0)
    assert one["verdict"] == "current"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch("2028-02-01T00:00:00"))
    (one,) = judged(released, WALK)
    assert (one["verdict"], one["words"]) == ("overdue", "its review was due on 2028-01-31")


# --- whether it was altered ---------------------------------------------------------------------


def alter(path: Path) -> None:
    """Change a byte of what a page shows; what the file says of itself stays."""
    data = bytearray(path.read_bytes())
    data[data.index(b"stream") + 20] ^= 1
    path.write_bytes(bytes(data))


def test_altered(released: Project) -> None:
    """One wrong byte anywhere is seen, as long as the manifest is at hand."""
    for name in (WALK, PACK, LIST):
        alter(released.out / name)
    for one in judged(released, WALK, PACK, LIST):
        assert (one["verdict"], one["copy"]) == ("altered", "other")


def test_without_a_manifest(released: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it, nobody can tell; and that is what it says."""
    alter(released.out / WALK)
    (released.out / "manifest.json").unlink()
    (one,) = judged(released, WALK, status=0)
    assert (one["verdict"], one["copy"]) == ("current", "no manifest")
    main(["verify", *of(released), str(released.out / WALK)])
    assert "nobody can tell here whether it was altered" in capsys.readouterr().out


def test_an_older_sheet_is_not_called_altered(released: Project) -> None:
    """A sheet of another version than that in the manifest is not compared with it."""
    manifest = released.read("_build/handouts/manifest.json")
    newer = manifest.replace('"version": "0.1"', '"version": "0.2"')
    released.edit("_build/handouts/manifest.json", newer)
    copies = {one["copy"] for one in judged(released, WALK, PACK, LIST, status=0)}
    assert copies == {"not listed"}


# --- what is no sheet ---------------------------------------------------------------------------


def encrypted() -> bytes:
    """Return a PDF that nobody can read without a password."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet("<p>One").pdf)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="one", user="two"))
    return buffer.getvalue()


def packet(text: str) -> bytes:
    """Return something that begins like a PDF and holds metadata of ours, with *text* in it."""
    start = b'%PDF-1.7\n<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return start + text.replace("NS", NAMESPACE).encode() + b'<?xpacket end="r"?>'


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:h="NS">'
    "<rdf:Description>%s</rdf:Description></rdf:RDF>"
)
BOMB = (
    '<!DOCTYPE a [<!ENTITY b "%s">' % (9000 * "b") + '<!ENTITY c "%s">]>' % (9000 * "&b;")
) + RDF % "<h:id>&c;</h:id>"
DEEP = RDF % ("<h:id>" * 9000 + "</h:id>" * 9000)
NOT_OURS = "does not say which handout it is: it was not made by sphinx-handouts"

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is no PDF"),
    "text": (b"BP-03, version 0.1", "is no PDF"),
    "another": (b"%PDF-1.7\n%%EOF", NOT_OURS),
    "bomb": (packet(BOMB), "has metadata that cannot be read"),
    "cut short": (packet("<rdf:RDF h='NS'>"), "has metadata that cannot be read"),
    "endless": (b"%PDF-" + 90_000 * b"<?xpacket begin=", NOT_OURS),
    "huge": (packet(RDF % ("<h:id>%s</h:id>" % (LARGEST_PACKET * "9"))), NOT_OURS),
    "nested": (packet(DEEP), NOT_OURS),
    "two": (
        packet(RDF % "<h:id>KP-01</h:id>") + packet(RDF % "<h:id>KP-02</h:id>"),
        "says two different things of itself",
    ),
    "list": (
        packet(RDF % "<h:members><rdf:Seq><rdf:li>a</rdf:li></rdf:Seq></h:members>"),
        "its list of handouts cannot be understood",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_sheet(shelf: Project, tmp_path: Path, name: str) -> None:
    """A file that is none of ours, or made to harm, ends in one sentence and status 2, at once."""
    data, words = HOSTILE[name]
    assert refused(shelf, tmp_path, data) == words


def test_no_sheet_but_a_pdf(shelf: Project, tmp_path: Path) -> None:
    """A PDF by somebody else, or an encrypted one, ends the same way."""
    assert refused(shelf, tmp_path, sheet("<p>One").pdf) == NOT_OURS
    assert refused(shelf, tmp_path, encrypted()) == "is encrypted"


def refused(project: Project, folder: Path, data: bytes) -> str:
    """Return why a file with *data* is refused, beside one that is right."""
    path = folder / "file.pdf"
    path.write_bytes(data)
    command = ["verify", *of(project), str(path), str(project.out / WALK)]
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        assert main(command) == 2
    assert f"{project.out / WALK}: current" in out.getvalue()
    (line,) = err.getvalue().splitlines()
    return line.removeprefix(f"error: {path} ")


def test_no_file_at_all(shelf: Project, tmp_path: Path) -> None:
    """A folder, a pipe, a missing and an enormous file are refused without being read."""
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    names = (".", "pipe", "none", "large")
    command = [sys.executable, "-m", "sphinx_handouts", "verify", *of(shelf), *names]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "error: . is a folder; name its files; pipe is no regular file; "
        "none cannot be read: No such file or directory; large is larger than 64 MB; no sheet is"
    ]


def test_without_a_ledger(shelf: Project, tmp_path: Path) -> None:
    """Where no ledger is, it says how to name one."""
    command = [sys.executable, "-m", "sphinx_handouts", "verify", str(shelf.out / WALK)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "error: handouts: no revisions.toml; name its folder: --handouts\n"
