"""For programs: the findings as JSON, in a format that the manual documents."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ...records.finding import Severity
from .report import Located, Report
from .rules import rule


class Item(BaseModel):
    """A finding."""

    model_config = ConfigDict(frozen=True)

    rule: str = Field(description="Name of the check, or of Sphinx's warning: `handouts.reading`.")
    severity: Severity = Field(description="What it does to the build.")
    message: str = Field(description="What is wrong, in a sentence.")
    mend: str = Field(description="How to mend it.")
    path: str = Field(description="The file, from the project's folder; empty: the whole project.")
    line: int | None = Field(description="The line, from 1; null: the whole file.")
    help: str = Field(description="Where the hosted manual explains the check, if anywhere.")


class Findings(BaseModel):
    """``findings.json``: what a check found."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = Field(1, description="Version of this format.")
    verdict: str = Field(description="One line that says it all.")
    errors: int = Field(description="How many errors there are.")
    warnings: int = Field(description="How many warnings there are.")
    pages: int = Field(description="How many pages were looked at.")
    handouts: int = Field(description="How many handouts were looked at.")
    pdfs: int = Field(description="How many PDFs were looked at.")
    findings: tuple[Item, ...] = Field(description="The findings, errors first, file by file.")


def to_json(report: Report) -> str:
    """Return the report as JSON."""
    health = report.health
    return (
        Findings(
            verdict=report.verdict,
            errors=report.counts[Severity.ERROR],
            warnings=report.counts[Severity.WARNING],
            pages=len(health.pages),
            handouts=len(health.handouts),
            pdfs=health.pdfs,
            findings=tuple(_item(finding, report.manual) for finding in report.findings),
        ).model_dump_json(indent=2)
        + "\n"
    )


def _item(found: Located, manual: str) -> Item:
    return Item(
        rule=found.rule,
        severity=found.severity,
        message=found.message,
        mend=found.mend,
        path=found.path,
        line=found.line or None,
        help=rule(found.rule).address(manual),
    )
