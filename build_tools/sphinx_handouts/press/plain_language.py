"""Runs the language checks over pages and handouts, and keeps the reading report."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from ..checks.reading import check_ease, check_grades, check_sentences, measure
from ..checks.wording import check_wording, read_phrases
from ..pages.doctrees import doctree_of
from ..pages.reviews import reviews
from ..project.by_language import is_translation, of_language
from ..project.rules import is_set, rules
from ..records.finding import Finding, Kind, Severity
from ..records.languages import base, normalised
from ..records.readability import Passage, Reading, ReadingLimits
from ..sheets.assembly import Assembly
from ..sheets.passages import all_text, passages
from ..storage.digests import digest
from ..storage.files import write_atomically

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

REPORT = "reading.json"

logger = logging.getLogger(__name__)


@dataclass
class LanguageChecks:
    """The language checks of one build, by the settings of *env*."""

    env: BuildEnvironment
    confdir: Path
    findings: list[Finding] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    """Ids of the handouts of which something was found that is on no page."""
    _known: dict[tuple[str, str], Reading] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def run(self, assemblies: Iterable[Assembly]) -> list[Finding]:
        """Check every page with a review table and every handout; write the report."""
        if self._asks_in_vain:
            message = "conf.py: reading grades need textstat; install sphinx-handouts[reading]"
            return [Finding(Kind.READING, message)]
        try:
            self._phrases = self._read_phrases()
        except OSError:
            name = of_language(self.env.config, "handouts_banned_phrases")
            message = f'conf.py: handouts_banned_phrases: no file "{name}"; mend its path'
            return [Finding(Kind.WORDING, message)]
        self._known = self._read_report()
        for docname in sorted(self.env.found_docs):
            self._check_page(docname)
        for assembly in assemblies:
            name, before = f"handout {assembly.handout.id}", len(self.findings)
            heads = [(0, assembly.handout.title), (0, assembly.handout.summary)]
            self._check_words(heads, f"catalogue.toml: {assembly.handout.id}", None)
            if self._limits.any:
                self._check_reading(name, None, list(passages(assembly.document, "", "print")))
            new = self.findings[before:]
            if any(f.docname is None and f.severity is Severity.ERROR for f in new):
                self.wrong.add(assembly.handout.id)
        self._write_report()
        return self.findings

    @property
    def _can_measure(self) -> bool:
        return importlib.util.find_spec("textstat") is not None

    @property
    def _asks_in_vain(self) -> bool:
        """Whether a project sets a grade by itself, and nothing here measures it."""
        config = self.env.config
        asked = any(is_set(config, name) for name in ("reading_grade", "smog_grade"))
        limits = self._limits
        grades = asked and (limits.flesch_kincaid or limits.smog)
        return bool(grades or limits.ease) and not self._can_measure

    @cached_property
    def _limits(self) -> ReadingLimits:
        """The limits; grades are for English, and those of a profile where they can be measured."""
        config = self.env.config
        asked = rules(config)
        english = base(config.language) == "en"
        grades = [
            value if english and (is_set(config, name) or self._can_measure) else 0
            for name, value in (
                ("reading_grade", asked.reading_grade),
                ("smog_grade", asked.smog_grade),
            )
        ]
        if asked.measures_grades and english and not self._can_measure:
            logger.info("reading grades are not measured: pip install sphinx-handouts[reading]")
        ease = of_language(config, "handouts_reading_ease") or 0
        return ReadingLimits(grades[0], grades[1], asked.sentence_words, ease)

    def _check_page(self, docname: str) -> None:
        """Check the words of a page, for they are those of handouts; and measure what is text."""
        tree, name = doctree_of(self.env, docname), f"page {docname}"
        self._check_words(all_text(tree), name, docname)
        measured = docname in reviews(self.env)
        measured &= docname not in self.env.config.handouts_reading_exclude
        if measured and self._limits.any:
            self._check_reading(name, docname, list(passages(tree, docname, "web")))

    def _check_reading(self, name: str, docname: str | None, found: list[Passage]) -> None:
        if self._can_measure:
            reading = self._measure(name, found)
            self.readings.append(reading)
            self.findings += check_grades(reading, self._limits, docname)
            language = str(self.env.config.language)
            self.findings += check_ease(reading, self._limits, docname, language)
        new = [passage for passage in found if passage.text not in self._read]
        self._read.update(passage.text for passage in new)  # a sentence is told once
        self.findings += check_sentences(name, new, self._limits)

    def _check_words(
        self, texts: Iterable[tuple[int, str]], where: str, docname: str | None
    ) -> None:
        scripts = of_language(self.env.config, "handouts_scripts") or ()
        self.findings += check_wording(texts, where, docname, self._phrases, scripts)

    def _measure(self, name: str, found: list[Passage]) -> Reading:
        """Measure a text, unless the report of the last build has it."""
        key = digest(passage.text for passage in found)
        return self._known.get((name, key)) or measure(name, key, found, self.env.config.language)

    def _read_phrases(self) -> tuple[str, ...]:
        name = of_language(self.env.config, "handouts_banned_phrases")
        return read_phrases((self.confdir / name).read_text("utf-8-sig")) if name else ()

    @property
    def _report(self) -> Path | None:
        config = self.env.config
        name = f"reading-{normalised(config.language)}.json" if is_translation(config) else REPORT
        return self.confdir / config.handouts_reports / name if config.handouts_reports else None

    def _read_report(self) -> dict[tuple[str, str], Reading]:
        if self._report is None:
            return {}
        try:
            rows = json.loads(self._report.read_bytes())["readings"]
            return {(row["name"], row["digest"]): Reading(**row) for row in rows}
        except (OSError, ValueError, KeyError, TypeError):
            return {}  # the report is only a shortcut: measure again

    def _write_report(self) -> None:
        if self._report is not None:
            about = {"limits": asdict(self._limits), "readings": [asdict(r) for r in self.readings]}
            write_atomically(self._report, (json.dumps(about, indent=2) + "\n").encode())
