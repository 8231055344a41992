"""The PDFs on the disk are those of the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records.finding import Finding, Kind, Severity
from .declaration import Check

CHECK = Check(
    Kind.FILES,
    Severity.ERROR,
    "Manifest against the files on the disk",
    "Whoever prints from the folder must get what was built: no sheet that somebody changed, and "
    "none that is left over.",
    "Build again; move a PDF of your own to another folder.",
)


def check_files(
    listed: Mapping[str, str], present: Mapping[str, str], shown: str
) -> Iterator[Finding]:
    """Yield a finding for each PDF that is missing, changed, or not in the manifest.

    *listed* and *present* map paths to SHA-256; *shown* is their folder, as messages name it.
    """
    for path, sha256 in listed.items():
        if path not in present:
            yield _error(shown, path, "the file is missing; build again")
        elif present[path] != sha256:
            yield _error(shown, path, "this is not the file that was built; build again")
    for path in sorted(present.keys() - listed.keys()):
        message = "this file is not in the manifest; remove it, or keep it elsewhere"
        yield Finding(Kind.FILES, message, Severity.WARNING, path=f"{shown}/{path}")


def _error(shown: str, path: str, message: str) -> Finding:
    return Finding(Kind.FILES, message, path=f"{shown}/{path}")
