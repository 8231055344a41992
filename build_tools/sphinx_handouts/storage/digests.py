"""Digests: of one render (the key of the cache), and of all that a build was made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from ..records.model import RenderJob

RENDERERS = (
    "pdf/render.py",
    "pdf/render_tags.py",
    "pdf/render_metadata.py",
    "pdf/pdftree.py",
    "pdf/imposition.py",
    "pdf/structure.py",
)
"""Modules of this package that have a hand in the bytes of a PDF."""


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
    own = [source(name) for name in RENDERERS]
    options = [str(job.booklet), str(job.archived), repr(job.identity)]
    return digest([job.html, job.css, *options, *tools, fonts, *own])


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
    """Return a digest of this package's own code and templates."""
    root = Path(str(files("sphinx_handouts")))
    return files_digest(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc")


@lru_cache(maxsize=4)
def source(name: str) -> bytes:
    """Return the source of a module of this package."""
    return (files("sphinx_handouts") / name).read_bytes()
