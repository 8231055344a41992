"""One PDF to make, from what it is laid out or bound from to its record in the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, NamedTuple

from ..checks.placing import placed
from ..checks.table import EDITION_CHECKS, EditionCheck
from ..pdf.toolchain import versions
from ..records.edition import Edition
from ..records.finding import Finding
from ..records.identity import Identity
from ..records.jobs import MergeJob, RenderJob
from ..records.manifest import Facts
from ..records.page import Page
from ..records.rendered import Rendered
from ..records.slots import Livery
from ..storage.cache import Cache
from ..storage.digests import RENDERING, digest, rooms_digest
from .recipes import Recipe, key_of
from .tally import Described

SAMPLE = 16
"""One dressed sheet in so many is read back."""

Check = Callable[[Rendered], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the PDF of an edition was made from, and where it stands."""

    key: str
    """Of the sheet, or of its template, in the cache."""
    livery: Livery | None
    path: str = ""
    """Empty where it is for packs alone."""
    sha256: str = ""


class Part(NamedTuple):
    """A part of a pack: a template in the cache, or a PDF that was made."""

    title: str
    key: str
    path: str = ""

    def pdf(self, cache: Cache) -> bytes:
        """Return its bytes."""
        return Path(self.path).read_bytes() if self.path else cache[self.key].pdf


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a pack is bound from."""

    parts: tuple[Part, ...]
    title: str
    language: str
    identity: Identity

    @property
    def key(self) -> str:
        """What decides the bytes of the pack."""
        about = [self.title, self.language, repr(self.identity), repr(sorted(versions().items()))]
        parts = [word for part in self.parts for word in (part.title, part.key)]
        return digest(["pack", *about, rooms_digest(*RENDERING), *parts])

    def job(self, cache: Cache) -> MergeJob:
        """Return it with the PDFs of its parts.

        Raises
        ------
        KeyError
            Where the cache has lost one.
        """
        parts = tuple((part.title, part.pdf(cache)) for part in self.parts)
        return MergeJob(parts, self.title, self.language, self.identity)


@dataclass(frozen=True, slots=True)
class Order(Generic[Described]):
    """One PDF to make."""

    edition: Edition
    path: str
    """Where it goes, below the output folder."""
    source: RenderJob | Recipe[RenderJob] | Bundle
    describe: Callable[[Facts], Described]
    """Returns its record for the manifest."""
    check: Check
    """Yields what is wrong with what was rendered or bound."""
    livery: Livery | None = None
    """The clinic that a template is dressed for; without one, the PDF is the clinic's as it is."""
    in_full: Callable[[], RenderJob] | None = None
    """Returns the clinic's own sheet as a whole, where the template cannot be dressed."""
    needs_proof: bool = False
    """Whether a dressed sheet is to be compared with a whole one."""
    key: str = field(init=False)
    """What decides the bytes of what is rendered or bound."""

    def __post_init__(self) -> None:
        source = self.source
        key = key_of(source) if isinstance(source, RenderJob) else source.key
        object.__setattr__(self, "key", key)

    def job(self, cache: Cache) -> RenderJob | MergeJob:
        """Return what a worker needs to make what is rendered or bound.

        Raises
        ------
        KeyError
            Where the cache has lost a part.
        """
        source = self.source
        if isinstance(source, RenderJob):
            return source
        if isinstance(source, Bundle):
            return source.job(cache)
        job, last = source.job(), cache.get(source.last) if source.last else None
        return replace(job, last_pages=last.laid.anchors) if last else job

    @property
    def length(self) -> int:
        """Characters to lay out: a measure of how long it takes. What is bound has none."""
        if isinstance(self.source, RenderJob):
            return len(self.source.html)
        return self.source.length if isinstance(self.source, Recipe) else 0

    @property
    def dressed_key(self) -> str:
        """What decides the bytes of the PDF of a clinic."""
        return digest([self.key, self.livery.digest if self.livery else ""])

    @property
    def label(self) -> str:
        """What the progress line calls it."""
        return self.edition.label


def is_sample(key: str) -> bool:
    """Return whether the dressed sheet of *key* is read back: one in so many, always the same."""
    return int(key[:8], 16) % SAMPLE == 0


def checked(page: Page, edition: Edition, checks: Sequence[EditionCheck] = EDITION_CHECKS) -> Check:
    """Return a function that does the *checks* of an edition."""

    def check(rendered: Rendered) -> Iterator[Finding]:
        for one in checks:
            for finding in one(page, edition, rendered):
                yield placed(finding, page)

    return check


def label_of(group: Sequence[Order[Described]]) -> str:
    """Return what messages call orders that are made from one thing: by the first of them."""
    others = len(group) - 1
    return f"{group[0].label} and {others} more" if others else group[0].label
