"""What happens at the beginning and the end of every build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .builder import HandoutsBuilder
from .messages import report
from .pages.problems import problems

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Connect to Sphinx's events."""
    app.connect("builder-inited", _hand_over_jobs)
    app.connect("build-finished", _set_status)


def _hand_over_jobs(app: Sphinx) -> None:
    if isinstance(app.builder, HandoutsBuilder):
        app.builder.jobs = app.parallel


def _set_status(app: Sphinx, exception: Exception | None) -> None:
    """Let every build of a project with errors in its pages fail, of whatever builder."""
    if exception is not None or getattr(app.builder, "collects", False):
        return
    failed = report(problems(app.env))
    if failed or getattr(app.builder, "failed", False):
        app.statuscode = 2
