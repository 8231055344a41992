"""Which files of a folder were seen whole, and what they looked like then.

To know a file by its content, all of it is read. Here it is remembered what each file looked like
when it was: its size, its place on the disk, when it was written, and when anything of it changed,
which no program can set back. A file that looks the same is the same; any other is read.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from ..records.manifest import NAME as MANIFEST
from ..records.manifest import File
from . import manifest_file
from .files import write_atomically

NAME = ".handouts-seen"
"""Name of the file that remembers; without it, all is read."""
TICK = 0.05
"""Seconds within which two changes of a file may have the same time."""
TICKS = 5
"""The clock of Linux that goes from tick to tick (CLOCK_REALTIME_COARSE)."""
SECOND = 1_000_000_000
"""In nanoseconds."""

Look = tuple[int, int, int, int]
"""Size, inode, time of the content, time of any change."""
Row = tuple[Look, str]
"""What a file looked like, and its SHA-256."""


def moment() -> int:
    """Return a time, in nanoseconds, that tells what was written before from what is written now.

    Linux writes the time of its last tick to a file: a time between two ticks would be later than
    that of a file which is written after it.
    """
    began = now = time.time_ns()
    waits = 100 if sys.platform == "linux" else 0  # somebody may have set the clock back
    while waits and now <= began:
        time.sleep(TICK / 100)
        now, waits = time.clock_gettime_ns(TICKS), waits - 1
    return now


class SeenFiles:
    """What stands in a *folder*; it is remembered there, or *elsewhere*."""

    def __init__(self, folder: Path, elsewhere: Path | None = None) -> None:
        self._folder = folder
        self._file = (elsewhere or folder) / NAME
        self._known: Mapping[str, Row] = _read(self._file)
        self._seen: dict[str, Row] = {}

    def is_as_remembered(self) -> bool:
        """Return whether the manifest, and every file that it names, looks as it was remembered."""
        return MANIFEST in self._known and all(
            look == self._look(path) for path, (look, _sha256) in self._known.items()
        )

    def has(self, file: File) -> bool:
        """Return whether a *file* of the manifest is in the folder, unchanged."""
        look = self._look(file.path)
        if look is None:
            return False
        row = (look, file.sha256)
        if self._known.get(file.path) != row and not manifest_file.unchanged(self._folder, file):
            return False
        self._seen[file.path] = row
        return True

    def remember(self, files: Iterable[File], put: Set[str] = frozenset(), put_by: int = 0) -> None:
        """Keep in mind what the *files* of the manifest look like, as far as they are known.

        They are if they still look as they did when they were seen, or if they were *put* there by
        the caller, and written before *put_by*, which `moment` has told.
        """
        rows = {file.path: (self._look(file.path), file.sha256) for file in files}
        rows[MANIFEST] = (self._look(MANIFEST), "")
        newest = max((look[3] for look, _sha256 in rows.values() if look), default=0)
        if 0 <= time.time_ns() - newest < TICK * SECOND:
            time.sleep(TICK)  # whoever changes a file from now on changes its look
        settled = time.time_ns() - int(TICK * SECOND)
        kept = {}
        for path, (look, sha256) in rows.items():
            if look is None or look != self._look(path) or not _tells(look, settled):
                continue
            is_put = path in put and look[2] < put_by
            if path == MANIFEST or is_put or (look, sha256) in self._of(path):
                kept[path] = (look, sha256)
        if len(kept) < len(rows):
            kept.pop(MANIFEST, None)  # not all is known
        if kept != self._known:
            rows_of = {path: [*look, sha256] for path, (look, sha256) in kept.items()}
            write_atomically(self._file, json.dumps(rows_of).encode())

    def _of(self, path: str) -> list[Row]:
        return [rows[path] for rows in (self._seen, self._known) if path in rows]

    def _look(self, path: str) -> Look | None:
        try:
            found = os.stat(f"{self._folder}/{path}")  # noqa: PTH116 - of thousands of files
        except OSError:
            return None
        return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _tells(look: Look, settled: int) -> bool:
    """Return whether a later change would change the look: some systems count whole seconds."""
    return look[3] % SECOND != 0 and look[3] < settled


def _read(path: Path) -> Mapping[str, Row]:
    """Return what *path* holds; the file is only a shortcut: a damaged one holds nothing."""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
        found = json.loads(path.read_bytes())
        return {
            str(name): ((size, inode, written, changed), str(sha256))
            for name, (size, inode, written, changed, sha256) in found.items()
        }
    return {}
