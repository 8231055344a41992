"""Pages are reviewed in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from ..records.finding import Finding, Kind, Severity
from ..records.schema.page_review import PageReview
from ..records.states import State
from .declaration import Check

CHECK = Check(
    Kind.REVIEW_DATE,
    Severity.WARNING,
    "Dates of reviews",
    "Evidence grows old. A page that nobody has looked at for years may tell what is no longer "
    "true.",
    "Search the evidence again, review the page, and set both dates in its front matter.",
)

_TIMELY = {State.DUE, State.OVERDUE}
"""States that the date of the next review decides."""
WARN_DAYS = 90
"""A review is told this many days ahead."""
SAFETY_MONTHS = 12
"""A page on safety is reviewed within this time."""


def check_review_dates(
    reviews: Mapping[str, PageReview], today: dt.date, months: int, safety: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for each review that is due or overdue, or set too far ahead.

    *months* is the longest time from the evidence search to the next review (0: any); the pages
    in *safety* have a shorter one.
    """
    for docname, review in reviews.items():
        left = (review.next_review - today).days
        if left < 0:
            yield _warn(docname, f"was due on {review.next_review}, {-left} days ago; review it")
        elif left <= WARN_DAYS:
            yield _warn(docname, f"is due on {review.next_review}, in {left} days; plan it")
        if left > (WARN_DAYS if review.state is State.DUE else 0) and review.state in _TIMELY:
            problem = f'is on {review.next_review}, and the state says "{review.state}"'
            yield _warn(docname, f"{problem}; set the state that the page has now")
        yield from _to_come(docname, review, today)
        allowed = SAFETY_MONTHS if docname in safety else months
        latest = _later(review.evidence_searched, allowed)
        if allowed and review.next_review > latest:
            safe, others = "a page on safety is reviewed", "pages are reviewed"
            what, rule = (
                (safe, "handouts_safety_pages")
                if docname in safety
                else (others, "handouts_review_months")
            )
            yield _warn(
                docname,
                f"is set for {review.next_review}: {what} within {allowed} months of "
                f"the evidence search ({rule} in conf.py); set next_review to {latest} or earlier",
            )
    for docname in sorted(set(safety) - reviews.keys()):
        message = f'conf.py: handouts_safety_pages: "{docname}" has no review table; add one to it'
        yield Finding(Kind.REVIEW_DATE, message, Severity.WARNING)


def check_reviewed(parts: Mapping[str, str], reviews: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each page that handouts are made of and that is never reviewed.

    *parts* maps such a page to a handout that uses it.
    """
    if not reviews:  # a project that keeps no reviews
        return
    for docname, handout in sorted(parts.items()):
        if docname not in reviews:
            message = f"{handout} is made of this page, and it has no review table; add one"
            message += " (the rule: handouts_reviews in conf.py)"
            yield Finding(Kind.REVIEW_DATE, message, Severity.WARNING, docname, 1)


def _to_come(docname: str, review: PageReview, today: dt.date) -> Iterator[Finding]:
    """Yield that what has been done was done on a day to come."""
    tomorrow = today + dt.timedelta(days=1)  # in the east, a day begins before that of UTC
    done = ("rests on a search", review.evidence_searched), ("was approved", review.approved)
    for what, date in done:
        if date and date > tomorrow:
            yield _warn(docname, f"{what} on {date}, which has not come yet; mend it")


def _warn(docname: str, problem: str) -> Finding:
    return Finding(Kind.REVIEW_DATE, f"the review {problem}", Severity.WARNING, docname, 1)


def _later(date: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of that month."""
    count = date.year * 12 + date.month - 1 + months
    if count // 12 >= dt.MAXYEAR:
        return dt.date.max
    first = dt.date(count // 12, count % 12 + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return min(first + dt.timedelta(days=date.day - 1), last)
