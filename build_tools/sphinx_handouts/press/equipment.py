"""What a build works with: workers, letterheads, and what composes sheets; and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ..pdf.field_font import field_font_face
from ..pdf.fonts import has_bold, has_font, has_letters, is_for_files, unfit
from ..pdf.limits import Limits
from ..pdf.toolchain import tools_digest, versions
from ..project.theme_files import FILE as THEME_FILE
from ..records.clinic import Clinic
from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.fonts import FAMILY, Fonts
from ..records.jobs import RenderJob
from ..records.letterhead import LetterheadJob
from ..records.page import Page
from ..sheets.clinic.letterhead import compose_letterhead
from ..sheets.compose import compose
from ..sheets.furniture import furniture
from ..sheets.templates import HouseStyle
from ..storage.memory import Memory
from .edition_orders import Composer
from .inputs import Inputs
from .printer import Printer
from .recipes import MEMORY, Book, Recipe
from .stationery import Stationery, letterheads
from .workers.dask_pool import DaskPool
from .workers.pool import Pool, cores
from .workers.work import PRELOAD, Job, Result, start_worker, work


def book_of(base: str, inputs: Inputs) -> Book:
    """Return the recipes of the project's sheets."""
    return Book(Memory(inputs.doctreedir / MEMORY), base, inputs.fonts)


def composer_of(inputs: Inputs, stationery: Stationery, book: Book | None = None) -> Composer:
    """Return what composes sheets, with the settings that all of them share.

    A template of a project's own may show anything: it is composed in every build.
    """
    tables, style = inputs.catalogue.tables, _house_style(inputs)

    def with_settings(page: Page, edition: Edition, *args: Any, **more: Any) -> RenderJob:
        return compose(
            *(page, edition, *args),
            paper=tables.papers[edition.paper],
            variant=tables.variants[edition.variant],
            style=style,
            **more,
        )

    own = any(path.is_file() for name in inputs.templates for path in Path(name).rglob("*"))
    has_own = own, bool(style.own_css)
    return Composer(with_settings, stationery, *has_own, None if own else book, style.css)


def stationery_of(
    inputs: Inputs, pages: Mapping[str, Page], printer: Printer, book: Book
) -> Stationery:
    """Return the letterheads of the clinics, made now or before."""
    if not pages:  # a check goes on where no page is right
        return Stationery(unfit=frozenset(inputs.catalogue.set_aside))
    page = next(iter(pages.values()))
    tables, texts, style = inputs.catalogue.tables, furniture(page).texts, _house_style(inputs)

    def letterhead(clinic: Clinic, edition: Edition) -> Recipe[LetterheadJob]:
        compose = partial(
            compose_letterhead,
            clinic,
            paper=edition.paper,
            variant=edition.variant,
            language=page.language,
            direction=page.direction,
            texts=texts,
            papers=tables.papers,
            variants=tables.variants,
            style=style,
        )
        others = edition.paper, edition.variant, page.language, page.direction, texts
        return book.letterhead(clinic, others, compose)

    editions = inputs.catalogue.editions(inputs.selection)
    wanted = ((clinic, edition) for _handout, clinic, edition in editions)
    folder = f"{inputs.config.handouts_dir}/brands"
    language = inputs.selection.language
    made = letterheads(wanted, letterhead, printer, folder, inputs.confdir, language)
    return replace(made, unfit=made.unfit | inputs.catalogue.set_aside.keys())


def _house_style(inputs: Inputs) -> HouseStyle:
    return HouseStyle(
        inputs.templates,
        inputs.theme.style(inputs.catalogue.tables),
        inputs.own_css,
        field_font_face(inputs.cache_folder, inputs.selection.language),
        inputs.fonts,
        archived=inputs.config.handouts_pdfa,
        compiled=inputs.doctreedir / "handouts-templates",
    )


def pool_of(inputs: Inputs, jobs: int) -> Pool[Job, Result]:
    """Return the workers; *jobs* is what ``sphinx-build -j`` said."""
    workers = inputs.config.handouts_jobs or (jobs if jobs > 1 else cores())
    limits = Limits(inputs.config.handouts_timeout, inputs.config.handouts_memory)
    if inputs.config.handouts_executor == "dask":
        address = inputs.config.handouts_dask_address
        probe = partial(tools_digest, inputs.all_fonts)
        how = (work, start_worker, PRELOAD, workers, address, probe)
        return DaskPool(*how, limits=limits)
    return Pool(work, start_worker, PRELOAD, workers, limits=limits)


_UNFIT = "which is not printed; give its TTF or OTF file"


def missing_tools(inputs: Inputs) -> Iterator[Finding]:
    """Yield what must be installed before anything can be rendered."""
    if versions()["pango"] == "unknown":
        message = "Pango is not installed; on Debian or Ubuntu: apt-get install "
        yield Finding(Kind.RENDER, message + "libpangoft2-1.0-0")
    if not has_font(FAMILY):
        message = f'the font "{FAMILY}" is not installed; on Debian or Ubuntu: apt-get install '
        yield Finding(Kind.RENDER, message + "fonts-noto-core")
    for family in inputs.config.handouts_fonts:
        name = f'conf.py: handouts_fonts: "{family}"'
        if not has_font(family, inputs.fonts):
            message = f"{name} is not installed; install it, or put it into handouts_fonts_folder"
            yield Finding(Kind.RENDER, message)
        elif kind := unfit(family, inputs.fonts):
            yield Finding(Kind.RENDER, f"{name} is there as {kind} alone, {_UNFIT}")
    yield from _missing_faces(inputs)
    for clinic in inputs.catalogue.clinics:
        if font := clinic.brand.font:
            where = f"{inputs.config.handouts_dir}/brands/{clinic.key}/brand.toml: font"
            yield from unprinted(font, where, inputs.fonts)


def unprinted(family: str, where: str, fonts: Fonts) -> Iterator[Finding]:
    """Yield why the font of a clinic is not printed, or its bold words do not stand out."""
    name = f'{where}: "{family}"'
    if not has_font(family, fonts):
        message = f"{name} is not installed; install it, or name another"
        yield Finding(Kind.BRAND, message)
    elif kind := unfit(family, fonts):
        message = f"{name} is there as {kind} alone, {_UNFIT}"
        yield Finding(Kind.BRAND, message)
    elif not has_letters(family, fonts):
        message = f"{name} has no letters, so that all words would be in {FAMILY}; name another"
        yield Finding(Kind.BRAND, message)
    else:
        if not has_bold(family, fonts):
            problem = f"{name} has no bold face: headings and bold words would look like all others"
            mend = "give its bold file, too, or name another"
            yield Finding(Kind.BRAND, f"{problem}; {mend}", Severity.WARNING)
        if not is_for_files(family, fonts):
            problem = f"{name} says that it may not be put into files such as PDFs (fsType 2)"
            mend = "ask its maker for a licence, or name another"
            yield Finding(Kind.BRAND, f"{problem}; {mend}", Severity.WARNING)


def _missing_faces(inputs: Inputs) -> Iterator[Finding]:
    """Yield the families of the theme that are nowhere."""
    for family, where in inputs.theme.own_fonts.items():
        if not has_font(family, inputs.fonts):
            problem = f'"{family}" is not installed; install it, or put it into the folder'
            yield Finding(Kind.THEME, f"{where}: {problem} fonts beside {THEME_FILE}")
        elif kind := unfit(family, inputs.fonts):
            yield Finding(Kind.THEME, f'{where}: "{family}" is there as {kind} alone, {_UNFIT}')
