"""The worker's side of a pipe: how its process starts, works and ends."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.reduction import ForkingPickler
from types import ModuleType
from typing import Any

from ...pdf.limits import Limits, end_at_once, held
from ...records.rendered import Failed


def serve(
    pipe: Connection, work: Callable[[Any], object], start: Callable[[], None], limits: Limits
) -> None:
    """Do one job after the other, until the build has no more of them."""
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    try:
        start()
    except Exception as error:
        unable = Failed.of(error)

        def work(_job: Any) -> object:
            """Tell each job why, rather than that its worker has died."""
            return unable

    limits.hold_process()
    with suppress(EOFError, OSError):  # the build has let this worker go
        while True:
            pipe.send_bytes(_done(work, limits, pipe.recv_bytes()))


def _done(work: Callable[[Any], object], limits: Limits, parcel: bytes) -> bytes:
    """Return what came of a job, whatever it raised: SystemExit must not end the worker."""
    try:
        return bytes(ForkingPickler.dumps(held(work, limits, ForkingPickler.loads(parcel))))
    except BaseException as error:
        return bytes(ForkingPickler.dumps(Failed.of(error)))


def hiring(preload: tuple[str, ...]) -> ForkServerContext | SpawnContext:
    """Start what starts workers, if it is not there: it loads the modules that they all need."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*preload])
    with interrupts_held():
        forkserver.ensure_running()
    return context


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; who is started meanwhile never sees one, for the build alone answers it."""
    resource_tracker.ensure_running()  # it would let them through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def program_left_out() -> Iterator[None]:
    """Start workers that do not load the program which runs the build: they need nothing of it.

    Each would load all of Sphinx, for ``sphinx-build`` is a file that does.
    """
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _end_with_the_build() -> None:
    build = multiprocessing.parent_process()
    if build is not None:
        build.join()
        end_at_once()
