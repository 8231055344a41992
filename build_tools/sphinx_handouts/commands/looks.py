"""The ``looks`` command: one PDF that shows a clinic how its sheets look, to approve."""

from __future__ import annotations

import argparse
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from typing import Any

from ..project import catalogue
from ..project.catalogue import Catalogue
from ..project.validation import did_you_mean
from ..records.identity import Identity
from ..records.manifest import Entry
from ..records.schema.handout import Handout
from ..storage import manifest_file
from ..storage.files import write_atomically
from .endings import CommandError
from .places import SPHINX, add_handouts, add_places, require_folder, require_guide

NAME = "how-your-sheets-look.pdf"
TITLE = "How your sheets look"


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("looks", help="show a clinic how its sheets look, in one PDF")
    parser.add_argument("folder", metavar="NAME", help="the clinic's folder name")
    add_handouts(parser)
    add_places(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Print one handout on every paper and in every variant of the clinic, as one PDF."""
    require_folder(options.handouts)
    folder = options.handouts / "brands" / options.folder
    if not (folder / "brand.toml").is_file():
        known = [found.parent.name for found in sorted(folder.parent.glob("*/brand.toml"))]
        near = did_you_mean(options.folder, known, "the clinics are")
        raise CommandError(f"{folder}: no brand.toml there{near}")
    if not (options.guide / "conf.py").is_file():
        raise CommandError(f"{options.guide}: no conf.py there; name the guide with --guide")
    yield from show(options)


def show(options: argparse.Namespace) -> Iterator[str]:
    """Make the PDF; open it for somebody who sits at a terminal."""
    require_guide(options.guide, options.preview)
    known = catalogue.load(options.handouts, str(options.handouts))
    shortest = _shortest(known)
    only = f"handouts_only={options.folder},{shortest.id}"
    command = ["-q", "-b", "handouts", "-D", only, str(options.guide), str(options.preview)]
    done = subprocess.run([*SPHINX, *command], check=False)
    entries = _sheets(options, shortest)
    if done.returncode or not entries:
        raise CommandError(f"its sheets could not be made; see above, and edit {options.guide}")
    parts = [
        (_label(known, entry), (options.preview / entry.path).read_bytes()) for entry in entries
    ]
    from ..finishing.merging import merge

    first = entries[0]
    identity = Identity(slug="looks", brand=first.brand, clinic=first.clinic)
    path = options.preview / options.folder / NAME
    write_atomically(path, merge(parts, TITLE, first.language, identity))
    yield f"{TITLE}: {path}"
    if sys.stdout.isatty():
        webbrowser.open(path.absolute().as_uri())


def _shortest(known: Catalogue) -> Handout:
    """Return the handout with the fewest pages: it shows a clinic's parts, and little else."""
    if not known.handouts:
        raise CommandError("catalogue.toml has no handout; see what `sphinx-handouts check` says")
    return min(known.handouts, key=lambda handout: handout.pages or len(handout.parts))


def _sheets(options: argparse.Namespace, handout: Handout) -> list[Entry]:
    """Return the sheets of the clinic: those that were made last, in its own order."""
    built = manifest_file.read(options.preview)
    wanted = (options.folder, handout.id)
    entries = built.editions if built else ()
    return [entry for entry in entries if (entry.brand, entry.id) == wanted]


def _label(known: Catalogue, entry: Entry) -> str:
    """Return what the bookmark of a sheet says: its paper and variant."""
    tables = known.tables
    paper, variant = tables.papers.get(entry.paper), tables.variants.get(entry.variant)
    names = (paper.label if paper else "", variant.label if variant else "")
    return ", ".join(
        name or key for name, key in zip(names, (entry.paper, entry.variant), strict=True)
    )
