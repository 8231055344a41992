"""What a build is made from: the settings, the catalogue, the ledger, and the files they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..checks.regions import check_regions
from ..config.mistakes import mistakes
from ..config.tables import tables
from ..messages import own_files
from ..pages.reviews import misplaced, reviews
from ..pdf.field_font import field_font_face
from ..pdf.fonts import fonts_digest, has_font
from ..pdf.limits import Limits
from ..pdf.toolchain import versions
from ..project import revisions, translations
from ..project.by_language import of_language, of_this_language
from ..project.catalogue import Catalogue, load
from ..project.conversion import archivable_uri
from ..project.revisions import Ledger
from ..project.rules import rules
from ..project.theme_files import CLINIC, built_in
from ..project.theme_files import FILE as THEME_FILE
from ..project.theme_files import load as load_theme
from ..project.themes import Theme
from ..project.translations import Translations
from ..records.clinic import Clinic
from ..records.edition import Edition, Selection
from ..records.finding import Finding, Kind, Severity
from ..records.fonts import FAMILY, Fonts
from ..records.jobs import RenderJob
from ..records.languages import normalised
from ..records.letterhead import LetterheadJob
from ..records.page import Page
from ..records.schema.handout import Pack
from ..records.tables import BUILT_IN
from ..sheets.clinic.letterhead import compose_letterhead
from ..sheets.compose import compose
from ..sheets.furniture import furniture
from ..sheets.templates import stylesheet
from ..storage.digests import digest, files_digest, package_digest
from ..storage.memory import Memory
from .composing import Composer
from .dask_pool import DaskPool
from .pool import Pool, cores
from .printing import Printer
from .recipes import MEMORY, Book, Recipe
from .stationery import Stationery, letterheads
from .translating import Translating, begin
from .work import PRELOAD, Job, Result, start_worker, tools_digest, work

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config


COMPOSERS = ("sphinx", "docutils", "jinja2", "markupsafe", "segno")
"""Programs that have a hand in the HTML of a sheet."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one build, and what is wrong with them."""

    config: Config
    confdir: Path
    doctreedir: Path
    catalogue: Catalogue
    ledger: Ledger
    selection: Selection
    findings: tuple[Finding, ...]
    theme: Theme = field(default_factory=partial(built_in, CLINIC))
    """How sheets look."""
    records: Translations = Translations()  # noqa: RUF009 - it is frozen
    """Who translated what."""
    translating: Translating | None = None
    """What is known of translations, in a build in another language than that of the pages."""

    @property
    def cache_folder(self) -> Path:
        """Folder of the rendered PDFs."""
        if self.config.handouts_cache:
            return Path(self.confdir, self.config.handouts_cache)
        return Path(self.doctreedir, "handouts-cache")

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are bound: a selection of handouts makes no whole one."""
        return () if self.selection.handouts else self.catalogue.packs

    @property
    def templates(self) -> tuple[str, ...]:
        """Folders of a project's own page templates."""
        return tuple(
            str(self.confdir / folder / "handouts") for folder in self.config.templates_path
        )

    @property
    def own_css(self) -> tuple[Path, ...]:
        """Style sheets of the project's own, that of its theme first."""
        named = [self.confdir / name for name in self.config.handouts_css]
        return (*([self.theme.css] if self.theme.css else []), *named)

    @property
    def style(self) -> str:
        """The tokens of the theme."""
        return self.theme.style(self.catalogue.tables)

    @property
    def fonts(self) -> Fonts:
        """What the project's sheets may be set in."""
        folder = self.config.handouts_fonts_folder
        own = str(Path(self.confdir, folder).resolve()) if folder else self.theme.fonts_folder
        families = (*self.theme.own_fonts, *self.config.handouts_fonts)
        return Fonts(tuple(dict.fromkeys(families)), own)

    @property
    def _all_fonts(self) -> tuple[Fonts, ...]:
        """The project's fonts, then those of each clinic that has a font of its own."""
        brands = [self.fonts.of(clinic.brand.font) for clinic in self.catalogue.clinics]
        return tuple(dict.fromkeys((self.fonts, *brands)))

    def composer(self, stationery: Stationery, book: Book | None = None) -> Composer:
        """Return what composes sheets, with the settings that all of them share.

        A template of a project's own may show anything: it is composed in every build.
        """
        tables, font_face = self.catalogue.tables, field_font_face(self.cache_folder)
        style = self.style

        def with_settings(page: Page, edition: Edition, *args: Any, **more: Any) -> RenderJob:
            return compose(
                *(page, edition, *args),
                paper=tables.papers[edition.paper],
                variant=tables.variants[edition.variant],
                templates=self.templates,
                theme=style,
                own_css=self.own_css,
                font_face=font_face,
                fonts=self.fonts,
                archived=self.config.handouts_pdfa,
                **more,
            )

        own = any(path.is_file() for name in self.templates for path in Path(name).rglob("*"))
        css = stylesheet(self.own_css, font_face, style)
        has_own = own, bool(self.own_css)
        return Composer(with_settings, stationery, *has_own, None if own else book, css)

    def stationery(self, pages: Mapping[str, Page], printer: Printer, book: Book) -> Stationery:
        """Return the letterheads of the clinics, made now or before."""
        if not pages:  # a check goes on where no page is right
            return Stationery()
        page = next(iter(pages.values()))
        tables, texts = self.catalogue.tables, furniture(page).texts
        font_face, style = field_font_face(self.cache_folder), self.style

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
                templates=self.templates,
                theme=style,
                own_css=self.own_css,
                font_face=font_face,
                fonts=self.fonts,
                archived=self.config.handouts_pdfa,
            )
            others = edition.paper, edition.variant, page.language, page.direction, texts
            return book.letterhead(clinic, others, compose)

        editions = self.catalogue.editions(self.selection)
        wanted = ((clinic, edition) for _handout, clinic, edition in editions)
        folder = f"{self.config.handouts_dir}/brands"
        language = self.selection.language
        return letterheads(wanted, letterhead, printer, folder, self.confdir, language)

    def pool(self, jobs: int) -> Pool[Job, Result]:
        """Return the workers; *jobs* is what ``sphinx-build -j`` said."""
        workers = self.config.handouts_jobs or (jobs if jobs > 1 else cores())
        limits = Limits(self.config.handouts_timeout, self.config.handouts_memory)
        if self.config.handouts_executor == "dask":
            address = self.config.handouts_dask_address
            probe = partial(tools_digest, self._all_fonts)
            how = (work, start_worker, PRELOAD, workers, address, probe)
            return DaskPool(*how, limits=limits)
        return Pool(work, start_worker, PRELOAD, workers, limits=limits)

    def missing_tools(self) -> Iterator[Finding]:
        """Yield what must be installed before anything can be rendered."""
        if versions()["pango"] == "unknown":
            message = "Pango is not installed; on Debian or Ubuntu: apt-get install "
            yield Finding(Kind.RENDER, message + "libpangoft2-1.0-0")
        if not has_font(FAMILY):
            message = f'the font "{FAMILY}" is not installed; on Debian or Ubuntu: apt-get install '
            yield Finding(Kind.RENDER, message + "fonts-noto-core")
        for family in self.config.handouts_fonts:
            if not has_font(family, self.fonts):
                message = f'conf.py: handouts_fonts: "{family}" is not installed; install it, '
                yield Finding(Kind.RENDER, message + "or put it into handouts_fonts_folder")
        yield from self._missing_faces()
        for clinic in self.catalogue.clinics:
            font = clinic.brand.font
            if font and not has_font(font, self.fonts):
                where = f"{self.config.handouts_dir}/brands/{clinic.key}/brand.toml"
                message = f'{where}: font: "{font}" is not installed; install it, or name another'
                yield Finding(Kind.BRAND, message)

    def _missing_faces(self) -> Iterator[Finding]:
        """Yield the families of the theme that are nowhere."""
        for family, where in self.theme.own_fonts.items():
            if not has_font(family, self.fonts):
                problem = f'"{family}" is not installed; install it, or put it into the folder'
                yield Finding(Kind.THEME, f"{where}: {problem} fonts beside {THEME_FILE}")

    def fingerprint(self, pages_key: str) -> str:
        """Return a digest of all that the outputs are made from; *pages_key* is that of pages."""
        fonts = map(fonts_digest, self._all_fonts)
        return digest([pages_key, files_digest(self.catalogue.files), *fonts])

    def pages_key(self, builder: StandaloneHTMLBuilder) -> str:
        """Return a digest of all that the pages of *builder* are made from, whatever the clinic."""
        env = builder.env
        pages = [self.doctreedir / f"{name}.doctree" for name in env.found_docs]
        named = {Path(builder.srcdir, n) for names in env.dependencies.values() for n in names}
        return digest(
            [
                self._base(builder),
                files_digest([*pages, *named]),
                files_digest([self.catalogue.files[0], *self._named_by_settings()]),
                repr(reviews(env)),  # front matter is not in the doctrees
                *self._overdue_pages(builder),
            ]
        )

    def _base(self, builder: StandaloneHTMLBuilder) -> str:
        """Return a digest of what all sheets depend on, whatever the clinic and its font."""
        info = builder.create_build_info()
        templates = [p for folder in self.templates for p in Path(folder).rglob("*")]
        return digest(
            [
                info.config_hash,
                info.tags_hash,
                package_digest(),
                tools_digest(()),
                repr([(name, version(name)) for name in COMPOSERS]),
                files_digest([*templates, *self.own_css, *self.theme.files]),
                files_digest(own_files(self.config, Path(builder.srcdir))),
            ]
        )

    def book(self, builder: StandaloneHTMLBuilder) -> Book:
        """Return the recipes of the project's sheets."""
        return Book(Memory(self.doctreedir / MEMORY), self._base(builder), self.fonts)

    def _named_by_settings(self) -> list[Path]:
        folder = self.config.handouts_dir
        names = [f"{folder}/{revisions.FILE}", f"{folder}/{translations.FILE}"]
        if phrases := of_language(self.config, "handouts_banned_phrases"):
            names.append(phrases)
        messages = self.translating.messages if self.translating else {}
        said = {message.path for message in messages.values()}
        return [*(self.confdir / name for name in names), *sorted(said)]

    @staticmethod
    def _overdue_pages(builder: StandaloneHTMLBuilder) -> list[str]:
        today = revisions.today()
        known = reviews(builder.env).items()
        return [docname for docname, review in known if review.next_review < today]


def gather(builder: StandaloneHTMLBuilder) -> Inputs:
    """Read catalogue, brands and ledger; what is wrong is in the findings, all of it."""
    config, confdir = builder.config, Path(builder.confdir)
    findings = [Finding(Kind.CATALOGUE, message) for message in mistakes(config, confdir)]
    rows = BUILT_IN
    try:
        rows = tables(config)
    except ValueError as error:
        findings.append(Finding(Kind.CATALOGUE, str(error)))
    theme, ugly = load_theme(confdir, config.handouts_theme, rows)
    findings += ugly
    folder = config.handouts_dir
    catalogue = load(confdir / folder, folder, rows, config.language)
    catalogue = _with_addresses(catalogue.with_budget(rules(config).pages), config)
    ledger, errors = revisions.load(confdir / folder, folder)
    findings += _contradictions(catalogue, ledger, folder)
    catalogue = catalogue.without({withdrawal.id for withdrawal in ledger.withdrawals})
    language = normalised(config.language)
    selection, unknown = catalogue.selection(config.handouts_only, language)
    known = (handout.id for handout in catalogue.handouts)
    records, wrong = translations.load(confdir / folder, folder, known)
    findings += [*catalogue.findings, *errors, *unknown, *wrong]
    if rules(config).reviews:
        findings += misplaced(builder.env, f"{folder}/catalogue.toml")
    places = Path(builder.srcdir), confdir
    catalogue, translating, untrue = begin(config, places, catalogue, records, ledger)
    findings += untrue
    if config.handouts_release:
        regions = catalogue.regions(config.handouts_regions, selection)
        findings += check_regions(regions, revisions.today(), Severity.ERROR)
    if config.handouts_pdfa:
        catalogue, refused = _archivable_logos(catalogue, folder)
        findings += refused
    doctrees = Path(builder.doctreedir)
    return Inputs(
        *(config, confdir, doctrees, catalogue, ledger, selection, tuple(findings)),
        theme,
        records,
        translating,
    )


def _archivable_logos(catalogue: Catalogue, folder: str) -> tuple[Catalogue, list[Finding]]:
    """Return the catalogue with logos that PDF/A holds, and what is wrong with the others."""
    clinics, findings = [], []
    for clinic in catalogue.clinics:
        try:
            logo = archivable_uri(clinic.logo)
        except ValueError as error:
            where = f"{folder}/brands/{clinic.key}/brand.toml: logo"
            findings.append(Finding(Kind.BRAND, f'{where}: "{clinic.brand.logo}" {error}'))
            continue
        clinics.append(replace(clinic, logo=logo))
    return replace(catalogue, clinics=tuple(clinics)), findings


def _contradictions(catalogue: Catalogue, ledger: Ledger, folder: str) -> Iterator[Finding]:
    """Yield where the catalogue and the ledger say different things of a handout."""
    where = f"{folder}/catalogue.toml"
    listed = {handout.id for handout in catalogue.handouts}
    for identifier in ledger.ids() if listed else ():
        if identifier not in listed and not ledger.withdrawal(identifier):
            yield Finding(
                Kind.LEDGER,
                f"{where}: {identifier} was released and is missing; put it back, or withdraw it: "
                f'sphinx-handouts withdraw {identifier} "why"',
            )
    for pack in catalogue.packs:
        for identifier in pack.handouts:
            if ledger.withdrawal(identifier):
                yield Finding(
                    Kind.LEDGER,
                    f'{where}: pack "{pack.slug}": handouts: {identifier} is withdrawn; '
                    "remove it from the pack",
                )


def _with_addresses(catalogue: Catalogue, config: Config) -> Catalogue:
    """Return the catalogue with the short addresses of clinics in the language of the build."""

    def spoken(clinic: Clinic) -> Clinic:
        address = of_this_language(config, clinic.brand.short_url)
        return replace(clinic, brand=clinic.brand.model_copy(update={"short_url": address}))

    return replace(catalogue, clinics=tuple(map(spoken, catalogue.clinics)))
