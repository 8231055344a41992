"""A clinic's letterhead: what stands of it on a sheet, in rooms of a fixed size.

What a clinic writes fills its rooms and moves nothing outside them. So a sheet is laid out without
a clinic, and a letterhead without a sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .fonts import Fonts
from .geometry import SMALLEST
from .rendered import LogLine, Misprint, MissingGlyph


class RoomName(StrEnum):
    """The rooms of a letterhead, in the order in which a reader meets them."""

    MASTHEAD = "masthead"
    CONTACT = "contact"
    PHONE = "phone"


class Setting(StrEnum):
    """How closely a room is set, the largest type first."""

    COMFORTABLE = "comfortable"
    CLOSE = "close"
    CLOSER = "closer"
    STACKED = "stacked"
    """As close, and the telephone below the name instead of beside it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the rooms of one sheet are set."""

    masthead: Setting = Setting.COMFORTABLE
    contact: Setting = Setting.COMFORTABLE
    phone: Setting = Setting.COMFORTABLE
    tall: bool = False
    """Whether the contact block stands in the tall room."""


ALL_ALIKE = tuple(Settings(setting, setting, setting) for setting in Setting)
"""All rooms in one setting, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where a room lies on its page: points, from the lower left corner."""

    name: str
    page: int
    """Number of its page, from 0."""
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Overflow:
    """A room that cannot hold what a clinic writes, however closely it is set."""

    room: str
    needs_mm: float
    has_mm: float
    takes: tuple[tuple[str, float], ...]
    """Keys of ``brand.toml`` with the height in mm that each takes, the highest first."""
    too_wide: tuple[str, ...] = ()
    """Keys of what reaches over the side of the room."""


@dataclass(frozen=True, slots=True)
class LetterheadJob:
    """What a worker needs to make one letterhead; all strings are self-contained."""

    html: tuple[str, ...]
    """All rooms in each setting, in the order of `ALL_ALIKE`, each room on a page of its own."""
    css: str
    smallest: float = SMALLEST
    """The least size of type, in points."""
    archived: bool = False
    """Whether it is for sheets that are PDF/A-3a as well as PDF/UA-1."""
    fonts: Fonts = Fonts()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A clinic's letterhead for one paper, variant and language, and what was learnt of it."""

    pdf: bytes
    """Its rooms, each on a page of its own; empty where one overflows."""
    settings: Settings
    rooms: tuple[Room, ...] = ()
    overflow: tuple[Overflow, ...] = ()
    log: tuple[LogLine, ...] = ()
    missing: tuple[MissingGlyph, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with its structure (PDF/UA-1)."""
    misprints: tuple[Misprint, ...] = ()
    """Where it does not say what its HTML says."""

    @property
    def tall(self) -> bool:
        """Whether the contact block needs the tall room."""
        return self.settings.tall
