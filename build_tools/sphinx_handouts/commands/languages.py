"""The ``languages`` command: lists the languages of a project, for whatever builds them all."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .endings import CommandError
from .places import default_source


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "languages", help="list the languages of a project, that of its pages first"
    )
    parser.add_argument(
        "source",
        type=Path,
        nargs="?",
        default=default_source(),
        metavar="SOURCE",
        help="folder of conf.py (docs/guide, or here)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Yield the languages that the project is built in."""
    from ..inspection.languages import languages_of  # late: it loads Sphinx

    if not (options.source / "conf.py").is_file():
        raise CommandError(f"{options.source}: no conf.py; name the folder that holds it")
    yield from languages_of(options.source)
