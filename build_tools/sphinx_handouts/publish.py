"""Writes a set of PDFs and their manifest: staged first, then renamed, the manifest last.

A build that is killed, or runs out of disk while staging, leaves the previous outputs as they were.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from filelock import FileLock

from . import manifest as manifest_file
from .files import write_atomically
from .manifest import Entry, Manifest

REJECTED = "rejected"
"""Folder of the PDFs with errors of the last build, to look at and not to hand out."""
STATE = ".handouts-state"
"""Holds the fingerprint of what the outputs were made from."""


class Output:
    """The output folder of one build: use as a context manager, `stage`, then `publish`."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.language = language
        self._staging: Path | None = None
        self._staged: dict[str, Path] = {}

    # --- what stands there --------------------------------------------------------------------

    def up_to_date(self, fingerprint: str) -> Manifest | None:
        """Return the manifest if the outputs were made from *fingerprint* and are all intact."""
        try:
            state = (self.folder / f"{STATE}-{self.language}").read_text("ascii")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        manifest = manifest_file.read(self.folder)
        if state != fingerprint or manifest is None:
            return None
        return manifest if manifest_file.intact(self.folder, manifest) else None

    # --- stage and publish --------------------------------------------------------------------

    def __enter__(self) -> Output:
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.folder / REJECTED, ignore_errors=True)
        self._staging = Path(tempfile.mkdtemp(dir=self.folder, prefix=".staging-"))
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)

    def stage(self, entry: Entry, pdf: bytes) -> None:
        """Keep a PDF ready; nothing that stands in the folder is touched."""
        if manifest_file.unchanged(self.folder, entry):
            return
        assert self._staging is not None, "stage() is used inside the context manager"
        path = self._staging / f"{len(self._staged)}.pdf"
        write_atomically(path, pdf)
        self._staged[entry.path] = path

    def reject(self, name: str, pdf: bytes) -> None:
        """Put a PDF that has an error where an editor can look at it."""
        write_atomically(self.folder / REJECTED / name, pdf)

    def publish(
        self, entries: Iterable[Entry], tools: Mapping[str, str], fingerprint: str
    ) -> Manifest:
        """Put the staged PDFs in place, then the manifest; remove what is no longer made."""
        with FileLock(self.folder / ".lock"):
            old = manifest_file.read(self.folder)
            others = [e for e in old.editions if e.language != self.language] if old else []
            editions = sorted([*entries, *others], key=lambda e: e.path)
            new = Manifest(tools=tools, editions=tuple(editions))
            state = self.folder / f"{STATE}-{self.language}"
            state.unlink(missing_ok=True)
            for name, path in self._staged.items():
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(path, target)  # noqa: PTH105 - Path.replace is the same call
            if old != new or old is None:
                write_atomically(self.folder / manifest_file.NAME, new.to_json())
            if old is not None:
                self._remove({e.path for e in old.editions} - {e.path for e in editions})
            write_atomically(state, fingerprint.encode("ascii"))
        return new

    def _remove(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            path = self.folder / name
            path.unlink(missing_ok=True)
            for parent in path.relative_to(self.folder).parents:
                folder = self.folder / parent
                if folder == self.folder or any(folder.iterdir()):
                    break
                folder.rmdir()
