"""What stands on a sheet that is laid out once for all clinics, where theirs would stand.

A sheet with slots is a *template*: its colour, names and rooms are filled in afterwards. What
stands in for them is such that no author writes it.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, field

from .letterhead import Room

ROOMS = ("masthead", "contact", "phone")
"""The rooms of a sheet in which a clinic says who it is."""

ACCENT = "#fe01dc"
"""Stands in for the colour of a clinic."""

_SLOT = "\ue000slot:{}\ue001"


def slot_words(room: str) -> str:
    """Return the text alternative by which the slot of a *room* is found."""
    return _SLOT.format(room)


def room_of(words: str) -> str:
    """Return the room whose slot has this text alternative, or nothing."""
    return next((room for room in ROOMS if words == slot_words(room)), "")


@dataclass(frozen=True, slots=True)
class Livery:
    """What a template is dressed in: a clinic's letterhead, its colour, and its names."""

    key: str
    """Name of the brand's folder."""
    name: str
    accent: str
    """Colour, as #rrggbb."""
    pdf: bytes
    """The letterhead: one page a room."""
    rooms: tuple[Room, ...]
    digest: str = field(init=False)
    """What decides what a template looks like in it."""

    def __post_init__(self) -> None:
        places = [[str(value) for value in astuple(room)] for room in self.rooms]
        parts = [repr((self.key, self.name, self.accent, places)).encode(), self.pdf]
        digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
        object.__setattr__(self, "digest", digest)
