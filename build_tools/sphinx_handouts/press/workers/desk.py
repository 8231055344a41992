"""The build's side of the pipes: hands jobs to workers, and takes their results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any

from ...records.rendered import Failed
from .lack import PoolError
from .process import interrupts_held, program_left_out, serve


@dataclass(frozen=True, slots=True)
class Backlog:
    """Jobs that wait for a worker."""

    keys: deque[str]
    load: Callable[[str], object]
    more: Callable[[], Iterable[str]]
    """Returns the jobs that have come up meanwhile: asked for where no others wait."""

    def __bool__(self) -> bool:
        """Return whether there is a job, for now."""
        if not self.keys:
            self.keys.extend(self.more())
        return bool(self.keys)

    def parcel(self, key: str) -> bytes | Failed:
        """Return what a worker is sent for a job, or why it cannot be sent."""
        job = self.load(key)
        try:
            return bytes(ForkingPickler.dumps(job))
        except Exception as error:  # whatever the job is made of
            return Failed.of(error)


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


def part(workers: Iterable[_Worker]) -> None:
    """Let workers go; one that is at work ends when its job does, which nobody hears of."""
    workers = [*workers]
    for worker in workers:
        worker.pipe.close()
    for worker in workers:
        worker.process.join()


@dataclass
class Crew:
    """The workers of a pool that are free, and how to hire another."""

    context: ForkServerContext | SpawnContext
    task: tuple[Any, ...]
    idle: list[_Worker] = field(default_factory=list)

    def one(self) -> _Worker:
        """Return a worker that is free, or a new one."""
        if self.idle:
            return self.idle.pop()
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=serve, args=(theirs, *self.task), daemon=True)
        try:
            with program_left_out(), interrupts_held():  # or it might be born to a dead build
                process.start()
        except (EOFError, OSError) as error:
            ours.close()
            why = f"{type(error).__name__}: {error}"
            raise PoolError(f"no worker process can be started ({why})") from None
        finally:
            theirs.close()  # the worker alone holds it: its death is the end of what we read
        return _Worker(process, ours)


@dataclass
class Desk:
    """Hands jobs to workers, and takes their results."""

    crew: Crew
    workers: int
    waiting: Backlog
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
                if not self._look_ahead() or len(self.busy) == self.workers:
                    self._wait()
        finally:
            part(worker for worker, _key in self.busy.values())

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
        if not self.ahead and self.waiting:
            key = self.waiting.keys.popleft()
            self.ahead.append((key, self.waiting.parcel(key)))
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
            part([worker])
        else:
            self.crew.idle.append(worker)
            self.done.append((key, _unpacked(said)))


def _unpacked(said: bytes) -> Any:
    try:
        return ForkingPickler.loads(said)
    except Exception as error:  # whatever the result is made of
        return Failed.of(error)
