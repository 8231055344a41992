"""In which order sheets are laid out."""

from __future__ import annotations

from pathlib import Path

from clinics import SHORT_CONTACT, clinic
from presses import Desk, page_in


def test_longest_first(tmp_path: Path) -> None:
    """No worker has a book to lay out when all others have nothing left to do."""
    short, long = page_in("en"), page_in("en", "rest", more="<p>Rest a little more.</p>")
    tally = Desk(tmp_path).print([short, long], [clinic("Ash", SHORT_CONTACT)])
    assert [entry.edition.handout for entry in tally.entries] == ["BP-02", "BP-01"]
