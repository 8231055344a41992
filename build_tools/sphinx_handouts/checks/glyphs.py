"""Every character has a glyph."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

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
        pages = ", ".join(map(str, missing.pages)) or "unknown"
        said = (one for one in page.said if missing.character in one.text)
        yield Finding(
            Kind.GLYPH,
            f"{edition.label}: page {pages}: {without_glyph(missing.character)}",
            **place_of(next(said, None)),
        )


def without_glyph(character: str) -> str:
    """Return in words what is wrong with a character that no font draws, and the mend."""
    name = unicodedata.name(character, "no name")
    return (
        f'no font of the sheet has "{character}" (U+{ord(character):04X}, {name}); '
        "remove it, or install a font that has it and name it in handouts_fonts"
    )
