"""Where pages and handouts stand in document control."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a page stands in document control, the least approved first."""

    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    OUTDATED = "outdated"
    """A translation of a text that has changed since."""
    PENDING = "pending clinical review"
    OVERDUE = "overdue"
    DUE = "review due"
    APPROVED = "approved"
    NOT_KEPT = "no reviews"
    """The project keeps no reviews: of a handout, never of a page."""

    @property
    def is_approved(self) -> bool:
        """Whether a named clinician has approved the text."""
        return self in {State.APPROVED, State.DUE}

    @property
    def may_be_handed_out(self) -> bool:
        """Whether it is approved, or needs no approval."""
        return self.is_approved or self is State.NOT_KEPT


STATES = tuple(State)
