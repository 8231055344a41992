"""Says while a website is built that its library lacks what a script would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..messages import report
from ..pages.printed import LIBRARY
from ..project.bundled import lacking
from ..records.finding import Finding, Kind, Severity
from .dynamic import showing
from .site import hosts_pdfs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def connect(app: Sphinx) -> None:
    """Connect to Sphinx's events."""
    app.connect("env-check-consistency", _tell)


def _tell(app: Sphinx, env: BuildEnvironment) -> None:
    if hosts_pdfs(app) and showing(env, LIBRARY) and (sentence := lacking()):
        report([Finding(Kind.FILES, sentence, Severity.WARNING)])
