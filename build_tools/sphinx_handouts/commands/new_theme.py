"""The ``new-theme`` command: begins a theme, in which every token stands as a comment."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..project.theme_files import CLINIC, FILE, NAMES, built_in
from ..project.themes import ALL, Theme
from ..records.tokens import GROUPS, TOKENS
from ..storage.files import write_atomically
from .endings import CommandError

WIDTH = 100


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("new-theme", help="begin a theme: how sheets look")
    add = parser.add_argument
    add("folder", type=Path, metavar="FOLDER", help="where to: a folder beside conf.py, say")
    add("--based-on", choices=NAMES, default=CLINIC, help=f"what it changes ({CLINIC})")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Write a theme that changes nothing yet."""
    path: Path = options.folder / FILE
    if path.exists():
        raise CommandError(f"{path} exists already; edit it")
    write_atomically(path, "".join(f"{line}\n" for line in lines(options.based_on)).encode())
    yield f"{path}: written; take the # from what you change"
    yield f'in conf.py: handouts_theme = "PATH", the path of {options.folder} from there'


def lines(based_on: str) -> Iterator[str]:
    """Yield the lines of a `theme.toml` that says nothing, and explains all that it could say."""
    below = built_in(based_on)
    yield "# How the sheets look. Whatever is a comment is as in the theme below."
    yield ""
    yield f"based_on = {json.dumps(based_on)}"
    for group in GROUPS:
        yield from ("", f"[{group}]")
        for token in (token for token in TOKENS if token.group == group):
            told = f"{token.help} It takes {token.takes}.".replace("`", "")
            yield ""
            yield from textwrap.wrap(told, WIDTH, initial_indent="# ", subsequent_indent="# ")
            yield f"# {token.name} = {_value(below, token.key) or token.shown}"
    yield from (
        "",
        "# For one variant or paper alone:",
        "# [for.large-print]",
        "# type.leading = 1.4",
    )


def _value(theme: Theme, key: str) -> str:
    """Return what a theme says of a token for all sheets."""
    said = (said.value for said in theme.scopes[ALL].values() if said.key == key)
    return next(map(json.dumps, said), "")
