"""A builder that goes as far as it can, collects what is wrong, and publishes nothing."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ..builder import HandoutsBuilder
from ..checks.translations import check_record
from ..pages import nodes as own
from ..pages.audience import keep_audience
from ..pages.problems import problems
from ..press.equipment import book_of, missing_tools, pool_of
from ..press.fingerprint import base_of
from ..press.handout_pages import HandoutPages
from ..press.inputs import Inputs, gather
from ..press.languages.translated_pages import TranslatedPages
from ..press.orders import is_sample
from ..press.publish import Output
from ..project.translations import FILE, AnyRecord, line_of
from ..records.finding import Finding, Kind, Severity
from ..records.languages import normalised
from ..records.manifest import Facts, File
from ..records.page import Translated
from ..records.schema.handout import Handout
from .findings import content_findings


class Desk(Output):
    """Takes PDFs in as an output folder does, and leaves nothing behind."""

    def __enter__(self) -> Self:
        self._place = tempfile.TemporaryDirectory(prefix="handouts-check-")
        return self

    def __exit__(self, *_exception: object) -> None:
        self._place.cleanup()

    def stage(self, entry: File, pdf: bytes) -> Path:
        """Keep a PDF at hand: packs are bound from them."""
        path = Path(self._place.name, entry.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
        return path

    def standing(self, _path: str, key: str, pages: int) -> Facts | None:
        """Have no sheet dressed but the samples: templates and letterheads are all looked at."""
        return None if is_sample(key) else Facts(pages, 1, "")

    def reject(self, name: str, pdf: bytes) -> None:
        """Drop a PDF that has an error."""

    def publish(self, *_arguments: Any, **_more: Any) -> Any:
        """Publish nothing."""


class CheckBuilder(HandoutsBuilder):
    """Looks at what the handouts builder would make, and goes on after an error."""

    collects = True
    """Findings are collected, not logged."""
    prints = True
    """Whether to look at PDFs, which are rendered where the cache does not hold them."""
    shows_progress = False

    def init(self) -> None:
        """Prepare to collect."""
        super().init()
        self.found: list[Finding] = []
        self.inputs: Inputs | None = None
        self.made: HandoutPages | None = None

    @property
    def handouts(self) -> tuple[Handout, ...]:
        """The handouts of the catalogue."""
        return self.inputs.catalogue.handouts if self.inputs else ()

    @property
    def editions(self) -> int:
        """How many editions there are."""
        inputs = self.inputs
        return sum(1 for _each in inputs.catalogue.editions(inputs.selection)) if inputs else 0

    def finish(self) -> None:
        """Look at everything; one group of findings does not hide another."""
        self.env.check_consistency()
        resolve_pages(self.env)
        self.inputs = inputs = gather(self)
        self._stop([*inputs.findings, *problems(self.env)])
        self._stop(content_findings(self.env, Path(self.confdir)))
        self.made = made = HandoutPages(self, inputs)
        made.make()
        made.make_packs()
        self._stop(made.findings)
        self._stop(self._untranslated(made))
        self._stop(self._unanswered(made))
        if not self.prints:
            return
        missing = list(missing_tools(inputs))
        self._stop(missing)
        if not any(one.severity is Severity.ERROR for one in missing):
            sound = tuple(h for h in inputs.catalogue.handouts if h.id in made.pages)
            whole = replace(inputs, catalogue=replace(inputs.catalogue, handouts=sound))
            desk = Desk(Path(self.outdir), inputs.selection)
            book, pool = book_of(base_of(whole, self), whole), pool_of(inputs, self.jobs)
            self._press_or_say_why(whole, made, book, desk, "", pool)

    def _untranslated(self, made: HandoutPages) -> Iterator[Finding]:
        """Yield which handouts and packs this language has not: a choice, but one to know of."""
        folder, language = self.config.handouts_dir, normalised(self.config.language)
        for identifier, why in made.untranslated.items():
            message = f"{folder}/catalogue.toml: {identifier} {language}: not made, since {why}"
            mend = f"translate it: sphinx-handouts translate {language} {identifier}"
            yield Finding(Kind.TRANSLATION, f"{message}; {mend}", Severity.WARNING)
        translating = made.inputs.translating
        for slug, why in translating.unbound(made.untranslated) if translating else ():
            message = f"{folder}/catalogue.toml: pack {slug} {language}: not bound, since {why}"
            mend = "translate the title, and each of its handouts"
            yield Finding(Kind.TRANSLATION, f"{message}; {mend}", Severity.WARNING)

    def _unanswered(self, made: HandoutPages) -> Iterator[Finding]:
        """Yield which records answer for other words than their sheets or pages say now."""
        shown = f"{self.config.handouts_dir}/{FILE}"
        for record, standing in self._answers(made):
            for key, finding in check_record(record, standing):
                line = line_of(Path(self.confdir, shown), record, key)
                yield replace(finding, path=shown, line=line or None)

    def _answers(self, made: HandoutPages) -> Iterator[tuple[AnyRecord, Translated]]:
        """Yield the records of this language, and how far each is to be relied on."""
        records, language = made.inputs.records, normalised(self.config.language)
        for identifier, sheet in made.pages.items():
            record = records.record(identifier, language)
            if record and sheet.translation:
                yield record, sheet.translation.standing
        pages = TranslatedPages(self.env, language, records).standings
        for name, standing in pages.items() if made.inputs.translating else ():
            if found := records.page(name, language):
                yield found, standing

    def _stop(self, findings: Iterable[Finding]) -> bool:
        """Collect *findings*, and go on."""
        self.found += findings
        return False

    def _progress(
        self, results: Iterable[tuple[str, Any]], length: int, _what: str
    ) -> Iterator[tuple[str, Any]]:
        """Say on a terminal how far it is: the first check of many sheets takes a minute."""
        for number, result in enumerate(results, 1):
            if self.shows_progress:
                end = "" if number < length else "\r\x1b[K"
                sys.stderr.write(f"\rRendering sheet {number} of {length}{end}")
                sys.stderr.flush()
            yield result


def resolve_pages(env: BuildEnvironment) -> None:
    """Resolve the references of every page, for the web and for paper, to hear of the dead."""
    for docname in sorted(env.found_docs):
        doctree: nodes.document = env.get_doctree(docname)
        for node in list(doctree.findall(own.audience)):
            keep_audience(node)
        env.apply_post_transforms(doctree, docname)
