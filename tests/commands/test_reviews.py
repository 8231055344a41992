"""``reviews``: what must be reviewed soon is listed, and what is overdue."""

from __future__ import annotations

import datetime as dt

import pytest
from desks import Desk


@pytest.mark.parametrize(
    ("day", "options", "status", "expected"),
    [
        ("2026-10-01", (), 0, ["0 reviews are overdue"]),
        ("2026-11-03", (), 0, ["due on 2027-02-01, in 90 days", "0 reviews are overdue"]),
        ("2026-11-02", (), 0, ["0 reviews are overdue"]),
        ("2026-10-01", ("--days", "365"), 0, ["due on 2027-02-01, in 123 days", "0 reviews"]),
        ("2027-02-01", ("--strict",), 0, ["due on 2027-02-01, in 0 days", "0 reviews are overdue"]),
        ("2027-02-02", (), 0, ["review overdue since 2027-02-01", "1 review is overdue"]),
        ("2027-02-02", ("--strict",), 2, ["review overdue since 2027-02-01"]),
    ],
)
def test_reviews(
    desk: Desk, day: str, options: tuple[str, ...], status: int, expected: list[str]
) -> None:
    """What is due within 90 days is listed, and what is overdue, which ``--strict`` forbids."""
    desk.build(KP_01="a")
    epoch = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    said = desk.call("reviews", *options, SOURCE_DATE_EPOCH=str(int(epoch)))
    assert said.status == status
    assert len(said.out) == len(expected)
    for line, words in zip(said.out, expected, strict=True):
        assert words in line
        assert line.startswith(("KP-01 en: review ", "0 ", "1 "))
    assert bool(said.err) == bool(status)


def test_reviews_without_a_build(desk: Desk) -> None:
    """Without a manifest there is nothing to list."""
    line = desk.bad("reviews", "--manifest", "gone/manifest.json")
    assert line == "error: gone/manifest.json: no manifest; build the handouts first"
