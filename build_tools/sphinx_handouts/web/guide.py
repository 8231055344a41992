"""What the HTML guide shows of the handouts: it reads the manifest, and never renders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from ..messages import _, report
from ..pages.reviews import reviews
from ..project import revisions
from ..records.manifest import Entry, Manifest
from ..sheets.in_words import date_words, state_words
from ..storage.digests import digest
from ..storage.files import sweep
from . import feeds, hosting, library, web
from .dynamic import DYNAMIC, FillReviewTable, ReviewTable
from .status_pages import StatusPages

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

STYLE = "handouts.css"
"""Style sheet of the components, on every page."""


def connect(app: Sphinx) -> None:
    """Register directives and connect to Sphinx's events."""
    library.connect(app)
    app.add_directive("review-table", ReviewTable)
    app.add_post_transform(FillReviewTable)
    app.connect("builder-inited", _add_style)
    app.connect("env-updated", _pages_to_write_again)
    app.connect("html-page-context", _add_page_notes)
    app.connect("build-finished", _publish)


def _add_style(app: Sphinx) -> None:
    """Give the pages the style sheet of the components; sheets have their own."""
    if not web.is_guide(app):
        return
    app.config.html_static_path.append(str(web.STATIC))
    app.add_css_file(STYLE)
    if app.builder.name == "epub":  # a book has no library, and nothing that the library loads
        unused = sorted(path.name for path in web.STATIC.iterdir() if path.name != STYLE)
        app.config.epub_exclude_files.extend(f"_static/{name}" for name in unused)


def _pages_to_write_again(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages that show the manifest or the reviews, if these have changed."""
    if not web.is_guide(app):
        return []
    manifest, ledger = web.manifest(app), web.ledger(app)
    sources = {name for entry in manifest.editions for name in entry.sources}
    shown = (digest([manifest.to_json(), repr(ledger), repr(reviews(env))]), sources)
    if not hasattr(env, "handouts_shown"):
        env.handouts_shown = {}  # type: ignore[attr-defined]
    table: dict[str, tuple[str, set[str]]] = env.handouts_shown  # type: ignore[attr-defined]
    before = table.get(str(app.outdir), ("", set()))
    if before == shown:
        return []
    table[str(app.outdir)] = shown
    dynamic = {name for name, data in env.metadata.items() if DYNAMIC in data}
    return sorted((dynamic | sources | before[1] | set(reviews(env))) & env.found_docs)


# --- below a page -------------------------------------------------------------------------------


def _by_handout(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.id, e.clinic, e.paper, e.variant)):
        groups.setdefault(entry.id, []).append(entry)
    return groups


def _add_page_notes(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Put the review state of a page, and the handouts made from it, below its text."""
    if doctree is None or not web.is_guide(app):
        return
    review = reviews(app.env).get(pagename)
    groups = _by_handout(
        e
        for e in web.in_use(app).editions
        if e.language == app.config.language and pagename in e.sources
    )
    if review is None and not groups:
        return
    shelf = next(iter(library.pages(app)), "")
    context["body"] += (
        web.templates()
        .get_template("page_notes.html")
        .render(
            review=review,
            state=state_words(review.state) if review else "",
            date=lambda date: date_words(date, app.config.language),
            handouts=[group[0] for group in groups.values()],
            library=app.builder.get_relative_uri(pagename, shelf) if shelf else "",
            _=_,
        )
    )


# --- copy into the hosted folder ----------------------------------------------------------------


def _publish(app: Sphinx, exception: Exception | None) -> None:
    """Copy the PDFs that have changed into the hosted folder, and write what tells of them."""
    if exception is not None or not web.hosts_pdfs(app):
        return
    manifest = hosting.read(web.folder(app))
    if manifest is None:
        logger.info("no handouts yet: sphinx-build -b handouts makes them")
        return
    for setting in ("publish", "short_pages", "codes_pages"):
        if name := app.config[f"handouts_{setting}"]:
            sweep(Path(app.outdir, name), "**/")
    target = Path(app.outdir) / app.config.handouts_publish
    report(hosting.host(web.folder(app), target, manifest))
    library.publish(app, manifest, target)
    _write_status_pages(app, manifest)
    feeds.publish(app, manifest, web.templates(), web.edition_words(app), web.file_words)


def _write_status_pages(app: Sphinx, manifest: Manifest) -> None:
    """Write the pages that the addresses and QR codes on the sheets lead to."""
    setting = app.config.handouts_short_pages
    if not setting:
        return
    pages = StatusPages(
        ledger=web.ledger(app),
        entries=manifest.editions,
        today=revisions.today(),
        language=app.config.language,
        templates=web.templates(),
        edition_words=web.edition_words(app),
        file_words=web.file_words,
    )
    pages.write(Path(app.outdir, setting), app.config.handouts_publish.rpartition("/")[2])
