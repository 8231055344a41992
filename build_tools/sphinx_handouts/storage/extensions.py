"""What other packages add to this one: they name it as entry points, and it is found here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

CHECKS = "sphinx_handouts.checks"
"""Group of entry points: checks of handouts."""


def offered(group: str) -> list[EntryPoint]:
    """Return what installed packages offer, in the order of its names."""
    return sorted(entry_points(group=group), key=lambda offer: (offer.name, offer.value))


def files_of(group: str) -> Iterator[Path]:
    """Yield the files that hold it: where they change, what was built is looked at again."""
    for offer in offered(group):
        found = find_spec(offer.module)
        if found is not None and found.origin and Path(found.origin).is_file():
            yield Path(found.origin)
