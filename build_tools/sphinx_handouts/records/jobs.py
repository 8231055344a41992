"""What workers are asked for: to render sheets, to bind packs, and to dress sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .fonts import Fonts
from .geometry import SMALLEST
from .identity import Identity
from .rendered import Laid
from .seams import Seams
from .slots import Livery


@dataclass(frozen=True, slots=True)
class RenderJob:
    """What a worker needs to make one PDF; both strings are self-contained."""

    html: str
    css: str
    booklet: bool = False
    """Whether its pages are imposed two-up, in the order of a folded booklet."""
    archived: bool = False
    """Whether it is PDF/A-3a as well as PDF/UA-1."""
    identity: Identity = Identity()  # noqa: RUF009 - it is frozen
    """What the PDF says of itself, to programs."""
    smallest: float = SMALLEST
    """The least size of type, in points."""
    furniture: tuple[str, ...] = ()
    """Words that must stand in the margins of every page."""
    fonts: Fonts = Fonts()  # noqa: RUF009 - it is frozen
    """What it may be set in."""
    has_slots: bool = False
    """Whether it is a template, to be dressed for each clinic."""
    patience: int = 1
    """How many times as long as a sheet it may take."""
    last_pages: tuple[tuple[str, int], ...] = ()
    """Pages of anchors when it was laid out last. Where they are right still, its index is right
    at once; what comes out is the same."""


@dataclass(frozen=True, slots=True)
class MergeJob:
    """Several PDFs to bind into one."""

    parts: tuple[tuple[str, bytes], ...]
    """Title and bytes of each."""
    title: str
    language: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class DressJob:
    """A template, and the clinics to dress it for."""

    template: bytes
    liveries: tuple[Livery, ...]
    seams: Seams | None = None
    """Where the template is open; it is looked for where that is not said."""
    samples: Mapping[int, RenderJob] = field(default_factory=dict)
    """Some of the clinics, by number, and the whole sheet of each: it is read back."""
    laid: Laid = Laid()  # noqa: RUF009 - it is frozen
    """How the template was laid out."""
    proof: RenderJob | None = None
    """The whole sheet of the first clinic, where a style sheet of a project's own may set a room
    on a sheet in another way than on a letterhead: both must look the same."""
    patience: int = 1
    """How many times as long as for a sheet it may take."""


@dataclass(frozen=True, slots=True)
class DressJobs:
    """Templates to dress one after the other: to send each to a worker takes its time, too."""

    jobs: tuple[DressJob, ...]

    @property
    def patience(self) -> int:
        """How many times as long as for a sheet it may take."""
        return sum(job.patience for job in self.jobs)
