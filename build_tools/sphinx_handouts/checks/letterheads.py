"""A clinic's details fit the rooms of its sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records.letterhead import Letterhead
from ..records.model import Finding, Kind


def check_letterhead(letterhead: Letterhead, where: str, names: Sequence[str]) -> Iterator[Finding]:
    """Yield what is wrong with a clinic's details on a paper and variant."""
    on = " ".join(names)
    for over in letterhead.overflow:
        yield Finding(
            Kind.BRAND,
            f"{where}: {over.room} on {on}: needs {over.needs_mm:.0f} mm, has {over.has_mm:.0f}",
        )
    for problem in letterhead.problems:
        yield Finding(
            Kind.STRUCTURE, f"{where}: the letterhead on {on} is not accessible: {problem}"
        )
    for misprint in letterhead.misprints:
        yield Finding(Kind.MISPRINT, f'{where}: "{misprint.words}" on {on} {misprint.problem}')
