"""A screen reader can read every sheet."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page
from ..records.rendered import Rendered
from .declaration import Check

CHECK = Check(
    Kind.STRUCTURE,
    Severity.ERROR,
    "Structure of the PDF",
    "A screen reader finds its way through a sheet by its tags, headings, language and text "
    "alternatives (PDF/UA-1).",
    "Mend the page or template that the message names; it is seldom the text itself.",
)


def check_structure(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield a finding for each structural rule of PDF/UA-1 that *rendered* breaks."""
    for problem in rendered.problems:
        yield Finding(Kind.STRUCTURE, f"{edition.label}: the PDF is not accessible: {problem}")
