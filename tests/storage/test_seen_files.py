"""What stands in a folder is known without reading it, and whatever was changed is noticed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx_handouts.records.manifest import NAME as MANIFEST
from sphinx_handouts.records.manifest import Entry, Manifest
from sphinx_handouts.records.states import State
from sphinx_handouts.storage import manifest_file
from sphinx_handouts.storage.seen_files import NAME, SeenFiles, moment

PDF, OTHER = b"%PDF one", b"%PDF two"


def entry_of(name: str, pdf: bytes = PDF) -> Entry:
    """Return the record of a PDF."""
    return Entry(
        **dict.fromkeys(("id", "slug", "title", "summary", "subject", "clinic"), "x"),
        brand="a",
        language="en",
        paper="a4",
        variant="standard",
        version="1.0",
        state=State.DRAFT,
        next_review=dt.date(2030, 1, 1),
        pages=1,
        bytes=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        path=name,
        sources=(),
    )


ENTRIES = [entry_of(f"a/{number}.pdf") for number in range(3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with PDFs and their manifest, which are remembered."""
    (tmp_path / "a").mkdir()
    for entry in ENTRIES:
        (tmp_path / entry.path).write_bytes(PDF)
    (tmp_path / MANIFEST).write_bytes(Manifest(tools={}, editions=tuple(ENTRIES)).to_json())
    SeenFiles(tmp_path).remember(ENTRIES, {entry.path for entry in ENTRIES}, moment())
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the files that are read to know them."""
    found: list[str] = []
    real = manifest_file.unchanged

    def unchanged(folder: Path, entry: Entry) -> bool:
        found.append(entry.path)
        return real(folder, entry)

    monkeypatch.setattr(manifest_file, "unchanged", unchanged)
    return found


def test_what_looks_the_same_is_not_read(folder: Path, reads: list[str]) -> None:
    """Files that were remembered are known without their content."""
    seen = SeenFiles(folder)
    assert seen.is_as_remembered()
    assert all(map(seen.has, ENTRIES))
    assert reads == []


def rewritten(path: Path) -> None:
    """Write other content of the same length, and set the time of the file back."""
    before = path.stat()
    path.write_bytes(OTHER)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    """Put another file of the same length and time in its place."""
    before, other = path.stat(), path.with_suffix(".new")
    other.write_bytes(OTHER)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def exchanged(path: Path) -> None:
    """Put an older file in its place, as a program does that restores a backup."""
    other = path.with_suffix(".old")
    other.write_bytes(OTHER)
    os.utime(other, ns=(0, 0))
    path.unlink()
    shutil.move(other, path)


def overwritten_in_place(path: Path) -> None:
    """Change one byte, and nothing else."""
    with path.open("r+b") as file:
        file.write(b"&")


CHANGES = [rewritten, replaced, exchanged, overwritten_in_place, Path.unlink]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_was_changed_is_noticed(folder: Path, change: Callable[[Path], None]) -> None:
    """A file with other content is noticed, however it got there and whatever its time says."""
    change(folder / ENTRIES[1].path)
    seen = SeenFiles(folder)
    assert not seen.is_as_remembered()
    assert [seen.has(entry) for entry in ENTRIES] == [True, False, True]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_that_nobody_saw_is_not_remembered(
    folder: Path, change: Callable[[Path], None]
) -> None:
    """A file that is changed between a look and the moment of remembering stays unknown."""
    seen = SeenFiles(folder)
    assert all(map(seen.has, ENTRIES))
    change(folder / ENTRIES[1].path)
    seen.remember(ENTRIES)
    again = SeenFiles(folder)
    assert not again.is_as_remembered()
    assert [again.has(entry) for entry in ENTRIES] == [True, False, True]


def test_a_change_after_it_was_put_there_is_not_remembered(folder: Path) -> None:
    """What was written after the caller has put its files there is not the caller's."""
    put_by = moment()
    (folder / ENTRIES[0].path).write_bytes(OTHER)
    SeenFiles(folder).remember(ENTRIES, {ENTRIES[0].path}, put_by)
    assert not SeenFiles(folder).is_as_remembered()
    assert not SeenFiles(folder).has(ENTRIES[0])


def test_a_moment_parts_what_is_written_before_from_what_is_written_after(tmp_path: Path) -> None:
    """However coarse the times of files are, and however quickly one is written after the other."""
    for number in range(50):
        for name in ("before", "after"):
            (tmp_path / f"{name} {number}").write_bytes(PDF)
            if name == "before":
                between = moment()
        before, after = ((tmp_path / f"{n} {number}").stat() for n in ("before", "after"))
        assert before.st_mtime_ns < between <= after.st_mtime_ns


def test_touched(folder: Path, reads: list[str]) -> None:
    """A file that was only touched is read once, and then known again."""
    (folder / ENTRIES[0].path).touch()
    seen = SeenFiles(folder)
    assert not seen.is_as_remembered()
    assert all(map(seen.has, ENTRIES))
    assert reads == [ENTRIES[0].path]
    seen.remember(ENTRIES)
    assert SeenFiles(folder).is_as_remembered()


def test_another_record(folder: Path) -> None:
    """A file that stands there as ever is not that of a record with another digest."""
    assert not SeenFiles(folder).has(entry_of(ENTRIES[0].path, OTHER))


def test_changed_manifest(folder: Path) -> None:
    """Where the manifest was changed, it is not trusted to be what is remembered."""
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes() + b"\n")
    assert not SeenFiles(folder).is_as_remembered()


def test_whole_seconds(folder: Path) -> None:
    """On a file system that counts whole seconds, nothing is remembered: a change may not show."""
    path = folder / NAME
    seen = SeenFiles(folder)
    coarse = (8, 1, 1_000_000_000, 1_000_000_000)
    seen._look = lambda _path: coarse
    seen.remember(ENTRIES, {entry.path for entry in ENTRIES}, moment())
    assert not SeenFiles(folder).is_as_remembered()
    assert path.read_text("ascii") == "{}"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a": 1}', b'{"a": [1, 2]}', b"\xff"])
def test_damaged(folder: Path, content: bytes) -> None:
    """What is remembered is only a shortcut: where it is damaged, all is read."""
    (folder / NAME).write_bytes(content)
    seen = SeenFiles(folder)
    assert not seen.is_as_remembered()
    assert all(map(seen.has, ENTRIES))


def test_what_is_hosted_holds_no_memory(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is remembered of a folder may stand elsewhere, and is found there."""
    (folder / NAME).unlink()
    private = tmp_path_factory.mktemp("private")
    SeenFiles(folder, private).remember(ENTRIES, {e.path for e in ENTRIES}, moment())
    assert not (folder / NAME).exists()
    assert SeenFiles(folder, private).is_as_remembered()
    assert not SeenFiles(folder).is_as_remembered()
