"""What the templates of the layer get for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx_handouts.sheets.in_words import text_direction

from .citations import Cited, cited
from .description import describe
from .linked_data import medical_page
from .words import _

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

UNUSED = {
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/translations.js",
    "_static/sphinx_highlight.js",
    "_static/scripts/furo.js",
    "_static/styles/furo-extensions.css",
}
"""What Sphinx and furo load on every page, and only code, an index or furo's own page needs."""

COLOURS = {"light": "#ffffff", "dark": "#11181b"}
"""Grounds of the pages, as in guide.css: browsers tint themselves with them."""

AWAY = "no-connection"
"""Name of the page that says that something is not on this device."""

BEFORE_FURO = 400
"""Furo makes a tree of all pages at the usual priority, 500."""

AFTER_THE_NOTES = 600
"""Sources stand below the review state, which is added at the usual priority, 500."""


def connect(app: Sphinx) -> None:
    """Fill the pages."""
    app.connect("html-page-context", take_menu, priority=BEFORE_FURO)
    app.connect("html-page-context", add_to_page)
    app.connect("html-page-context", add_sources, priority=AFTER_THE_NOTES)


def take_menu(
    _app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Keep what makes a menu from furo, whose tree no template of the layer shows.

    To make it takes a third of the time in which a page is written.
    """
    context["menu"] = context.pop("toctree", None)


def add_to_page(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates what they say of a page to machines; drop what is not used."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    doctree = None if context.get("handouts_not_yet") else doctree
    context["text_direction"] = text_direction(app.config.language)
    context["theme_colours"] = COLOURS
    context["html_baseurl"] = app.config.html_baseurl
    context["description"] = describe(doctree) if doctree else _without_text(pagename)
    context["cited"] = cited(app, pagename, doctree) if doctree else []
    context["linked_data"] = medical_page(app, pagename, context) if doctree else {}
    unused = set(UNUSED)
    if 'class="highlight' not in context.get("body", ""):
        unused.add("_static/pygments.css")
    for files in ("css_files", "script_files"):
        context[files] = [file for file in context[files] if str(file.filename) not in unused]


def _without_text(pagename: str) -> str:
    """Return the description of a page that no author has written."""
    says = {
        "search": _("Find a page of this guide by the words that you use."),
        AWAY: _(
            "There is no connection, and your device has no copy of what you asked for. Connect, "
            "then try again."
        ),
    }
    return str(says.get(pagename, ""))


def add_sources(
    app: Sphinx,
    _pagename: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """List below the text of a page what it cites."""
    sources: list[Cited] = context.get("cited", [])
    if sources:
        context["body"] += app.builder.templates.render("sources.html", {"cited": sources})
