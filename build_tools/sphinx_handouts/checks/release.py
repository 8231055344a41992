"""What must not be released: drafts, and pages whose review is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..records.model import Finding, Kind, Page, Translated

_NOT_RELEASED = {
    Translated.DRAFT: "nobody answers for this translation",
    Translated.OUTDATED: "the text has changed since it was translated",
}


def check_release(page: Page, today: dt.date) -> Iterator[Finding]:
    """Yield what keeps *page* from a release build on the day *today*."""
    name = page.handout.id
    about = page.translation
    if about and about.standing in {Translated.DRAFT, Translated.OUTDATED}:
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
