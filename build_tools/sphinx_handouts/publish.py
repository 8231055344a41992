"""Writes a set of PDFs and their manifest: staged first, then renamed, the manifest last.

A build that is killed, or runs out of disk while staging, leaves the previous outputs as they were.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from . import manifest as manifest_file
from .files import remove, write_atomically
from .manifest import Entry, Manifest, PackEntry
from .model import Selection

REJECTED = "rejected"
"""Folder of the PDFs with errors of the last build, to look at and not to hand out."""
STAGING = ".staging-"
"""Beginning of the name of a folder in which one build keeps its PDFs ready."""
STATE = ".handouts-state"
"""Holds the fingerprint of what the outputs were made from."""


File = TypeVar("File", Entry, PackEntry)


class Output:
    """The output folder of one build: use as a context manager, `stage`, then `publish`."""

    def __init__(self, folder: Path, selection: Selection) -> None:
        self.folder = folder
        self.selection = selection
        self._staging: Path | None = None
        self._in_use: FileLock | None = None
        self._staged: dict[Entry | PackEntry, Path] = {}

    @property
    def _state(self) -> Path:
        return self.folder / f"{STATE}-{self.selection.language}"

    # --- what stands there --------------------------------------------------------------------

    def up_to_date(self, fingerprint: str) -> Manifest | None:
        """Return the manifest if the outputs were made from *fingerprint* and are all intact."""
        try:
            state = self._state.read_text("ascii")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        manifest = manifest_file.read(self.folder)
        if state != fingerprint or manifest is None:
            return None
        return manifest if manifest_file.intact(self.folder, manifest) else None

    # --- stage and publish --------------------------------------------------------------------

    def __enter__(self) -> Output:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self.forget_rejected()
            for folder in self.folder.glob(f"{STAGING}*"):
                _remove_abandoned(folder)
            self._staging = Path(tempfile.mkdtemp(dir=self.folder, prefix=STAGING))
            self._in_use = _in_use(self._staging)
            self._in_use.acquire()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._in_use is not None:
            self._in_use.release()
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)

    def _alone(self) -> FileLock:
        """Return the lock of those who change what stands in the folder."""
        return FileLock(self.folder / ".lock")

    def forget_rejected(self) -> None:
        """Remove the PDFs that were wrong in the last build."""
        shutil.rmtree(self.folder / REJECTED, ignore_errors=True)

    def stage(self, entry: Entry | PackEntry, pdf: bytes) -> None:
        """Keep a PDF ready; nothing that stands in the folder is touched."""
        assert self._staging is not None, "stage() is used inside the context manager"
        path = self._staging / f"{len(self._staged)}.pdf"
        write_atomically(path, pdf)
        self._staged[entry] = path

    def reject(self, name: str, pdf: bytes) -> None:
        """Put a PDF that has an error where an editor can look at it."""
        write_atomically(self.folder / REJECTED / name, pdf)

    def publish(
        self,
        entries: Iterable[Entry],
        packs: Iterable[PackEntry],
        tools: Mapping[str, str],
        fingerprint: str,
    ) -> Manifest:
        """Put the staged PDFs in place, then the manifest; remove what is no longer made."""
        with self._alone():
            old = manifest_file.read(self.folder)
            new = Manifest(
                tools=tools,
                editions=self._with_others(entries, old.editions if old else ()),
                packs=self._with_others(packs, old.packs if old else ()),
            )
            for entry in self._staged:
                _make_way(self.folder / entry.path)
            self._state.unlink(missing_ok=True)
            for entry, path in self._staged.items():
                if manifest_file.unchanged(self.folder, entry):
                    continue  # a file that stays as it is keeps its time
                _move(path, self.folder / entry.path)
            if old != new or old is None:
                self._write(self.folder / manifest_file.NAME, new.to_json())
            if old is not None:
                remove(self.folder, {e.path for e in old.files} - {e.path for e in new.files})
            self._write(self._state, fingerprint.encode("ascii"))
        return new

    def _write(self, path: Path, data: bytes) -> None:
        """Put a file in place by way of the staging folder, where the next build cleans up."""
        assert self._staging is not None, "publish() is used inside the context manager"
        ready = self._staging / path.name
        write_atomically(ready, data)
        _move(ready, path)

    def _with_others(self, made: Iterable[File], known: Iterable[File]) -> tuple[File, ...]:
        """Return what this build made, and what is *known* and not this build's to make."""
        files: list[File] = list(made)
        files += [file for file in known if not self.selection.covers(file.edition)]
        return tuple(sorted(files, key=lambda file: file.path))

    def pdf(self, entry: Entry) -> bytes:
        """Return the PDF of an entry that was staged."""
        return self._staged[entry].read_bytes()


def _make_way(target: Path) -> None:
    """Make the folder of *target*; find out what is in the way before anything is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, target)  # noqa: PTH105 - Path.replace is the same call


def _in_use(staging: Path) -> FileLock:
    """Return the lock that a build holds while it lives; the system releases it when it dies."""
    return FileLock(staging / "in-use")


def _remove_abandoned(staging: Path) -> None:
    """Remove the staging folder of a build that was killed."""
    with contextlib.suppress(Timeout), _in_use(staging).acquire(timeout=0):
        shutil.rmtree(staging, ignore_errors=True)
