"""Runs render jobs in worker processes, and outlives a worker that dies.

Each worker has a pipe of its own. A worker that is killed closes it, in the middle of a word or
not, and that is how the build hears of it: no queue and no lock is shared that it might keep.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, Self, TypeVar

from ..pdf.limits import GRACE, UNLIMITED, Limits, held
from ..records.rendered import Failed

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

    def prepare(self) -> None:
        """Let what all workers need be loaded meanwhile: they are wanted soon."""
        _hiring(self.preload)

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
        lost = yield from self._run_once(jobs, load)
        for key in lost:
            began = time.monotonic()
            again = yield from self._run_once({key: jobs[key]}, load, alone=True)
            if again:
                limits = self.limits.of(load(key))
                late = time.monotonic() - began > limits.seconds + GRACE > GRACE
                yield key, limits.too_long if late else Failed(DIED)

    def _run_once(
        self, jobs: Mapping[str, Any], load: Callable[[str], Job], *, alone: bool = False
    ) -> Generator[tuple[str, Result | Failed], None, list[str]]:
        """Run *jobs*, each once; return the keys of those whose worker died."""
        workers = 1 if alone else min(self.workers, len(jobs))
        with self._crew() if alone else self.hired(self._crew()) as crew:
            desk = _Desk(crew, workers, _parcels(jobs, load))
            yield from desk.results()
        return desk.lost

    @contextmanager
    def _crew(self) -> Iterator[_Crew]:
        """Have workers, each hired when there is a job for it."""
        crew = _Crew(_hiring(self.preload), (self.work, self.start, self.limits))
        try:
            yield crew
        finally:
            _part(crew.idle)


# --- the build's side -----------------------------------------------------------------------------


def _parcels(
    jobs: Iterable[str], load: Callable[[str], object]
) -> Iterator[tuple[str, bytes | Failed]]:
    """Yield the key of each job with what a worker is sent, or why it cannot be sent."""
    for key in jobs:
        job = load(key)
        try:
            parcel = bytes(ForkingPickler.dumps(job))
        except Exception as error:  # whatever the job is made of
            yield key, failed(error)
        else:
            yield key, parcel


@dataclass(eq=False, frozen=True, slots=True)
class _Worker:
    """A process that does one job after the other, and the build's end of its pipe."""

    process: BaseProcess
    pipe: Connection

    def send(self, parcel: bytes) -> None:
        """Give it a job; if it is dead, whoever waits for the result hears of it."""
        with suppress(OSError):
            self.pipe.send_bytes(parcel)

    def receive(self) -> bytes | None:
        """Take what it says, or nothing where it died before it had said all."""
        try:
            return self.pipe.recv_bytes()
        except (EOFError, OSError):
            return None


def _part(workers: Iterable[_Worker]) -> None:
    """Let workers go; one that is at work ends when its job does, which nobody hears of."""
    workers = [*workers]
    for worker in workers:
        worker.pipe.close()
    for worker in workers:
        worker.process.join()


@dataclass
class _Crew:
    """The workers of a pool that are free, and how to hire another."""

    context: BaseContext
    task: tuple[Any, ...]
    idle: list[_Worker] = field(default_factory=list)

    def one(self) -> _Worker:
        """Return a worker that is free, or a new one."""
        if self.idle:
            return self.idle.pop()
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, *self.task), daemon=True)  # type: ignore[attr-defined]
        try:
            with _interrupts_held():  # or a worker might be born to a dead build
                process.start()
        except (EOFError, OSError) as error:
            ours.close()
            why = f"{type(error).__name__}: {error}"
            raise PoolError(f"no worker process can be started ({why})") from None
        finally:
            theirs.close()  # the worker alone holds it: its death is the end of what we read
        return _Worker(process, ours)


@dataclass
class _Desk:
    """Hands jobs to workers, and takes their results."""

    crew: _Crew
    workers: int
    waiting: Iterator[tuple[str, bytes | Failed]]
    ahead: list[tuple[str, bytes | Failed]] = field(default_factory=list)
    """The one job that is loaded before a worker is free for it."""
    busy: dict[Connection, tuple[_Worker, str]] = field(default_factory=dict)
    done: list[tuple[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def results(self) -> Iterator[tuple[str, Any]]:
        """Yield the key of each job with its result; the workers are at work meanwhile."""
        try:
            while self._hand_out():
                yield from self.done
                self.done.clear()
                self._look_ahead()
                self._wait()
        finally:
            _part(worker for worker, _key in self.busy.values())

    def _hand_out(self) -> bool:
        """Give each worker that is free a job; return whether there is any result to come."""
        while len(self.busy) < self.workers and self._look_ahead():
            key, parcel = self.ahead.pop()
            if isinstance(parcel, Failed):
                self.done.append((key, parcel))
                continue
            worker = self.crew.one()
            self.busy[worker.pipe] = worker, key
            worker.send(parcel)
        return bool(self.busy or self.done)

    def _look_ahead(self) -> bool:
        self.ahead = self.ahead or [*islice(self.waiting, 1)]
        return bool(self.ahead)

    def _wait(self) -> None:
        """Take one result, if any is to come; a worker that says no more has lost its job."""
        if not self.busy:
            return
        pipe: Any = wait([*self.busy])[0]
        worker, key = self.busy.pop(pipe)
        said = worker.receive()
        if said is None:
            self.lost.append(key)
            _part([worker])
        else:
            self.crew.idle.append(worker)
            self.done.append((key, _unpacked(said)))


def _unpacked(said: bytes) -> Any:
    try:
        return ForkingPickler.loads(said)
    except Exception as error:  # whatever the result is made of
        return failed(error)


# --- the worker's side ----------------------------------------------------------------------------


def _serve(
    pipe: Connection, work: Callable[[Any], object], start: Callable[[], None], limits: Limits
) -> None:
    """Do one job after the other, until the build has no more of them."""
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    try:
        start()
    except Exception as error:
        unable = failed(error)  # each job is told why, rather than that its worker has died
        work = lambda _job: unable  # noqa: E731
    limits.hold_process()
    with suppress(EOFError, OSError):  # the build has let this worker go
        while True:
            pipe.send_bytes(_done(work, limits, pipe.recv_bytes()))


def _done(work: Callable[[Any], object], limits: Limits, parcel: bytes) -> bytes:
    """Return what came of a job, whatever it raised: SystemExit must not end the worker."""
    try:
        return bytes(ForkingPickler.dumps(held(work, limits, ForkingPickler.loads(parcel))))
    except BaseException as error:
        return bytes(ForkingPickler.dumps(failed(error)))


def _hiring(preload: tuple[str, ...]) -> BaseContext:
    """Start what starts workers, if it is not there: it loads the modules that they all need."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # "__main__" too, or every worker would import the program that runs the build.
    context.set_forkserver_preload(["__main__", *preload])
    with _interrupts_held():
        forkserver.ensure_running()
    return context


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; who is started meanwhile never sees one, for the build alone answers it."""
    resource_tracker.ensure_running()  # it would let them through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
