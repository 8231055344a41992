"""*Listen*: a button that reads a page aloud, with a voice of the reader's own device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_handouts.web.library import handout_library

from .words import _

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Offer it on the pages that are there to be read."""
    app.connect("html-page-context", add_script)


def add_script(
    app: Sphinx,
    _pagename: str,
    _template: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load ``listen.js`` with its words; a list of sheets to print is not read aloud."""
    if doctree is None or app.builder.name != "html":
        return
    if next(doctree.findall(handout_library), None) is None:
        words: dict[str, Any] = {
            "data-listen": _("Listen to this page"),
            "data-pause": _("Pause"),
            "data-on": _("Go on"),
            "data-stop": _("Stop"),
        }
        app.add_js_file("listen.js", loading_method="defer", **words)
