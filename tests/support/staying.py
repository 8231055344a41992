"""Workers that stay from one build of a test process to the next.

Each reads a style sheet before its first sheet, which takes longer than a small sheet does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sphinx_handouts.press.workers.desk import Crew, part
from sphinx_handouts.press.workers.pool import Pool
from sphinx_handouts.press.workers.process import hiring

_crews: dict[object, Crew] = {}


class StayingPool(Pool[Any, Any]):
    """A pool whose workers are there for the next one that does the same."""

    @contextmanager
    def _crew(self) -> Iterator[Crew]:
        how = (self.work, self.start, self.limits)
        yield _crews.setdefault((self.preload, *how), Crew(hiring(self.preload), how))


def part_all() -> None:
    """Let all of them go."""
    for crew in _crews.values():
        part(crew.idle)
    _crews.clear()
