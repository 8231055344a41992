"""How hard texts are to read, and how hard they may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or cell, and where it stands."""

    text: str
    docname: str
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a page or handout is to read: school grades, and words a sentence."""

    name: str
    digest: str
    words: int
    sentences: int
    longest: int
    flesch_kincaid: float = 0.0
    smog: float = 0.0
    ease: float = 0.0
    """By the formula of a language other than English: the higher, the easier."""

    @property
    def sentence_words(self) -> float:
        """How many words a sentence has: few of them make a low grade, and a telegram."""
        return round(self.words / self.sentences, 1) if self.sentences else 0.0


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Highest grades, and most words a sentence; 0 does not check."""

    flesch_kincaid: float
    smog: float
    sentence_words: int
    ease: float = 0
    """Lowest reading ease, in a language that has a formula."""

    @property
    def any(self) -> bool:
        """Whether there is something to check."""
        return bool(self.flesch_kincaid or self.smog or self.sentence_words or self.ease)
