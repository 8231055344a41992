"""Runs render jobs on a Dask cluster, and outlives a worker that dies."""

from __future__ import annotations

import importlib.util
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...pdf.limits import Limits, held
from ...records.rendered import Failed
from .desk import Backlog
from .lack import PoolError
from .pool import DIED, Job, Pool, Result

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 4
"""Jobs that wait for each worker of a cluster: it never stands idle."""
WAIT_FOR_WORKERS = 60
"""Seconds that a Dask scheduler has to find its first worker."""


@dataclass(frozen=True, slots=True)
class DaskPool(Pool[Job, Result]):
    """The same on a Dask cluster: the one at *address*, or one of this machine's own."""

    address: str = ""
    probe: Callable[[], str] = str
    """Says what decides the bytes of a PDF on the machine where it runs."""

    def prepare(self) -> None:
        """Prepare nothing: the cluster is there, or is asked for once."""

    def run(
        self,
        jobs: Mapping[str, Any],
        load: Callable[[str], Job] | None = None,
        each: int = 1,
        more: Callable[[], Iterable[str]] = tuple,
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Yield the key of each job with its result; Dask starts new workers for those that die."""
        if importlib.util.find_spec("distributed") is None:
            raise PoolError("Dask is not installed; install sphinx-handouts[dask]")
        waiting = Backlog(deque(jobs), load or jobs.__getitem__, more)
        with self.hired(self._client(self._most(len(jobs), each))) as client:
            yield from self._run_on(client, waiting)

    @contextmanager
    def _client(self, most: int) -> Iterator[Client]:
        """Have a client of the cluster; one of our own has so many workers at *most*."""
        import dask
        from distributed import Client, LocalCluster

        if self.address:
            try:
                client = Client(self.address)
            except OSError as error:
                raise PoolError(f"no Dask scheduler answers at {self.address}: {error}") from None
            with client:
                self._require_the_same_tools(client)
                yield client
            return
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            LocalCluster(
                n_workers=self.workers if self._staff.stay else most,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client

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

    def _run_on(self, client: Client, waiting: Backlog) -> Iterator[tuple[str, Result | Failed]]:
        """Run jobs, and once more alone those that were on a worker when it died."""
        while waiting:
            suspects = []
            for key, result in self._gather(client, waiting):
                if result == Failed(DIED):
                    suspects.append(key)
                else:
                    yield key, result
            for suspect in suspects:
                alone = Backlog(deque([suspect]), waiting.load, tuple)
                yield from self._gather(client, alone)

    def _gather(self, client: Client, waiting: Backlog) -> Iterator[tuple[str, Result | Failed]]:
        """Keep every worker busy, and few jobs ahead of them."""
        from distributed import KilledWorker, as_completed

        futures: dict[Any, str] = {}
        most = AHEAD * max(1, sum(client.nthreads().values()))

        def submit() -> list[Any]:
            new = []
            while len(futures) < most and waiting:
                key = waiting.keys.popleft()
                name, job = f"handouts-{uuid.uuid4()}", waiting.load(key)
                new.append(client.submit(_alone, self.work, self.limits, job, key=name))
                futures[new[-1]] = key
            return new

        ended = as_completed(submit())
        for future in ended:
            key, error = futures.pop(future), future.exception()
            if error is None:
                yield key, future.result()
            elif isinstance(error, KilledWorker):
                yield key, Failed(DIED)
            else:
                yield key, Failed.of(error)
            ended.update(submit())  # what the result has brought up, too


_ALONE = threading.Lock()


def _alone(work: Callable[[Job], Result], limits: Limits, job: Job) -> Result | Failed:
    """Run one job at a time in a worker of many threads, which is not ours alone."""
    with _ALONE:
        return held(work, limits, job, shared=True)
