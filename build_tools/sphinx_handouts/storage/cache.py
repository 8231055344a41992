"""A content-addressed store of rendered PDFs, bounded in size and safe to share between builds.

An entry is one file: the digest of what follows, a line of JSON (what was learnt while rendering)
and the PDF.  It is written to a temporary file and renamed, so that a reader sees a whole entry or
none; a damaged one is deleted and rendered again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar, overload

from pydantic import TypeAdapter

from ..records.letterhead import Letterhead
from ..records.rendered import Rendered
from .files import sweep, write_atomically

FORMAT = 7
SUFFIX = ".entry"

Kept = Rendered | Letterhead
Record = TypeVar("Record", Rendered, Letterhead)


class Cache:
    """Rendered PDFs by key."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self.max_bytes = max_bytes

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / (key[2:] + SUFFIX)

    @overload
    def get(self, key: str) -> Rendered | None: ...
    @overload
    def get(self, key: str, kind: type[Record]) -> Record | None: ...
    def get(self, key: str, kind: type[Any] = Rendered) -> Any:
        """Return the entry of *key*, or None where there is none or it is damaged."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            record = _decode(data, kind)
        except (ValueError, KeyError, TypeError):
            path.unlink(missing_ok=True)
            return None
        # The time of last use. Where another build prunes, what was read is whole all the same.
        with contextlib.suppress(OSError):
            os.utime(path)
        return record

    def __getitem__(self, key: str) -> Rendered:
        """Return the entry of *key*.

        Raises
        ------
        KeyError
            Where there is none.
        """
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def put(self, key: str, record: Kept) -> None:
        """Store a *record* under *key*."""
        write_atomically(self._path(key), _encode(record))

    def prune(self) -> None:
        """Delete the entries used longest ago until the store fits its bound."""
        sweep(self.folder, "??/")
        entries = []
        for path in self.folder.glob(f"??/*{SUFFIX}"):
            try:
                status = path.stat()
            except FileNotFoundError:  # another build prunes, too
                continue
            entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.max_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size


def _encode(record: Kept) -> bytes:
    about = asdict(record) | {"format": FORMAT}
    pdf = bytes(about.pop("pdf"))
    content = json.dumps(about, sort_keys=True).encode() + b"\n" + pdf
    return hashlib.sha256(content).digest() + content


def _decode(data: bytes, kind: type[Record]) -> Record:
    length = hashlib.sha256().digest_size
    digest, content = data[:length], data[length:]
    if digest != hashlib.sha256(content).digest():
        raise ValueError("damaged entry")
    head, _, pdf = content.partition(b"\n")
    about = json.loads(head)
    if about.pop("format") != FORMAT:
        raise ValueError("entry of another version")
    record: Record = _ADAPTERS[kind].validate_python(about | {"pdf": pdf})
    return record


_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Rendered, Letterhead)
}
