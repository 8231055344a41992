"""The ``handouts`` builder: thin; Sphinx's hooks here, the work in `assemble` and `press`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import TemplateError, TemplateSyntaxError
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.html._build_info import BuildInfo
from sphinx.util import logging
from sphinx.util.display import progress_message, status_iterator
from sphinx.writers.html5 import HTML5Translator

from . import revisions
from .assemble import UNRESOLVED, Assembly, assemble, content_hash
from .cache import Cache
from .catalogue import Catalogue, load
from .checks import PAGE_CHECKS
from .checks.release import check_release
from .compose import compose
from .config import mistakes, tables
from .digests import digest, files_digest, package_digest
from .field_font import field_font_face
from .fields import add_fields
from .language import LanguageChecks
from .manifest import PackEntry
from .messages import report
from .model import STATES, Failed, Finding, Kind, Page, Rendered, RenderJob, Selection, State
from .packs import bind
from .pool import DaskPool, Pool, PoolError, cores
from .press import PRELOAD, Order, Tally, press, render_job, start_worker, tools_digest
from .problems import problems, reviews
from .publish import REJECTED, Output
from .toolchain import fonts_digest, has_font, versions
from .translator import PrintTranslator
from .wording import sheet_wording, text_direction

logger = logging.getLogger(__name__)


class HandoutsBuilder(StandaloneHTMLBuilder):
    """Renders every edition of the catalogue in the language of the build."""

    name = "handouts"
    format = "html"
    epilog = ""
    search = False
    copysource = False
    allow_parallel = False
    add_permalinks = False
    download_support = False
    default_translator_class: ClassVar[type[HTML5Translator]] = PrintTranslator

    ledger = revisions.Ledger()
    """The released versions."""
    jobs = 1
    """What ``sphinx-build -j`` said."""
    complained = False
    """Whether anything was wrong: the next build must say it again."""
    failed = False
    """Whether errors were reported: the program then exits with status 2."""

    def init(self) -> None:
        """Prepare the builder; figures are not numbered, for a sheet shows few."""
        super().init()
        self.fignumbers = {}

    # --- what Sphinx asks ---------------------------------------------------------------------

    def create_build_info(self) -> BuildInfo:
        """Hash the settings that a sheet depends on."""
        categories: Any = frozenset({"env", "html", "handouts"})
        return BuildInfo(self.config, self.tags, categories)

    def get_theme_config(self) -> tuple[str, dict[str, Any]]:
        """Use the plainest theme: sheets have templates of their own."""
        return "basic", {}

    def get_outdated_docs(self) -> str:  # type: ignore[override]
        """Say what `finish` does: content hashes decide, not times."""
        return "handouts whose content changed"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that `assemble` recognises."""
        return UNRESOLVED + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same address from everywhere: a sheet has no folder."""
        return self.get_target_uri(to, typ)

    def copy_assets(self) -> None:
        """Copy nothing."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write nothing page by page."""

    def cleanup(self) -> None:
        """Leave nothing behind."""

    # --- the pipeline -------------------------------------------------------------------------

    def finish(self) -> None:
        """Run the pipeline; report all errors together; publish all or nothing."""
        began = time.perf_counter()
        folder = self.config.handouts_dir
        wrong = [Finding(Kind.CATALOGUE, m) for m in mistakes(self.config, Path(self.confdir))]
        try:
            rows = tables(self.config)
        except ValueError as error:
            self._stop([*wrong, Finding(Kind.CATALOGUE, str(error))])
            return
        catalogue = load(Path(self.confdir) / folder, folder, rows)
        self.ledger, findings = revisions.load(Path(self.confdir) / folder, folder)
        catalogue = catalogue.without({w.id for w in self.ledger.withdrawals})
        selection, unknown = catalogue.selection(self.config.handouts_only, self.config.language)
        if self._stop([*wrong, *catalogue.findings, *findings, *unknown]) or problems(self.env):
            return  # the problems of pages are reported for every builder, by `setup`
        output = Output(Path(self.outdir), selection)
        fingerprint = self._fingerprint(catalogue)
        if output.up_to_date(fingerprint):
            output.forget_rejected()
            count = sum(1 for _edition in catalogue.editions(selection))
            self._summary(Tally(cached=count), began)
            return
        if self._stop(self._missing_tools(catalogue)):
            return
        with progress_message("assembling handouts"):
            pages, findings = self._pages(catalogue)
        if not self._stop(findings):
            self._press_or_say_why(catalogue, pages, output, fingerprint, began)

    def _press_or_say_why(
        self,
        catalogue: Catalogue,
        pages: dict[str, Page],
        output: Output,
        fingerprint: str,
        began: float,
    ) -> None:
        try:
            with output:
                self._press(catalogue, pages, output, fingerprint, began)
        except PoolError as error:
            self._stop([Finding(Kind.RENDER, str(error))])
        except OSError as error:
            where = f" {error.filename2 or error.filename}" if error.filename else ""
            reason = f"cannot write{where}: {error.strerror or error}; nothing was replaced"
            self._stop([Finding(Kind.OUTPUT, f"{reason}; make room, or allow writing there")])
        except TemplateError as error:
            name = getattr(error, "name", None) or "of your own"
            line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
            reason = f"template {name}{line}: {error.message}; mend it, or remove it"
            self._stop([Finding(Kind.RENDER, reason)])

    def _missing_tools(self, catalogue: Catalogue) -> Iterator[Finding]:
        """Yield what must be installed or set before anything can be rendered."""
        if versions()["pango"] == "unknown":
            message = (
                "Pango is not installed; on Debian or Ubuntu: apt-get install libpangoft2-1.0-0"
            )
            yield Finding(Kind.RENDER, message)
        for clinic in catalogue.clinics:
            font = clinic.brand.font
            if font and not has_font(font):
                where = f"{self.config.handouts_dir}/brands/{clinic.key}/brand.toml"
                message = f'{where}: font: "{font}" is not installed; install it, or name another'
                yield Finding(Kind.BRAND, message)

    def _stop(self, findings: Iterable[Finding]) -> bool:
        """Report *findings*; return whether the build must not go on."""
        findings = list(findings)
        failed = report(findings)
        self.failed |= failed
        self.complained |= bool(findings)
        return failed

    def _pages(self, catalogue: Catalogue) -> tuple[dict[str, Page], list[Finding]]:
        """Assemble every handout and check it."""
        pages: dict[str, Page] = {}
        findings: list[Finding] = []
        base_url = self.config.handouts_base_url or self.config.html_baseurl
        assemblies = [assemble(self.env, handout, base_url) for handout in catalogue.handouts]
        findings += LanguageChecks(self.env, Path(self.confdir)).run(assemblies)
        for assembly in assemblies:
            findings += assembly.findings
            if assembly.findings:
                continue
            page = self._page(assembly)
            pages[assembly.handout.id] = page
            for check in PAGE_CHECKS:
                findings += check(page, self.config.handouts_required_snippets)
            if self.config.handouts_release:
                findings += check_release(page, revisions.today())
        return pages, findings

    def _page(self, assembly: Assembly) -> Page:
        """Write the body of a handout, and read its state from the pages that it is made of."""
        content = content_hash(assembly)
        if not self.config.handouts_pdfa:
            add_fields(assembly.document)
        assembly.document.settings = self.docsettings
        visitor: Any = self.create_translator(assembly.document, self)
        assembly.document.walkabout(visitor)
        language = self.config.language
        released = self.ledger.current(assembly.handout.id, language)
        draft = self.ledger.exists and (released is None or released.hash != content)
        known = [r for name, r in reviews(self.env).items() if name in assembly.docnames]
        states = [review.state for review in known]
        if len(known) < len(assembly.docnames):  # a page without a review was never reviewed
            states.append(State.PENDING)
        if draft:
            states.append(State.DRAFT)
        next_review = min((review.next_review for review in known), default=None)
        if next_review and next_review < revisions.today():
            states.append(State.OVERDUE)
        return Page(
            handout=assembly.handout,
            language=language.replace("_", "-"),
            direction=text_direction(language),
            body="".join(visitor.fragment),
            state=min(states, key=STATES.index),
            next_review=next_review,
            snippets=frozenset(assembly.snippets),
            docnames=tuple(sorted(assembly.docnames)),
            address=self.config.handouts_short_url,
            version=released.version if released else assembly.handout.version,
            content_hash=content,
            draft=draft,
        )

    def _press(
        self,
        catalogue: Catalogue,
        pages: dict[str, Page],
        output: Output,
        fingerprint: str,
        began: float,
    ) -> None:
        cache = Cache(self._cache_folder(), self.config.handouts_cache_size << 20)
        orders = self._orders(catalogue, pages, output.selection)
        tally = press(orders, cache, self._pool(), output, self._progress)
        if self._stop(sorted(tally.findings)):
            logger.info("nothing was replaced; the editions without an error are in the cache")
            if tally.rejected:
                logger.info("look at the others in %s", output.folder / REJECTED)
        else:
            packs = [] if output.selection.handouts else self._bind(catalogue, tally, cache, output)
            output.publish(tally.entries, packs, versions(), "" if self.complained else fingerprint)
            cache.prune()
        self._summary(tally, began)

    def _bind(
        self, catalogue: Catalogue, tally: Tally, cache: Cache, output: Output
    ) -> list[PackEntry]:
        """Bind the packs; a booklet is folded by itself."""
        papers = catalogue.tables.papers
        flat = [entry for entry in tally.entries if not papers[entry.paper].booklet]
        return list(bind(catalogue.packs, flat, cache, output))

    def _orders(
        self, catalogue: Catalogue, pages: dict[str, Page], selection: Selection
    ) -> Iterator[Order]:
        """Yield each edition, composed."""
        templates = [str(folder) for folder in self._own_templates()]
        for handout, clinic, edition in catalogue.editions(selection):
            page = pages[handout.id]
            job = compose(
                page,
                edition,
                clinic,
                sheet_wording(page),
                paper=catalogue.tables.papers[edition.paper],
                templates=templates,
                own_css=self._own_css(),
                font_face=field_font_face(self._cache_folder()),
                archived=self.config.handouts_pdfa,
            )
            yield Order(edition, page, clinic, job)

    def _progress(
        self, results: Iterable[tuple[str, Rendered | Failed]], length: int
    ) -> Iterable[tuple[str, Rendered | Failed]]:
        return status_iterator(
            results,
            "rendering handouts... ",
            "darkgreen",
            length,
            self.config.verbosity,
            stringify_func=lambda result: str(result[0]),
        )

    def _summary(self, tally: Tally, began: float) -> None:
        total = tally.cached + tally.rendered + tally.failed
        logger.info(
            "%d %s: %d from cache, %d rendered, %d failed in %.1f s",
            total,
            "edition" if total == 1 else "editions",
            tally.cached,
            tally.rendered,
            tally.failed,
            time.perf_counter() - began,
        )

    # --- settings -----------------------------------------------------------------------------

    def _pool(self) -> Pool[RenderJob, Rendered]:
        workers = self.config.handouts_jobs or (self.jobs if self.jobs > 1 else cores())
        if self.config.handouts_executor == "dask":
            address = self.config.handouts_dask_address
            return DaskPool(render_job, start_worker, PRELOAD, workers, address, tools_digest)
        return Pool(render_job, start_worker, PRELOAD, workers)

    def _cache_folder(self) -> Path:
        if self.config.handouts_cache:
            return Path(self.confdir, self.config.handouts_cache)
        return Path(self.doctreedir, "handouts-cache")

    def _own_templates(self) -> list[Path]:
        return [Path(self.confdir) / folder / "handouts" for folder in self.config.templates_path]

    def _own_css(self) -> tuple[Path, ...]:
        return tuple(Path(self.confdir) / name for name in self.config.handouts_css)

    def _named_by_settings(self) -> list[Path]:
        folder, phrases = self.config.handouts_dir, self.config.handouts_banned_phrases
        ledger = Path(self.confdir) / folder / revisions.FILE
        return [ledger, *([Path(self.confdir) / phrases] if phrases else [])]

    def _overdue_pages(self) -> list[str]:
        today = revisions.today()
        return [name for name, review in reviews(self.env).items() if review.next_review < today]

    def _fingerprint(self, catalogue: Catalogue) -> str:
        """Return a digest of all that the outputs are made from."""
        doctrees = [Path(self.doctreedir) / f"{name}.doctree" for name in self.env.found_docs]
        named = {Path(self.srcdir) / n for names in self.env.dependencies.values() for n in names}
        templates = [p for folder in self._own_templates() for p in folder.rglob("*")]
        info = self.create_build_info()
        tools = [f"{name} {version}" for name, version in sorted(versions().items())]
        return digest(
            [
                info.config_hash,
                info.tags_hash,
                package_digest(),
                fonts_digest(),
                *tools,
                files_digest([*doctrees, *named, *templates, *self._own_css()]),
                files_digest([*catalogue.files, *self._named_by_settings()]),
                repr(reviews(self.env)),  # front matter is not in the doctrees
                *self._overdue_pages(),
            ]
        )
