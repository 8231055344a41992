"""What WeasyPrint logged is not lost in a worker."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.page import Page
from ..records.rendered import Rendered
from .declaration import Check

CHECK = Check(
    Kind.WEASYPRINT,
    Severity.WARNING,
    "Complaints of the printing press",
    "What WeasyPrint complains of, such as a style that it does not know, may be missing from "
    "the sheet.",
    "Mend the style sheet, template or image that the message names.",
)


def check_log(page: Page, edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """Yield WeasyPrint's errors as errors, and its warnings as warnings."""
    for line in rendered.log:
        severity = Severity.ERROR if line.level >= logging.ERROR else Severity.WARNING
        yield Finding(Kind.WEASYPRINT, f"{edition.label}: {line.message}", severity)
