"""The ``linkcheck`` command: Sphinx's own builder asks every address; we judge the answers."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .addresses import LinkState, judge, told
from .endings import CommandError, Ended

_ERROR = re.compile(r"^ +[\w.]+(?:Error|Exception): (.+)$", re.MULTILINE)
OFFLINE = 3
"""Exit status where nothing could be asked."""


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("linkcheck", help="ask every address whether it still answers")
    add = parser.add_argument
    add("sources", type=Path, nargs="+", metavar="SOURCE", help="folders of conf.py")
    add(
        *("-d", "--doctrees"),
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="doctrees of each source, in their order (_build/doctrees)",
    )
    add(
        *("-o", "--output"),
        type=Path,
        default=Path("_build/linkcheck"),
        metavar="FOLDER",
        help="where to write what Sphinx found (_build/linkcheck)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Ask, and yield what to print.

    Raises
    ------
    Ended
        With status 1 where an address is dead, 3 where this machine is offline.
    CommandError
        Where Sphinx could not read the pages.
    """
    doctrees = options.doctrees or [Path("_build/doctrees")]
    if len(doctrees) not in {1, len(options.sources)}:
        raise CommandError("-d: name one folder for each source")
    outputs = {}
    for number, source in enumerate(options.sources):
        folder = options.output / str(number)
        trees = doctrees[number] if len(doctrees) > 1 else doctrees[0]
        outputs[source] = _ask(source, trees, folder)
    links = judge(outputs)
    yield from told(links)
    if links.offline:
        raise Ended(OFFLINE)
    if links.of(LinkState.DEAD):
        raise Ended(1)


def _reason(said: str) -> str:
    """Return the one line that says why, of the many that Sphinx writes when it gives up."""
    why = _ERROR.findall(said)
    lines = why[-1:] or [line for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "Sphinx wrote nothing"


def _ask(source: Path, doctrees: Path, folder: Path) -> Path:
    """Run Sphinx's linkcheck builder; return the file that it wrote."""
    if not (source / "conf.py").is_file():
        raise CommandError(f"{source}: no conf.py; name the folder that holds it")
    output = folder / "output.json"
    output.unlink(missing_ok=True)
    print(f"Asking every address in {source} ...", file=sys.stderr)  # noqa: T201 - progress
    command = [sys.executable, "-m", "sphinx", "build", "-N", "-q", "-b", "linkcheck"]
    done = subprocess.run(
        [*command, "-d", str(doctrees), str(source), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if not output.is_file():
        raise CommandError(f"{source}: {_reason(done.stderr)}")
    return output
