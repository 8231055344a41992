"""The session that breaks builds: a small part of it, and that it notices what is broken.

``nox -s chaos`` lets all of it happen, often.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chaos import Outcome, Tally, happen
from ground import HANDOUTS, HOSTED, Broken, Ground


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Return a project to break."""
    return Ground(tmp_path_factory.mktemp("ground")).prepare()


def test_killed(ground: Ground) -> None:
    """A build that is killed leaves one set of PDFs or the other, and the next one is clean."""
    # A moment in the middle: one that came when all is over would have to come again.
    outcome = happen(ground, "killed at a random moment", 0, seed=19)
    assert (outcome.failure, outcome.skipped) == ("", "")
    assert outcome.standing in {"old", "new", "old and new"}


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.unlink(),
        lambda path: path.with_name("KP-09-more-a4-standard.pdf").write_bytes(b"%PDF-"),
    ],
    ids=["cut short", "missing", "one too many"],
)
@pytest.mark.parametrize("folder", [HANDOUTS, HOSTED])
def test_a_broken_set_is_noticed(ground: Ground, folder: str, harm: Callable[..., object]) -> None:
    """A PDF that is cut short, missing or too many is neither the one set nor the other."""
    ground.restore()
    assert ground.standing() == "old"
    harm(next((ground.project / folder).rglob("*.pdf")))
    with pytest.raises(Broken, match=f"^{folder} holds neither"):
        ground.standing()


def test_tally() -> None:
    """The table counts what happened, what stood and what failed, and says what was not tried."""
    tally = Tally(
        [
            Outcome("killed", 0, "old"),
            Outcome("killed", 1, "new", "it broke"),
            Outcome("starved", 0, skipped="no limit of memory can be set here"),
        ]
    )
    rows = [line.split() for line in tally.table(["killed", "starved"])]
    assert rows[1] == ["killed", "2", "1", "1", "0", "1", "1"]
    assert rows[2] == ["starved", "0", "0", "0", "0", "0", "0"]
    assert " ".join(rows[3]) == "not tried: no limit of memory can be set here"
    assert [outcome.number for outcome in tally.failed] == [1]
