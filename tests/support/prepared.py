"""Projects that stand ready: built once in a process, and put back for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from projects import LayOut, Project

Prepared = Callable[..., Project]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, lay_out_warm: LayOut) -> Prepared:
    """Return a function that gives a root as *make* left it, doctrees, outputs and all.

    A process makes each once. It always stands in the same place, since Sphinx reads all pages of
    a project that was moved; what the test before did to it is undone.
    """

    def prepare(make: Callable[[Project], object], root: str = "base") -> Project:
        name = f"{make.__module__}.{make.__qualname__}-{root}"
        place = tmp_path_factory.getbasetemp() / "prepared" / name
        folder, saved = place / "project", place / "saved"
        shutil.rmtree(folder, ignore_errors=True)
        if not saved.exists():
            make(lay_out_warm(root, folder))
            shutil.copytree(folder, saved, symlinks=True)
        else:
            shutil.copytree(saved, folder, symlinks=True)
        return Project(folder)

    return prepare


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
