"""Holds one job to the time and memory that it may take: a renderer itself knows no bounds.

Three walls stand one behind the other.  A thread looks at the clock and at the memory of the
process, and stops the job with an exception; that is the usual end.  Code that hears no exception
(a regular expression, a loop in C) ends with its process a little later.  And the system refuses
memory that is asked for in one go.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import NoReturn, TypeVar

from ..records.rendered import Failed

Job = TypeVar("Job")
Result = TypeVar("Result")

LOOK = 0.05
"""Seconds between two looks at a job."""
GRACE = 2
"""Seconds that a job has to end after it was stopped, before its process does."""
SHARED_GRACE = 15
"""The same in a process that others share, such as a Dask worker of somebody else's."""
AGAIN = 1
"""Seconds after which a job that swallowed the exception gets another."""
MEND = "make its pages, figures or logo smaller, or raise {option} in conf.py"

_NOWHERE = os.open(os.devnull, os.O_WRONLY)  # where a last traceback goes
_STATM = Path("/proc/self/statm")
_LAST: list[Callable[[], None]] = []
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most seconds and mebibytes that a job may take; 0 sets no limit."""

    seconds: float = 0
    mebibytes: int = 0

    def of(self, job: object) -> Limits:
        """Return the limits of a job: one with a book in hand may take longer."""
        return replace(self, seconds=self.seconds * int(getattr(job, "patience", 1)))

    @property
    def too_long(self) -> Failed:
        """What a job that takes longer ends with."""
        mend = MEND.format(option="handouts_timeout")
        return Failed(f"it took longer than {self.seconds:g} s; {mend}")

    @property
    def too_large(self) -> Failed:
        """What a job that takes more memory ends with."""
        mend = MEND.format(option="handouts_memory")
        return Failed(f"it needed more than {self.mebibytes} MiB of memory; {mend}")

    def hold_process(self) -> None:
        """Let the system refuse this process more memory than that; for a worker of our own."""
        if self.mebibytes:
            _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
            most = self.mebibytes << 20
            if hard in {resource.RLIM_INFINITY, -1} or hard > most:
                resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


UNLIMITED = Limits()


class _Stopped(BaseException):
    """Raised in the thread of a job that is over its limits."""


class _Watch(threading.Thread):
    """Stops the job of the thread that made it, once it is over the limits.

    No lock: an exception that arrives while a thread takes one would leave it taken.  The watch
    writes its verdict before it looks whether the job is over, and the job says that it is over
    before it looks for a verdict; so one of them sees the other.
    """

    def __init__(self, limits: Limits, before: int) -> None:
        super().__init__(daemon=True)
        self.limits = limits
        self.verdict: Failed | None = None
        self._before = before
        self._job = threading.get_ident()
        self._end = time.monotonic() + limits.seconds
        self._over = self._gone = False

    def run(self) -> None:
        """Look again and again."""
        told = 0.0
        while not self._over:
            self.verdict = self.verdict or self._look()
            if self.verdict and time.monotonic() - told > AGAIN:
                told = time.monotonic()
                self._stop_job()
            time.sleep(LOOK)
        self._gone = True

    def _stop_job(self) -> None:
        if not self._over:
            _raise_in(self._job, _Stopped)

    def _look(self) -> Failed | None:
        limits = self.limits
        if limits.seconds and time.monotonic() > self._end:
            return limits.too_long
        if limits.mebibytes and _resident() - self._before > limits.mebibytes << 20:
            return limits.too_large
        return None

    def leave(self) -> None:
        """Stop watching; what was raised and has not arrived is called back."""
        while True:
            try:
                self._over = True
                while self.verdict and not self._gone:
                    time.sleep(LOOK / 10)
                _raise_in(self._job, None)
                faulthandler.cancel_dump_traceback_later()
            except _Stopped:  # it arrived in here
                continue
            return


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    wanted = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), wanted)


def _resident() -> int:
    """Return how many bytes of memory this process uses; where no one says, its peak."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT


@cache
def _lean() -> int:
    """Return how much this process used before its first job."""
    return _resident()


def at_the_end(clear: Callable[[], None]) -> None:
    """Let a worker clear away what is its own, however it ends, but for being killed."""
    Finalize(None, clear, exitpriority=0)  # it ends without the usual ceremony
    _LAST.append(clear)


def end_at_once() -> NoReturn:
    """End this worker, whatever it is doing."""
    try:
        for clear in _LAST:
            clear()
    finally:
        os._exit(1)


def held(
    work: Callable[[Job], Result], limits: Limits, job: Job, *, shared: bool = False
) -> Result | Failed:
    """Do *work* within *limits*; in a process that is *shared*, only what it takes more counts."""
    limits = limits.of(job)
    if not shared and limits.mebibytes and _resident() - _lean() > limits.mebibytes << 19:
        end_at_once()  # an earlier job left it fat: the pool starts another, and gives it this job
    watch = _Watch(limits, _resident() if shared else 0)
    if limits.seconds:
        end = limits.seconds + (SHARED_GRACE if shared else GRACE)
        faulthandler.dump_traceback_later(end, exit=True, file=_NOWHERE)
    try:
        return _watched(watch, work, job)
    except _Stopped:  # it arrived on the way out
        watch.leave()
        return watch.verdict or limits.too_long


def _watched(watch: _Watch, work: Callable[[Job], Result], job: Job) -> Result | Failed:
    try:
        watch.start()
        return work(job)
    except _Stopped:
        return watch.verdict or watch.limits.too_long
    except MemoryError:
        return watch.limits.too_large
    except SystemError:  # what C code may make of memory that it was refused
        if not watch.limits.mebibytes:
            raise
        return watch.verdict or watch.limits.too_large
    finally:
        watch.leave()
