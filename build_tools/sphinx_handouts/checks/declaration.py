"""What a check is, told once: the reference, the reports and the help of editors come from here."""

from __future__ import annotations

from dataclasses import dataclass

from ..records.finding import Kind, Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at."""

    kind: Kind
    severity: Severity
    """What its findings usually are."""
    title: str
    """What is looked at, in a few words: "Reading level"."""
    rationale: str
    """Why it matters to the people who use a handout."""
    mend: str
    """What to do about a finding."""

    @property
    def subtype(self) -> str:
        """The name for ``suppress_warnings``, which also stands behind each message."""
        return f"handouts.{self.kind}"

    @property
    def anchor(self) -> str:
        """Where the check stands on its page of the manual."""
        return f"check-{self.kind}"
