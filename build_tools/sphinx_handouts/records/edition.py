"""Which PDFs there are: editions, and what a build prints of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """One PDF: a handout for a brand, language, paper and variant."""

    handout: str
    slug: str
    brand: str
    language: str
    paper: str
    variant: str
    budget: int = field(default=0, compare=False)
    """Most pages it may have; 0: what the handout says."""

    @property
    def label(self) -> str:
        """What the progress line calls it."""
        name = self.handout or self.slug
        return f"{name} {self.language} {self.paper} {self.variant} {self.brand}"

    @property
    def path(self) -> str:
        """POSIX path below the output folder."""
        name = f"{self.handout}-{self.slug}-{self.paper}-{self.variant}.pdf"
        return f"{self.brand}/{self.language}/{name}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which editions a build prints: those of a language, and, where a set has names, of these."""

    language: str
    handouts: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()

    def covers(self, edition: Edition) -> bool:
        """Return whether *edition* is selected."""
        fields = (
            (edition.handout, self.handouts),
            (edition.brand, self.brands),
            (edition.paper, self.papers),
            (edition.variant, self.variants),
        )
        return edition.language == self.language and all(
            not names or value in names for value, names in fields
        )
