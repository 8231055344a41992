"""Formulas that came out smaller than a variant allows: what is too large for its place shrinks.

How much room there is, each edition knows for itself: large print, a booklet, a cell, a card.
"""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box, ReplacedBox

from ...proofing.open_pdf import quoted
from ...records.rendered import Misprint
from ..engine import PT_PER_PX, boxes

FORMULA = "formula"
"""The class of the picture of a formula (`sheets.constructs.formulas`)."""
SLACK = 0.05
"""Points by which type may be smaller: arithmetic, not ink."""


def small_formulas(document: Document, smallest: float) -> Iterator[Misprint]:
    """Yield each formula whose letters are smaller than *smallest*, in points."""
    for number, page in enumerate(document.pages, 1):
        for box in boxes(page._page_box):
            if not isinstance(box, ReplacedBox) or not _is_formula(box):
                continue
            share, way, mend = min(
                (_share(box, "width"), "wide", "break it into lines"),
                (_share(box, "height"), "high", "break it into several formulas"),
            )
            size = share * box.style["font_size"] * PT_PER_PX
            if share < 1 and size < smallest - SLACK:
                alternative = box.element.get("alt", "")
                yield Misprint(
                    quoted(alternative),
                    f"is said of a formula that is too {way} for its place: it would be set in "
                    f"{size:.1f} points, where {smallest:g} are the least",
                    (number,),
                    within=alternative,
                    mend=mend,
                )


def _is_formula(box: Box) -> bool:
    return FORMULA in (box.element.get("class") or "").split()


def _share(box: Box, side: str) -> float:
    """Return how much of the length that its page says a picture has."""
    said = box.style[side]
    return 1.0 if said == "auto" or not said.value else float(getattr(box, side) / said.value)
