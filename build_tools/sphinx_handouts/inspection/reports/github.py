"""For GitHub: commands that put each finding beside its line in a pull request."""

from __future__ import annotations

from .report import Located, Report
from .rules import rule


def to_github(report: Report) -> str:
    """Return a workflow command for each finding, and the verdict for the log."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings) + report.verdict + "\n"


def _command(finding: Located) -> str:
    properties = {"file": finding.path, "line": str(finding.line or "")}
    properties["title"] = f"{rule(finding.rule).title} [{finding.rule}]"
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{finding.severity.value} {written}::{_data(f'{finding.message} {finding.mend}')}"


def _data(text: str) -> str:
    """Escape what would end the command or begin another."""
    text = text.strip().replace("%", "%25")
    return text.replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
