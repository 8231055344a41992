"""Runs Sphinx on a project, listens to all that is said, and returns a report."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import is_suppressed_warning

from ..pages import logged_warnings
from ..pages.logged_warnings import LoggedWarning
from ..press.workers.pool import cores
from ..project.by_language import of_language
from ..records.finding import Finding, Severity
from ..storage.files import write_atomically
from .collector import CheckBuilder
from .fixes import TEXTS
from .locate import Locator
from .offline import offline
from .overview import overview
from .reports.report import Located, Report
from .reports.rules import OWN, is_of

_OF_PDFS = frozenset({"budget", "get-help", "glyph", "render", "structure", "weasyprint"})
"""Kinds of findings for which PDFs are looked at."""

_TOLD_BETTER = {"myst.header": "handouts.heading"}
"""Warnings of others, and our checks of the same."""


TRACE = "check/failure.log"
"""Where an error that nobody expected is written down, in the folder of the doctrees."""


class CheckFailed(Exception):
    """Why nothing could be checked, in a sentence."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to check, and how."""

    source: Path
    doctrees: Path
    root: Path
    """The folder from which reports tell paths."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings in place of those of ``conf.py``."""
    only: tuple[str, ...] = ()
    """Checks to tell of; none: all."""
    prints: bool = True
    """Whether to look at PDFs."""
    shows_progress: bool = False


class _Check(Sphinx):
    """Sphinx with its ears open, and one builder."""

    def setup_extension(self, extname: str) -> None:
        """Listen from the first extension on."""
        logged_warnings.listen(self)
        super().setup_extension(extname)

    def create_builder(self, name: str) -> Builder:
        """Put the builder that collects in the place of the one that publishes."""
        super().create_builder(name)  # an error where the project does not load this extension
        return CheckBuilder(self, self.env)


def check(options: Options) -> Report:
    """Return everything that is wrong with a project.

    Raises
    ------
    CheckFailed
        Where the project cannot be checked at all.
    """
    if not (options.source / "conf.py").is_file():
        raise CheckFailed(f"{options.source}: no conf.py; name the folder that holds it")
    try:
        with offline(), patch_docutils(str(options.source)), docutils_namespace():
            app = _app(options)
            app.build()
            return _report(app, options)
    except (SphinxError, TemplateError, OSError) as error:
        raise CheckFailed(f"{options.source}: {_one_sentence(error)}") from error
    except Exception as error:  # whatever an extension may raise
        trace = options.doctrees / TRACE
        write_atomically(trace, traceback.format_exc().encode())
        words = f"{type(error).__name__}: {_one_sentence(error)}"
        raise CheckFailed(f"{options.source}: {words}; {trace} says where") from error


def _one_sentence(error: Exception) -> str:
    """Return what went wrong, without the trace that Sphinx puts between what and why."""
    lines = str(error).splitlines() or [type(error).__name__]
    if any(line.startswith("Traceback") for line in lines):
        lines = [lines[0], lines[-1]]
    return " ".join(" ".join(lines).split())


def _app(options: Options) -> _Check:
    app = _Check(
        srcdir=options.source,
        confdir=options.source,
        outdir=options.doctrees / "check",
        doctreedir=options.doctrees,
        buildername="handouts",
        confoverrides={"nitpicky": True, "handouts_executor": "processes", **options.settings},
        status=None,
        warning=None,
        parallel=cores(),
    )
    builder = app.builder
    assert isinstance(builder, CheckBuilder)
    wanted = {name.removeprefix(OWN) for name in options.only}
    builder.prints = options.prints and (not wanted or bool(wanted & _OF_PDFS))
    builder.shows_progress = options.shows_progress
    return app


def _report(app: _Check, options: Options) -> Report:
    builder = app.builder
    assert isinstance(builder, CheckBuilder)
    locator = Locator(app.env, options.root, Path(app.confdir))
    said = [*logged_warnings.kept(app.env), *logged_warnings.listen(app).said]
    found = {locator.warning(warning) for warning in _warnings_to_tell(app, said)}
    found |= {locator.finding(finding) for finding in _findings_to_tell(app, builder.found)}
    if options.only:
        found = {f for f in found if any(is_of(f.rule, name) for name in options.only)}
    ranked = tuple(sorted(found - set(_told_better(found)), key=lambda finding: finding.rank))
    return Report(
        ranked,
        overview(builder, locator),
        app.config.handouts_manual,
        tuple(sorted({locator.shown(path) for path in _texts(builder, locator)})),
    )


def _texts(builder: CheckBuilder, locator: Locator) -> Iterator[Path]:
    """Yield the texts that people write; the ledger is nobody's to touch."""
    env, config = builder.env, builder.config
    yield from (Path(env.doc2path(docname)) for docname in env.found_docs)
    named = {name for names in env.dependencies.values() for name in names}
    yield from (Path(env.srcdir, name) for name in named if Path(name).suffix in TEXTS)
    if builder.inputs:
        files = builder.inputs.catalogue.files
        yield from (path for path in files if path.suffix in TEXTS)
    if phrases := of_language(config, "handouts_banned_phrases"):
        yield locator.confdir / phrases


def _told_better(found: set[Located]) -> Iterator[Located]:
    """Yield what a check of ours tells of the same line, too."""
    places = {(finding.rule, finding.path, finding.line) for finding in found}
    for finding in found:
        better = _TOLD_BETTER.get(finding.rule)
        if (better, finding.path, finding.line) in places:
            yield finding


def _warnings_to_tell(app: Sphinx, said: Iterable[LoggedWarning]) -> Iterator[LoggedWarning]:
    """Yield what `suppress_warnings` does not hide; it hides no error."""
    for warning in said:
        kind, _, subtype = warning.type.partition(".")
        hidden = is_suppressed_warning(kind, subtype, app.config.suppress_warnings)
        if warning.severity is Severity.ERROR or not hidden:
            yield warning


def _findings_to_tell(app: Sphinx, found: Iterable[Finding]) -> Iterator[Finding]:
    for finding in found:
        hidden = is_suppressed_warning("handouts", finding.kind, app.config.suppress_warnings)
        if finding.severity is Severity.ERROR or not hidden:
            yield finding
