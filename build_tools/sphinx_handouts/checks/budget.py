"""A handout fits its page budget."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.model import Edition, Finding, Kind, Page, Rendered, Severity
from .declaration import Check

CHECK = Check(
    Kind.BUDGET,
    Severity.ERROR,
    "Page budget",
    "A sheet that runs on to one more page takes more paper, and its last lines are overlooked.",
    'Shorten a part, or raise "pages" of the handout in the catalogue.',
)


def check_budget(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield a finding that says by how much *rendered* is over its budget."""
    budget = edition.budget or page.handout.pages
    over = rendered.pages - budget
    if over > 0:
        yield Finding(
            Kind.BUDGET,
            f"{edition.label}: {rendered.pages} pages, {over} over its budget of {budget} "
            f"(page {rendered.pages} is filled for {rendered.last_page_mm:.0f} mm); shorten a "
            f'part, or raise "pages" of {edition.handout} in catalogue.toml',
        )
