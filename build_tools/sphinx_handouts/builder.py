"""The ``handouts`` builder: thin; the work is done in `sheets` and `press`.

Every build of a project loads it, whatever its builder, and most builds have nothing to print: what
makes sheets is loaded where there are some to make.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging
from sphinx.util.display import progress_message, status_iterator

from .interrupts import raise_lost
from .messages import report
from .pageless import PagelessBuilder
from .pages.environment import application
from .pages.problems import problems
from .pdf.toolchain import versions
from .press import live_report
from .press.fingerprint import base_of, fingerprint_of, pages_key_of
from .press.publish import REJECTED, UNMADE, Output, why_unmade
from .press.tally import Tally
from .press.workers.garbage import garbage_left
from .project.by_language import is_translation
from .project.key_lines import of_handout
from .records.edition import Edition
from .records.finding import Finding, Severity
from .records.languages import normalised
from .records.manifest import ContentsEntry, Entry, PackEntry

if TYPE_CHECKING:
    from .press.handout_pages import HandoutPages
    from .press.inputs import Inputs
    from .press.print_run import PrintRun
    from .press.recipes import Book
    from .press.workers.pool import Pool
    from .press.workers.work import Job, Result
    from .records.page import Page

logger = logging.getLogger(__name__)


class HandoutsBuilder(PagelessBuilder):
    """Renders every edition of the catalogue in the language of the build."""

    name = "handouts"

    jobs = 1
    """What ``sphinx-build -j`` said."""
    complained = False
    """Whether anything was wrong: the next build must say it again."""
    incomplete = False
    """Whether some handouts could not be made: the others are looked at, and not published."""
    failed = False
    """Whether errors were reported: the program then exits with status 2."""

    told: list[Finding]
    """All that was found, for a live preview."""
    held: set[Edition]
    """The sheets that a live preview leaves as they are."""

    def init(self) -> None:
        """Prepare the builder."""
        super().init()
        self.told: list[Finding] = []
        self.held: set[Edition] = set()

    def finish(self) -> None:
        """Run the pipeline; report all errors together; publish all or nothing.

        A live preview renews the sheets that are right, and is told of the others.
        """
        from .press.inputs import gather

        inputs = gather(self)
        self.held = {edition for _, _, edition in inputs.catalogue.editions(inputs.selection)}
        with garbage_left():
            self._run(inputs)
        if self.config.handouts_live:
            resting = self._resting(inputs)
            found = [*problems(self.env), *self.told]
            kept = {e.handout for e in self.held if e.handout not in resting}
            live_report.write(Path(self.outdir), self.env, found, kept)

    def _run(self, inputs: Inputs) -> None:
        began = time.perf_counter()
        wrong_pages = problems(self.env)  # they are reported for every builder, by `every_build`
        self.complained |= bool(wrong_pages)
        # The sheets of other clinics are printed all the same.
        wrong = self._stop(inputs.findings) and not inputs.only_clinics_are_wrong
        source = normalised(self.config.handouts_source_language)
        output = Output(Path(self.outdir), inputs.selection, inputs.catalogue, source)
        base = base_of(inputs, self)
        key = pages_key_of(base, inputs, self)
        fingerprint = fingerprint_of(inputs, key)
        if not (wrong or wrong_pages) and output.up_to_date(fingerprint):
            output.forget_rejected()
            self._summary(Tally[Entry](cached=len(self.held)), began)
            self.held = set()
            return
        from .press.equipment import book_of, missing_tools, pool_of

        # One round tells all that stands in the way, whatever was wrong before.
        wrong |= self._stop(missing_tools(inputs))
        pool = pool_of(inputs, self.jobs)
        if not wrong:
            pool.prepare()
        made = self._made(inputs, key, wrong_pages)
        # Where nothing is translated any more, what was made before goes.
        if wrong or not (made.pages or made.untranslated):
            return
        self._tell_changed_snippets(made.pages)
        book = book_of(base, inputs)
        tally = self._press_or_say_why(inputs, made, book, output, fingerprint, pool)
        if tally is not None:
            self._summary(tally, began)
            if not (self.failed or self.incomplete):
                made.lengths.keep(made.pages.values())

    def _made(self, inputs: Inputs, key: str, wrong_pages: Sequence[Finding]) -> HandoutPages:
        """Return the handouts that can be printed: those of the last build, if they are alike."""
        from .press.handout_pages import HandoutPages
        from .press.recipes import KeptPages

        made = HandoutPages(self, inputs)
        kept = KeptPages.of(inputs.doctreedir, self.config.language, made.lengths.digest(key))
        if not wrong_pages and (known := kept.read()) is not None:
            made.pages, made.in_packs = known
            return made
        with progress_message("assembling handouts"):
            made.make()
            made.keep_right(wrong_pages)
            made.make_packs()
        are_wrong = any(finding.severity is Severity.ERROR for finding in wrong_pages)
        wrong_sheets = self._stop(made.findings) or are_wrong
        self.incomplete = wrong_sheets and not self.config.handouts_live
        self._tell_untranslated(inputs, made.untranslated)
        if not (made.findings or made.untranslated or wrong_pages):
            kept.keep(made.pages, made.in_packs)
        return made

    def _tell_untranslated(self, inputs: Inputs, untranslated: Mapping[str, str]) -> None:
        """Say which handouts and packs are not made in this language."""
        language = inputs.selection.language
        for identifier, why in untranslated.items():
            logger.info("%s %s: not made, since %s", identifier, language, why)
        if inputs.translating and not inputs.selection.handouts:  # which make no packs anyway
            for slug, why in inputs.translating.unbound(untranslated):
                logger.info("pack %s %s: not bound, since %s", slug, language, why)
        self.complained |= bool(untranslated)  # the next build says it again
        self.held = {edition for edition in self.held if edition.handout not in untranslated}

    def _press_or_say_why(
        self,
        inputs: Inputs,
        made: HandoutPages,
        book: Book,
        output: Output,
        fingerprint: str,
        pool: Pool[Job, Result],
    ) -> Tally[Entry] | None:
        try:
            with output, pool:
                return self._press(inputs, made, book, output, fingerprint, pool)
        except UNMADE as error:
            self._stop([why_unmade(error)])
        return None

    def _tell_changed_snippets(self, pages: dict[str, Page]) -> None:
        """Say which handouts a changed snippet touches."""
        from .sheets import snippets

        if self.config.handouts_reports and not is_translation(self.config):
            report = Path(self.confdir, self.config.handouts_reports, snippets.REPORT)
            folder = Path(self.srcdir, self.config.handouts_snippets)
            for line in snippets.changed(report, snippets.uses(folder, pages.values())):
                logger.info("%s", line)

    def _stop(self, findings: Iterable[Finding]) -> bool:
        """Report *findings*; return whether the build must not go on."""
        findings = [of_handout(f, Path(self.confdir), self.config.handouts_dir) for f in findings]
        self.told += findings
        failed = report(findings)
        self.failed |= failed
        self.complained |= bool(findings)
        return failed

    def _press(
        self,
        inputs: Inputs,
        made: HandoutPages,
        book: Book,
        output: Output,
        fingerprint: str,
        pool: Pool[Job, Result],
    ) -> Tally[Entry]:
        run = self._print_run(inputs, made, book, output, pool)
        tally = run.editions()
        if self._refused(tally, output) and not self.config.handouts_live:
            return tally
        self.held -= {entry.edition for entry in tally.entries}
        kept = output.keep(self.held, run.composer.stationery.unfit, inputs.catalogue.ids)
        tally.entries += [file for file in kept if isinstance(file, Entry)]
        if self.config.handouts_live:  # an editor waits for the sheet, and not for its packs
            output.publish_sheets(tally.entries, versions())
            tally.settle(output.folder)
        others = run.others(tally, tally.entries)
        if others is None:
            return tally
        packs = [*others[0], *(file for file in kept if isinstance(file, PackEntry))]
        contents = [*others[1], *(file for file in kept if isinstance(file, ContentsEntry))]
        # Warnings are said again by the next build: it must not find itself up to date.
        fingerprint = "" if self.complained else fingerprint
        raise_lost()
        output.publish(tally.entries, packs, versions(), fingerprint, contents)
        run.printer.cache.prune()
        book.memory.save()
        for reason, count in (run.composer.reasons | tally.whole).items():
            logger.info("%d laid out for one clinic each: %s", count, reason)
        return tally

    def _print_run(
        self,
        inputs: Inputs,
        made: HandoutPages,
        book: Book,
        output: Output,
        pool: Pool[Job, Result],
    ) -> PrintRun:
        """Return what prints all sheets, with the letterheads; say which clinics have none."""
        from .press.equipment import composer_of, stationery_of
        from .press.print_run import PrintRun
        from .press.printer import Printer
        from .storage.cache import Cache

        cache = Cache(inputs.cache_folder, self.config.handouts_cache_size << 20)
        printer = Printer(cache, pool, output, self._progress)
        stationery = stationery_of(inputs, made.pages, printer, book)
        self._stop(stationery.findings)
        composer = composer_of(inputs, stationery, book)
        refused = partial(self._refused, output=output)
        return PrintRun(inputs, made, printer, composer, refused, self._resting(inputs))

    def _resting(self, inputs: Inputs) -> frozenset[str]:
        """Return the books that a live preview leaves as they are, unless one is asked for.

        A book takes as long as all other sheets of what was changed.
        """
        if not self.config.handouts_live or inputs.selection.handouts:
            return frozenset()
        return frozenset(h.id for h in inputs.catalogue.handouts if h.is_book)

    def _refused(self, tally: Tally[Any], output: Output) -> bool:
        """Report what is wrong with PDFs; return whether nothing may be published."""
        if not self._stop(sorted(tally.findings)) and not self.incomplete:
            return False
        if not self.config.handouts_live:
            logger.info("nothing was replaced; the editions without an error are in the cache")
        if tally.rejected:
            logger.info("look at the others in %s", output.folder / REJECTED)
        return True

    def _progress(
        self, results: Iterable[tuple[str, Any]], length: int, what: str
    ) -> Iterable[tuple[str, Any]]:
        shown = status_iterator(
            results,
            f"{what}... ",
            "darkgreen",
            length,
            application(self.env).verbosity,
            stringify_func=lambda result: str(result[0]),
        )
        for result in shown:
            raise_lost()
            yield result

    def _summary(self, tally: Tally[Entry], began: float) -> None:
        total = tally.cached + tally.redressed + tally.rendered + tally.failed
        dressed = f"{tally.redressed} dressed, " if tally.redressed else ""
        logger.info(
            "%d %s: %d from cache, %s%d rendered, %d failed in %.1f s",
            *(total, "edition" if total == 1 else "editions", tally.cached, dressed),
            *(tally.rendered, tally.failed, time.perf_counter() - began),
        )
