"""What workers are asked for besides rendering: to bind packs, and to dress sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .identity import Identity
from .model import Laid, Misprint, RenderJob
from .slots import Livery


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
class Dressed:
    """The PDFs of a `DressJob`, in its order, and what is wrong with those that were read back."""

    pdfs: tuple[bytes, ...]
    problems: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    misprints: Mapping[int, tuple[Misprint, ...]] = field(default_factory=dict)
