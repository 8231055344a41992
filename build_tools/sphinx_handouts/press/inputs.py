"""What a build is made from: the settings, the catalogue, the ledger, and the files they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..checks.regions import check_regions
from ..config.mistakes import mistakes
from ..config.tables import tables
from ..messages import untranslated
from ..pages.reviews import misplaced
from ..project import revisions, translations
from ..project.by_language import is_translation, of_this_language
from ..project.catalogue import Catalogue, load
from ..project.revisions import Ledger
from ..project.rules import rules
from ..project.theme_files import CLINIC, built_in
from ..project.theme_files import load as load_theme
from ..project.themes import Theme
from ..project.translated_catalogue import declared
from ..project.translations import Translations
from ..records.clinic import Clinic
from ..records.edition import Selection
from ..records.finding import Finding, Kind, Severity
from ..records.fonts import Fonts
from ..records.languages import normalised
from ..records.page import Said
from ..records.schema.handout import Pack
from ..records.tables import BUILT_IN, Tables
from .languages.translating import OtherLanguages, Translating, begin

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config


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
    def only_clinics_are_wrong(self) -> bool:
        """Whether all errors are of clinics that can be set aside: the others can be printed."""
        alone = set(chain.from_iterable(self.catalogue.set_aside.values()))
        errors = {found for found in self.findings if found.severity is Severity.ERROR}
        return bool(self.catalogue.clinics) and errors <= alone

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are bound: a selection of handouts makes no whole one."""
        return () if self.selection.handouts else self.catalogue.packs

    def declared(self) -> dict[str, tuple[Said, ...]]:
        """Return what the catalogue says of each handout, by its id, and where it stands."""
        path = self.confdir / self.config.handouts_dir / "catalogue.toml"
        messages = self.translating.messages if self.translating else {}
        return declared(self.catalogue, path, self.confdir, messages)

    def other_languages(self, srcdir: Path) -> OtherLanguages:
        """Return what tells in which other languages of the clinics a handout is made."""
        clinics = self.catalogue.clinics
        tags = frozenset(tag for clinic in clinics for tag in clinic.brand.languages)
        return OtherLanguages(self.config, srcdir, tags, self.translating)

    @property
    def templates(self) -> tuple[str, ...]:
        """Folders of a project's own page templates."""
        return tuple(
            str(self.confdir / folder / "handouts") for folder in self.config.templates_path
        )

    @property
    def own_css(self) -> tuple[Path, ...]:
        """Style sheets of the project's own, that of its theme first."""
        return self.theme.style_sheets(self.confdir, self.config.handouts_css)

    @property
    def fonts(self) -> Fonts:
        """What the project's sheets may be set in."""
        folder = self.config.handouts_fonts_folder
        own = str(Path(self.confdir, folder).resolve()) if folder else self.theme.fonts_folder
        families = (*self.theme.own_fonts, *self.config.handouts_fonts)
        return Fonts(tuple(dict.fromkeys(families)), own)

    @property
    def all_fonts(self) -> tuple[Fonts, ...]:
        """The project's fonts, then those of each clinic that has a font of its own."""
        brands = [self.fonts.of(clinic.brand.font) for clinic in self.catalogue.clinics]
        return tuple(dict.fromkeys((self.fonts, *brands)))


def gather(builder: StandaloneHTMLBuilder) -> Inputs:
    """Read catalogue, brands and ledger; what is wrong is in the findings, all of it."""
    config, confdir = builder.config, Path(builder.confdir)
    findings = [Finding(Kind.CATALOGUE, message) for message in mistakes(config, confdir)]
    rows, unread = _tables(config)
    theme, ugly = load_theme(confdir, config.handouts_theme, rows)
    findings += [*unread, *ugly]
    folder = config.handouts_dir
    catalogue = load(confdir / folder, folder, rows, config.language)
    catalogue = _with_addresses(catalogue.with_budget(rules(config).pages), config)
    ledger, errors = revisions.load(confdir / folder, folder)
    findings += _contradictions(catalogue, ledger, folder)
    listed = [handout.id for handout in catalogue.handouts]
    findings += revisions.doubts(ledger, listed, f"{folder}/{revisions.FILE}")
    findings += [*_unspoken(catalogue, config, folder), *_idle(catalogue, config, folder)]
    catalogue = catalogue.without({withdrawal.id for withdrawal in ledger.withdrawals})
    language = normalised(config.language)
    selection, unknown = catalogue.selection(config.handouts_only, language)
    known = (handout.id for handout in catalogue.handouts)
    pages = builder.env.found_docs
    records, wrong = translations.load(confdir / folder, folder, known, pages)
    findings += [*catalogue.findings, *errors, *unknown, *wrong]
    if rules(config).reviews:
        findings += misplaced(builder.env, f"{folder}/catalogue.toml")
    places = Path(builder.srcdir), confdir
    catalogue, translating, untrue = begin(config, places, catalogue, records, ledger)
    findings += [*untrue, *untranslated(config, *places)]
    if config.handouts_release:
        regions = catalogue.regions(config.handouts_regions, selection)
        findings += check_regions(regions, revisions.today(), Severity.ERROR)
    if config.handouts_pdfa:
        catalogue = _with_archivable_logos(catalogue, folder)
    doctrees = Path(builder.doctreedir)
    told = dict.fromkeys((*findings, *chain.from_iterable(catalogue.set_aside.values())))
    return Inputs(
        *(config, confdir, doctrees, catalogue, ledger, selection, tuple(told)),
        theme,
        records,
        translating,
    )


def _tables(config: Config) -> tuple[Tables, list[Finding]]:
    """Return papers and variants as the settings have them; the built-in ones where they cannot."""
    try:
        return tables(config), []
    except ValueError as error:
        return BUILT_IN, [Finding(Kind.CATALOGUE, str(error))]


def _with_archivable_logos(catalogue: Catalogue, folder: str) -> Catalogue:
    """Return the catalogue with logos that PDF/A holds; clinics with others are set aside."""
    from ..project.pictures.conversion import archivable_uri

    clinics, wrong = [], dict(catalogue.set_aside)
    for clinic in catalogue.clinics:
        try:
            logo = archivable_uri(clinic.logo)
        except ValueError as error:
            where = f"{folder}/brands/{clinic.key}/brand.toml: logo"
            message = f'{where}: "{clinic.brand.logo}" {error}'
            wrong[clinic.key] = (Finding(Kind.BRAND, message),)
            continue
        clinics.append(replace(clinic, logo=logo))
    return replace(catalogue, clinics=tuple(clinics), set_aside=wrong)


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


def _unspoken(catalogue: Catalogue, config: Config, folder: str) -> Iterator[Finding]:
    """Yield that no clinic prints in the language of the pages, and so nothing is made."""
    language = normalised(config.language)
    if catalogue.clinics and not is_translation(config) and not catalogue.clinics_in(language):
        message = f'{folder}/brands: no brand prints in "{language}", the language of the pages'
        mend = f'add it to languages in brand.toml: languages = ["{language}"]'
        yield Finding(Kind.BRAND, f"{message}; {mend}", severity=Severity.WARNING)


def _idle(catalogue: Catalogue, config: Config, folder: str) -> Iterator[Finding]:
    """Yield the papers on which a clinic prints nothing: what it prints they do not suit."""
    for clinic, paper, suited in catalogue.idle_papers(normalised(config.language)):
        where = f"{folder}/brands/{clinic.key}/brand.toml"
        what = ", ".join(f'"{variant}"' for variant in suited)
        message = f'{where}: papers: nothing is printed on "{paper}", which is for {what}'
        mend = "add that to variants, or remove the paper"
        yield Finding(Kind.BRAND, f"{message}; {mend}", severity=Severity.WARNING)


def _with_addresses(catalogue: Catalogue, config: Config) -> Catalogue:
    """Return the catalogue with the short addresses of clinics in the language of the build."""

    def spoken(clinic: Clinic) -> Clinic:
        address = of_this_language(config, clinic.brand.short_url)
        return replace(clinic, brand=clinic.brand.model_copy(update={"short_url": address}))

    return replace(catalogue, clinics=tuple(map(spoken, catalogue.clinics)))
