"""What happens at the beginning and the end of every build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .builder import HandoutsBuilder
from .config import EXECUTORS
from .messages import HandoutsError, report
from .problems import problems

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def connect(app: Sphinx) -> None:
    """Connect to Sphinx's events."""
    app.connect("config-inited", _check_settings)
    app.connect("builder-inited", _hand_over_jobs)
    app.connect("build-finished", _set_status)


def _check_settings(app: Sphinx, config: Config) -> None:
    if config.handouts_executor not in EXECUTORS:
        raise HandoutsError(
            f'conf.py: handouts_executor: "{config.handouts_executor}" is not known; '
            f"write one of {', '.join(EXECUTORS)}"
        )


def _hand_over_jobs(app: Sphinx) -> None:
    if isinstance(app.builder, HandoutsBuilder):
        app.builder.jobs = app.parallel


def _set_status(app: Sphinx, exception: Exception | None) -> None:
    """Let every build of a project with errors in its pages fail, of whatever builder."""
    if exception is not None:
        return
    failed = report(problems(app.env))
    if failed or getattr(app.builder, "failed", False):
        app.statuscode = 2
