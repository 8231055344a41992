"""``withdraw``: a handout leaves the library once, with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from desks import Desk, Said


@pytest.fixture
def released(desk: Desk) -> Desk:
    """Return a folder in which both handouts were released."""
    desk.good("release", "--all", "--minor", "First.")
    return desk


def test_withdraw(released: Desk) -> None:
    """A withdrawal stands at the end of the ledger, with its reason and what to use instead."""
    said = released.type("withdraw", "KP-01", "Out of date.", "--see", "KP-02")
    assert said == Said(0, ["KP-01: withdrawn; build again to change its status pages"], [])
    (withdrawal,) = released.ledger.withdrawals
    assert (withdrawal.id, withdrawal.reason, withdrawal.see) == ("KP-01", "Out of date.", "KP-02")
    assert withdrawal.date == dt.date(2026, 11, 23)
    assert len(released.ledger.revisions) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("KP-09", "Why."),
            'error: "KP-09" was never released; remove it from catalogue.toml',
        ),
        (("kp-01", "Why."), 'error: "kp-01" was never released; did you mean "KP-01"?'),
        (("KP-01", "Why.", "--see", "KP-09"), 'error: --see: "KP-09" was never released'),
        (("KP-01", "Why.", "--see", "KP-01"), 'error: --see: "KP-01" is the one to withdraw'),
        (("KP-01", ""), "error: say why, in a sentence for patients"),
        (("KP-01", " "), "error: say why, in a sentence for patients"),
        (
            ("KP-01", "Why.\nBecause."),
            "error: KP-01: reason: has a line break after 4 characters; write it on one line",
        ),
        (
            ("KP-01", "Why.", "--handouts", "gone"),
            "error: gone: no such folder; name the one with catalogue.toml",
        ),
    ],
)
def test_withdraw_refused(released: Desk, words: tuple[str, ...], sentence: str) -> None:
    """What cannot be withdrawn is told in a sentence, and nothing is written."""
    assert released.bad("withdraw", *words) == sentence


def test_withdraw_twice(released: Desk) -> None:
    """A handout is withdrawn once, and none is recommended that is withdrawn."""
    released.good("withdraw", "KP-01", "Why.")
    assert released.bad("withdraw", "KP-01", "Why.") == 'error: "KP-01" is withdrawn already'
    line = released.bad("withdraw", "KP-02", "Why.", "--see", "KP-01")
    assert line == 'error: --see: "KP-01" is withdrawn, too'
