"""Room for what other extensions write at the end of a build into what they take for a website.

They copy styles and scripts into ``_static`` of any HTML builder. Sheets hold all that they need,
so that folder lives for the end of one build, and is no part of what is published.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "_static"
MARK = ".for-one-build"
"""Tells our folder from one in which a website keeps its files."""


def connect(app: Sphinx, builder: str) -> None:
    """Have the folder while a build by *builder* ends."""

    def make_room(app: Sphinx, *_exception: Exception | None) -> None:
        if app.builder.name == builder:
            _make_room(Path(app.outdir, FOLDER))

    def clear(app: Sphinx, _exception: Exception | None) -> None:
        if app.builder.name == builder:
            _clear(Path(app.outdir, FOLDER))

    # At the end alone: a build that is interrupted never gets there, and leaves nothing behind.
    app.connect("build-finished", make_room, priority=0)
    app.connect("build-finished", clear, priority=1000)


def _make_room(folder: Path) -> None:
    """Make the folder, unless a website has one there."""
    with contextlib.suppress(OSError):  # who cannot write here is told when there is news
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / MARK).touch()


def _clear(folder: Path) -> None:
    """Remove the folder, if it is ours: it may be that of a build that was killed."""
    if (folder / MARK).exists():
        shutil.rmtree(folder, ignore_errors=True)
