"""The records that reports are written from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from ...records.finding import Severity
from ...records.readability import Reading, ReadingLimits

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1}


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and the place to mend it."""

    rule: str
    """Name of the check, or type and subtype of Sphinx's own warning: "handouts.reading"."""
    severity: Severity
    message: str
    """What is wrong, in a sentence."""
    mend: str
    """How to mend it; nothing where the message says so."""
    path: str = ""
    """The file, from the folder of the project; nothing for the project as a whole."""
    line: int = 0
    """The line, or 0 for the whole file."""
    whole: bool = False
    """Whether it concerns a handout or the project: no single line is to blame."""

    @property
    def rank(self) -> tuple[int, str, int, str, str]:
        """Where it stands in a list: the worst first."""
        return _ORDER[self.severity], self.path, self.line, self.rule, self.message


@dataclass(frozen=True, slots=True)
class Row:
    """A page or a handout, as the health page lists it."""

    name: str
    """A page's name, or a handout's id."""
    title: str
    path: str
    state: str = ""
    version: str = ""
    next_review: dt.date | None = None
    reading: Reading | None = None
    sources: tuple[str, ...] = ()
    """Keys of the sources that it cites."""


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of a bibliography, and where it is cited."""

    key: str
    title: str
    year: str
    pages: tuple[str, ...]
    handouts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The content at a glance."""

    project: str = ""
    language: str = "en"
    today: dt.date = dt.date.min
    limits: ReadingLimits = field(default_factory=lambda: ReadingLimits(0, 0, 0))
    pages: tuple[Row, ...] = ()
    handouts: tuple[Row, ...] = ()
    sources: tuple[Source, ...] = ()
    pdfs: int = 0
    """Editions that were looked at."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found out."""

    findings: tuple[Located, ...]
    health: Health = field(default_factory=Health)
    manual: str = ""
    """Where the manual is hosted, if anywhere."""
    files_of_people: tuple[str, ...] = ()
    """The texts that people write: pages, snippets, the catalogue, brands."""
    scope: str = ""
    """What it is confined to: "on lines changed since main"."""
    colours: bool = False
    """Whether the text may be coloured."""
    width: int = 80
    """How many characters fit on a line of the text."""

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def files(self) -> list[str]:
        """The files with findings, those with errors first."""
        worst: dict[str, tuple[int, str]] = {}
        for finding in self.findings:
            rank = (_ORDER[finding.severity], finding.path)
            worst[finding.path] = min(rank, worst.get(finding.path, rank))
        return sorted(worst, key=lambda path: worst[path])

    @property
    def verdict(self) -> str:
        """One line that says it all."""
        health = self.health
        if not self.findings:
            counts = (len(health.pages), "page"), (len(health.handouts), "handout")
            looked = ", ".join(_count(*count) for count in (*counts, (health.pdfs, "PDF")))
            return f"No findings {self.scope or f'in {looked}'}."
        found = [
            _count(self.counts[severity], severity.value)
            for severity in Severity
            if self.counts[severity]
        ]
        files = len([path for path in self.files if path])
        where = f" in {_count(files, 'file')}" if files else ""
        scope = f" {self.scope}" if self.scope else ""
        return f"{' and '.join(found)}{where}{scope}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
