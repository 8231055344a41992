"""The review record of each page, and the standing that it gives a handout.

It stands in the front matter of the page, in the docinfo of a page in reStructuredText, or in the
catalogue.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..project import revisions
from ..project.rules import rules
from ..project.validation import did_you_mean, quoted, validate
from ..records.finding import Finding, Kind
from ..records.schema.page_review import PageReview
from ..records.states import STATES, State
from ..storage.env_values import EnvValue
from .environment import PageTableCollector
from .printed import catalogue_table
from .problems import note_problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_TABLE: EnvValue[dict[str, PageReview]] = EnvValue("handouts_reviews", dict)


def reviews(env: BuildEnvironment) -> dict[str, PageReview]:
    """Return the review record of each page that has one, where the project keeps reviews."""
    if not rules(env.config).reviews:
        return {}
    listed = {name: row for name, row in listed_reviews(env).items() if name in env.found_docs}
    return dict(sorted({**listed, **_TABLE.of(env)}.items()))


def listed_reviews(env: BuildEnvironment) -> dict[str, PageReview]:
    """Return the records of the catalogue that can be used; the builder tells of the others."""
    table = catalogue_table(env).get("review")
    rows = table.items() if isinstance(table, dict) else ()
    found = {
        name: validate(PageReview, row, "", Kind.REVIEW)[0]
        for name, row in rows
        if isinstance(row, dict)
    }
    return {name: review for name, review in found.items() if review is not None}


def misplaced(env: BuildEnvironment, where: str) -> Iterator[Finding]:
    """Yield the records of the catalogue, *where*, that belong to no page, or are a second one."""
    table = catalogue_table(env).get("review")
    for name in table if isinstance(table, dict) else ():
        if name not in env.found_docs:
            near = did_you_mean(name, sorted(env.found_docs), "the pages are")
            message = f"{where}: review: there is no page {quoted(name)}{near}"
            yield Finding(Kind.REVIEW, message)
        elif name in _TABLE.of(env):
            message = f"{where}: review: {quoted(name)} has a record in its page, too; remove one"
            yield Finding(Kind.REVIEW, message)


def standing(
    env: BuildEnvironment, docnames: Collection[str], *, draft: bool
) -> tuple[State, dt.date | None]:
    """Return the least approved state of a handout's pages, and their earliest review."""
    if not rules(env.config).reviews:
        return (State.DRAFT if draft else State.NOT_KEPT), None
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


class ReadDocinfo(SphinxTransform):
    """Writes the field ``review`` of a page in reStructuredText as MyST writes its front matter.

    Its value is a list of fields with the same names as the keys there.
    """

    default_priority = 345  # right after docutils has found the docinfo

    def apply(self, **_kwargs: Any) -> None:
        """Look at the docinfo on top of the page."""
        for docinfo in self.document.findall(nodes.docinfo):
            for field in docinfo.findall(nodes.field):
                name, body = field.children
                if name.astext().lower() == "review" and isinstance(body, nodes.Element):
                    _as_json(body)


def _as_json(body: nodes.Element) -> None:
    """Put JSON in the place of a list of fields: words as written, for "A. Person" is no list."""
    if len(body) != 1 or not isinstance(body[0], nodes.field_list):
        return
    rows = {
        name.astext(): " ".join((value.rawsource or value.astext()).split())
        for name, value in (row.children for row in body[0].findall(nodes.field))
        if isinstance(value, nodes.Element)
    }
    text = json.dumps(rows, ensure_ascii=False)
    body.children = []
    body += nodes.paragraph("", "", nodes.literal(text, text))  # no quotation mark is made curly


class ReviewCollector(PageTableCollector):
    """Collects the review table of each page."""

    table = _TABLE

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Validate the page's ``review`` table.

        A project may call something else so: what does not look like a record of ours is wrong
        only on a page that is printed.
        """
        env = app.env
        docname = env.docname
        text = env.metadata[docname].get("review")
        if text is None:
            source = env.doc2path(docname).read_text("utf-8-sig", errors="replace")
            found, meant = _unread_review(source), source.partition("\n---")[0]
        else:
            found, meant = _page_review(str(text)), str(text)
        review, findings = found
        for finding in findings:
            placed = replace(finding, docname=docname)
            note_problem(env, placed, where_printed=not _OWN_KEYS.search(meant))
        if review is not None:
            _TABLE.of(env)[docname] = review


_OWN_KEYS = re.compile(r"\b(evidence_searched|next_review|reviewer_role|owner)\b")
"""Keys of a record that tell it from what others call a review."""
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
