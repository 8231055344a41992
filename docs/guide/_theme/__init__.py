"""The guide's layer over furo: page templates, a style sheet, scripts, and what a host needs.

The templates stand in for furo's ``base.html``, ``page.html`` and ``search.html``; the look of the
content stays furo's, changed by ``guide.css``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    cards,
    crawlers,
    emergency,
    furo_watch,
    languages,
    listen,
    moved_pages,
    offline,
    page_context,
    search,
    words,
)
from .accessible_html import GuideTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the layer; it touches web pages alone."""
    for builder in ("html", "dirhtml"):
        app.set_translator(builder, GuideTranslator)
    app.add_config_value("guide_top", "", "html", [str], "Top of the website, from this guide.")
    app.add_config_value("guide_about", {}, "html", [dict], "What the guide is about, in codes.")
    app.add_config_value("guide_moved", {}, "html", [dict], "Pages that moved, and where to.")
    app.add_config_value("guide_offline", True, "html", [bool], "Whether devices keep a copy.")
    words.connect(app)
    for module in (
        # page_context sees what is loaded before it
        *(furo_watch, listen, page_context, cards, emergency),
        *(languages, search, moved_pages, crawlers, offline),
    ):
        module.connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
