"""In which order sheets are laid out."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path

from clinics import SHORT_CONTACT, clinic
from presses import Desk, page_in
from sphinx_handouts.press.workers.garbage import SELDOM, garbage_left


def test_longest_first(tmp_path: Path) -> None:
    """No worker has a book to lay out when all others have nothing left to do."""
    short, long = page_in("en"), page_in("en", "rest", more="<p>Rest a little more.</p>")
    tally = Desk(tmp_path).print([short, long], [clinic("Ash", SHORT_CONTACT)])
    assert [entry.edition.handout for entry in tally.entries] == ["BP-02", "BP-01"]


def test_garbage_is_looked_for_as_before_once_a_build_is_over() -> None:
    """While sheets are made it is left, and what was there before is not looked at again."""
    before = gc.get_threshold()
    with suppress(ValueError), garbage_left():
        assert gc.get_threshold() == SELDOM
        assert gc.get_freeze_count() > 0
        raise ValueError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
