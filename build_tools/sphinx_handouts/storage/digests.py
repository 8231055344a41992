"""Digests: of one render (the key of the cache), and of all that a build was made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .extensions import CHECKS, files_of

if TYPE_CHECKING:
    from ..records.jobs import RenderJob
    from ..records.letterhead import LetterheadJob

ROOT = Path(__file__).parents[1]
"""This package."""

RENDERING = ("finishing", "pdf", "proofing", "records")
"""Rooms of this package that have a hand in the bytes of a PDF."""


def digest(parts: Iterable[str | bytes]) -> str:
    """Return the SHA-256 of *parts*, each with its length, so that no two lists collide."""
    result = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        result.update(len(data).to_bytes(8, "big"))
        result.update(data)
    return result.hexdigest()


def render_key(job: RenderJob, versions: Mapping[str, str], fonts: str) -> str:
    """Return the key of a render: everything that decides the bytes of the PDF."""
    tools = [f"{name} {version}" for name, version in sorted(versions.items())]
    options = [str(job.booklet), str(job.archived), str(job.has_slots), repr(job.identity)]
    options += [str(job.smallest), *job.furniture]
    return digest([job.html, job.css, *options, *tools, fonts, rooms_digest(*RENDERING)])


def letterhead_key(job: LetterheadJob, versions: Mapping[str, str], fonts: str) -> str:
    """Return the key of a letterhead: everything that decides the bytes of its PDF."""
    tools = [f"{name} {version}" for name, version in sorted(versions.items())]
    options = ["letterhead", str(job.archived), str(job.smallest)]
    return digest([*job.html, job.css, *options, *tools, fonts, rooms_digest(*RENDERING)])


def files_digest(paths: Iterable[Path]) -> str:
    """Return a digest of the names and contents of *paths*; one that cannot be read counts, too."""
    parts: list[str | bytes] = []
    for path in sorted(set(paths)):
        parts.append(os.fsencode(path))
        try:
            parts.append(path.read_bytes())
        except OSError as error:
            parts.append(type(error).__name__)
    return digest(parts)


@lru_cache(maxsize=1)
def package_digest() -> str:
    """Return a digest of this package's own code and templates, and of the checks of others."""
    return files_digest([*_own_files(), *files_of(CHECKS)])


def _own_files() -> Iterator[Path]:
    """Yield all files of this package but what Python has compiled: every build asks for them."""
    for folder, _folders, names in os.walk(ROOT):
        yield from (Path(folder, name) for name in names if not name.endswith(".pyc"))


@lru_cache(maxsize=8)
def rooms_digest(*rooms: str) -> str:
    """Return a digest of all code in these folders of this package, wherever it is installed."""
    parts: list[str | bytes] = []
    for path in sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")):
        parts += [path.relative_to(ROOT).as_posix(), path.read_bytes()]
    return digest(parts)
