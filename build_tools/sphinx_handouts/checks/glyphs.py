"""Every character has a glyph."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page, Said
from ..records.rendered import MissingGlyph, Rendered
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
        yield Finding(
            Kind.GLYPH,
            without_glyph(missing.character, missing.picture),
            **place_of(_source(page, missing)),
            edition=edition.label,
            pages=f"page {', '.join(map(str, missing.pages)) or 'unknown'}",
        )


def _source(page: Page, missing: MissingGlyph) -> Said | None:
    """Return the text, or the picture, that says a character."""
    texts = (*page.said, *page.declared)
    if missing.picture:
        found = (one for one in texts if one.is_alternative and one.text == missing.picture)
    else:
        found = (one for one in texts if missing.character in one.text)
    return next(found, None)


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


def without_glyph(character: str, picture: str = "") -> str:
    """Return in words what is wrong with a character that no font draws, and the mend.

    *picture* is the alternative of the drawing that says it.
    """
    name = unicodedata.name(character, "no name")
    where = f' of the drawing "{picture}"' if picture else ""
    return (
        f'no font of the sheet has "{character}" (U+{ord(character):04X}, {name}){where}; '
        "remove it, or install a font that has it and name it in handouts_fonts"
    )
