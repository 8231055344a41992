"""Writes files whole: a reader sees the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".tmp"
"""How the name of a file ends while it is written."""
ABANDONED = 3600.0
"""Seconds after which a temporary file belongs to a program that was killed."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write *data* to *path* so that the file is there whole, or as it was.

    Raises
    ------
    OSError
        Names *path*: the system names the temporary file, or, of a full disk, none.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, data, _usual_mode())
    except OSError as error:
        raise _about(path, error) from error


def rewrite(path: Path, data: bytes, *, keeps_ends: bool = True) -> None:
    """Write a file that people keep, whole or as it was: where it leads, and with its rights.

    A link stays one, and its file is written. Where all lines end as Windows ends them, those of
    the new content do. What says the same already is left alone.
    """
    if not path.is_file():
        write_atomically(path, data)
        return
    try:
        real, old = path.resolve(), path.read_bytes()
        if keeps_ends and b"\n" in old and b"\n" not in old.replace(b"\r\n", b""):
            data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if data != old:
            _put(real, data, stat.S_IMODE(real.stat().st_mode))
    except OSError as error:
        raise _about(path, error) from error


def _put(path: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)  # noqa: PTH101 - mkstemp gives a name
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    """Return the rights of any new file."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _about(path: Path, error: OSError) -> OSError:
    """Return the same error, of this file; of a folder above it that is none, as it is."""
    above = error.filename is not None and Path(error.filename) in path.parents
    return error if above else OSError(error.errno, error.strerror, str(path))


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
