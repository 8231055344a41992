"""Keep the handouts up to date in the background while somebody edits the guide.

``python -m sphinx_handouts.commands.live SOURCE OUT [options of sphinx-build]`` asks for a build of
the handouts and returns at once, so that a live preview can call it after each of its own builds:
the web page never waits for the PDFs. One build runs at a time. Asked again meanwhile, it runs once
more when it is done, however often it was asked.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

MODULE = "sphinx_handouts.commands.live"


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


def build_handouts(source: str, out: str, options: Sequence[str]) -> None:
    """Run the builder, with the web page's own builds before it in the queue for the processor."""
    command = [sys.executable, "-m", "sphinx", "build", "-b", "handouts", *options, source, out]
    start = time.monotonic()
    # Not subprocess.run: on Ctrl-C that kills the build, which would end by itself and clean up.
    failed = subprocess.Popen(command).wait()
    seconds = time.monotonic() - start
    print(f"handouts: {'see above' if failed else 'up to date'} after {seconds:.1f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask for a build and start who serves it; with ``--serve``, be the one."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("source", help="folder of conf.py")
    parser.add_argument("out", help="folder of the handouts")
    parser.add_argument("options", nargs=argparse.REMAINDER, help="options of sphinx-build")
    asked = parser.parse_args(arguments)
    desk = Desk(Path(asked.out).absolute())
    if asked.serve:
        if hasattr(os, "nice"):
            os.nice(5)
        with contextlib.suppress(KeyboardInterrupt):
            desk.serve(lambda: build_handouts(asked.source, asked.out, asked.options))
    else:
        desk.ask()
        again = [asked.source, asked.out, *asked.options]
        subprocess.Popen([sys.executable, "-m", MODULE, "--serve", *again])


if __name__ == "__main__":
    main()
