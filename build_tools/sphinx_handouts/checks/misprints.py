"""What a sheet says is what its page says, whole, and can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity, Where
from ..records.page import Page, Said
from ..records.plain_text import letters
from ..records.rendered import Misprint, Rendered
from .declaration import Check

CHECK = Check(
    Kind.MISPRINT,
    Severity.ERROR,
    "All words on paper",
    "Every PDF is read back: each heading, paragraph, item with its number, cell and text "
    "alternative of the page is there, in order, inside the page area, uncovered, dark and large "
    "enough; and nothing stands there that neither page nor template says.",
    "Write what the message quotes in another way; or mend the style sheet or template of your own "
    "that hides, moves or shrinks it.",
)
TELLING = 8
"""Letters by which a part of a text is known; fewer may stand in many."""
MEND = "write it in another way, or mend the style sheet or template that does it"

ENLARGE = (
    "print the picture larger, or give it a form with larger labels, such as NAME.large-print.svg"
)


def check_misprints(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield a finding for everything that cannot be read on *rendered* as it is meant."""
    for misprint in rendered.misprints:
        where = _source(page.said, misprint)
        pages = ", ".join(map(str, misprint.pages))
        place = f"page {pages}: " if pages else ""
        yield Finding(
            Kind.MISPRINT,
            f'{edition.label}: {place}"{misprint.words}" {misprint.problem}; '
            f"{ENLARGE if misprint.is_told_only else MEND}",
            Severity.WARNING if misprint.is_told_only else Severity.ERROR,
            **_place(where),
        )


def _source(said: Iterable[Said], misprint: Misprint) -> Said | None:
    """Return the text of the page in which the words of *misprint* stand."""
    wanted = letters(misprint.words.removesuffix("…"))
    part = len(wanted) >= TELLING
    return next(
        (one for one in said if wanted == one.letters or (part and wanted in one.letters)), None
    )


def _place(one: Said | None) -> Where:
    """Return where a text stands, as a finding has it."""
    if one is None:
        return Where(docname=None, path=None, line=None)
    docname = None if one.path else one.docname or None
    return Where(docname=docname, path=one.path or None, line=one.line or None)


def check_written(page: Page, unwritten: Iterable[tuple[Said, str]]) -> Iterator[Finding]:
    """Yield a finding for each text of *page* that its HTML does not say as the page does."""
    for one, problem in unwritten:
        words = " ".join(one.text.split())
        what = "the number " if one.is_label else ""
        yield Finding(
            Kind.MISPRINT,
            f'{page.handout.id}: {what}"{words}" {problem}; write it in another way',
            **_place(one),
        )
