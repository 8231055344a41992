"""Replaces many files as if they were one: all, or none, whenever the program is killed.

The new files are written to a hidden folder beside those that they replace.  Then a note says
which of them goes where, and from then on the new files are what counts: if the program is killed
while it renames them, whoever reads the folder next, or builds into it, completes what it says.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .files import remove, write_atomically

if TYPE_CHECKING:
    from filelock import FileLock

NOTE = ".replacing"
"""Name of the note, which is there only while files are renamed."""
STAGING = ".staging-"
"""Beginning of the name of a folder in which one build keeps its files ready."""


class Staging:
    """Files kept ready for *folder*: use as a context manager, `put`, then `replace`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready: dict[str, Path] = {}
        self._put = 0

    def __enter__(self) -> Staging:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.alone():
            _clean_up(self.folder)
            self._place = Path(tempfile.mkdtemp(dir=self.folder, prefix=STAGING))
            self._in_use = _in_use(self._place)
            self._in_use.acquire()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._in_use.release()
        if not (self.folder / NOTE).exists():  # or the next build completes what it says
            shutil.rmtree(self._place, ignore_errors=True)

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Keep out others who change what stands in the folder."""
        return _alone(self.folder)

    def put(self, name: str, data: bytes) -> Path:
        """Keep a file ready; nothing that stands in the folder is touched."""
        path = self._place / str(self._put)
        self._put += 1
        path.write_bytes(data)  # until all are put in place, nobody reads it
        self._ready[name] = path
        return path

    def replace(self, gone: Iterable[str] = (), *, leave: Iterable[str] = ()) -> None:
        """Put the files in place but those to *leave* as they stand, and remove those *gone*.

        Whoever calls this is alone in the folder. More files can be put, and replaced, afterwards.
        """
        for name in leave:
            self._ready.pop(name, None)
        if not (self._ready or gone):
            return
        for name in self._ready:
            _make_way(self.folder / name)
        files = {name: f"{self._place.name}/{path.name}" for name, path in self._ready.items()}
        note = {"files": files, "gone": sorted(gone)}
        prepared = self._place / NOTE
        write_atomically(prepared, json.dumps(note).encode())
        os.replace(prepared, self.folder / NOTE)  # noqa: PTH105 - Path.replace is the same call
        _complete(self.folder)
        self._ready.clear()


def settle(folder: Path) -> None:
    """Complete what a killed program has begun, or wait for one that is at work."""
    if (folder / NOTE).exists() or any(folder.glob(f"{STAGING}*")):
        with _alone(folder):
            _clean_up(folder)


def _clean_up(folder: Path) -> None:
    """Complete what killed programs have begun, and remove what they had kept ready."""
    _complete(folder)
    for place in folder.glob(f"{STAGING}*"):
        _remove_abandoned(place)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*; its file goes with it, for the folder may be published as it is.

    Whoever waited for a file that has gone asks anew: filelock sees to it.
    """
    from filelock import FileLock

    path = folder / ".lock"
    with FileLock(path):
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _complete(folder: Path) -> None:
    """Do what the note in *folder* says, if there is one, as far as it is not done yet."""
    try:
        note: Mapping[str, Mapping[str, str]] = json.loads((folder / NOTE).read_bytes())
    except FileNotFoundError:
        return
    for name, ready in note["files"].items():
        with contextlib.suppress(FileNotFoundError):  # it is in place already
            (folder / ready).replace(folder / name)
    remove(folder, note["gone"])
    (folder / NOTE).unlink()


def _make_way(target: Path) -> None:
    """Make the folder of *target*; find out what is in the way before anything is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not os.access(target.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target.parent))


def _in_use(place: Path) -> FileLock:
    """Return the lock that a build holds while it lives; the system releases it when it dies."""
    from filelock import FileLock

    return FileLock(place / "in-use")


def _remove_abandoned(place: Path) -> None:
    """Remove the hidden folder of a build that was killed."""
    from filelock import Timeout

    with contextlib.suppress(Timeout), _in_use(place).acquire(timeout=0):
        shutil.rmtree(place, ignore_errors=True)
