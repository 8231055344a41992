"""How a clinic looks to a template: a sheet that is laid out once for all clinics.

What stands in rooms is left to slots; what stands in running text, such as the emergency number of
a region, stays. So clinics that differ in it get templates of their own, and all others share one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from markupsafe import Markup, escape

from ...records.clinic import Clinic
from ...records.identity import KEY, NAME
from ...records.schema.brand import Brand, Palette
from ...records.slots import ACCENT, slot_words

_NOTHING = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E"


def slot(room: str) -> Markup:
    """Return what is laid out in place of what a clinic writes into a room."""
    words = escape(slot_words(room))
    return Markup(f'<img class="slot" alt="{words}" src="{_NOTHING}">')


class Rooms(StrEnum):
    """What stands in the rooms of a sheet."""

    FILLED = "filled"
    """What the clinic writes."""
    MARKED = "marked"
    """The same, between marks."""
    SLOTS = "slots"
    """A slot each."""

    def holds(self, room: str, words: str) -> Markup:
        """Return what stands in a *room* where the clinic writes *words* (HTML)."""
        if self is Rooms.SLOTS:
            return slot(room)
        return Markup(_MARK.format(room, words) if self is Rooms.MARKED else words)


FILLED, MARKED, SLOTS = Rooms
_MARK = "\ue000room:{}\ue001{}\ue000/room\ue001"
_MARKED = re.compile(_MARK.format("([a-z]+)", ".*?"), re.DOTALL)


_STAND_IN = re.compile(
    "{}|{}[ ,]+{}[ ,]+{}".format(ACCENT, *(int(ACCENT[at : at + 2], 16) for at in (1, 3, 5))),
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def writes_stand_in(css: str) -> bool:
    """Return whether a style sheet has the colour that stands in for that of a clinic."""
    return bool(_STAND_IN.search(css))


def with_slots(html: str) -> str:
    """Return a sheet whose rooms are marked with slots in their place."""
    return _MARKED.sub(lambda match: slot(match[1]), html)


def undressed(clinic: Clinic) -> Clinic:
    """Return what all clinics have in common that share the templates of *clinic*."""
    brand = clinic.brand
    stand_in = Brand.model_construct(
        name=NAME if brand.name else "",
        palette=Palette.model_construct(accent=ACCENT),
        font=brand.font,
        region=brand.region,
        short_url=brand.short_url,
        variants=tuple(name for name in brand.variants if name == "large-print"),
        languages=(),  # which of them count is known for each page
    )
    return replace(clinic, key=KEY, brand=stand_in, logo="")
