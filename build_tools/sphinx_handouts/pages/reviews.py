"""The review table of each page's front matter, and the standing that it gives a handout."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Set
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from ..project import revisions
from ..project.validation import validate
from ..records.model import Finding, Kind
from ..records.schema import STATES, PageReview, State
from .problems import note_problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _table(env: BuildEnvironment) -> dict[str, PageReview]:
    if not hasattr(env, "handouts_reviews"):
        env.handouts_reviews = {}  # type: ignore[attr-defined]
    table: dict[str, PageReview] = env.handouts_reviews  # type: ignore[attr-defined]
    return table


def reviews(env: BuildEnvironment) -> dict[str, PageReview]:
    """Return the review state of each page that has one."""
    return dict(sorted(_table(env).items()))


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


class ReviewCollector(EnvironmentCollector):
    """Collects the review table of each page."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        _table(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what a parallel reader found."""
        for docname in docnames & _table(other).keys():
            _table(env)[docname] = _table(other)[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Validate the page's ``review`` table."""
        env = app.env
        docname = env.current_document.docname
        text = env.metadata[docname].get("review")
        if text is None:
            found = _unread_review(env.doc2path(docname).read_text("utf-8-sig", errors="replace"))
        else:
            found = _page_review(str(text))
        review, findings = found
        for finding in findings:
            note_problem(
                env, Finding(finding.kind, finding.message, docname=docname, line=finding.line)
            )
        if review is not None:
            _table(env)[docname] = review


_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<text>.*?\n)---[ \t]*\n", re.DOTALL)
_REVIEW = re.compile(r"^review\s*:", re.MULTILINE)
_DATE = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b")


def _unread_review(source: str) -> tuple[PageReview | None, list[Finding]]:
    """Find out why there is no ``review`` in the metadata of a page whose front matter has one.

    MyST only warns of front matter that is not valid YAML, such as one with an impossible date,
    and goes on as if there were none.
    """
    front = _FRONT_MATTER.match(source)
    if front is None or not _REVIEW.search(front["text"]):
        return None, []
    for date in _DATE.findall(front["text"]):
        try:
            dt.date(*map(int, date.split("-")))
        except ValueError:
            message = f'front matter: review: "{date}" is not a date; write one that exists'
            return None, [Finding(Kind.REVIEW, message)]
    message = "front matter: review: not valid YAML; mend its indents, colons and quotation marks"
    return None, [Finding(Kind.REVIEW, message)]


def _page_review(text: str) -> tuple[PageReview | None, list[Finding]]:
    """Validate the ``review`` table of a page's front matter."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        return None, [
            Finding(
                Kind.REVIEW, "front matter: review: must be a table; see the reference of pages"
            )
        ]
    return validate(PageReview, table, "front matter: review", Kind.REVIEW)
