"""For people: findings by file, the worst first, and one line that says it all."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ...records.finding import Severity
from .report import Located, Report

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", "path": "1", "quiet": "2"}
_INDENT = 14
_NARROWEST = 40


def to_text(report: Report) -> str:
    """Return the report as people read it in a terminal."""
    return "\n".join([*_lines(report), report.verdict]) + "\n"


def _lines(report: Report) -> Iterator[str]:
    for path in report.files:
        yield _coloured(report, "path", path or "The project")
        mine = [finding for finding in report.findings if finding.path == path]
        for finding in sorted(mine, key=lambda finding: finding.rank):
            yield from _finding(report, finding)
        yield ""


def _finding(report: Report, finding: Located) -> Iterator[str]:
    """Yield line, severity and sentence, then the mend, then the name of the rule."""
    first, *rest = _wrapped(report, finding.message)
    severity = _coloured(report, finding.severity, f"{finding.severity.value:<7}")
    yield f"{finding.line or '':>4}  {severity} {first}".rstrip()
    yield from (" " * _INDENT + line for line in rest)
    for line in _wrapped(report, finding.mend) if finding.mend else ():
        yield " " * _INDENT + line
    yield " " * _INDENT + _coloured(report, "quiet", f"[{finding.rule}]")


def _wrapped(report: Report, text: str) -> list[str]:
    width = max(report.width - _INDENT, _NARROWEST)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _coloured(report: Report, role: str, text: str) -> str:
    return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if report.colours else text
