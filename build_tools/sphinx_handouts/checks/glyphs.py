"""Every character has a glyph."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page
from ..records.rendered import Rendered
from .declaration import Check
from .placing import place_of

CHECK = Check(
    Kind.GLYPH,
    Severity.ERROR,
    "Glyphs",
    "A character that no font has is printed as an empty box, and a dose or a name can hide in it.",
    "Remove the character, or install a font that has it and name it in `handouts_fonts`.",
)


def check_glyphs(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield a finding for each character that would print as an empty box."""
    for missing in rendered.missing:
        texts = (*page.said, *page.declared)
        said = (one for one in texts if missing.character in one.text)
        yield Finding(
            Kind.GLYPH,
            without_glyph(missing.character),
            **place_of(next(said, None)),
            edition=edition.label,
            pages=f"page {', '.join(map(str, missing.pages)) or 'unknown'}",
        )


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings*, in which what was seen on editions is told of the first of them alone.

    Of it, and of its pages, the message tells from here on.
    """
    first: dict[Finding, Finding] = {}
    others = Counter[Finding]()
    for finding in findings:
        key = replace(finding, edition="", pages="") if finding.edition else finding
        others[key] += key in first
        first.setdefault(key, finding)
    return [_told(finding, others[key]) for key, finding in first.items()]


def _told(finding: Finding, others: int) -> Finding:
    if not finding.edition:
        return finding
    editions = f"{finding.edition} and {others} more" if others else finding.edition
    message = f"{editions}: {finding.pages}: {finding.message}"
    return replace(finding, message=message, edition="", pages="")


def without_glyph(character: str) -> str:
    """Return in words what is wrong with a character that no font draws, and the mend."""
    name = unicodedata.name(character, "no name")
    return (
        f'no font of the sheet has "{character}" (U+{ord(character):04X}, {name}); '
        "remove it, or install a font that has it and name it in handouts_fonts"
    )
