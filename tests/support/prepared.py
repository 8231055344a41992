"""Projects that stand ready: built once in a process, and put back for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import LayOut, Project

Prepared = Callable[..., Project]
Marks = dict[Path, tuple[int, int] | None]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, lay_out_warm: LayOut) -> Prepared:
    """Return a function that gives a root as *make* left it, doctrees, outputs and all.

    A process makes each once. It always stands in the same place, since Sphinx reads all pages of
    a project that was moved; what the test before did to it is undone.
    """
    known: dict[str, Marks] = {}

    def prepare(make: Callable[[Project], object], root: str = "base") -> Project:
        name = f"{make.__module__}.{make.__qualname__}-{root}"
        place = tmp_path_factory.getbasetemp() / "prepared" / name
        folder, saved = place / "project", place / "saved"
        if name not in known:
            make(lay_out_warm(root, folder))
            shutil.copytree(folder, saved, symlinks=True)
        else:
            put_back(saved, folder, known[name])
        known[name] = marks(folder)
        return Project(folder)

    return prepare


def marks(folder: Path) -> Marks:
    """Return each folder and file below *folder*, of a file how to know it: not even times lie."""
    found: Marks = {}
    for path in folder.rglob("*"):
        told = path.lstat()
        is_folder = path.is_dir() and not path.is_symlink()
        found[path.relative_to(folder)] = None if is_folder else (told.st_ino, told.st_ctime_ns)
    return found


def put_back(saved: Path, folder: Path, before: Marks) -> None:
    """Undo what has become of *folder* since it had these marks, when it was like *saved*."""
    folder.mkdir(exist_ok=True)
    now = marks(folder)
    changed = {
        name for name in now.keys() | before.keys() if now.get(name, 0) != before.get(name, 0)
    }
    for name in sorted(changed & now.keys(), reverse=True):  # what is within goes first
        path = folder / name
        path.rmdir() if now[name] is None else path.unlink()
    for name in sorted(changed & before.keys()):
        if before[name] is None:
            (folder / name).mkdir()
        else:
            shutil.copy2(saved / name, folder / name, follow_symlinks=False)
    for name in sorted(name for name, mark in before.items() if mark is None):
        shutil.copystat(saved / name, folder / name)
    os.utime(folder, ns=(saved.stat().st_atime_ns, saved.stat().st_mtime_ns))


def make_sheets(project: Project) -> None:
    """Print the sheets of a project, all from the cache."""
    _cached, rendered, failed = project.good("-W").counts
    assert (rendered, failed) == (0, 0)


def make_all(project: Project) -> None:
    """Print the sheets of a project, and build its guide."""
    for builder in ("handouts", "html"):
        project.good("-W", builder=builder)


@pytest.fixture
def made(prepared: Prepared) -> Project:
    """Return the smallest project, its sheets printed."""
    return prepared(make_sheets)


@pytest.fixture
def made_guide(prepared: Prepared) -> Project:
    """Return a small guide with a library, its sheets printed."""
    return prepared(make_sheets, "guide")
