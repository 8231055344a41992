"""Watches furo: a build stops when furo has changed below the layer."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

FURO = "efdc648bf3ae9d15"
"""Digest of the files of furo that this layer was written against (`furo_digest`)."""

WATCHED = ("base.html", "page.html", "search.html", "theme.conf", "static/styles/furo.css")


def connect(app: Sphinx) -> None:
    """Watch furo from the start."""
    app.connect("builder-inited", watch_furo)


def furo_digest(theme: Path) -> str:
    """Return a digest of the files of furo that this layer stands in for, or changes."""
    found = hashlib.sha256()
    for name in WATCHED:
        found.update((theme / name).read_bytes())
    return found.hexdigest()[:16]


def watch_furo(app: Sphinx) -> None:
    """Warn when furo has changed below the layer, so that ``-W`` stops the build."""
    if app.builder.name not in {"html", "dirhtml"} or app.config.html_theme != "furo":
        return
    import furo

    found = furo_digest(furo.THEME_PATH)
    if found != FURO:
        logger.warning(
            "furo %s has changed %s: compare them with docs/guide/_theme, look at the pages, "
            'then write FURO = "%s" in docs/guide/_theme/furo_watch.py',
            furo.__version__,
            ", ".join(WATCHED),
            found,
            type="guide",
            subtype="theme",
        )
