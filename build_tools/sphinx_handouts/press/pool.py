"""Runs render jobs in worker processes, and outlives a worker that dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import forkserver, resource_tracker
from typing import Any, Generic, Self, TypeVar

from ..pdf.limits import GRACE, UNLIMITED, Limits, held
from ..records.model import Failed

Job = TypeVar("Job")
Result = TypeVar("Result")
Hired = TypeVar("Hired")

DIED = "the worker process died (out of memory, or killed)"


class PoolError(Exception):
    """Why no worker can be had, in a sentence."""


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
        self, jobs: Mapping[str, Any], load: Callable[[str], Job] | None = None
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Yield the key of each job with its result, in the order in which they end.

        A job is loaded by its key when a worker is about to have room for it, so that many large
        ones are never there together; without *load* they are the values of *jobs*. Where a worker
        dies, the jobs that were under way run again one at a time, each in a worker of its own, so
        that the one which kills its worker fails alone.
        """
        load = load or jobs.__getitem__
        suspects: dict[str, Any] = {}
        waiting = dict(jobs)
        while waiting:
            done, lost = yield from self._run_once(waiting, load)
            waiting = {key: job for key, job in waiting.items() if key not in done | lost}
            suspects |= {key: jobs[key] for key in lost}
        for key, job in suspects.items():
            began = time.monotonic()
            _done, lost = yield from self._run_once({key: job}, load, workers=1)
            if lost:
                late = time.monotonic() - began > self.limits.seconds + GRACE > GRACE
                yield key, self.limits.too_long if late else Failed(DIED)

    def _run_once(
        self, jobs: Mapping[str, Any], load: Callable[[str], Job], workers: int | None = None
    ) -> Generator[tuple[str, Result | Failed], None, tuple[set[str], set[str]]]:
        """Run *jobs* until they are done or a worker dies; return the keys done and lost."""
        done: set[str] = set()
        started: set[str] = set()
        alone, workers = workers == 1, min(workers or self.workers, len(jobs))
        hire = self._executor(self.workers if self._staff.stay and not alone else workers)
        with hire if alone else self.hired(hire) as executor:
            remaining = iter(jobs)
            running: dict[Future[Result | Failed], str] = {}
            work = partial(held, self.work, self.limits)

            def submit() -> bool:
                for key in remaining:
                    started.add(key)
                    job = load(key)
                    with _interrupts_held():  # or a worker might be born to a dead build
                        running[executor.submit(work, job)] = key
                    return True
                return False

            try:
                # Few jobs ahead of the workers: when one dies, few are under suspicion.
                while len(running) < workers + 1 and submit():
                    pass
                while running:
                    wait(running, return_when=FIRST_COMPLETED)
                    future = next(f for f in running if f.done())  # the earliest of them
                    key = running.pop(future)
                    yield key, self._result(future)
                    done.add(key)
                    submit()
            except BrokenProcessPool:
                self._dismiss()
        return done, started - done

    def _result(self, future: Future[Result | Failed]) -> Result | Failed:
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, BrokenProcessPool):
            raise error
        return failed(error)  # whatever a worker raised: SystemExit must not end the build

    @contextmanager
    def _executor(self, workers: int) -> Iterator[Executor]:
        context = multiprocessing.get_context(
            "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        )
        if context.get_start_method() == "forkserver":
            # "__main__" too, or every worker would import the program that runs the build.
            context.set_forkserver_preload(["__main__", *self.preload])
            with _interrupts_held():
                forkserver.ensure_running()
        executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_start, initargs=(self.start, self.limits)
        )
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; who is started meanwhile never sees one, for the build alone answers it."""
    resource_tracker.ensure_running()  # it would let them through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(start: Callable[[], None], limits: Limits) -> None:
    """Prepare a local worker, which must not outlive a build that is killed."""
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    start()
    limits.hold_process()


def _end_with_the_build() -> None:
    build = multiprocessing.parent_process()
    if build is not None:
        build.join()
        os._exit(1)


def failed(error: BaseException) -> Failed:
    """Return that a job has failed for what was raised."""
    return Failed(f"{type(error).__name__}: {error}")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
