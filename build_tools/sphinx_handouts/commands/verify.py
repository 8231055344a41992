"""The ``verify`` command: reads files, and prints what there is to say of each."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..project import revisions
from ..project.revisions import Ledger
from ..records.identity import NoIdentity
from ..records.manifest import Manifest
from ..storage import manifest_file
from .endings import CommandError
from .judgement import Copy, Report, Verdict, report
from .places import add_handouts, add_manifest, read_ledger

LARGEST_FILE = 64 << 20
"""Bytes of the largest file that is read; a sheet has about a hundred thousand."""

COPY_WORDS = {
    Copy.SAME: "unaltered: its bytes are those of the manifest",
    Copy.OTHER: "its bytes are not those of the manifest",
    Copy.NOT_LISTED: "not in the manifest: nobody can tell here whether it was altered",
    Copy.NO_MANIFEST: "no manifest is at hand: nobody can tell here whether it was altered",
}


class NotCurrent(CommandError):
    """That a sheet is not to be handed out: the answer, and no failure of the program."""

    status = 1


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "verify", help="tell which sheet a PDF is, and whether it is current"
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf", help="PDFs to judge")
    parser.add_argument("--json", action="store_true", help="print it for a program")
    add_manifest(parser)
    add_handouts(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Say which sheet each file is, and whether it is current."""
    ledger, built = _known(options)
    reports: list[Report] = []
    failures: list[str] = []
    for path in options.files:
        try:
            reports.append(report(str(path), _read(path), ledger, built))
        except NoIdentity as error:
            failures.append(f"{path} {error}")
        except OSError as error:
            failures.append(f"{path} cannot be read: {error.strerror or error}")
    if options.json:
        yield json.dumps([one.to_data() for one in reports], indent=2, ensure_ascii=False)
    else:
        for one in reports:
            yield from _lines(one)
    if failures:
        raise CommandError("; ".join(failures))
    if old := [one for one in reports if one.verdict is not Verdict.CURRENT]:
        raise NotCurrent(f"{len(old)} of {len(reports)} files: not current")


def _known(options: argparse.Namespace) -> tuple[Ledger, Manifest | None]:
    """Return the ledger, and the manifest where there is one."""
    if not (options.handouts / revisions.FILE).is_file():
        raise CommandError(f"{options.handouts}: no {revisions.FILE}; name its folder: --handouts")
    ledger = read_ledger(options.handouts)
    built = manifest_file.read(options.manifest.parent)
    if built is None and options.manifest.exists():
        raise CommandError(f"{options.manifest}: no manifest that can be read; build again")
    return ledger, built


def _read(path: Path) -> bytes:
    """Return the content of a regular file that is not too large."""
    if path.is_dir():
        raise NoIdentity("is a folder; name its files")
    if path.exists() and not path.is_file():
        raise NoIdentity("is no regular file")
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise NoIdentity(f"is larger than {LARGEST_FILE >> 20} MB; no sheet is")
    return data


def _lines(one: Report) -> Iterator[str]:
    """Yield a report for a person to read."""
    said = one.identity
    yield f"{one.file}: {one.verdict}: {one.words}"
    what = (
        f"{said.id} version {said.version}"
        if said.id
        else f"{said.slug}, of {len(said.members)} handouts"
    )
    yield f"  sheet:   {what}" + (f", {said.state}" if said.state else "")
    clinic = f"{said.clinic} ({said.brand})" if said.clinic else f"no clinic name ({said.brand})"
    yield f"  edition: {clinic}, {said.language}, {said.paper}, {said.variant}"
    if said.contentHash:
        yield f"  content: {said.contentHash}"
    for name, judgement in one.handouts:
        yield f"  holds:   {name}: {judgement.words}"
    yield f"  file:    {COPY_WORDS[one.copy]}"
