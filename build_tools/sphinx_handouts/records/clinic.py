"""A clinic as sheets use it."""

from __future__ import annotations

from dataclasses import dataclass

from .schema.brand import Brand
from .tables import Region

WIDE = 2.0
"""Width over height from which on the name in a logo can be read."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """A brand as sheets use it: its folder's name, settings, and logo as a ``data:`` URI."""

    key: str
    brand: Brand
    logo: str = ""
    region: Region | None = None
    """Where it is: whom its patients call; None where its sheets travel across borders."""

    logo_ratio: float = 0.0
    """Width of the logo over its height; 0: not known."""

    @property
    def logo_names(self) -> bool:
        """Whether the logo shows the clinic's name, so that it needs not stand beside it."""
        stated = self.brand.logo_shows_name
        if stated is not None:
            return stated
        is_told = self.brand.name.casefold() in self.brand.logo_alt.casefold()
        return is_told and self.logo_ratio >= WIDE

    def line(self, key: str) -> str:
        """Return the words of a line of the region (`tables.LINES`), or nothing."""
        found = getattr(self.region, key, None)
        return found.words if found else ""
