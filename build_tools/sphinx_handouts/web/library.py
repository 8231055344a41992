"""The page of handouts to print: cards, filters and packs, made from the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ..config import tables
from ..messages import _, report
from ..records.manifest import Entry, Manifest
from ..sheets.in_words import date_words, language_words, state_words, text_direction
from . import cards, clinic_pages, thumbnails, web
from .cards import Rank, Subject
from .dynamic import Dynamic
from .library_texts import texts

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LIBRARY = "handouts-library"
"""Page metadata: the page shows the library."""
MANY = 600
"""With more PDFs than this, the page lists those of one clinic and links a page for each other.

A PDF is a line of about 400 bytes. The script fetches the page of the clinic that is chosen.
"""
PACK_SCRIPT = "handouts-pack.js"
"""Merges PDFs in the browser. It is bundled from npm's packages; a checkout may lack it."""


class handout_library(nodes.General, nodes.Element):
    """Where the library of handouts is shown."""


class HandoutLibrary(Dynamic):
    """List every handout with its PDFs, by subject."""

    node_class = handout_library

    def run(self) -> list[nodes.Node]:
        """Leave a place to fill, and remember the page."""
        self.env.metadata[self.env.current_document.docname][LIBRARY] = "yes"
        return super().run()


def connect(app: Sphinx) -> None:
    """Register the directive, and what its pages load."""
    app.add_directive("handout-library", HandoutLibrary)
    skip = (_skip, None)
    app.add_node(
        handout_library, html=(_visit, None), latex=skip, text=skip, man=skip, texinfo=skip
    )
    app.connect("html-page-context", _add_assets)


def pages(app: Sphinx) -> list[str]:
    """Return the names of the pages that show the library."""
    return sorted(name for name, data in app.env.metadata.items() if LIBRARY in data)


def _skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    raise nodes.SkipNode


def _add_assets(
    app: Sphinx, _name: str, _template: str, _context: dict[str, Any], doctree: document | None
) -> None:
    """Give style and script to the pages that show the library, and to no others."""
    if doctree is None or not web.is_guide(app):
        return
    if next(doctree.findall(handout_library), None) is not None:
        app.add_css_file("handouts-library.css")
        if web.hosts_pdfs(app):
            app.add_js_file("handouts-library.js", type="module")


def _visit(self: HTML5Translator, node: nodes.Element) -> None:
    app = self.builder._app
    here = self.builder.get_target_uri(self.builder.current_docname)
    root = relative_uri(here, app.config.handouts_publish).rstrip("/")
    self.body.append(_render(app, root))
    raise nodes.SkipNode


# --- what it shows ------------------------------------------------------------------------------


def _render(app: Sphinx, root: str) -> str:
    """Return the library for a page from which *root* leads to the PDFs."""
    manifest = web.in_use(app)
    subjects = _subjects(app, manifest)
    clinics = cards.clinics(manifest, _("No clinic name"))
    context = _words(app) | {
        "subjects": subjects,
        "packs": cards.packs(manifest, subjects, app.config.language, _rank(app)),
        "contents": [c for c in manifest.contents if c.language == app.config.language],
        "root": root,
        "clinics": clinics,
        "printed": {file.brand: file.clinic for file in manifest.files},
        "chosen": _chosen(manifest, clinics),
        "only": next(iter(clinics)) if len(manifest.files) > MANY else "",
        "choices": _choices(app, manifest),
        "pictures": _pictures(app, subjects),
        "size": (thumbnails.WIDTH // 2, thumbnails.HEIGHT // 2),
        "can_pack": (web.STATIC / PACK_SCRIPT).is_file(),
        "texts": json.dumps(texts(), ensure_ascii=False),
    }
    return web.templates().get_template("library.html").render(context)


def _subjects(app: Sphinx, manifest: Manifest) -> list[Subject]:
    return cards.subjects(manifest, web.ledger(app), app.config.language, _rank(app))


def _rank(app: Sphinx) -> Rank:
    rows = tables(app.config)
    return cards.order(rows.papers, rows.variants)


def _words(app: Sphinx) -> dict[str, Any]:
    """Return what templates need to put cards into words."""
    return {
        "language": app.config.language,
        "language_words": language_words,
        "direction": text_direction,
        "edition": web.edition_words(app),
        "about": web.file_words,
        "state": state_words,
        "date": lambda date: date_words(date, app.config.language),
        "_": _,
    }


def _chosen(manifest: Manifest, clinics: Iterable[str]) -> str:
    """Return the brand to begin with: the unbranded or only one, never one clinic of several."""
    brands = list(clinics)
    unnamed = {file.brand for file in manifest.files if not file.clinic}
    return next((b for b in brands if b in unnamed or len(brands) == 1), "")


def _choices(app: Sphinx, manifest: Manifest) -> dict[str, dict[str, str]]:
    """Return the papers, variants and languages that there are, with their words."""
    rows = tables(app.config)
    paper, variant = web.label_words(app)
    made = manifest.files
    papers, variants = ({f.paper for f in made}, {f.variant for f in made})
    languages = sorted(
        {f.language for f in made}, key=lambda tag: (tag != app.config.language, tag)
    )
    return {
        "papers": {name: paper(name) for name in _sorted(papers, rows.papers)},
        "variants": {name: variant(name) for name in _sorted(variants, rows.variants)},
        "languages": {tag: language_words(tag) for tag in languages},
    }


def _sorted(names: Iterable[str], table: Iterable[str]) -> list[str]:
    place = {name: number for number, name in enumerate(table)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


# --- beside the PDFs ----------------------------------------------------------------------------


def _shown(subjects: Iterable[Subject]) -> dict[str, Entry]:
    """Return the edition whose first page is shown, for each card."""
    found = {card.key: card.editions[0] for subject in subjects for card in subject.cards}
    return {key: entry for key, entry in found.items() if isinstance(entry, Entry)}


def _pictures(app: Sphinx, subjects: Iterable[Subject]) -> dict[str, str]:
    """Return the paths of the pictures, by card, from the folder of the PDFs."""
    folder = web.folder(app)
    shown = _shown(subjects).items()
    return {key: thumbnails.name(e) for key, e in shown if (folder / e.path).is_file()}


def publish(app: Sphinx, manifest: Manifest, target: Path) -> None:
    """Write into the hosted folder what the library leads to: pictures, and a page a clinic."""
    none = Manifest(tools={}, editions=())
    made = web.revised(manifest, web.ledger(app)) if pages(app) else none
    subjects = _subjects(app, made)
    packs = cards.packs(made, subjects, app.config.language, _rank(app))
    clinics = cards.clinics(made, _("No clinic name"))
    template = web.templates().get_template("clinic.html")
    words = _words(app)
    report(thumbnails.publish(target, _shown(subjects).values()))
    clinic_pages.write(target, clinics, subjects, packs, lambda page: template.render(words | page))
