"""What the pages of the HTML guide know of the handouts: the manifest, the ledger, and words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from sphinx.builders.html import StandaloneHTMLBuilder

from ..builder import HandoutsBuilder
from ..config import tables
from ..messages import _
from ..project import revisions
from ..project.revisions import Ledger
from ..records.manifest import NAME, Entry, Manifest, PackEntry
from . import hosting

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parents[1] / "static"
"""Style sheets and scripts that the guide's pages may load."""


def is_guide(app: Sphinx) -> bool:
    """Return whether this build makes web pages."""
    return isinstance(app.builder, StandaloneHTMLBuilder) and not isinstance(
        app.builder, HandoutsBuilder
    )


def hosts_pdfs(app: Sphinx) -> bool:
    """Return whether there is a place for PDFs beside the pages: an e-book has none."""
    return is_guide(app) and app.builder.name != "epub"


def folder(app: Sphinx) -> Path:
    """Return the folder of the manifest."""
    setting = app.config.handouts_manifest
    path = app.confdir / setting if setting else app.outdir.parent / "handouts/manifest.json"
    return Path(path).parent


def manifest(app: Sphinx) -> Manifest:
    """Return the manifest: an empty one where there is none."""
    where = folder(app)
    known = _manifest(where, _stamp(where / NAME)) if hosts_pdfs(app) else None
    return known or Manifest(tools={}, editions=())


@lru_cache(maxsize=4)
def _manifest(folder: Path, _stamp: tuple[int, ...]) -> Manifest | None:
    """Read the manifest once for all pages: that of a large network takes a second."""
    return hosting.read(folder)


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what changes when a file is replaced."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def ledger(app: Sphinx) -> Ledger:
    """Return the ledger; what is wrong with it, the builder of the handouts has told."""
    setting = app.config.handouts_dir
    return revisions.load(Path(app.confdir, setting), setting)[0]


def in_use(app: Sphinx) -> Manifest:
    """Return the manifest without what must not be used any more."""
    return revised(manifest(app), ledger(app))


def revised(manifest: Manifest, ledger: Ledger) -> Manifest:
    """Return *manifest* without the handouts that are withdrawn, and what holds or lists them."""
    withdrawn = {withdrawal.id for withdrawal in ledger.withdrawals}
    return manifest.model_copy(
        update={
            "editions": tuple(e for e in manifest.editions if e.id not in withdrawn),
            "packs": tuple(p for p in manifest.packs if withdrawn.isdisjoint(p.handouts)),
            "contents": tuple(c for c in manifest.contents if withdrawn.isdisjoint(c.handouts)),
        }
    )


# --- words --------------------------------------------------------------------------------------


@cache
def templates() -> Environment:
    """Return the templates of web pages."""
    return Environment(
        loader=PackageLoader("sphinx_handouts", "templates/web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def edition_words(app: Sphinx) -> Callable[[Entry | PackEntry], str]:
    """Return a function that says what sets an edition apart from others of the same handout."""
    paper, variant = label_words(app)

    def words(entry: Entry | PackEntry) -> str:
        clinic = entry.clinic or _("No clinic name")
        return ", ".join([clinic, paper(entry.paper), variant(entry.variant)])

    return words


def label_words(app: Sphinx) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Return two functions: what people call a paper, and a variant."""
    rows = tables(app.config)

    def paper(name: str) -> str:
        return _((rows.papers[name].label if name in rows.papers else "") or name)

    def variant(name: str) -> str:
        return _((rows.variants[name].label if name in rows.variants else "") or name)

    return paper, variant


def file_words(entry: Entry | PackEntry) -> str:
    """Return what a reader wants to know before a file is fetched: ``PDF, 2 pages, 41 KB``."""
    pages = _("1 page") if entry.pages == 1 else _("%d pages") % entry.pages
    return f"PDF, {pages}, {_size_words(entry.bytes)}"


def _size_words(size: int) -> str:
    return _("%d KB") % max(1, round(size / 1000))
