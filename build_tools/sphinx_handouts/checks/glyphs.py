"""Every character has a glyph."""

from __future__ import annotations

import re
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

_OF_EDITION = re.compile(r"(?P<edition>[^:]+): (?P<pages>page [^:]+): (?P<sentence>.+)", re.DOTALL)


def check_glyphs(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield a finding for each character that would print as an empty box."""
    for missing in rendered.missing:
        pages = ", ".join(map(str, missing.pages)) or "unknown"
        said = (one for one in page.said if missing.character in one.text)
        yield Finding(
            Kind.GLYPH,
            f"{edition.label}: page {pages}: {without_glyph(missing.character)}",
            **place_of(next(said, None)),
        )


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings*, in which a character of one place is told of its first edition alone."""
    first: dict[Finding, Finding] = {}
    others = Counter[Finding]()
    for finding in findings:
        found = _OF_EDITION.fullmatch(finding.message) if finding.kind is Kind.GLYPH else None
        key = replace(finding, message=found["sentence"]) if found else finding
        others[key] += key in first
        first.setdefault(key, finding)
    return [_with_others(finding, others[key]) for key, finding in first.items()]


def _with_others(finding: Finding, others: int) -> Finding:
    found = _OF_EDITION.fullmatch(finding.message) if others else None
    if found is None:
        return finding
    edition, pages, sentence = found.groups()
    return replace(finding, message=f"{edition} and {others} more: {pages}: {sentence}")


def without_glyph(character: str) -> str:
    """Return in words what is wrong with a character that no font draws, and the mend."""
    name = unicodedata.name(character, "no name")
    return (
        f'no font of the sheet has "{character}" (U+{ord(character):04X}, {name}); '
        "remove it, or install a font that has it and name it in handouts_fonts"
    )
