"""Errors and warnings: one sentence each. Warnings have a subtype to suppress; errors cannot be."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.locale import get_translation
from sphinx.util import logging

from .project.validation import one_line
from .records.model import Finding, Severity

CATALOGUE = "sphinx_handouts"
"""Name of the message catalogue of the extension's own words."""

_translate = get_translation(CATALOGUE)

logger = logging.getLogger(__name__)


def _(message: str) -> str:
    """Return *message* in the language of the build."""
    return str(_translate(message))  # Sphinx gives an object that is lazy, and no str


def report(findings: Iterable[Finding]) -> bool:
    """Log *findings* as Sphinx warnings and errors; return whether an error was among them."""
    failed = False
    for finding in findings:
        location, message = _location(finding), one_line(finding.message)
        if finding.severity is Severity.ERROR:
            # Without a type: an error that `suppress_warnings` hides would fail without a word.
            failed = True
            logger.error("%s [handouts.%s]", message, finding.kind, location=location)
        else:
            logger.warning(
                "%s",
                message,
                location=location,
                type="handouts",
                subtype=finding.kind.value,
            )
    return failed


def _location(finding: Finding) -> tuple[str, int | None] | str | None:
    """Return where a finding stands, as Sphinx takes it."""
    if finding.docname:
        return finding.docname, finding.line
    return f"{finding.path}:{finding.line or ''}" if finding.path else None
