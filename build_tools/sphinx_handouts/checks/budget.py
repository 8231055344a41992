"""A handout fits its page budget, and uses the pages that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page, Said
from ..records.plain_text import letters
from ..records.rendered import Rendered
from .declaration import Check
from .placing import place_of

CHECK = Check(
    Kind.BUDGET,
    Severity.ERROR,
    "Page budget",
    "A sheet that runs on to one more page takes more paper, and its last lines are overlooked. "
    "A page that is not the last and is less than half full looks as if the sheet ended there.",
    'Shorten a part, or raise "pages" of the handout in the catalogue. Where a page is half empty, '
    "put a shorter part before what moved to the next page, or split it.",
)


MOST_FOLDED = 60
"""Most pages of a booklet: fifteen sheets of paper are what an office stapler holds."""
SLACK_MM = 8
"""How much of the last page should be free: about one line of the text, and one of a heading."""
LEAST_FILL = 0.5
"""How much of the height of a page that is not the last should be used."""


def check_fill(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield the pages before the last of *rendered* that are less than half full, and why.

    A translation keeps the order of the text, in which nothing can be put before another.
    """
    if page.translation is not None:
        return
    for number, (this, after) in enumerate(pairwise(rendered.laid.fills), 1):
        if this.share < LEAST_FILL and after.begins:
            yield Finding(
                Kind.BUDGET,
                f"{edition.label}: page {number} is only {this.share:.0%} full, since the "
                f"{after.begins} did not fit and moved to page {number + 1}; put a shorter part "
                "before it, or split it",
                Severity.WARNING,
                **place_of(_text(page, after.begins)),
            )


def _text(page: Page, begins: str) -> Said | None:
    """Return the text that begins a page, which is told by its kind and its first words."""
    words = begins.partition('"')[2].rstrip('"')
    for told in (words, words.partition(" ")[2]):  # the second without a bullet or number
        beginning = letters(told)
        for one in page.said:
            if beginning and one.letters.startswith(beginning):
                return one
    return None


def check_thickness(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield a finding for a booklet that is too thick to be folded."""
    is_booklet = any(len(areas) > 1 for areas in rendered.laid.areas)
    if is_booklet and rendered.pages > MOST_FOLDED:
        yield Finding(
            Kind.BUDGET,
            f"{edition.label}: {rendered.pages} pages are too many to fold as one booklet, and "
            f'{MOST_FOLDED} the most; name other papers of {page.handout.id}: papers = ["a4"], '
            "in catalogue.toml",
        )


def check_budget(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield by how much *rendered* is over its budget, or how little more it takes."""
    budget = edition.budget or page.handout.pages or 0
    if not budget:
        return
    over = rendered.pages - budget
    grown = f"{page.grown}; " if page.grown else ""
    if over > 0:
        yield Finding(
            Kind.BUDGET,
            f"{edition.label}: {rendered.pages} pages, {over} over its budget of {budget} "
            f"(page {rendered.pages} is filled for {rendered.last_page_mm:.0f} mm); {grown}shorten "
            f"a part, or {_more(page)} of {edition.handout} in catalogue.toml (for those that name "
            "none: handouts_pages in conf.py)",
        )
    elif over == 0 and rendered.room_mm is not None and rendered.room_mm < SLACK_MM:
        yield Finding(
            Kind.BUDGET,
            f"{edition.label}: only {max(0, int(rendered.room_mm))} mm are free on page "
            f"{rendered.pages}, the last of its budget: a few words more, or another machine's "
            f"fonts, and it is over; {grown}shorten a part by a line or two",
            Severity.WARNING,
        )


def _more(page: Page) -> str:
    """Return which key of the catalogue gives a handout more pages."""
    if page.translation is None:
        return 'raise "pages"'
    return f'raise the budget of its language, budgets = {{ "{page.language}" = ... }},'
