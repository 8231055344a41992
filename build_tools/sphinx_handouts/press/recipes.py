"""What earlier builds found out: pages, and keys of sheets that need not be composed.

All that a sheet is composed from is its *recipe*. Which key came out of a recipe is remembered, so
that a build composes those sheets alone whose PDF it has to make. A clinic that is added changes no
page: the pages of the last build are kept beside the doctrees, which Sphinx keeps in the same way,
and only where nothing was found that must be told again.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..pdf.fonts import fonts_digest
from ..pdf.toolchain import versions
from ..records.model import Page, RenderJob
from ..storage.digests import digest, render_key
from ..storage.files import write_atomically
from ..storage.memory import Memory
from .pool import PoolError

TOPIC = "sheet"
MEMORY = "handouts-recipes.json"
"""Name of the file of the keys, beside what Sphinx has read."""


def key_of(job: RenderJob) -> str:
    """Return what decides the bytes of a sheet."""
    return render_key(job, versions(), fonts_digest(job.fonts))


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sheet that is composed when its PDF has to be made."""

    key: str
    """What decides the bytes of the PDF."""
    compose: Callable[[], RenderJob]

    def job(self) -> RenderJob:
        """Return the sheet, composed.

        Raises
        ------
        PoolError
            Where another one came out of the same recipe before.
        """
        job = self.compose()
        if key_of(job) != self.key:
            raise PoolError(
                f"a sheet of {job.identity.id or job.identity.slug} was composed in two ways: "
                f"remove {MEMORY} from the folder of the doctrees, and report it: "
                "this is a fault of the program"
            )
        return job


@dataclass
class Book:
    """The recipes of a project."""

    memory: Memory
    base: str
    """What all sheets depend on: programs, fonts, settings, templates, style sheets."""
    _pages: dict[int, tuple[Page, str]] = field(default_factory=dict)

    def recipe(
        self, page: Page, others: Iterable[object], compose: Callable[[], RenderJob]
    ) -> Recipe:
        """Return the recipe of a *page* and whatever else its sheet depends on."""
        question = TOPIC, digest([self.base, self._digest_of(page), *map(repr, others)])
        if question not in self.memory:
            self.memory[question] = key_of(compose())
        return Recipe(self.memory[question], compose)

    def _digest_of(self, page: Page) -> str:
        if id(page) not in self._pages:
            words = [repr(replace(page, snippets=frozenset())), *sorted(page.snippets)]
            self._pages[id(page)] = page, digest(words)  # the page is held, or its id is another's
        return self._pages[id(page)][1]


@dataclass(frozen=True, slots=True)
class KeptPages:
    """The pages of one language, made from what *key* says."""

    path: Path
    key: str

    @classmethod
    def of(cls, folder: Path, language: str, key: str) -> KeptPages:
        """Return what is kept in *folder*."""
        return cls(folder / f"handouts-pages-{language}.pickle", key)

    def read(self) -> dict[str, Page] | None:
        """Return the pages by the ids of their handouts, or None where others are kept, or none."""
        with contextlib.suppress(Exception):  # it is only a shortcut: whatever is wrong with it
            kept: Any = pickle.loads(self.path.read_bytes())
            key, pages = kept
            return dict(pages) if key == self.key else None
        return None

    def keep(self, pages: Mapping[str, Page]) -> None:
        """Keep *pages* for the next build."""
        with contextlib.suppress(OSError):
            write_atomically(self.path, pickle.dumps((self.key, dict(pages))))
