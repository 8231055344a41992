"""Writes files whole: a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".tmp"
"""How the name of a file ends while it is written."""
ABANDONED = 3600.0
"""Seconds after which a temporary file belongs to a program that was killed."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write *data* to *path* so that the file is there whole, or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)  # noqa: PTH101 - mkstemp gives a name
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sweep(folder: Path, below: str) -> None:
    """Delete what programs that were killed while they wrote have left *below* a folder."""
    for path in folder.glob(f"{below}.*{TEMPORARY}"):
        with contextlib.suppress(FileNotFoundError):
            # A time far ahead is of before the clock was set back.
            if abs(time.time() - path.stat().st_mtime) > ABANDONED:
                path.unlink()


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove the files *names* below *folder*, and the folders that are empty without them."""
    for name in sorted(names):
        path = folder / name
        path.unlink(missing_ok=True)
        for parent in path.relative_to(folder).parents[:-1]:
            if not _remove_empty(folder / parent):
                break


def _remove_empty(folder: Path) -> bool:
    """Remove a folder that is empty; return whether it is gone."""
    with contextlib.suppress(FileNotFoundError):  # somebody removed it already
        if any(folder.iterdir()):
            return False
        folder.rmdir()
    return True
