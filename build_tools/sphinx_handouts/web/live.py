"""What a live preview adds to every page: a panel of what is wrong with the handouts.

No hosted page has any of it: style and words come with the script, which `handouts_live` loads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..press.live_report import NAME
from ..storage.files import write_atomically
from .site import Site, hosts_pdfs

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parents[1] / "static-live"
SCRIPT = "handouts-live.js"


def add_panel(app: Sphinx) -> None:
    """Load the script of the panel, which is told where the findings are."""
    if app.config.handouts_live and hosts_pdfs(app):
        app.config.html_static_path.append(str(STATIC))
        findings = f"{app.config.handouts_publish.rstrip('/')}/{NAME}"
        told: dict[str, Any] = {"data-findings": findings}
        app.add_js_file(SCRIPT, loading_method="defer", **told)


def publish(site: Site) -> None:
    """Put the findings of the last build beside the hosted PDFs."""
    try:
        found = (site.source / NAME).read_bytes()
    except FileNotFoundError:  # none was made yet
        return
    write_atomically(site.hosted / NAME, found)
