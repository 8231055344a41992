"""In which order sheets are laid out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import presses
import pytest
from clinics import SHORT_CONTACT, clinic
from presses import Desk, page_in
from sphinx_handouts.press.workers.desk import Backlog
from sphinx_handouts.press.workers.garbage import SELDOM, garbage_left, loading
from sphinx_handouts.press.workers.work import Job, Result, work
from sphinx_handouts.records.jobs import DressJobs, RenderJob
from sphinx_handouts.storage import manifest_file


def test_longest_first(tmp_path: Path) -> None:
    """No worker has a book to lay out when all others have nothing left to do."""
    short, long = page_in("en"), page_in("en", "rest", more="<p>Rest a little more.</p>")
    tally = Desk(tmp_path).print([short, long], [clinic("Ash", SHORT_CONTACT)])
    assert [entry.edition.handout for entry in tally.entries] == ["BP-02", "BP-01"]


class Late(presses.Here):
    """Begins with the first job, and ends it when nothing else is left: another worker's book."""

    def results(self, waiting: Backlog) -> Iterator[tuple[str, Result]]:
        """Yield what comes of the jobs that wait, that of the first one late."""
        book = waiting.keys.popleft()
        yield from super().results(waiting)
        yield book, self.work(waiting.load(book))
        yield from super().results(waiting)


def test_sheets_are_dressed_while_a_book_is_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is dressed by then is published as all else; the book is dressed when it is there."""
    done: list[type[Job]] = []

    def noted(job: Job) -> Result:
        done.append(type(job))
        return work(job)

    monkeypatch.setattr(presses, "HERE", Late(noted, lambda: None, (), 1))
    short, long = page_in("en"), page_in("en", "rest", more="<p>Rest a little more.</p>")
    clinics = [clinic("Ash", SHORT_CONTACT), replace(clinic("Oak", SHORT_CONTACT), key="oak")]
    desk = Desk(tmp_path)
    tally = desk.print([short, long], clinics)
    assert done == [RenderJob, DressJobs, RenderJob, DressJobs]
    assert (tally.rendered, tally.dressed, tally.findings) == (4, 4, [])
    assert [entry.edition.handout for entry in tally.entries] == ["BP-01"] * 2 + ["BP-02"] * 2
    for entry in tally.entries:
        assert manifest_file.describes(entry, desk.pdf(entry))


def test_garbage_is_looked_for_as_before_once_a_build_is_over() -> None:
    """While sheets are made it is left, and what was there before is not looked at again."""
    before = gc.get_threshold()
    with suppress(ValueError), garbage_left():
        assert gc.get_threshold() == SELDOM
        assert gc.get_freeze_count() > 0
        raise ValueError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_no_garbage_is_looked_for_while_modules_are_loaded() -> None:
    """What is loaded is taken for old; garbage is looked for again, whatever went wrong."""
    with suppress(ValueError), loading():
        made = [[] for _each in range(5)]
        assert not gc.isenabled()
        raise ValueError
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
    old = gc.get_objects(generation=2)
    assert all(any(each is one for one in old) for each in made)
