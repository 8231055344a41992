"""What the front matter of a page says of its review."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ..states import STATES, State
from .strict import Strict
from .values import NonEmpty, Text


def _is_of_page(state: Any) -> Any:
    """Let a page be in none but the states that it can be in."""
    known = [str(known) for known in STATES if known is not State.NOT_KEPT]
    if state in known:
        return state
    words = ", ".join(f"'{name}'" for name in known[:-1])
    expected = {"expected": f"{words} or '{known[-1]}'"}
    raise PydanticCustomError("enum", "must be {expected}", expected)


class PageReview(Strict):
    """The ``review`` table in the front matter of a page."""

    id: NonEmpty = Field(description='Stable id of the page: "PG-03".')
    owner: NonEmpty = Field(description="Role that keeps the page up to date.")
    state: Annotated[State, BeforeValidator(_is_of_page)] = Field(
        description="State in document control."
    )
    evidence_searched: dt.date = Field(description="Date of the evidence search: 2026-01-31.")
    next_review: dt.date = Field(description="Date of the next review: 2028-01-31.")
    version: NonEmpty = Field(description='Version of the text, in quotation marks: "1.0".')
    change: NonEmpty = Field(description="What changed in this version, in a sentence.")
    author: Text = Field("", description="Who wrote it.")
    reviewer: Text = Field("", description="Name of the clinician who approved it.")
    reviewer_role: Text = Field("", description="Role of that clinician.")
    approved: dt.date | None = Field(None, description="Date of approval.", validate_default=True)

    # Each rule stands at one key, so that all mistakes of a table are told together.

    @field_validator("state")
    @classmethod
    def _state_is_of_a_page(cls, state: State) -> State:
        if state is State.OUTDATED:
            raise ValueError(f'"{state}" is a state of translations; write another')
        return state

    @field_validator("next_review")
    @classmethod
    def _next_review_follows(cls, date: dt.date, info: ValidationInfo) -> dt.date:
        searched = info.data.get("evidence_searched")
        if searched and date <= searched:
            raise ValueError("must be later than evidence_searched")
        return date

    @field_validator("approved")
    @classmethod
    def _approval_is_whole(cls, date: dt.date | None, info: ValidationInfo) -> dt.date | None:
        state, searched = info.data.get("state"), info.data.get("evidence_searched")
        names = [info.data.get(key, "wrong") for key in ("reviewer", "reviewer_role")]
        if state in {State.APPROVED, State.DUE, State.OVERDUE} and not (date and all(names)):
            raise ValueError(
                f'state "{state}" needs reviewer, reviewer_role and approved: '
                "a named clinician approves a page"
            )
        if date and searched and date < searched:
            raise ValueError("must not be earlier than evidence_searched")
        return date
