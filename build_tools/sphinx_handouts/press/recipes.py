"""What earlier builds found out: pages, and keys of sheets that need not be composed.

All that a sheet is composed from is its *recipe*. Which key came out of a recipe is remembered, so
that a build composes those sheets alone whose PDF it has to make. A clinic that is added changes no
page: the pages of the last build are kept beside the doctrees, which Sphinx keeps in the same way,
and only where nothing was found that must be told again.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..pdf.fonts import fonts_digest
from ..pdf.toolchain import versions
from ..records.clinic import Clinic
from ..records.fonts import Fonts
from ..records.jobs import RenderJob
from ..records.letterhead import LetterheadJob
from ..records.page import Page
from ..storage.digests import digest, letterhead_key, render_key
from ..storage.files import write_atomically
from ..storage.memory import Memory
from .workers.lack import PoolError

Composed = TypeVar("Composed", RenderJob, LetterheadJob)
MEMORY = "handouts-recipes.json"
"""Name of the file of the keys, beside what Sphinx has read."""

Pages = dict[str, Page]
"""Pages by the ids of their handouts."""
PackPages = dict[str, Pages]
"""Pages as packs print them, by the slugs of the packs; of those alone that differ."""


def key_of(job: Composed) -> str:
    """Return what decides the bytes of a sheet, or of a letterhead."""
    fonts = fonts_digest(job.fonts)
    if isinstance(job, LetterheadJob):
        return letterhead_key(job, versions(), fonts)
    return render_key(job, versions(), fonts)


@dataclass(frozen=True, slots=True)
class Recipe(Generic[Composed]):
    """A sheet or letterhead that is composed when its PDF has to be made."""

    key: str
    """What decides the bytes of the PDF."""
    name: str
    """What messages call it."""
    compose: Callable[[], Composed]
    length: int = 0
    """Characters of what it is composed from."""
    last: str = ""
    """Key of the last PDF of the same book, made from other words."""

    def job(self) -> Composed:
        """Return it, composed.

        Raises
        ------
        PoolError
            Where another one came out of the same recipe before.
        """
        job = self.compose()
        if key_of(job) != self.key:
            raise PoolError(
                f"{self.name} was composed in two ways: "
                f"remove {MEMORY} from the folder of the doctrees, and report it: "
                "this is a fault of the program"
            )
        return job


@dataclass
class Book:
    """The recipes of a project."""

    memory: Memory
    base: str
    """What all sheets depend on: programs, settings, templates, style sheets."""
    fonts: Fonts = Fonts()  # noqa: RUF009 - it is frozen
    """What all sheets may be set in."""
    _pages: dict[int, tuple[Page, str]] = field(default_factory=dict)

    def sheet(
        self, page: Page, font: str, others: Iterable[object], compose: Callable[[], RenderJob]
    ) -> Recipe[RenderJob]:
        """Return the recipe of a *page*, in the *font* of a clinic, and of *others* it shows."""
        name = f"a sheet of {page.handout.id}"
        parts = [self._digest_of(page), *map(repr, others)]
        recipe = self._recipe("sheet", font, parts, name, compose)
        last = self._last(page, parts[1:], recipe.key) if page.handout.is_book else ""
        return replace(recipe, length=len(page.body), last=last)

    def _last(self, page: Page, others: Iterable[str], key: str) -> str:
        """Return the key of the last PDF of a book, and keep this one for the next build."""
        question = "book", digest([page.handout.id, *others])
        last = str(self.memory[question]) if question in self.memory else ""
        self.memory[question] = key
        return last

    def letterhead(
        self, clinic: Clinic, others: Iterable[object], compose: Callable[[], LetterheadJob]
    ) -> Recipe[LetterheadJob]:
        """Return the recipe of the letterhead of a *clinic*, and of *others* it depends on."""
        parts = [repr(clinic), *map(repr, others)]
        name = f"a letterhead of {clinic.key}"
        return self._recipe("letterhead", clinic.brand.font, parts, name, compose)

    def _recipe(
        self,
        topic: str,
        font: str,
        parts: Iterable[str],
        name: str,
        compose: Callable[[], Composed],
    ) -> Recipe[Composed]:
        question = topic, digest([self.base, fonts_digest(self.fonts.of(font)), *parts])
        if question not in self.memory:
            self.memory[question] = key_of(compose())
        return Recipe(self.memory[question], name, compose)

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

    def read(self) -> tuple[Pages, PackPages] | None:
        """Return the pages, and those of packs; None where others are kept, or none."""
        with contextlib.suppress(Exception):  # it is only a shortcut: whatever is wrong with it
            kept: Any = pickle.loads(self.path.read_bytes())
            key, pages, in_packs = kept
            return (dict(pages), dict(in_packs)) if key == self.key else None
        return None

    def keep(self, pages: Pages, in_packs: PackPages) -> None:
        """Keep *pages*, and those of packs, for the next build."""
        with contextlib.suppress(OSError):
            write_atomically(self.path, pickle.dumps((self.key, dict(pages), dict(in_packs))))
