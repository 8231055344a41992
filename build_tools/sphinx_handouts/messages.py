"""Errors and warnings: one sentence each, of an enumerated subtype that can be suppressed."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util import logging

from .model import Finding, Severity

CATALOGUE = "sphinx_handouts"
"""Name of the message catalogue of the extension's own words."""

_ = get_translation(CATALOGUE)

logger = logging.getLogger(__name__)


class HandoutsError(SphinxError):
    """A wrong setting that stops the build before it begins."""

    category = "Handouts error"


def report(findings: Iterable[Finding]) -> bool:
    """Log *findings* as Sphinx warnings and errors; return whether an error was among them."""
    failed = False
    for finding in findings:
        failed |= finding.severity is Severity.ERROR
        log = logger.error if finding.severity is Severity.ERROR else logger.warning
        log(
            "%s",
            finding.message,
            location=(finding.docname, finding.line) if finding.docname else None,
            type="handouts",
            subtype=finding.kind.value,
        )
    return failed
