"""Writes a set of PDFs and their manifest: staged first, then put in place all together.

A build that is killed, or runs out of disk while staging, leaves the previous outputs as they were.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ..records.manifest import NAME, ContentsEntry, Entry, Facts, File, Manifest, PackEntry
from ..records.model import Edition, Selection
from ..storage import manifest_file
from ..storage.files import write_atomically
from ..storage.staging import Staging, settle

REJECTED = "rejected"
"""Folder of the PDFs with errors of the last build, to look at and not to hand out."""
DRESSED = ".handouts-dressed"
"""Holds what each dressed PDF was made from."""
STATE = ".handouts-state"
"""Holds the fingerprint of what the outputs were made from."""


Listed = TypeVar("Listed", Entry, PackEntry, ContentsEntry)


class Output:
    """The output folder of one build: use as a context manager, `stage`, then `publish`."""

    def __init__(self, folder: Path, selection: Selection) -> None:
        self.folder = folder
        self.selection = selection
        self._staging = Staging(folder)
        self._staged: dict[File, Path] = {}
        self._left: set[str] = set()
        self._keys: dict[str, str] = {}

    @property
    def _state(self) -> Path:
        return self.folder / f"{STATE}-{self.selection.language}"

    @property
    def _dressed(self) -> Path:
        return self.folder / f"{DRESSED}-{self.selection.language}"

    # --- what stands there --------------------------------------------------------------------

    def up_to_date(self, fingerprint: str) -> Manifest | None:
        """Return the manifest if the outputs were made from *fingerprint* and are all intact."""
        with contextlib.suppress(OSError):  # who cannot write here is told when there is news
            settle(self.folder)
        try:
            state = self._state.read_text("ascii")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        manifest = manifest_file.read(self.folder)
        if state != fingerprint or manifest is None:
            return None
        return manifest if manifest_file.intact(self.folder, manifest) else None

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, File]]:
        """What stands in the folder: what each dressed PDF was made from, and its record."""
        try:
            keys = json.loads(self._dressed.read_bytes())
        except (OSError, ValueError):
            return {}
        manifest = manifest_file.read(self.folder)
        files = manifest.files if manifest else ()
        return {file.path: (keys[file.path], file) for file in files if file.path in keys}

    def standing(self, path: str, key: str, pages: int) -> Facts | None:
        """Return what is known of a PDF of so many pages that stands there, made from *key*."""
        known, file = self._known.get(path, ("", None))
        if file is None or (known, file.pages) != (key, pages):
            return None
        if not manifest_file.unchanged(self.folder, file):
            return None
        return Facts(pages, file.bytes, file.sha256)

    # --- stage and publish --------------------------------------------------------------------

    def __enter__(self) -> Output:
        self._staging.__enter__()
        self.forget_rejected()
        return self

    def __exit__(self, *exception: object) -> None:
        self._staging.__exit__(*exception)

    def forget_rejected(self) -> None:
        """Remove the PDFs that were wrong in the last build."""
        shutil.rmtree(self.folder / REJECTED, ignore_errors=True)

    def stage(self, entry: File, pdf: bytes) -> Path:
        """Keep a PDF ready, and return where; nothing that stands in the folder is touched."""
        self._staged[entry] = self._staging.put(entry.path, pdf)
        self._keys[entry.path] = ""
        return self._staged[entry]

    def leave(self, entry: File, key: str) -> Path:
        """Let a PDF stand in the folder as it is, under a record that may be new."""
        path = self._staged[entry] = self.folder / entry.path
        self._left.add(entry.path)
        self._keys[entry.path] = key
        return path

    def note(self, path: str, key: str) -> None:
        """Keep in mind what a staged PDF was made from."""
        self._keys[path] = key

    def keep(self, editions: Set[Edition], brands: Set[str] = frozenset()) -> list[File]:
        """Let the PDFs of *editions*, and all those of *brands*, stand as they are, where whole."""
        known = manifest_file.read(self.folder) if editions or brands else None
        kept = []
        for file in known.files if known else ():
            is_wanted = file.brand in brands or (
                isinstance(file, Entry) and file.edition in editions
            )
            if is_wanted and manifest_file.unchanged(self.folder, file):
                self.leave(file, self._known.get(file.path, ("",))[0])
                kept.append(file)
        return kept

    def reject(self, name: str, pdf: bytes) -> None:
        """Put a PDF that has an error where an editor can look at it."""
        write_atomically(self.folder / REJECTED / name, pdf)

    def publish(
        self,
        entries: Iterable[Entry],
        packs: Iterable[PackEntry],
        tools: Mapping[str, str],
        fingerprint: str,
        contents: Iterable[ContentsEntry] = (),
    ) -> Manifest:
        """Put the staged PDFs and their manifest in place; remove what is no longer made."""
        with self._staging.alone():
            old = manifest_file.read(self.folder)
            new = Manifest(
                tools=tools,
                editions=self._with_others(entries, old.editions if old else ()),
                packs=self._with_others(packs, old.packs if old else ()),
                contents=self._with_others(contents, old.contents if old else ()),
            )
            if old != new or old is None:
                self._staging.put(NAME, new.to_json())
            self._staging.put(self._state.name, fingerprint.encode("ascii"))
            keys = self._all_keys(new)
            if keys or self._dressed.exists():
                self._staging.put(self._dressed.name, json.dumps(keys).encode())
            self._staging.replace(
                gone={e.path for e in old.files} - {e.path for e in new.files} if old else (),
                # A file that stays as it is keeps its time.
                leave=[e.path for e in self._staged if self._is_there(e)],
            )
        return new

    def _is_there(self, entry: File) -> bool:
        """Return whether a file that was staged stands in the folder, the same."""
        return entry.path not in self._left and manifest_file.unchanged(self.folder, entry)

    def _all_keys(self, manifest: Manifest) -> dict[str, str]:
        """Return what every dressed PDF of *manifest* was made from."""
        known = {path: key for path, (key, _file) in self._known.items()} | self._keys
        return {file.path: key for file in manifest.files if (key := known.get(file.path))}

    def _with_others(self, made: Iterable[Listed], known: Iterable[Listed]) -> tuple[Listed, ...]:
        """Return what this build made, and what is *known* and not this build's to make."""
        files: list[Listed] = list(made)
        files += [file for file in known if not self.selection.covers(file.edition)]
        return tuple(sorted(files, key=lambda file: file.path))

    def pdf(self, entry: File) -> bytes:
        """Return the PDF of an entry that was staged."""
        return self._staged[entry].read_bytes()
