"""What workers hand back: PDFs, what was learnt while they were made, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .geometry import Box
from .seams import Seams


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log record of WeasyPrint, carried home from a worker."""

    level: int
    message: str


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font could draw, and the pages (from 1) on which it stands."""

    character: str
    pages: tuple[int, ...]
    picture: str = ""
    """The alternative of the drawing that says it, where one does."""


@dataclass(frozen=True, slots=True)
class Misprint:
    """Words that a reader of a PDF misses, cannot read, or should not find there."""

    words: str
    problem: str
    """What is wrong with them: it follows the words in a sentence."""
    pages: tuple[int, ...]
    """Pages of the PDF, from 1; none where that is not known."""
    within: str = ""
    """The whole text that they are a part of, or else the one before them, where that is known."""
    is_told_only: bool = False
    """Whether it keeps no sheet from being made: a label that the text alternative says, too."""
    in_picture: bool = False
    """Whether it is wrong in a picture, or with the whole of one."""
    mend: str = ""
    """What an author can do about it, where that is something of its own."""


@dataclass(frozen=True, slots=True)
class PageFill:
    """How much of a page is used."""

    share: float
    """How far its content reaches down the page area, from 0 to 1."""
    begins: str
    """The kind and the first words of what begins it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How a sheet was laid out, for those who read it back."""

    areas: tuple[tuple[Box, ...], ...] = ()
    """For each page of the PDF, the page areas on it: two on a side of a booklet."""
    tables_anew: bool = False
    """Whether tables were set in another way, since they did not fit."""
    anchors: tuple[tuple[str, int], ...] = ()
    """Pages, from 1, of the elements whose page a sheet names."""
    fills: tuple[PageFill, ...] = ()
    """How full each page is."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF and what was learnt while it was made."""

    pdf: bytes
    pages: int
    last_page_mm: float
    """How far the text of the last page reaches."""
    log: tuple[LogLine, ...] = ()
    missing: tuple[MissingGlyph, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with its structure (PDF/UA-1)."""
    misprints: tuple[Misprint, ...] = ()
    """Where it does not say what its HTML says."""
    room_mm: float | None = None
    """How much is free below it; None where that is not known."""
    laid: Laid = Laid()
    seams: Seams | None = None
    """Where it is open, if it is a template."""


@dataclass(frozen=True, slots=True)
class Dressed:
    """The PDFs of a `DressJob`, in its order, and what is wrong with those that were read back."""

    body: bytes
    """What all of them begin with: it comes home once."""
    endings: tuple[bytes, ...]
    """The rest of each."""
    problems: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    misprints: Mapping[int, tuple[Misprint, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an edition has no PDF."""

    reason: str
    undressable: bool = False
    """Whether it can only not be laid out once for all clinics."""

    @classmethod
    def of(cls, error: BaseException) -> Failed:
        """Return that a job has failed for what was raised."""
        return cls(f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class DressedAll:
    """What came of each of `DressJobs`, in their order."""

    results: tuple[Dressed | Failed, ...]
