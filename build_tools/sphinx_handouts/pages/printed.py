"""Which pages are printed: those that the catalogue names, whatever else is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..project.part_names import Pages, is_pattern, resolve
from .environment import application

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CATALOGUE = "catalogue.toml"
LIBRARY = "handouts-library"
"""Page metadata: the page shows the library."""


def pages_of(env: BuildEnvironment) -> Pages:
    """Return the pages that have been read, and how they hang together."""
    return Pages(env.found_docs, env.toctree_includes, str(env.config.root_doc))


def has_catalogue(app: Sphinx) -> bool:
    """Return whether a project has a catalogue: without one, its pages are left as they are."""
    return Path(app.confdir, app.config.handouts_dir, CATALOGUE).is_file()


def printed_pages(env: BuildEnvironment) -> frozenset[str]:
    """Return the pages of which handouts are made."""
    pages = pages_of(env)
    rows = catalogue_table(env).get("handout")
    return frozenset(
        name.docname
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and isinstance(row.get("parts"), list)
        for part in row["parts"]
        if isinstance(part, str)
        for name in resolve(part.strip(), pages)
        if not (is_pattern(part.strip()) and name.docname in _without(row))
    )


def _without(row: Mapping[str, Any]) -> Collection[str]:
    """Return the pages that the patterns of a handout leave out."""
    names = row.get("without")
    return [str(name).strip() for name in names] if isinstance(names, list) else ()


def titles_shown(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield the titles of packs that a page shows, as they are written: those of the library do.

    No sheet has them, so that no record of a handout answers for them.
    """
    rows = catalogue_table(env).get("pack") if LIBRARY in env.metadata[docname] else ()
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("title"), str):
            yield row["title"].strip()


def catalogue_table(env: BuildEnvironment) -> dict[str, Any]:
    """Return the catalogue as it is written; what is wrong with it, the builder says."""
    path = Path(application(env).confdir, env.config.handouts_dir, CATALOGUE)
    try:
        about = path.stat()
        return _read(path, about.st_mtime_ns, about.st_size)
    except (OSError, ValueError, RecursionError):
        return {}


@lru_cache(maxsize=4)
def _read(path: Path, _time: int, _size: int) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8-sig"))
