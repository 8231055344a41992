"""A page that shows the state of the content at a glance: one file, no script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from markupsafe import Markup

from ...records.states import State
from ...sheets.templates import environment
from .plots import Dot, grades, reviews
from .report import Health, Report, Row
from .rules import rule


def to_html(report: Report) -> str:
    """Return the page."""
    health = report.health
    return (
        environment("reports")
        .get_template("health.html")
        .render(
            report=report,
            health=health,
            approved=_approved(health),
            next_review=min((date for _kind, date in _dates(health)), default=None),
            pictures=list(_pictures(health)),
            timeline=Markup(reviews(_dates(health), health.today)),
            findings_of=lambda row: _findings_of(report, row),
            rule=rule,
            uncited=[
                source for source in health.sources if not source.pages and not source.handouts
            ],
        )
    )


def _approved(health: Health) -> int:
    """Return how many handouts may be handed out."""
    allowed = {state.value for state in State if state.may_be_handed_out}
    return sum(row.state in allowed for row in health.handouts)


def _pictures(health: Health) -> Iterator[tuple[str, Markup]]:
    """Yield a picture for each measure of reading."""
    for name, key in (("Flesch-Kincaid grade", "flesch_kincaid"), ("SMOG grade", "smog")):
        dots = [
            Dot(row.name, kind, getattr(row.reading, key))
            for kind, rows in (("page", health.pages), ("handout", health.handouts))
            for row in rows
            if row.reading is not None
        ]
        if dots:
            picture = grades(dots, getattr(health.limits, key), name)
            yield name, Markup(picture)


def _dates(health: Health) -> Iterator[tuple[str, dt.date]]:
    for kind, rows in (("page", health.pages), ("handout", health.handouts)):
        yield from ((kind, row.next_review) for row in rows if row.next_review)


def _findings_of(report: Report, row: Row) -> int:
    """Return how many findings a page or handout has."""
    handout = row in report.health.handouts
    return sum(
        finding.path == row.path and (not handout or row.name in finding.message)
        for finding in report.findings
    )
