"""Runs jobs in worker processes, and outlives a worker that dies.

Each worker has a pipe of its own. A worker that is killed closes it, in the middle of a word or
not, and that is how the build hears of it: no queue and no lock is shared that it might keep.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar

from ...pdf.limits import GRACE, UNLIMITED, Limits
from ...records.rendered import Failed
from .desk import Backlog, Crew, Desk, part
from .process import hiring

Job = TypeVar("Job")
Result = TypeVar("Result")
Hired = TypeVar("Hired")

DIED = "the worker process died (out of memory, or killed)"


@dataclass
class _Staff:
    """The workers that stay from one run to the next."""

    stay: bool = False
    there: Any = None
    """What hands them their jobs, if there is any."""
    leave: ExitStack = field(default_factory=ExitStack)


@dataclass(frozen=True, slots=True)
class Pool(Generic[Job, Result]):
    """How to run jobs: the function, the modules to preload, and how many workers.

    Within its context workers stay from one run to the next: what each has loaded is there.
    """

    work: Callable[[Job], Result]
    start: Callable[[], None]
    preload: tuple[str, ...]
    workers: int
    limits: Limits = field(default=UNLIMITED, kw_only=True)
    _staff: _Staff = field(default_factory=_Staff, kw_only=True, repr=False, compare=False)

    def prepare(self) -> None:
        """Let what all workers need be loaded meanwhile: they are wanted soon."""
        hiring(self.preload)

    def __enter__(self) -> Self:
        self._staff.stay = True
        return self

    def __exit__(self, *_exception: object) -> None:
        self._staff.stay = False
        self._dismiss()

    def _dismiss(self) -> None:
        """Let all workers go."""
        self._staff.there = None
        self._staff.leave.close()

    @contextmanager
    def hired(self, hire: AbstractContextManager[Hired]) -> Iterator[Hired]:
        """Have workers: those that stay, or new ones."""
        staff = self._staff
        if not staff.stay:
            with hire as hired:
                yield hired
            return
        if staff.there is None:
            staff.there = staff.leave.enter_context(hire)
        yield staff.there

    def run(
        self,
        jobs: Mapping[str, Any],
        load: Callable[[str], Job] | None = None,
        each: int = 1,
        more: Callable[[], Iterable[str]] = tuple,
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Yield the key of each job with its result, in the order in which they end.

        A worker has a style sheet to read before its first job: one is hired for *each* so many.

        A job is loaded by its key when a worker is about to have room for it, so that many large
        ones are never there together; without *load* they are the values of *jobs*. Where a worker
        would have nothing to do, the keys of *more* jobs are asked for, which *load* knows: results
        may have brought them up. Where a worker dies, the jobs that were under way run again one at
        a time, each in a worker of its own, so that the one which kills its worker fails alone.
        """
        load = load or jobs.__getitem__
        waiting = Backlog(deque(jobs), load, more)
        while waiting:
            lost = yield from self._run_once(waiting, self._most(len(jobs), each))
            for key in lost:
                yield from self._run_alone(key, load)

    def _most(self, jobs: int, each: int) -> int:
        """Return how many workers are hired at most."""
        return self.workers if each == 1 else min(self.workers, -(-jobs // each))

    def _run_alone(
        self, key: str, load: Callable[[str], Job]
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Run a job that was under way when its worker died."""
        began = time.monotonic()
        if (yield from self._run_once(Backlog(deque([key]), load, tuple), 1, alone=True)):
            limits = self.limits.of(load(key))
            late = time.monotonic() - began > limits.seconds + GRACE > GRACE
            yield key, limits.too_long if late else Failed(DIED)

    def _run_once(
        self, waiting: Backlog, most: int, *, alone: bool = False
    ) -> Generator[tuple[str, Result | Failed], None, list[str]]:
        """Run jobs, each once, with so many workers at *most*; return those whose worker died."""
        with self._crew() if alone else self.hired(self._crew()) as crew:
            desk = Desk(crew, most, waiting)
            yield from desk.results()
        return desk.lost

    @contextmanager
    def _crew(self) -> Iterator[Crew]:
        """Have workers, each hired when there is a job for it."""
        crew = Crew(hiring(self.preload), (self.work, self.start, self.limits))
        try:
            yield crew
        finally:
            part(crew.idle)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
