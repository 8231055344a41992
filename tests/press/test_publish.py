"""The output folder: replaced whole or not at all, whatever happens to the build."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sphinx_handouts.press.publish import REJECTED, Disturbed, Output
from sphinx_handouts.project.catalogue import Catalogue
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Selection
from sphinx_handouts.records.manifest import NAME, Entry, TranslationRecord
from sphinx_handouts.records.page import Translated
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.states import State
from sphinx_handouts.storage import manifest_file
from sphinx_handouts.storage.staging import STAGING

TOOLS = {"weasyprint": "70.0"}


def described(name: str, pdf: bytes) -> Entry:
    """Return the entry of the PDF *name*: brand/language/handout."""
    brand, language, handout = name.split("/")
    return Entry(
        id=handout,
        slug="sheet",
        title="Sheet",
        summary="",
        subject="",
        brand=brand,
        clinic="",
        language=language,
        paper="a4",
        variant="standard",
        version="1.0",
        state=State.DRAFT,
        next_review=None,
        pages=1,
        bytes=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        path=f"{name}-sheet-a4-standard.pdf",
        sources=(),
    )


def build(
    folder: Path, pdfs: Mapping[str, bytes], fingerprint: str = "1", language: str = "en"
) -> None:
    """Stage and publish *pdfs*, as one build in one language does."""
    output = Output(folder, Selection(language))
    with output:
        entries = [described(name, pdf) for name, pdf in pdfs.items()]
        for entry, pdf in zip(entries, pdfs.values(), strict=True):
            output.stage(entry, pdf)
        output.publish(entries, (), TOOLS, fingerprint)


def pdfs(folder: Path) -> dict[str, bytes]:
    """Return every PDF in the folder by the name that `build` gave it."""
    return {
        path.relative_to(folder)
        .as_posix()
        .removesuffix("-sheet-a4-standard.pdf"): path.read_bytes()
        for path in sorted(folder.rglob("*.pdf"))
    }


def rest(folder: Path) -> set[str]:
    """Return the names in the output folder of what is neither brand nor manifest nor state."""
    return {path.name for path in folder.iterdir()} - {
        "a",
        "b",
        ".handouts-seen",
        ".handouts-state-en",
        ".handouts-state-ko",
        NAME,
    }


def intact(folder: Path) -> bool:
    """Return whether every PDF of the manifest is as it says."""
    manifest = manifest_file.read(folder)
    return manifest is not None and all(
        manifest_file.unchanged(folder, file) for file in manifest.files
    )


def true(folder: Path) -> bool:
    """Return whether the manifest names all PDFs and no other, each as it is."""
    manifest = manifest_file.read(folder)
    names = {entry.path for entry in manifest.editions} if manifest else set()
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf")}
    return manifest is not None and names == found and intact(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the output folder of a first build."""
    build(tmp_path / "out", {"a/en/X-1": b"%PDF one", "b/en/X-1": b"%PDF two"})
    return tmp_path / "out"


# --- publish ------------------------------------------------------------------------------------


def test_published(folder: Path) -> None:
    """PDFs, manifest and state are there; nothing else is."""
    assert pdfs(folder) == {"a/en/X-1": b"%PDF one", "b/en/X-1": b"%PDF two"}
    assert true(folder)
    assert rest(folder) == set()


def test_staging_touches_nothing(folder: Path) -> None:
    """Until it is published, what is staged is not seen; leaving without publishing drops it."""
    before = pdfs(folder)
    manifest = (folder / NAME).read_bytes()
    output = Output(folder, Selection("en"))
    with output:
        output.stage(described("a/en/X-1", b"%PDF new"), b"%PDF new")
        seen = {name: pdf for name, pdf in pdfs(folder).items() if "staging" not in name}
        assert seen == before
    assert pdfs(folder) == before
    assert (folder / NAME).read_bytes() == manifest
    assert rest(folder) == set()


def test_an_error_drops_what_was_staged(folder: Path) -> None:
    """A build that fails in the middle leaves the folder as it was."""
    before = pdfs(folder)
    output = Output(folder, Selection("en"))

    def interrupted() -> None:
        with output:
            output.stage(described("a/en/X-1", b"%PDF new"), b"%PDF new")
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert pdfs(folder) == before
    assert rest(folder) == set()


def test_changed_pdf_is_replaced_and_others_keep_their_time(folder: Path) -> None:
    """What stays the same is not written again, so that copying tools see what is new."""
    old = folder / "b/en/X-1-sheet-a4-standard.pdf"
    os.utime(old, (1, 1))
    os.utime(folder / "a/en/X-1-sheet-a4-standard.pdf", (1, 1))
    build(folder, {"a/en/X-1": b"%PDF new", "b/en/X-1": b"%PDF two"})
    assert pdfs(folder) == {"a/en/X-1": b"%PDF new", "b/en/X-1": b"%PDF two"}
    assert old.stat().st_mtime == 1
    assert (folder / "a/en/X-1-sheet-a4-standard.pdf").stat().st_mtime > 1
    assert true(folder)


def test_nothing_new_leaves_the_manifest_alone(folder: Path) -> None:
    """The same build again writes the same manifest, and does not touch the file."""
    os.utime(folder / NAME, (1, 1))
    build(folder, {"b/en/X-1": b"%PDF two", "a/en/X-1": b"%PDF one"})
    assert (folder / NAME).stat().st_mtime == 1


def test_what_is_no_longer_made_is_removed(folder: Path) -> None:
    """An edition that is gone from the catalogue goes, with the folders that it leaves empty."""
    (folder / "a/en/note.txt").write_text("not ours")
    build(folder, {"b/en/X-2": b"%PDF three"})
    assert pdfs(folder) == {"b/en/X-2": b"%PDF three"}
    assert (folder / "a/en/note.txt").exists()
    (folder / "a/en/note.txt").unlink()
    build(folder, {"a/en/X-1": b"%PDF one"})
    assert not (folder / "b").exists()
    assert true(folder)


def test_removed_by_hand_before(folder: Path) -> None:
    """Somebody who removes a brand everywhere, its PDFs too, has no trouble with the next build."""
    shutil.rmtree(folder / "a")
    build(folder, {"b/en/X-1": b"%PDF two"})
    assert pdfs(folder) == {"b/en/X-1": b"%PDF two"}
    assert true(folder)


def test_other_languages_are_kept(folder: Path) -> None:
    """A build in one language leaves the other languages as they are, in the manifest, too."""
    build(folder, {"a/ko/X-1": b"%PDF ko"}, language="ko")
    assert set(pdfs(folder)) == {"a/en/X-1", "b/en/X-1", "a/ko/X-1"}
    build(folder, {"a/en/X-1": b"%PDF new"}, language="en")
    assert pdfs(folder) == {"a/en/X-1": b"%PDF new", "a/ko/X-1": b"%PDF ko"}
    assert true(folder)


def test_part_of_a_language(folder: Path) -> None:
    """A build of one brand leaves the other brands as they are."""
    entry = described("a/en/X-1", b"%PDF new")
    output = Output(folder, Selection("en", brands=frozenset({"a"})))
    with output:
        output.stage(entry, b"%PDF new")
        output.publish([entry], (), TOOLS, "2")
    assert pdfs(folder) == {"a/en/X-1": b"%PDF new", "b/en/X-1": b"%PDF two"}
    assert true(folder)


def test_what_no_build_makes_any_more(folder: Path) -> None:
    """A handout, clinic or language that is gone leaves no sheet in any language of these pages.

    The build of that language, which may never be, makes what it lacks; others' sheets stay.
    """
    names = ("a/en/X-1", "a/ko/X-1", "a/ko/X-2", "b/ko/X-1", "wrong/ko/X-1", "a/pl/X-1", "a/de/X-9")
    build(folder, dict.fromkeys(names, b"%PDF"), "1", "ko")
    path = folder / NAME
    manifest = manifest_file.read(folder)
    assert manifest
    about = TranslationRecord(
        source_language="en",
        source_title="Sheet",
        source_version="1.0",
        source_hash="sha256:" + 64 * "0",
        standing=Translated.DRAFT,
    )
    editions = tuple(
        entry.model_copy(update={"translation": None if entry.language in "en de" else about})
        for entry in manifest.editions
    )
    path.write_bytes(manifest.model_copy(update={"editions": editions}).to_json())
    brand = Brand(name="A", languages=("en", "ko", "de"))
    row = Handout(id="X-1", slug="sheet", title="Sheet", parts=("walk",))
    clinics = (Clinic("a", brand),)
    catalogue = Catalogue((row,), (), clinics, (), (), set_aside={"wrong": ()})
    output = Output(folder, Selection("en"), catalogue, "en")
    with output:
        entry = described("a/en/X-1", b"%PDF")
        output.stage(entry, b"%PDF")
        output.publish([entry], (), TOOLS, "1")
    assert set(pdfs(folder)) == {"a/en/X-1", "a/ko/X-1", "wrong/ko/X-1", "a/de/X-9"}
    assert true(folder)
    assert not Output(folder, Selection("ko")).up_to_date("1")


def test_broken_manifest_is_written_anew(folder: Path) -> None:
    """A manifest that nobody can read is replaced by a right one."""
    (folder / NAME).write_text("{")
    build(folder, {"a/en/X-1": b"%PDF one", "b/en/X-1": b"%PDF two"})
    assert true(folder)


def test_rejected(folder: Path) -> None:
    """A PDF with an error lies where an editor can look at it, until the next build."""
    output = Output(folder, Selection("en"))
    with output:
        output.reject("a/en/X-1.pdf", b"%PDF bad")
    assert (folder / REJECTED / "a/en/X-1.pdf").read_bytes() == b"%PDF bad"
    build(folder, {"a/en/X-1": b"%PDF one"})
    assert not (folder / REJECTED).exists()


# --- up to date ---------------------------------------------------------------------------------


def test_up_to_date(folder: Path) -> None:
    """Outputs made from the same fingerprint, all intact, need no build."""
    output = Output(folder, Selection("en"))
    assert output.up_to_date("1")
    assert not output.up_to_date("2")
    assert not Output(folder, Selection("ko")).up_to_date("1")
    assert not Output(folder / "gone", Selection("en")).up_to_date("1")


def test_changed_while_a_build_ran(folder: Path) -> None:
    """Where a PDF that was to be left is changed meanwhile, nothing is published."""
    entry, more = described("a/en/X-1", b"%PDF one"), described("a/en/X-2", b"%PDF new")
    before, output = pdfs(folder), Output(folder, Selection("en"))
    with output:
        assert output.keep({entry.edition}, frozenset(), frozenset()) == [entry]
        output.stage(more, b"%PDF new")
        (folder / entry.path).write_bytes(b"%PDF 0ne")
        with pytest.raises(Disturbed, match=r"X-1.*another program changed it.*build them again"):
            output.publish([entry, more], (), TOOLS, "2")
    assert pdfs(folder) == before | {"a/en/X-1": b"%PDF 0ne"}
    assert not Output(folder, Selection("en")).up_to_date("2")


@pytest.mark.parametrize("name", ["a/en/X-1-sheet-a4-standard.pdf", NAME, ".handouts-state-en"])
@pytest.mark.parametrize("content", [b"", b"\xff", None])
def test_damage_needs_a_build(folder: Path, name: str, content: bytes | None) -> None:
    """A PDF, manifest or state that is gone or damaged needs a build, which mends it."""
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    assert not Output(folder, Selection("en")).up_to_date("1")
    build(folder, {"a/en/X-1": b"%PDF one", "b/en/X-1": b"%PDF two"})
    assert Output(folder, Selection("en")).up_to_date("1")
    assert true(folder)


# --- killed -------------------------------------------------------------------------------------

SELF = f"""
import importlib.util, os, signal, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("test_publish", {__file__!r})
ours = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ours)
from sphinx_handouts.records.edition import Selection
from sphinx_handouts.press.publish import Output
folder = Path(sys.argv[1])
"""
KILLED = """
output = Output(folder, Selection("en"))
with output:
    for name in ("a/en/X-1", "b/en/X-1"):
        output.stage(ours.described(name, b"%PDF new"), b"%PDF new")
    if sys.argv[2] == "staged":
        os.kill(os.getpid(), signal.SIGKILL)
    real, count = os.replace, 0
    def replace(source, target):
        global count
        if count == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        real(source, target)
    os.replace = replace
    entries = [ours.described(name, b"%PDF new") for name in ("a/en/X-1", "b/en/X-1")]
    output.publish(entries, (), ours.TOOLS, "2")
"""


NOTED = 2
"""The first rename makes the note whole, the second puts it where it counts."""


def start(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a program that knows this module as ``ours``."""
    command = [sys.executable, "-c", SELF + code, *map(str, arguments)]
    return subprocess.Popen(command)


def test_killed_while_staging(folder: Path) -> None:
    """A build that is killed before it publishes leaves the outputs; the next one cleans up."""
    before = pdfs(folder)
    with start(KILLED, folder, "staged") as killed:
        assert killed.wait() == -9
    assert len(rest(folder)) == 1
    (left,) = rest(folder)
    assert left.startswith(STAGING)
    assert {name: pdf for name, pdf in pdfs(folder).items() if STAGING not in name} == before
    assert Output(folder, Selection("en")).up_to_date("1")
    build(folder, {"a/en/X-1": b"%PDF new"})
    assert rest(folder) == set()


@pytest.mark.parametrize("renames", range(6))
def test_killed_while_publishing(folder: Path, renames: int) -> None:
    """Killed between any two renames, the old set stands, or the new one, once it is looked at."""
    old = pdfs(folder)
    with start(KILLED, folder, renames) as killed:
        assert killed.wait() == -9
    output = Output(folder, Selection("en"))
    stands = [output.up_to_date(fingerprint) for fingerprint in ("1", "2")]
    assert stands == ([True, False] if renames < NOTED else [False, True])
    found = {name: pdf for name, pdf in pdfs(folder).items() if STAGING not in name}
    assert found == (old if renames < NOTED else dict.fromkeys(old, b"%PDF new"))
    assert intact(folder)
    build(folder, {"a/en/X-1": b"%PDF newest", "b/en/X-1": b"%PDF newest"}, "3")
    assert Output(folder, Selection("en")).up_to_date("3")
    assert rest(folder) == set()


def test_what_cannot_be_renamed_is_completed_later(folder: Path) -> None:
    """An error between two renames is reported, and the next build completes the set."""
    entry = described("b/en/X-1", b"%PDF new")
    output, real = Output(folder, Selection("en")), os.replace

    def fail(source: Path, target: Path) -> None:
        if target == folder / entry.path:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
        real(source, target)

    def published() -> None:
        with output, pytest.MonkeyPatch.context() as patch:
            output.stage(entry, b"%PDF new")
            patch.setattr(os, "replace", fail)
            output.publish([entry], (), TOOLS, "2")

    with pytest.raises(OSError, match="Input/output"):
        published()
    assert Output(folder, Selection("en")).up_to_date("2")
    assert pdfs(folder)["b/en/X-1"] == b"%PDF new"


# --- two at once --------------------------------------------------------------------------------

PUBLISHER = """
pdf = b"%PDF " + sys.argv[2].encode() * 5000
for turn in range(30):
    ours.build(folder, {f"a/{sys.argv[3]}/X-{n}": pdf + bytes([turn]) for n in range(5)},
               str(turn), sys.argv[3])
"""


@pytest.mark.parametrize("languages", [("en", "en"), ("en", "ko")])
def test_two_builds_at_once(tmp_path: Path, languages: tuple[str, str]) -> None:
    """Two builds into one folder, in one language or two, end with a true manifest."""
    folder = tmp_path / "out"
    first, second = languages
    with start(PUBLISHER, folder, 1, first) as one, start(PUBLISHER, folder, 2, second) as other:
        assert (one.wait(), other.wait()) == (0, 0)
    assert true(folder)
    assert len(pdfs(folder)) == 5 * len(set(languages))
    assert rest(folder) == set()


def test_a_build_that_lives_keeps_its_staging(folder: Path) -> None:
    """A second build does not clean up what a living one has staged."""
    first, entry = Output(folder, Selection("en")), described("a/en/X-1", b"%PDF new")
    with first:
        first.stage(entry, b"%PDF new")
        build(folder, {"b/en/X-1": b"%PDF two"})
        first.publish([entry], (), TOOLS, "2")
    assert pdfs(folder) == {"a/en/X-1": b"%PDF new"}
    assert true(folder)
    assert rest(folder) == set()


def test_overtaken_by_another_build(folder: Path) -> None:
    """A build that is overtaken still publishes what it made, not what it saw when it began."""
    slow, entry = Output(folder, Selection("en")), described("a/en/X-1", b"%PDF one")
    with slow:
        slow.stage(entry, b"%PDF one")  # as it stands
        build(folder, {"a/en/X-1": b"%PDF overtook"})
        slow.publish([entry], (), TOOLS, "2")
    assert pdfs(folder) == {"a/en/X-1": b"%PDF one"}
    assert true(folder)


# --- the disk is full ---------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk(small_disk: Path) -> None:
    """On a full disk the build fails, and leaves the outputs, whole, and no rubbish."""
    folder = small_disk / "out"
    build(folder, {"a/en/X-1": b"%PDF one", "b/en/X-1": b"%PDF two"})
    with pytest.raises(OSError, match="No space left") as caught:
        build(folder, {f"a/en/X-{n}": b"%PDF " + bytes(50_000) for n in range(9)}, "2")
    assert caught.value.errno == errno.ENOSPC
    assert pdfs(folder) == {"a/en/X-1": b"%PDF one", "b/en/X-1": b"%PDF two"}
    assert Output(folder, Selection("en")).up_to_date("1")
    assert rest(folder) == set()
