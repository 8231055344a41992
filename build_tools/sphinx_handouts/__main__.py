"""The command line: ``sphinx-handouts COMMAND``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .commands import COMMANDS
from .commands.endings import CommandError, Ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = parser().parse_args(arguments)
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


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, with every command."""
    words = "What there is to do besides sphinx-build: see COMMAND --help."
    program = argparse.ArgumentParser(prog="sphinx-handouts", description=words)
    commands = program.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    return program


if __name__ == "__main__":
    sys.exit(main())
