"""Sheets and letterheads that tests only look at, or dress: each is laid out once in a run.

What is asked for in the same words is the same: tests of the laying out prove that it is.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from sphinx_handouts.pdf.letterhead import furnish
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.letterhead import Letterhead, LetterheadJob
from sphinx_handouts.records.rendered import Rendered

Job = TypeVar("Job")
Made = TypeVar("Made")
_shared: list[Path] = []


@pytest.fixture(scope="session", autouse=True)
def shared_sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all processes of a run share what was laid out."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each process has its own folder in one of the run
        base = base.parent
    (folder := base / "laid-out").mkdir(exist_ok=True)
    _shared.append(folder)
    yield
    _shared.clear()


@cache
def rendered(job: RenderJob) -> Rendered:
    """Return a sheet."""
    return _kept(job, render)


@cache
def furnished(job: LetterheadJob) -> Letterhead:
    """Return a letterhead."""
    return _kept(job, furnish)


def _kept(job: Job, make: Callable[[Job], Made]) -> Made:
    kept = _shared[0] / hashlib.sha256(repr(job).encode()).hexdigest()
    if kept.exists():
        found: Made = pickle.loads(kept.read_bytes())
        return found
    made = make(job)
    draft = kept.with_suffix(f".{os.getpid()}")
    draft.write_bytes(pickle.dumps(made))
    draft.rename(kept)
    return made
