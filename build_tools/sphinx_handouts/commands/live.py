"""The ``live`` command: keeps handouts up to date in the background while somebody edits.

It asks for a build of the handouts and returns at once, so that a live preview can call it after
each of its own builds: the web page never waits for the PDFs. One build runs at a time. Asked again
meanwhile, it is interrupted and begins anew, however often it was asked: what it has rendered is in
the cache. Nothing is half written, for sheets are replaced all together.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .places import SPHINX, require_guide

LIVE = ("-D", "handouts_live=1")
LOOK = 0.1
"""Seconds between two looks for a request, while a build runs."""
PROGRAM = (sys.executable, "-m", "sphinx_handouts", "live")


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "live", help="build the handouts in the background, for a live preview"
    )
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("source", metavar="SOURCE", help="folder of conf.py")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder of the handouts")
    parser.add_argument(
        "options", nargs=argparse.REMAINDER, metavar="...", help="options of sphinx-build"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Ask for a build and start who serves it; with ``--serve``, be the one."""
    if options.serve:
        serve(options)
    else:
        require_guide(Path(options.source), options.out)
        Desk(options.out.absolute()).ask()
        again = [options.source, str(options.out), *options.options]
        subprocess.Popen([*PROGRAM, "--serve", *again])
    return iter(())


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a build is asked for, and where one at a time is kept: two files beside the outputs."""

    out: Path

    @property
    def request(self) -> Path:
        """The file that says: the handouts may be out of date."""
        return self.out.with_name(f"{self.out.name}.request")

    @property
    def lock(self) -> Path:
        """The lock of the one that builds."""
        return self.out.with_name(f"{self.out.name}.lock")

    def ask(self) -> None:
        """Leave a request."""
        self.out.parent.mkdir(parents=True, exist_ok=True)
        self.request.touch()

    def serve(self, build: Callable[[], None]) -> None:
        """Build for as long as there are requests, unless somebody else is at it."""
        # The outer loop looks once more after the lock is released: a request that came between
        # the last look and the release found the lock taken, and nobody else will serve it.
        while self.request.exists():
            try:
                with FileLock(self.lock, timeout=0):
                    while self.request.exists():
                        self.request.unlink(missing_ok=True)
                        build()
            except Timeout:
                return  # the one that builds will find the request


def build_handouts(
    source: str, out: str, options: Sequence[str], asked: Callable[[], bool] = lambda: False
) -> None:
    """Run the builder until it ends, or until somebody has *asked* for another build."""
    command = [*SPHINX, "-b", "handouts", *LIVE, *options]
    start = time.monotonic()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # So a script's shell starts what it does not wait for, and a build would ignore it, too.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Not subprocess.run: on Ctrl-C that kills the build, which would end by itself and clean up.
    build = subprocess.Popen([*command, source, out])
    ended = _wait(build, asked)
    words = (
        "interrupted: there is news" if ended is None else "see above" if ended else "up to date"
    )
    print(f"handouts: {words} after {time.monotonic() - start:.1f} s", flush=True)


def _wait(build: subprocess.Popen[bytes], asked: Callable[[], bool]) -> int | None:
    """Return the exit status of a build; None where it was interrupted, as by Ctrl-C."""
    while not asked():
        with contextlib.suppress(subprocess.TimeoutExpired):
            return build.wait(LOOK)
    build.send_signal(signal.SIGINT)
    build.wait()
    return None


def serve(options: argparse.Namespace) -> None:
    """Be the one who builds, until nobody asks any more."""
    if hasattr(os, "nice"):
        os.nice(5)
    with contextlib.suppress(KeyboardInterrupt):
        desk = Desk(options.out.absolute())
        desk.serve(
            lambda: build_handouts(
                *(options.source, str(options.out), options.options), desk.request.exists
            )
        )
