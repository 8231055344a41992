"""What the HTML guide shows of the handouts: it reads the manifest, and never renders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jinja2 import Environment, PackageLoader, StrictUndefined
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from . import feeds, hosting, revisions
from .builder import HandoutsBuilder
from .config import tables
from .digests import digest
from .dynamic import DYNAMIC, Dynamic, FillReviewTable, ReviewTable
from .files import sweep
from .manifest import Entry, Manifest, PackEntry
from .messages import _, report
from .problems import reviews
from .status import StatusPages
from .wording import date_words, state_words

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


class handout_library(nodes.General, nodes.Element):
    """Where the library of handouts is shown."""


class HandoutLibrary(Dynamic):
    """List every handout with its PDFs, by subject."""

    node_class = handout_library


def connect(app: Sphinx) -> None:
    """Register directives and connect to Sphinx's events."""
    app.add_directive("handout-library", HandoutLibrary)
    app.add_directive("review-table", ReviewTable)
    skip = (_skip, None)
    app.add_node(
        handout_library,
        html=(_visit_library, None),
        latex=skip,
        text=skip,
        man=skip,
        texinfo=skip,
    )
    app.add_post_transform(FillReviewTable)
    app.connect("builder-inited", _add_style)
    app.connect("env-updated", _pages_to_write_again)
    app.connect("html-page-context", _add_page_notes)
    app.connect("build-finished", _publish)


# --- the manifest -------------------------------------------------------------------------------


def _is_guide(app: Sphinx) -> bool:
    return isinstance(app.builder, StandaloneHTMLBuilder) and not isinstance(
        app.builder, HandoutsBuilder
    )


def _add_style(app: Sphinx) -> None:
    """Give the pages the style sheet of the components; sheets have their own."""
    if _is_guide(app):
        app.config.html_static_path.append(str(Path(__file__).parent / "static"))
        app.add_css_file("handouts.css")


def _hosts_pdfs(app: Sphinx) -> bool:
    """Return whether there is a place for PDFs beside the pages: an e-book has none."""
    return _is_guide(app) and app.builder.name != "epub"


def _folder(app: Sphinx) -> Path:
    """Return the folder of the manifest."""
    setting = app.config.handouts_manifest
    path = app.confdir / setting if setting else app.outdir.parent / "handouts/manifest.json"
    return Path(path).parent


def _manifest(app: Sphinx) -> Manifest:
    known = hosting.read(_folder(app)) if _hosts_pdfs(app) else None
    return known or Manifest(tools={}, editions=())


def _entries(app: Sphinx) -> list[Entry]:
    """Return the editions in the language of the guide."""
    language = app.config.language
    return [entry for entry in _manifest(app).editions if entry.language == language]


def _pages_to_write_again(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages that show the manifest or the reviews, if these have changed."""
    if not _is_guide(app):
        return []
    manifest = _manifest(app)
    sources = {name for entry in manifest.editions for name in entry.sources}
    shown = (digest([manifest.to_json(), repr(reviews(env))]), sources)
    if not hasattr(env, "handouts_shown"):
        env.handouts_shown = {}  # type: ignore[attr-defined]
    table: dict[str, tuple[str, set[str]]] = env.handouts_shown  # type: ignore[attr-defined]
    before = table.get(str(app.outdir), ("", set()))
    if before == shown:
        return []
    table[str(app.outdir)] = shown
    dynamic = {name for name, data in env.metadata.items() if DYNAMIC in data}
    return sorted((dynamic | sources | before[1] | set(reviews(env))) & env.found_docs)


# --- what pages show ----------------------------------------------------------------------------


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("sphinx_handouts", "templates/web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _packs(app: Sphinx) -> dict[str, list[PackEntry]]:
    """Return the packs in the language of the guide, by their titles."""
    groups: dict[str, list[PackEntry]] = {}
    for pack in _manifest(app).packs:
        if pack.language == app.config.language:
            groups.setdefault(pack.title, []).append(pack)
    return groups


def _by_handout(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.id, e.clinic, e.paper, e.variant)):
        groups.setdefault(entry.id, []).append(entry)
    return groups


def _visit_library(self: HTML5Translator, node: nodes.Element) -> None:
    app = self.builder._app
    subjects: dict[str, list[list[Entry]]] = {}
    for group in _by_handout(_entries(app)).values():
        subjects.setdefault(group[0].subject, []).append(group)
    here = self.builder.get_target_uri(self.builder.current_docname)
    root = relative_uri(here, app.config.handouts_publish)
    self.body.append(
        _templates()
        .get_template("library.html")
        .render(
            subjects=subjects,
            root=root.rstrip("/"),
            packs=_packs(app),
            edition=_edition_words(app),
            about=file_words,
            state=state_words,
            _=_,
        )
    )
    raise nodes.SkipNode


def _skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    raise nodes.SkipNode


def _size_words(size: int) -> str:
    return _("%d KB") % max(1, round(size / 1000))


def _add_page_notes(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Put the review state of a page, and the handouts made from it, below its text."""
    if doctree is None or not _is_guide(app):
        return
    review = reviews(app.env).get(pagename)
    groups = _by_handout(e for e in _entries(app) if pagename in e.sources)
    if review is None and not groups:
        return
    library = next(
        (n for n, d in app.env.metadata.items() if DYNAMIC in d and "library" in n), None
    )
    context["body"] += (
        _templates()
        .get_template("page_notes.html")
        .render(
            review=review,
            state=state_words(review.state) if review else "",
            date=lambda date: date_words(date, app.config.language),
            handouts=[group[0] for group in groups.values()],
            library=app.builder.get_relative_uri(pagename, library) if library else "",
            _=_,
        )
    )


# --- copy into the hosted folder ----------------------------------------------------------------


def _publish(app: Sphinx, exception: Exception | None) -> None:
    """Copy the PDFs that have changed into the hosted folder, and write what tells of them."""
    if exception is not None or not _hosts_pdfs(app):
        return
    manifest = hosting.read(_folder(app))
    if manifest is None:
        logger.info("no handouts yet: sphinx-build -b handouts makes them")
        return
    for setting in ("publish", "short_pages", "codes_pages"):
        if name := app.config[f"handouts_{setting}"]:
            sweep(Path(app.outdir, name), "**/")
    target = Path(app.outdir) / app.config.handouts_publish
    report(hosting.host(_folder(app), target, manifest))
    _write_status_pages(app, manifest)
    feeds.publish(app, manifest, _templates(), _edition_words(app), file_words)


def _write_status_pages(app: Sphinx, manifest: Manifest) -> None:
    """Write the pages that the addresses and QR codes on the sheets lead to."""
    setting = app.config.handouts_short_pages
    if not setting:
        return
    ledger, _findings = revisions.load(
        Path(app.confdir, app.config.handouts_dir), app.config.handouts_dir
    )
    pages = StatusPages(
        ledger=ledger,
        entries=manifest.editions,
        today=revisions.today(),
        language=app.config.language,
        templates=_templates(),
        edition_words=_edition_words(app),
        file_words=file_words,
    )
    pages.write(Path(app.outdir, setting), app.config.handouts_publish.rpartition("/")[2])


def _edition_words(app: Sphinx) -> Callable[[Entry | PackEntry], str]:
    """Return a function that says what sets an edition apart from others of the same handout."""
    rows = tables(app.config)

    def words(entry: Entry | PackEntry) -> str:
        clinic = entry.clinic or _("No clinic name")
        paper = rows.papers[entry.paper].label if entry.paper in rows.papers else ""
        variant = rows.variants[entry.variant].label if entry.variant in rows.variants else ""
        return ", ".join([clinic, _(paper or entry.paper), _(variant or entry.variant)])

    return words


def file_words(entry: Entry | PackEntry) -> str:
    """Return what a reader wants to know before a file is fetched: ``PDF, 2 pages, 41 KB``."""
    pages = _("1 page") if entry.pages == 1 else _("%d pages") % entry.pages
    return f"PDF, {pages}, {_size_words(entry.bytes)}"
