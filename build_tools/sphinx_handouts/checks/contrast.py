"""A brand can be seen on paper, photocopied, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records.model import Finding, Kind, Severity
from ..records.schema import contrast_on_white, rgb
from .declaration import Check

CHECK = Check(
    Kind.CONTRAST,
    Severity.WARNING,
    "Contrast of a brand, in greyscale too",
    "Clinics print in black and white and photocopy the print; old eyes need more contrast than "
    "young ones.",
    "Choose a darker colour, or a logo with dark lines.",
)

PRINT = 7.0
"""Contrast of text in print: WCAG 2.2, success criterion 1.4.6."""
GRAPHICS = 3.0
"""Contrast of what is not text: WCAG 2.2, success criterion 1.4.11."""


def grey(colour: str) -> str:
    """Return the grey that a printer without colours makes of *colour* (Rec. 601 luma)."""
    red, green, blue = rgb(colour)
    luma = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{luma:02x}{luma:02x}{luma:02x}"


def check_accent(accent: str, where: str) -> Iterator[Finding]:
    """Yield a finding if text in the accent colour is too pale, in colour or in grey."""
    for name, colour in (("", accent), (" in greyscale", grey(accent))):
        ratio = contrast_on_white(colour)
        if ratio < PRINT:
            message = (
                f"palette: accent: {accent} has a contrast of {_floor(ratio)}:1 on white{name}, "
                f"and print needs {PRINT:g}:1; choose a darker colour"
            )
            yield Finding(Kind.CONTRAST, message, Severity.WARNING, path=where)
            return


def check_logo(inks: Iterable[str], where: str) -> Iterator[Finding]:
    """Yield a finding if even the darkest of the *inks* of a logo vanishes in greyscale."""
    ratios = [contrast_on_white(grey(ink)) for ink in inks]
    if ratios and max(ratios) < GRAPHICS:
        message = (
            f"logo: its darkest ink has a contrast of {_floor(max(ratios))}:1 on white in "
            f"greyscale, and {GRAPHICS:g}:1 is needed; give a logo with dark lines"
        )
        yield Finding(Kind.CONTRAST, message, Severity.WARNING, path=where)


def _floor(ratio: float) -> float:
    return int(ratio * 10) / 10
