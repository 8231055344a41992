"""What the pages of one build show of the handouts: gathered once, and handed on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from ..builder import HandoutsBuilder
from ..config.tables import tables
from ..messages import _
from ..pages.printed import LIBRARY
from ..pages.reviews import reviews
from ..press.languages.translated_pages import TranslatedPages
from ..project import revisions, theme_files, translations
from ..project.by_language import address_in, folder_beside, is_translation
from ..project.revisions import Ledger
from ..records.languages import normalised
from ..records.manifest import File, Manifest
from ..records.page import Translated
from ..records.plain_text import apart
from ..records.schema.page_review import PageReview
from ..records.tables import BUILT_IN, Tables
from ..sheets.in_words import label_words, listed, text_direction
from . import hosting
from .dynamic import showing
from .languages.tongues import Tongues, tongues

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

EMPTY = Manifest(tools={}, editions=())
"""Where nothing was made."""


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide."""

    title: str
    address: str
    """From the folder of the pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """The hosted guide of one build, and the handouts that it shows."""

    language: str
    title: str
    """What the guide is called."""
    out: Path
    """Folder of the pages."""
    pages: Mapping[str, GuidePage]
    """Every page of the guide by its name."""
    start: str
    """Name of the first page."""
    help: str
    """Name of the page that says when to get help; there may be none."""
    icon: str
    """Its small picture in the browser, from the folder of the pages; empty where there is none."""
    manifest: Manifest
    """What was made."""
    in_use: Manifest
    """The same without what must not be used any more."""
    made: bool
    """Whether there is a manifest; `manifest` is empty where there is none."""
    ledger: Ledger
    tables: Tables
    reviews: Mapping[str, PageReview]
    """The review state of each page that has one."""
    standings: Mapping[str, Translated]
    """How far each translated page is to be relied on that somebody answers for."""
    library: str
    """Name of the page that shows the library; of several, the first; empty where there is none."""
    source: Path
    """Folder of the manifest."""
    publish: str
    """Hosted folder of the PDFs, from the folder of the pages."""
    hosted: Path
    """The same, from everywhere."""
    address: str
    """Its address; empty where that of the guide is not known."""
    short_url: str
    """Address template of the status pages, without the scheme."""
    short_pages: Path | None
    """Folder of the status pages, where they are wanted."""
    codes_pages: Path | None
    """Folder of the pages of codes, where they are wanted."""
    theme: str
    """The tokens of the theme, as a style sheet."""
    tongues: Tongues
    """The languages in which the pages stand side by side."""
    own_css: tuple[Path, ...]
    """Style sheets of the project for its handouts."""
    pages_css: tuple[Path, ...]
    """Style sheets of the project for the pages outside the theme."""

    # --- addresses ----------------------------------------------------------------------------

    def root_from(self, folder: Path) -> str:
        """Return the way from a page in *folder* to the PDFs."""
        return Path(os.path.relpath(self.hosted, folder)).as_posix()

    def way_to(self, name: str, folder: Path) -> str:
        """Return the way from a page in *folder* to a page of the guide."""
        address, mark, place = self.pages[name].address.partition("#")
        way = self.way(address, folder) + ("/" if address.endswith("/") or not address else "")
        return f"{way}{mark}{quote(place)}"

    def way(self, path: str, folder: Path) -> str:
        """Return the way from a page in *folder* to a file beside the pages of the guide."""
        return quote(Path(os.path.relpath(self.out / path, folder)).as_posix())

    def address_of(self, path: str, root: str = "") -> str:
        """Return the address of a hosted file; *root* leads there where no address is known."""
        root = self.address or root
        return f"{root.rstrip('/')}/{quote(path)}" if root else quote(path)

    def status_page(self, identifier: str, version: str, language: str) -> str:
        """Return the address of the status page of a version; empty where there is none."""
        folder = language if language in self.tongues.tags[1:] else ""
        short = address_in(self.short_url, folder)
        short = short.replace("{id}", identifier).replace("{version}", version)
        return f"https://{short}" if short else ""

    # --- words --------------------------------------------------------------------------------

    def edition_words(self, file: File) -> str:
        """Return what sets an edition apart from others of the same handout."""
        paper = label_words(self.tables.papers, file.paper)
        variant = label_words(self.tables.variants, file.variant)
        return listed([self.apart(file.clinic) or _("No clinic name"), paper, variant])

    def apart(self, name: str) -> str:
        """Return a name that may run the other way than the words around it, kept together."""
        return apart(name, leftward=text_direction(self.language) == "rtl")


def gather(app: Sphinx) -> Site:
    """Read what a build shows; what is wrong with it, the builder of the handouts has told.

    The manifest of a large network takes a second.
    """
    config, env, out = app.config, app.env, Path(app.outdir)
    source = _source(app)
    theme, _findings = theme_files.load(Path(app.confdir), config.handouts_theme, _tables(config))
    made = hosting.read(source) if hosts_pdfs(app) else None
    manifest = made or EMPTY
    ledger, _findings = revisions.load(app.confdir / config.handouts_dir, config.handouts_dir)
    return Site(
        language=normalised(config.language),
        title=config.project,
        out=out,
        pages=_pages(app),
        start=config.root_doc,
        help=config.handouts_help_page,
        icon=f"_static/{Path(config.html_favicon).name}" if config.html_favicon else "",
        manifest=manifest,
        in_use=_in_use(manifest, ledger),
        made=made is not None,
        ledger=ledger,
        tables=_tables(config),
        reviews=reviews(env),
        standings=_standings(app),
        library=next(iter(showing(env, LIBRARY)), ""),
        source=source,
        publish=config.handouts_publish,
        hosted=out / config.handouts_publish,
        address=_address(config),
        short_url=config.handouts_short_url,
        short_pages=_beside(config, out, config.handouts_short_pages),
        codes_pages=_beside(config, out, config.handouts_codes_pages),
        tongues=tongues(app),
        theme=theme.style(_tables(config)),
        own_css=theme.style_sheets(Path(app.confdir), config.handouts_css),
        pages_css=tuple(app.confdir / name for name in config.handouts_pages_css),
    )


def _standings(app: Sphinx) -> Mapping[str, Translated]:
    """Return them where pages say so: in another language, beside those of the source."""
    if not (hosts_pdfs(app) and is_translation(app.config)):
        return {}
    folder = app.config.handouts_dir
    records, _findings = translations.load(app.confdir / folder, folder)
    return TranslatedPages(app.env, normalised(app.config.language), records).standings


def _pages(app: Sphinx) -> dict[str, GuidePage]:
    if not is_guide(app):  # pages of a book, say, have no addresses
        return {}
    return {
        name: GuidePage(title.astext(), _address_of_page(app, name))
        for name, title in app.env.titles.items()
    }


def _address_of_page(app: Sphinx, name: str) -> str:
    """Return where a page is written: the builders name it in three ways."""
    target = app.builder.get_target_uri(name)
    if isinstance(app.builder, DirectoryHTMLBuilder):
        return target
    if isinstance(app.builder, SingleFileHTMLBuilder):  # a place on the one page
        return f"{app.config.root_doc}{app.builder.out_suffix}#{target.partition('#')[2]}"
    return unquote(target)


def is_guide(app: Sphinx) -> bool:
    """Return whether this build makes web pages."""
    return isinstance(app.builder, StandaloneHTMLBuilder) and not isinstance(
        app.builder, HandoutsBuilder
    )


def hosts_pdfs(app: Sphinx) -> bool:
    """Return whether there is a place for PDFs beside the pages: an e-book has none."""
    return is_guide(app) and app.builder.name != "epub"


def _source(app: Sphinx) -> Path:
    setting = app.config.handouts_manifest
    path = app.confdir / setting if setting else app.outdir.parent / "handouts/manifest.json"
    return Path(path).parent


def _in_use(manifest: Manifest, ledger: Ledger) -> Manifest:
    """Return *manifest* without the handouts that are withdrawn, and what holds or lists them."""
    withdrawn = {withdrawal.id for withdrawal in ledger.withdrawals}
    return manifest.model_copy(
        update={
            "editions": tuple(e for e in manifest.editions if e.id not in withdrawn),
            "packs": tuple(p for p in manifest.packs if withdrawn.isdisjoint(p.handouts)),
            "contents": tuple(c for c in manifest.contents if withdrawn.isdisjoint(c.handouts)),
        }
    )


def _tables(config: Config) -> Tables:
    try:
        return tables(config)
    except ValueError:
        return BUILT_IN


def _beside(config: Config, out: Path, folder: str) -> Path | None:
    """Return a folder beside the pages, where it is wanted: each language has its own in it.

    Where the languages do not stand side by side, it is written with the pages of the source.
    """
    own = folder_beside(config)
    if not folder or (is_translation(config) and not own):
        return None
    return out / folder / own


def _address(config: Config) -> str:
    base = config.handouts_base_url or config.html_baseurl
    return urljoin(base.rstrip("/") + "/", config.handouts_publish) if base else ""
