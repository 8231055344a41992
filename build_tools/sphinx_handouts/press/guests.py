"""Room for other extensions, which take a build of sheets for one of a website.

They copy styles and scripts into ``_static`` of any HTML builder. Sheets hold all that they need,
so that folder lives for the end of one build, and is no part of what is published. The theme of a
website that is an extension, too, asks for its own options then, and finds them; the writer that it
puts before that of the builder writes no sheets.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "_static"
MARK = ".for-one-build"
"""Tells our folder from one in which a website keeps its files."""


class GuestBuilder(StandaloneHTMLBuilder):
    """A builder whose theme is the plainest, until its work is done."""

    has_guests = False
    """Whether other extensions look at it as at the builder of a website."""

    def get_theme_config(self) -> tuple[str, dict[str, Any]]:
        """Use the plainest theme: sheets have templates of their own."""
        return super().get_theme_config() if self.has_guests else ("basic", {})


def connect(app: Sphinx) -> None:
    """Have the folder while a build of sheets ends, and the writer of the builder all the time."""

    def make_room(app: Sphinx, exception: Exception | None) -> None:
        if isinstance(app.builder, GuestBuilder):
            _make_room(Path(app.outdir, FOLDER))
            if exception is None:
                _lend_theme(app, app.builder)

    def clear(app: Sphinx, _exception: Exception | None) -> None:
        if isinstance(app.builder, GuestBuilder):
            _clear(Path(app.outdir, FOLDER))

    _keep_writer(app)
    # At the end alone: a build that is interrupted never gets there, and leaves nothing behind.
    app.connect("build-finished", make_room, priority=0)
    app.connect("build-finished", clear, priority=1000)


def _keep_writer(app: Sphinx) -> None:
    """Have sheets written by the writer that was there before the themes of websites came."""
    own = dict[str, type[nodes.NodeVisitor]]()

    def note(app: Sphinx) -> None:
        own.update(app.registry.translators)

    def restore(app: Sphinx) -> None:
        if isinstance(app.builder, GuestBuilder):
            app.registry.translators.clear()
            app.registry.translators.update(own)
            app.builder.theme_options = {}  # a theme notes its own, which ours has not

    # Sphinx has a call that sets a writer, and none that takes one back.
    app.connect("builder-inited", note, priority=0)
    app.connect("builder-inited", restore, priority=1000)


def _lend_theme(app: Sphinx, builder: GuestBuilder) -> None:
    """Give the builder the theme of the website, if that is loaded: its sheets are made."""
    if app.config.html_theme in app.registry.html_themes:
        builder.has_guests = True
        builder.init_templates()


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
