"""What a page is, for machines: a schema.org ``MedicalWebPage``, and only what is true of it.

A reviewer, and a date of review, are claimed where the front matter names a clinician who has
approved the page, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_handouts.pages.reviews import reviews
from sphinx_handouts.project.by_language import is_translation
from sphinx_handouts.records.codes import SYSTEMS
from sphinx_handouts.records.page import Translated
from sphinx_handouts.records.schema.page_review import PageReview
from sphinx_handouts.records.states import STATES, State

from .citations import Cited

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
KINDS = {"article": "ScholarlyArticle", "book": "Book", "techreport": "Report"}
"""Kinds of sources in schema.org, by their kind in BibTeX; the others are works."""

Thing = dict[str, Any]


def medical_page(app: Sphinx, pagename: str, context: dict[str, Any]) -> Thing:
    """Return the description of a page; a page without a review is no medical page."""
    review = reviews(app.env).get(pagename)
    if review is None:
        return {}
    state = review.state
    if is_translation(app.config):
        state = state_of_translation(state, context.get("handouts_standing"))
    page: Thing = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": app.env.titles[pagename].astext(),
        "description": context["description"],
        "inLanguage": app.config.language,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "audience": {"@type": "Patient"},
        "version": review.version,
        "creativeWorkStatus": str(state),
        "isPartOf": _guide(app),
        **_address(context.get("pageurl")),
        # Who has approved the original has approved no translation.
        **({} if is_translation(app.config) else _approval(review)),
    }
    if app.config.guide_about:
        page["about"] = _condition(**app.config.guide_about)
    if context["cited"]:
        page["citation"] = [_work(cited) for cited in context["cited"]]
    return page


def state_of_translation(original: State, standing: Translated | None) -> State:
    """Return where a translated page stands: no better than its original, nor than its record."""
    return min(original, (standing or Translated.DRAFT).state, key=STATES.index)


def _guide(app: Sphinx) -> Thing:
    return {"@type": "WebSite", "name": app.config.project, **_address(app.config.html_baseurl)}


def _address(url: str | None) -> Thing:
    return {"url": url} if url else {}


def _approval(review: PageReview) -> Thing:
    """Return who approved a page and when, if somebody has."""
    if not (review.state.may_be_handed_out and review.reviewer and review.approved):
        return {}
    return {
        "lastReviewed": review.approved.isoformat(),
        "reviewedBy": {
            "@type": "Person",
            "name": review.reviewer,
            "jobTitle": review.reviewer_role,
        },
    }


def _condition(name: str, codes: dict[str, list[str]]) -> Thing:
    """Return what the guide is about, with the codes that the catalogue gives its handouts."""
    found = [
        {"@type": "MedicalCode", "codingSystem": SYSTEMS[system].label, "codeValue": code}
        for system, values in codes.items()
        for code in values
    ]
    return {"@type": "MedicalCondition", "name": name, "code": found}


def _work(cited: Cited) -> Thing:
    source = cited.source
    work = {"@type": KINDS.get(cited.kind, "CreativeWork"), "name": source.title}
    dated = {"datePublished": source.year} if source.year else {}
    return work | dated | _address(source.address)
