"""Runs render jobs in worker processes, local or Dask's, and outlives a worker that dies."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..pdf.limits import GRACE, UNLIMITED, Limits, held
from ..records.model import Failed

if TYPE_CHECKING:
    from distributed import Client

Job = TypeVar("Job")
Result = TypeVar("Result")

DIED = "the worker process died (out of memory, or killed)"


AHEAD = 4
"""Jobs that wait for each worker of a cluster: it never stands idle."""
WAIT_FOR_WORKERS = 60
"""Seconds that a Dask scheduler has to find its first worker."""


class PoolError(Exception):
    """Why no worker can be had, in a sentence."""


@dataclass(frozen=True, slots=True)
class Pool(Generic[Job, Result]):
    """How to run jobs: the function, the modules to preload, and how many workers."""

    work: Callable[[Job], Result]
    start: Callable[[], None]
    preload: tuple[str, ...]
    workers: int
    limits: Limits = field(default=UNLIMITED, kw_only=True)

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
        workers = min(workers or self.workers, len(jobs))
        with self._executor(workers) as executor:
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
                pass
        return done, started - done

    def _result(self, future: Future[Result | Failed]) -> Result | Failed:
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, BrokenProcessPool):
            raise error
        return _failed(error)  # whatever a worker raised: SystemExit must not end the build

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


@dataclass(frozen=True, slots=True)
class DaskPool(Pool[Job, Result]):
    """The same on a Dask cluster: the one at *address*, or one of this machine's own."""

    address: str = ""
    probe: Callable[[], str] = str
    """Says what decides the bytes of a PDF on the machine where it runs."""

    def run(
        self, jobs: Mapping[str, Any], load: Callable[[str], Job] | None = None
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Yield the key of each job with its result; Dask starts new workers for those that die."""
        if importlib.util.find_spec("distributed") is None:
            raise PoolError("Dask is not installed; install sphinx-handouts[dask]")
        import dask
        from distributed import Client, LocalCluster

        if self.address:
            try:
                client = Client(self.address)
            except OSError as error:
                raise PoolError(f"no Dask scheduler answers at {self.address}: {error}") from None
            with client:
                self._require_the_same_tools(client)
                yield from self._run_on(client, jobs, load or jobs.__getitem__)
            return
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            LocalCluster(
                n_workers=min(self.workers, len(jobs)),
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield from self._run_on(client, jobs, load or jobs.__getitem__)

    def _require_the_same_tools(self, client: Client) -> None:
        """Refuse workers whose PDFs would have other bytes than this machine's."""
        here = self.probe()
        try:
            client.wait_for_workers(1, timeout=WAIT_FOR_WORKERS)
        except TimeoutError:
            raise PoolError(f"the Dask scheduler at {self.address} has no workers") from None
        for worker, there in client.run(self.probe).items():
            if there != here:
                raise PoolError(
                    f"the Dask worker {worker} has other versions or fonts than this machine; "
                    "install the same on both"
                )

    def _run_on(
        self, client: Client, jobs: Iterable[str], load: Callable[[str], Job]
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Run *jobs*, and once more alone those that were on a worker when it died."""
        suspects = []
        for key, result in self._gather(client, jobs, load):
            if result == Failed(DIED):
                suspects.append(key)
            else:
                yield key, result
        for key in suspects:
            yield from self._gather(client, [key], load)

    def _gather(
        self, client: Client, jobs: Iterable[str], load: Callable[[str], Job]
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Keep every worker busy, and few jobs ahead of them."""
        from distributed import KilledWorker, as_completed

        futures: dict[Any, str] = {}
        remaining = iter(jobs)

        def submit(count: int) -> list[Any]:
            return [_submit(key) for key in islice(remaining, count)]

        def _submit(key: str) -> Any:
            name = f"handouts-{uuid.uuid4()}"
            future = client.submit(_alone, self.work, self.limits, load(key), key=name)
            futures[future] = key
            return future

        threads = sum(client.nthreads().values())
        ended = as_completed(submit(AHEAD * max(1, threads)))
        for future in ended:
            for new in submit(1):
                ended.add(new)
            key, error = futures.pop(future), future.exception()
            if error is None:
                yield key, future.result()
            elif isinstance(error, KilledWorker):
                yield key, Failed(DIED)
            else:
                yield key, _failed(error)


def _failed(error: BaseException) -> Failed:
    return Failed(f"{type(error).__name__}: {error}")


_ALONE = threading.Lock()


def _alone(work: Callable[[Job], Result], limits: Limits, job: Job) -> Result | Failed:
    """Run one job at a time in a worker of many threads, which is not ours alone."""
    with _ALONE:
        return held(work, limits, job, shared=True)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
