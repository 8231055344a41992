"""The command line: ``sphinx-handouts COMMAND``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .commands import COMMANDS, command
from .commands.endings import CommandError, Ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
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
