"""The command line: ``sphinx-handouts COMMAND``."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence

from .commands import COMMANDS, command
from .commands.endings import CommandError, Ended

RARELY = (100_000, 10, 10)
"""When garbage is looked for: most of what a command makes is Sphinx, which is none."""


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
    options = parser(*words[:1]).parse_args(words)
    try:
        for line in options.run(options):
            print(line)
    except Ended as ended:
        return ended.status
    except CommandError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.status
    except BrokenPipeError:  # the reader of our lines has enough
        sys.stderr.close()
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


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
