"""What must not be released: drafts, and pages whose review is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..records.model import Finding, Kind, Page


def check_release(page: Page, today: dt.date) -> Iterator[Finding]:
    """Yield what keeps *page* from a release build on the day *today*."""
    name = page.handout.id
    if page.draft:
        yield Finding(
            Kind.LEDGER,
            f"{name} {page.language}: the content differs from its released version; "
            f'release it: sphinx-handouts release {name} --minor "what changed"',
        )
    if page.next_review and page.next_review < today:
        yield Finding(
            Kind.REVIEW,
            f"{name} {page.language}: the review was due on {page.next_review}; "
            "review its pages, and set next_review in their front matter",
        )
