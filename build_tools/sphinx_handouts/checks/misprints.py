"""What a sheet says is what its page says, whole, and can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page, Said
from ..records.plain_text import letters
from ..records.rendered import Misprint, Rendered
from .declaration import Check
from .placing import place_of

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
IN_PICTURE = "mend the picture; letters of a drawing are best turned into paths"
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
            f'{edition.label}: {place}"{misprint.words}" {misprint.problem}; {_mend(misprint)}',
            Severity.WARNING if misprint.is_told_only else Severity.ERROR,
            **place_of(where),
        )


def _mend(misprint: Misprint) -> str:
    """Return what an author can do about it."""
    if misprint.mend:
        return misprint.mend
    if misprint.is_told_only:
        return ENLARGE
    return IN_PICTURE if misprint.in_picture else MEND


def _source(said: Sequence[Said], misprint: Misprint) -> Said | None:
    """Return the text of the page in which the words of *misprint* stand."""
    wanted = letters(misprint.words.removesuffix("…"))
    told = [letters(misprint.within)] if misprint.within else []
    told += [wanted] if len(wanted) >= TELLING else []
    part = next((one for part in told for one in said if part in one.letters), None)
    if any(map(str.isalnum, wanted)):
        return part or next((one for one in said if wanted == one.letters), None)
    return part or next((one for one in said if misprint.words in one.text), None)  # a sign alone


def check_written(page: Page, unwritten: Iterable[tuple[Said, str]]) -> Iterator[Finding]:
    """Yield a finding for each text of *page* that its HTML does not say as the page does."""
    for one, problem in unwritten:
        words = " ".join(one.text.split())
        what = "the number " if one.is_label else ""
        yield Finding(
            Kind.MISPRINT,
            f'{page.handout.id}: {what}"{words}" {problem}; write it in another way',
            **place_of(one),
        )
