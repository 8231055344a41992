"""Where a handout stands in document control: as its least approved page does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from ..pages.problems import reviews
from ..project import revisions
from ..records.schema import STATES, State

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def standing(
    env: BuildEnvironment, docnames: Collection[str], *, draft: bool
) -> tuple[State, dt.date | None]:
    """Return the least approved state of a handout's pages, and their earliest review."""
    known = [review for name, review in reviews(env).items() if name in docnames]
    states = [review.state for review in known]
    if len(known) < len(docnames):  # a page without a review was never reviewed
        states.append(State.PENDING)
    if draft:
        states.append(State.DRAFT)
    next_review = min((review.next_review for review in known), default=None)
    if next_review and next_review < revisions.today():
        states.append(State.OVERDUE)
    return min(states, key=STATES.index), next_review
