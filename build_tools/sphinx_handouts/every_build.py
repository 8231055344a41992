"""What happens in every build of a project with handouts, whatever its builder."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from .builder import HandoutsBuilder
from .interrupts import leave_interrupts, note_interrupts, raise_lost
from .messages import report
from .pages import doctrees
from .pages.problems import problems
from .press import guests
from .press.workers.garbage import SELDOM, end_at_once

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

TABS_FOR = "sphinx_tabs_valid_builders"
"""A setting of an extension that reads pages in one way for some builders, and not for others."""


def connect(app: Sphinx) -> None:
    """Register the builder, and connect to the events of all builds."""
    app.add_builder(HandoutsBuilder)
    _leave_garbage(app)
    _heed_interrupts(app)
    app.connect("config-inited", _let_all_builders_read_alike)
    app.connect("builder-inited", _hand_over_jobs)
    app.connect("build-finished", _set_status)
    app.connect("env-purge-doc", doctrees.forget)
    guests.connect(app)


def _leave_garbage(app: Sphinx) -> None:
    """Look for garbage seldom while pages are read and written.

    Pages are trees, which all look like garbage until somebody has looked: Python spends a tenth of
    a build on it, and a second more when it ends with what it knows of hundreds of clinics.
    """
    end_at_once()
    before = gc.get_threshold()
    app.connect("builder-inited", lambda _app: gc.set_threshold(*SELDOM), priority=0)
    app.connect("build-finished", lambda _app, _error: gc.set_threshold(*before), priority=999)


def _heed_interrupts(app: Sphinx) -> None:
    """End the build on Ctrl-C, also on one that Python has lost: at the next page or sheet."""

    def finish(_app: Sphinx, _error: Exception | None) -> None:
        leave_interrupts()
        raise_lost()

    app.connect("builder-inited", lambda _app: note_interrupts(), priority=0)
    for event in ("source-read", "env-updated", "doctree-resolved"):
        app.connect(event, lambda *_what: raise_lost(), priority=0)
    app.connect("build-finished", finish, priority=999)


def _let_all_builders_read_alike(_app: Sphinx, config: Config) -> None:
    """Let sphinx-tabs read pages for sheets as for the web: the builders share what was read."""
    if TABS_FOR in config:
        config[TABS_FOR] = [*config[TABS_FOR], HandoutsBuilder.name]


def _hand_over_jobs(app: Sphinx) -> None:
    if isinstance(app.builder, HandoutsBuilder):
        app.builder.jobs = app.parallel


def _set_status(app: Sphinx, exception: Exception | None) -> None:
    """Let every build of a project with errors in its pages fail, of whatever builder.

    A live preview shows what is wrong, and goes on: what serves it runs nothing after a failure.
    """
    if exception is not None or getattr(app.builder, "collects", False):
        return
    failed = report(problems(app.env))
    if app.config.handouts_live and not isinstance(app.builder, HandoutsBuilder):
        return
    if failed or getattr(app.builder, "failed", False):
        app.statuscode = 2
