"""A brand can be seen on paper.

Contrast counts lightness alone, as a printer or photocopier without colours does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records.finding import Finding, Kind, Severity
from ..records.schema.colours import contrast_on_white
from .declaration import Check

CHECK = Check(
    Kind.CONTRAST,
    Severity.WARNING,
    "Contrast of a brand",
    "Clinics print in black and white and photocopy the print; old eyes need more contrast than "
    "young ones.",
    "Choose a darker colour, or a logo with dark lines.",
)

PRINT = 7.0
"""Contrast of text in print: WCAG 2.2, success criterion 1.4.6."""
GRAPHICS = 3.0
"""Contrast of what is not text: WCAG 2.2, success criterion 1.4.11."""


def check_accent(accent: str, where: str) -> Iterator[Finding]:
    """Yield a finding if text in the accent colour is too pale."""
    ratio = contrast_on_white(accent)
    if ratio < PRINT:
        message = (
            f"palette: accent: {accent} has a contrast of {_floor(ratio)}:1 on white, "
            f"and print needs {PRINT:g}:1; choose a darker colour"
        )
        yield Finding(Kind.CONTRAST, message, Severity.WARNING, path=where)


def check_logo(inks: Iterable[str], where: str) -> Iterator[Finding]:
    """Yield a finding if even the darkest of the *inks* of a logo is too pale."""
    darkest = max(map(contrast_on_white, inks), default=GRAPHICS)
    if darkest < GRAPHICS:
        message = (
            f"logo: its darkest ink has a contrast of {_floor(darkest)}:1 on white, "
            f"and {GRAPHICS:g}:1 is needed; give a logo with dark lines"
        )
        yield Finding(Kind.CONTRAST, message, Severity.WARNING, path=where)


def _floor(ratio: float) -> float:
    return int(ratio * 10) / 10
