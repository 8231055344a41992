"""Run a program that must not outlive whoever started it: ``python .ci/attend.py nginx -c ...``.

It ends with this program, however that ends but for SIGKILL; and this one ends with its parent.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import FrameType

PAUSE = 0.25
"""Seconds between two looks at the parent."""
PATIENCE = 10
"""Seconds that a program may take to end; then it is ended at once."""
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_politely() -> None:
    """Let SIGTERM and a lost terminal end this program as Ctrl-C does: what it holds is let go.

    Ctrl-C itself is answered, too, where a script's shell has let ignore it what it starts and
    does not wait for.
    """
    for number in _ENDS:
        signal.signal(number, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in _ENDS:
        signal.signal(number, signal.SIG_IGN)  # once is enough, or nothing would be let go
    raise KeyboardInterrupt


def orphaned() -> Callable[[], bool]:
    """Return a function that tells whether the parent of now has gone."""
    parent = os.getppid()
    return lambda: os.getppid() != parent


def run(command: Sequence[str]) -> int:
    """Run *command* until it ends, or the parent has gone; return its status."""
    alone = orphaned()
    with subprocess.Popen(command) as program:
        try:
            while not alone():
                try:
                    return program.wait(PAUSE)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            end(program)
    return 0


def end(program: subprocess.Popen[bytes]) -> None:
    """End *program*, and return once it has: its port is free, and nothing is answered any more.

    `subprocess` by itself waits a quarter of a second for a program after Ctrl-C, and no longer.
    """
    program.terminate()
    try:
        program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def attended(command: Sequence[str]) -> list[str]:
    """Return the command that runs *command* and ends it with the process that starts it."""
    return [sys.executable, __file__, *command]


if __name__ == "__main__":
    end_politely()
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
