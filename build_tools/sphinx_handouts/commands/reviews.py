"""The ``reviews`` command: which handouts must be reviewed soon, the most urgent first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from ..project import revisions
from ..project.revisions import WARN_DAYS
from .endings import CommandError
from .places import add_manifest, read_manifest


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("reviews", help="list the handouts to review soon")
    parser.add_argument(
        "--days", type=int, default=WARN_DAYS, help=f"how far ahead to look ({WARN_DAYS})"
    )
    parser.add_argument("--strict", action="store_true", help="fail where a review is overdue")
    add_manifest(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Say which handouts must be reviewed within the days to come."""
    built = read_manifest(options.manifest)
    today = revisions.today()
    dates = {(e.next_review, e.id, e.language) for e in built.editions if e.next_review}
    late = 0
    for date, identifier, language in sorted(dates):
        days = (date - today).days
        if days < 0:
            late += 1
            yield f"{identifier} {language}: review overdue since {date}"
        elif days <= options.days:
            yield f"{identifier} {language}: review due on {date}, in {days} days"
    if late and options.strict:
        raise CommandError(f"{late} reviews are overdue; review the pages, and set next_review")
    yield f"{late} {'review is' if late == 1 else 'reviews are'} overdue"
