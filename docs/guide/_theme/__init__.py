"""The guide's layer over furo: its own page templates, one style sheet and a small script.

The templates stand in for furo's ``base.html``, ``page.html`` and ``search.html``; the look of the
content stays furo's, changed by ``guide.css``.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinx_handouts.nodes import in_short, snippet
from sphinx_handouts.wording import text_direction

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

FURO = "efdc648bf3ae9d15"
"""Digest of the files of furo that this layer was written against (`furo_digest`)."""

WATCHED = ("base.html", "page.html", "search.html", "theme.conf", "static/styles/furo.css")

UNUSED = {
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",  # it would keep what a patient searched for on the device
    "_static/scripts/furo.js",
    "_static/styles/furo-extensions.css",
}
"""What Sphinx and furo load on every page, and only code, an index or furo's own page needs."""

SEARCH_NEEDS = {"_static/documentation_options.js", "_static/doctools.js"}

DESCRIPTION_LENGTH = 160

PIXELS = {"mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "pt": 96 / 72, "pc": 16, "em": 16}
"""What CSS makes of the units in which the width of a picture is written."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the layer; it touches web pages alone."""
    for builder in ("html", "dirhtml"):
        app.set_translator(builder, GuideTranslator)
    app.connect("builder-inited", watch_furo)
    app.connect("html-page-context", add_to_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


# --- the guard ----------------------------------------------------------------------------------


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
            'then write FURO = "%s" in docs/guide/_theme/__init__.py',
            furo.__version__,
            ", ".join(WATCHED),
            found,
            type="guide",
            subtype="theme",
        )


# --- what the templates need --------------------------------------------------------------------


def add_to_page(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates a description and the direction of the script; drop what is not used."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    context["text_direction"] = text_direction(app.config.language)
    context["description"] = describe(doctree) if doctree else ""
    unused = UNUSED - SEARCH_NEEDS if pagename == "search" else set(UNUSED)
    if 'class="highlight' not in context.get("body", ""):
        unused.add("_static/pygments.css")
    for files in ("css_files", "script_files"):
        context[files] = [file for file in context[files] if str(file.filename) not in unused]


def describe(doctree: nodes.document) -> str:
    """Return what a page says in short, or its first paragraph: whole sentences, no citations."""
    summary = next(doctree.findall(in_short), None)
    for paragraph in (summary or doctree).findall(nodes.paragraph):
        if not isinstance(paragraph.parent, (nodes.Admonition, snippet)):
            return shorten(_words(paragraph))
    return ""


def _words(paragraph: nodes.paragraph) -> str:
    copy = paragraph.deepcopy()
    for citation in list(copy.findall(nodes.inline)):
        if "bibtex-citation" in citation["classes"]:
            citation.parent.remove(citation)
    return " ".join(copy.astext().split()).replace(" .", ".").replace(" ,", ",")


def shorten(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """Cut *text* after the last sentence, or else the last word, that fits."""
    if len(text) <= length:
        return text
    head = text[: length + 1]
    end = max(head.rfind(mark) for mark in (". ", "? ", "! "))
    return head[: end + 1] if end > 0 else head[: length - 1].rpartition(" ")[0] + " …"


class GuideTranslator(HTML5Translator):
    """Sphinx's writer, mended for people who use a keyboard or a screen reader."""

    def starttag(self, node: nodes.Element, tagname: str, *args: Any, **attributes: Any) -> str:
        """Write a start tag."""
        if tagname == "th":  # header cells say what they head
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            attributes.setdefault("scope", scope)
        if tagname == "img" and "style" in attributes:  # a strict policy allows no inline style
            attributes |= _in_pixels(attributes.pop("style"))
        if attributes.get("role") == "doc-biblioentry":  # the role is deprecated
            attributes["role"] = "listitem"
        if "table-wrapper" in node.get("classes", ()) and _is_wide(node):
            attributes |= {"tabindex": "0", "role": "region", "aria-label": _title_above(node)}
        return super().starttag(node, tagname, *args, **attributes)


def _in_pixels(style: str) -> dict[str, str]:
    """Return the sizes in the style of a picture as attributes: ``width: 92mm`` is 348 pixels."""
    sizes = re.findall(r"(width|height): ([\d.]+)(\w+);", style)
    return {name: str(round(float(size) * PIXELS.get(unit, 1))) for name, size, unit in sizes}


def _is_wide(node: nodes.Element) -> bool:
    """Return whether a table may have to be scrolled on a phone, which a keyboard must reach."""
    group = next(node.findall(nodes.tgroup), None)
    return group is not None and group["cols"] > 3


def _title_above(node: nodes.Element) -> str:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.section):
            return node.next_node(nodes.title).astext()
    return ""
