"""The command line: ``sphinx-handouts COMMAND``."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .commands import COMMANDS, command
from .commands.endings import CommandError, Ended

RARELY = (100_000, 10, 10)
"""When garbage is looked for: most of what a command makes is Sphinx, which is none."""
INTERRUPTED = 130
"""The status after Ctrl-C, as shells give it."""
STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        return _status_of(arguments)
    finally:
        gc.set_threshold(*before)


def _status_of(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    with _streams():
        try:
            options = parser(*words[:1]).parse_args(words)
            for line in options.run(options):
                _say(line)
            _say_all()
        except Ended as ended:
            return ended.status
        except CommandError as error:
            return _told(str(error), error.status)
        except OSError as error:
            # Of a full disk behind ">", the system names no file.
            what = "what is printed here" if error.filename is None else error.filename
            return _told(f"{what}: {error.strerror}")
        except KeyboardInterrupt:
            return _told("interrupted", INTERRUPTED)
        return 0


def _told(sentence: str, status: int = 2) -> int:
    """Tell why a command ends, and return its status."""
    print(f"error: {sentence}", file=sys.stderr)
    return status


@contextlib.contextmanager
def _streams() -> Iterator[None]:
    """Have all three streams, also where one is closed, and print what a screen cannot show, too.

    A letter that it does not know is written as its number; files keep their names in Python.
    """
    with contextlib.ExitStack() as until:
        for name, mode in STREAMS.items():
            if getattr(sys, name) is None:  # closed by whoever has called, as by >&-
                nobody = until.enter_context(Path(os.devnull).open(mode, encoding="utf-8"))
                until.callback(setattr, sys, name, None)
                setattr(sys, name, nobody)
        out = sys.stdout
        if isinstance(out, io.TextIOWrapper):
            until.callback(out.reconfigure, errors=out.errors)
            out.reconfigure(errors="backslashreplace")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # why it ends is told already
                _say_all()


def _say(line: str) -> None:
    """Print a line; where its reader has enough, the command goes on all the same."""
    try:
        sys.stdout.write(f"{line}\n")
    except OSError as error:
        _turn_away(error)


def _say_all() -> None:
    """Print what still waits; Python would do so last of all, and tell of a trace."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _turn_away(error)


def _turn_away(error: OSError) -> None:
    """Print nowhere from now on; raise what is not a reader that has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    if not isinstance(error, BrokenPipeError):
        raise error


def parser(first: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line, with the command that is its *first* word, or all."""
    words = "What there is to do besides sphinx-build: see COMMAND --help."
    program = argparse.ArgumentParser(prog="sphinx-handouts", description=words)
    commands = program.add_subparsers(required=True, metavar="COMMAND")
    for name in [first] if first in COMMANDS else COMMANDS:
        command(name).add_parser(commands)
    return program


if __name__ == "__main__":
    sys.exit(main())
