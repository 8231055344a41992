"""What the HTML guide shows of the handouts: it reads the manifest, and never renders."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from ..messages import report
from ..pages.printed import has_catalogue
from ..project import revisions
from ..records.manifest import Entry
from ..storage.digests import digest
from ..storage.env_values import EnvValue
from ..storage.files import sweep
from . import cards, hosting, library, live
from .dynamic import (
    DYNAMIC,
    FillReviewTable,
    ReviewTable,
    close_place,
    open_place,
    review_table,
    showing,
)
from .languages.switch import Switch
from .library import HandoutLibrary, handout_library
from .markup import STATIC, fill
from .runs import MarkRuns
from .site import Site, gather, hosts_pdfs, is_guide

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

STYLE = "handouts.css"
"""Style sheet of the components, on every page that shows one; all others stay as they are."""
_COMPONENT = re.compile(
    r"""class=["'](?:[^"']*\s)?(?:certainty|fill-in|handout|in-short|page-notes|reviews?\b|run-ltr"""
    r"""|snippet|tick-list)"""
)
_IN_TEMPLATE = re.compile(r"\bhandouts[-_]")
LAST = 950
"""The body of a page is whole by then."""


def connect(app: Sphinx) -> None:
    """Register directives and connect to Sphinx's events."""
    Guide().connect(app)


class Guide:
    """What happens at Sphinx's events; what a build shows is gathered at the first, once."""

    site: Site

    def connect(self, app: Sphinx) -> None:
        """Register directives and connect to Sphinx's events."""
        app.add_directive("review-table", ReviewTable)
        app.add_post_transform(FillReviewTable)
        app.add_node(review_table, html=(open_place, close_place))
        app.add_post_transform(MarkRuns)
        app.add_directive("handout-library", HandoutLibrary)
        skip = (_skip, None)
        show = (self._show_library, None)
        app.add_node(handout_library, html=show, latex=skip, text=skip, man=skip, texinfo=skip)
        app.connect("builder-inited", _add_style)
        app.connect("builder-inited", live.add_panel)
        app.connect("env-updated", self._gather)
        Switch(lambda: self.site).connect(app)  # after what the build shows is gathered
        app.connect("html-page-context", _add_assets)
        app.connect("html-page-context", self._add_page_notes)
        app.connect("html-page-context", _add_style_where_shown, priority=LAST)
        app.connect("build-finished", self._publish)

    def _gather(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Gather what this build shows; return the pages on which it has changed."""
        self.site = gather(app)
        return _pages_to_write_again(self.site, env, str(app.outdir)) if is_guide(app) else []

    def _show_library(self, translator: HTML5Translator, _node: nodes.Element) -> None:
        builder = translator.builder
        if builder.name == "handouts":  # a list of links to files is no text of a sheet
            raise nodes.SkipNode
        here = builder.get_target_uri(builder.current_docname)
        root = relative_uri(here, self.site.publish).rstrip("/")
        translator.body.append(library.show(self.site, root))
        raise nodes.SkipNode

    def _add_page_notes(
        self,
        app: Sphinx,
        pagename: str,
        _template: str,
        context: dict[str, Any],
        doctree: document | None,
    ) -> None:
        """Put the review state of a page, and the handouts made from it, below its text."""
        if doctree is None or not (is_guide(app) and has_catalogue(app)):
            return
        if context["handouts_not_yet"]:
            return
        page, here = self.site.library, app.builder.get_target_uri(pagename)
        shelf = app.builder.get_relative_uri(pagename, page) if page else ""
        root = relative_uri(here, self.site.publish).rstrip("/") if hosts_pdfs(app) else ""
        context["body"] += _page_notes(self.site, pagename, shelf, root)

    def _publish(self, app: Sphinx, exception: Exception | None) -> None:
        """Copy the PDFs that have changed into the hosted folder, and write what tells of them."""
        if exception is not None or not hosts_pdfs(app):
            return
        if app.config.handouts_live:
            live.publish(self.site)
        if not self.site.made:
            logger.info("no handouts yet: sphinx-build -b handouts makes them")
            return
        _publish(self.site, Path(app.doctreedir))


# --- on the pages -------------------------------------------------------------------------------


def _skip(_translator: nodes.NodeVisitor, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def _add_style(app: Sphinx) -> None:
    """Give the pages of a project with handouts the style of the components; sheets have theirs."""
    if not (is_guide(app) and has_catalogue(app)):
        return
    app.config.html_static_path.append(str(STATIC))
    if _has_templates(app):
        app.add_css_file(STYLE)
    if app.builder.name == "epub":  # a book has no library, and nothing that the library loads
        unused = sorted(path.name for path in STATIC.iterdir() if path.name != STYLE)
        app.config.epub_exclude_files.extend(f"_static/{name}" for name in unused)


def _has_templates(app: Sphinx) -> bool:
    """Return whether templates of the project or its theme show what is ours, on any page."""
    folders = [Path(app.confdir, name) for name in app.config.templates_path]
    if theme := getattr(app.builder, "theme", None):  # builders of JSON have none
        folders += map(Path, theme.get_theme_dirs())
    return any(
        _IN_TEMPLATE.search(path.read_text("utf-8", "replace"))
        for folder in folders
        for path in folder.rglob("*.html")
    )


def _add_style_where_shown(
    app: Sphinx, _name: str, _template: str, context: dict[str, Any], _doctree: document | None
) -> None:
    """Give the style of the components to the pages that show one, and to no others."""
    if is_guide(app) and has_catalogue(app) and _COMPONENT.search(context.get("body") or ""):
        app.add_css_file(STYLE)


def _add_assets(
    app: Sphinx, _name: str, _template: str, _context: dict[str, Any], doctree: document | None
) -> None:
    """Give style and script to the pages that show the library, and to no others."""
    if doctree is None or not is_guide(app):
        return
    if next(doctree.findall(handout_library), None) is not None:
        app.add_css_file("handouts-library.css")
        if hosts_pdfs(app):
            app.add_js_file("handouts-library.js", type="module")


_SHOWN: EnvValue[dict[str, tuple[str, set[str]]]] = EnvValue("handouts_shown", dict)
"""What the pages in each output folder show: a digest, and the pages of handouts."""


def _pages_to_write_again(site: Site, env: BuildEnvironment, outdir: str) -> Iterable[str]:
    """Return the pages that show the manifest or the reviews, if these have changed."""
    sources = {name for entry in site.manifest.editions for name in entry.sources}
    state = digest([site.manifest.to_json(), repr(site.ledger), repr(site.reviews)])
    shown = (state, sources)
    table = _SHOWN.of(env)
    before = table.get(outdir, ("", set()))
    if before == shown:
        return []
    table[outdir] = shown
    pages = {*showing(env, DYNAMIC), *sources, *before[1], *site.reviews}
    return sorted(pages & env.found_docs)


def _page_notes(site: Site, name: str, shelf: str, root: str) -> str:
    """Return what stands below the text of a page.

    *shelf* is the way to the library, if any, and *root* that to the PDFs, if they are hosted.
    Without a library, a handout leads to its PDF: that without a clinic's name, or of the only
    clinic.
    """
    review = site.reviews.get(name)
    made = (e for e in site.in_use.editions if e.language == site.language and name in e.sources)
    handouts: dict[str, Entry] = {}
    rank = cards.order(site.tables.papers, site.tables.variants)
    for entry in sorted(made, key=lambda e: (e.id, rank(e))):
        handouts.setdefault(entry.id, entry)
    is_alone = len({file.brand for file in site.in_use.files}) == 1
    ways = {e.id: f"{root}/{quote(e.path)}" for e in handouts.values() if is_alone or not e.clinic}
    if review is None and not handouts:
        return ""
    shown = list(handouts.values())
    return fill(
        site,
        "page_notes.html",
        review=review,
        handouts=shown,
        library=shelf,
        ways=ways if root else {},
        translated=bool(site.tongues.folder),
    )


# --- beside the pages ---------------------------------------------------------------------------


def _publish(site: Site, private: Path) -> None:
    """Put beside the pages what belongs there; *private* is for what nobody hosts.

    Every build loads this module, and few host PDFs.
    """
    from . import feeds
    from .status_pages import StatusPages

    for folder in (site.hosted if site.publish else None, site.short_pages, site.codes_pages):
        if folder:
            sweep(folder, "**/")
    report(hosting.host(site.source, site.hosted, site.manifest, private))
    library.publish(site)
    if site.short_pages:
        StatusPages(site, revisions.today()).write(site.short_pages)
    feeds.publish(site, private)
