"""Mistakes found while pages are read, kept with the page until it is read again.

Sphinx prints a warning once, when it reads a page; a page that is still wrong must fail the
next build as well, although nothing is read then.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Set
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from ..project.validation import validate
from ..records.model import Finding, Kind
from ..records.schema import PageReview

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _table(env: BuildEnvironment) -> dict[str, list[Finding]]:
    if not hasattr(env, "handouts_problems"):
        env.handouts_problems = {}  # type: ignore[attr-defined]
    table: dict[str, list[Finding]] = env.handouts_problems  # type: ignore[attr-defined]
    return table


def _reviews(env: BuildEnvironment) -> dict[str, PageReview]:
    if not hasattr(env, "handouts_reviews"):
        env.handouts_reviews = {}  # type: ignore[attr-defined]
    table: dict[str, PageReview] = env.handouts_reviews  # type: ignore[attr-defined]
    return table


def note_problem(env: BuildEnvironment, finding: Finding) -> None:
    """Keep *finding* with its page."""
    _table(env).setdefault(str(finding.docname), []).append(finding)


def forget_lost(env: BuildEnvironment) -> None:
    """Forget what was noted of pages that are no longer there, and of no page."""
    for docname in _table(env).keys() - env.found_docs:
        del _table(env)[docname]


def problems(env: BuildEnvironment) -> list[Finding]:
    """Return what is wrong with the pages, page by page."""
    return [finding for docname in sorted(_table(env)) for finding in _table(env)[docname]]


def reviews(env: BuildEnvironment) -> dict[str, PageReview]:
    """Return the review state of each page that has one."""
    return dict(sorted(_reviews(env).items()))


class PageCollector(EnvironmentCollector):
    """Collects the review table of each page, and forgets a page that is read again."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget what was noted of a page."""
        _table(env).pop(docname, None)
        _reviews(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what a parallel reader noted."""
        for docname in docnames:
            if docname in _table(other):
                _table(env)[docname] = _table(other)[docname]
            if docname in _reviews(other):
                _reviews(env)[docname] = _reviews(other)[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Validate the page's ``review`` table."""
        env = app.env
        docname = env.current_document.docname
        text = env.metadata[docname].get("review")
        if text is None:
            found = _unread_review(env.doc2path(docname).read_text("utf-8", errors="replace"))
        else:
            found = _page_review(str(text))
        review, findings = found
        for finding in findings:
            note_problem(
                env, Finding(finding.kind, finding.message, docname=docname, line=finding.line)
            )
        if review is not None:
            _reviews(env)[docname] = review


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
