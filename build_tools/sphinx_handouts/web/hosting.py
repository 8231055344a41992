"""Copies the PDFs of a manifest into the hosted folder: all that have changed, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..records.finding import Finding, Kind, Severity
from ..records.manifest import NAME, File, Manifest
from ..storage import manifest_file
from ..storage.seen_files import NAME as SEEN
from ..storage.seen_files import SeenFiles, moment
from ..storage.staging import Staging, settle


def read(folder: Path) -> Manifest | None:
    """Return the manifest in *folder*, after what a killed build has begun there is completed."""
    settle(folder)
    return manifest_file.read(folder)


def host(source: Path, target: Path, manifest: Manifest, private: Path) -> Iterator[Finding]:
    """Put the files of *manifest*, which are below *source*, below *target*; yield what is lost.

    What is remembered of them stands in *private*, which nobody hosts.
    """
    if source.resolve() != target.resolve():  # the sheets' own build remembers what it wrote there
        (target / SEEN).unlink(missing_ok=True)  # of a version that kept it there
    with Staging(target) as staging, staging.alone():
        old, seen = manifest_file.read(target), SeenFiles(target, private)
        put: set[str] = set()
        for entry in manifest.files:
            if not seen.has(entry):
                lost = list(_take(source, entry, staging))
                yield from lost
                put |= set() if lost else {entry.path}
        data = manifest.to_json()
        if data != manifest_file.content(target):
            staging.put(NAME, data)
        gone = {e.path for e in old.files} - {e.path for e in manifest.files} if old else ()
        put_by = moment()
        staging.replace(gone)
        with suppress(OSError):  # it is only a shortcut
            seen.remember(manifest.files, put, put_by)


def _take(source: Path, entry: File, staging: Staging) -> Iterator[Finding]:
    """Keep a PDF ready, if it is what the manifest says."""
    try:
        pdf = (source / entry.path).read_bytes()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    else:
        if manifest_file.describes(entry, pdf):
            staging.put(entry.path, pdf)
            return
        reason = "is not what the manifest says"
    message = f"{entry.path}: {reason}; build the handouts again"
    yield Finding(Kind.OUTPUT, message, Severity.WARNING)
