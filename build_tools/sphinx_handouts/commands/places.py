"""Where commands look: the handouts folder and the last build, as options and as records."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from ..project import revisions
from ..project.validation import validate
from ..records.finding import Finding, Kind
from ..records.manifest import Manifest
from ..storage import manifest_file
from .endings import CommandError

Entry = TypeVar("Entry", revisions.Revision, revisions.Withdrawal)
_BUILD = """import sys
try:
    from sphinx.cmd.build import main
    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:
    sys.exit(2)
"""
SPHINX = (sys.executable, "-c", _BUILD)
"""What runs Sphinx: as with ``-m``, but Ctrl-C while it loads leaves no trace on the screen."""


def add_handouts(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the folder of the catalogue, the brands and the ledger."""
    parser.add_argument(
        "--handouts",
        type=Path,
        default=Path("handouts"),
        metavar="FOLDER",
        help="folder of catalogue.toml (handouts)",
    )


def add_doctrees(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where Sphinx keeps what it has read."""
    parser.add_argument(
        *("-d", "--doctrees"),
        type=Path,
        default=Path("_build/doctrees"),
        metavar="FOLDER",
        help="doctrees of your builds, so that nothing is read twice (_build/doctrees)",
    )


def add_manifest(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the manifest of the last build."""
    default = Path("_build/handouts/manifest.json")
    parser.add_argument(
        "--manifest",
        type=Path,
        default=default,
        metavar="FILE",
        help=f"what was built last ({default})",
    )


def default_source() -> Path:
    """Return where ``conf.py`` is looked for if nobody says: in ``docs/guide``, or here."""
    guide = Path("docs/guide")
    return guide if (guide / "conf.py").is_file() else Path()


def add_places(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the guide is, and where to print."""
    parser.add_argument(
        "--guide",
        type=Path,
        default=default_source(),
        metavar="FOLDER",
        help="folder of conf.py (docs/guide, or here)",
    )
    parser.add_argument(
        "--preview",
        type=Path,
        default=Path("_build/preview"),
        metavar="FOLDER",
        help="where to print it (_build/preview)",
    )


def require_folder(folder: Path) -> None:
    """Refuse a handouts folder that is not there."""
    if not folder.is_dir():
        raise CommandError(f"{folder}: no such folder; name the one with catalogue.toml")


def require_guide(folder: Path, printed: Path) -> None:
    """Refuse a guide that is not there, and a place to print that is a file: Sphinx would crash."""
    if not folder.is_dir():
        raise CommandError(f"{folder}: no such folder; name the one with conf.py")
    if printed.exists() and not printed.is_dir():
        raise CommandError(f"{printed} is a file; name a folder to print into")


def read_ledger(folder: Path) -> revisions.Ledger:
    """Return the ledger in the handouts folder."""
    require_folder(folder)
    ledger, findings = revisions.load(folder, str(folder))
    refuse(findings)
    return ledger


def entry_of(kind: type[Entry], option: str, **values: Any) -> Entry:
    """Return an entry of the ledger; refuse what somebody has typed as *option* and cannot be."""
    entry, findings = validate(kind, values, option, Kind.LEDGER)
    refuse(findings)
    assert entry is not None
    return entry


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of the last build."""
    built = manifest_file.read(path.parent)
    if built is None:
        raise CommandError(f"{path}: no manifest; build the handouts first")
    return built


def refuse(findings: Iterable[Finding]) -> None:
    """Tell what is wrong with the files of a project, if anything is."""
    if said := "; ".join(finding.message for finding in findings):
        raise CommandError(said)
