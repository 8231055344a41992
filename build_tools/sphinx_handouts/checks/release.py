"""What must not be released: drafts, overdue reviews; and rules that went off since a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..project.revisions import Revision
from ..project.rules import GENERAL
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page, Translated

_NOT_RELEASED = {
    Translated.DRAFT: "nobody answers for this translation",
    Translated.CHANGED: "the translation has changed since somebody answered for it",
    Translated.OUTDATED: "the text has changed since it was translated",
}


def check_release(page: Page, today: dt.date) -> Iterator[Finding]:
    """Yield what keeps *page* from a release build on the day *today*."""
    name = page.handout.id
    about = page.translation
    if about and about.standing in _NOT_RELEASED:
        yield Finding(
            Kind.TRANSLATION,
            f"{name} {page.language}: {_NOT_RELEASED[about.standing]}; have a translator check it, "
            f"and record it: sphinx-handouts translate {page.language} {name} --translator NAME",
        )
    elif page.draft:
        language = f" --language {page.language}" if about else ""
        yield Finding(
            Kind.LEDGER,
            f"{name} {page.language}: the content differs from its released version; "
            f'release it: sphinx-handouts release {name}{language} --minor "what changed"',
        )
    if page.next_review and page.next_review < today:
        yield Finding(
            Kind.REVIEW,
            f"{name} {page.language}: the review was due on {page.next_review}; "
            "review its pages, and set next_review in their front matter",
        )


def check_profile(released: Iterable[Revision], keeps_reviews: bool) -> Iterator[Finding]:
    """Yield which of what was *released* last was made by the rules for patients, if these ended.

    A rule of safety goes off by a decision, and never unseen.
    """
    if keeps_reviews:
        return
    names = sorted({revision.id for revision in released if revision.profile != GENERAL})
    if names:
        were, are = ("was", "is") if len(names) == 1 else ("were", "are")
        yield Finding(
            Kind.LEDGER,
            f"conf.py: handouts_profile: {', '.join(names)} {were} released by rules for patients, "
            f"and {are} now printed without a mark, a review or a required box; set it (and "
            "handouts_reviews) back, or release anew",
            Severity.WARNING,
        )
