"""Reads the manifest of a folder, and compares the files there with what it says of them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from ..records.manifest import NAME, File, Manifest


def read(folder: Path) -> Manifest | None:
    """Return the manifest in *folder*, or None where there is none that this version can read."""
    return parsed(content(folder))


def content(folder: Path) -> bytes:
    """Return the bytes of the manifest in *folder*; none where there is none."""
    try:
        return (folder / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return b""


@lru_cache(maxsize=2)
def parsed(data: bytes) -> Manifest | None:
    """Return the manifest that *data* is, or None where this version cannot read it.

    A build asks for it several times: of many clinics, it takes a second to read.
    """
    try:
        return Manifest.model_validate_json(data)
    except ValidationError:
        return None


def unchanged(folder: Path, entry: File) -> bool:
    """Return whether the file of *entry* is in *folder*, unchanged."""
    try:
        data = (folder / entry.path).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    return describes(entry, data)


def describes(entry: File, data: bytes) -> bool:
    """Return whether *data* is the content of the file that *entry* describes."""
    return len(data) == entry.bytes and hashlib.sha256(data).hexdigest() == entry.sha256
