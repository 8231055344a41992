"""The ``check`` command: looks at everything, and tells people and programs what to mend."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..inspection.fixes import mend_file
from ..inspection.reports import FORMATS, SUFFIXES
from ..inspection.reports.report import Report
from ..inspection.reports.rules import is_known, names
from ..records.finding import Severity
from ..storage.files import write_atomically
from .changes import GitError, changed_lines
from .endings import CommandError, Ended
from .places import add_doctrees, default_source

if TYPE_CHECKING:
    from ..inspection.check import Options

WIDEST = 100


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "check", help="look at the pages, handouts and PDFs; publish nothing"
    )
    _add_what_to_look_at(parser)
    _add_what_to_tell(parser)
    parser.add_argument(
        "--fix", action="store_true", help="mend spaces, tabs and line ends in the files first"
    )
    parser.set_defaults(run=run)


def _add_what_to_look_at(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "source",
        type=Path,
        nargs="?",
        default=default_source(),
        metavar="SOURCE",
        help="folder of conf.py (docs/guide, or here)",
    )
    add_doctrees(parser)
    add(
        *("-D", "--define"),
        type=_setting,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting in place of that in conf.py",
    )
    add("--no-print", action="store_true", help="do not look at PDFs, which may have to be made")


def _add_what_to_tell(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-f", "--format", choices=[*FORMATS], default="text", help="what to print (text)")
    add(
        *("-o", "--output"),
        type=_output,
        action="append",
        default=[],
        metavar="FILE",
        help=f"write a report, too, as its name says: {', '.join(SUFFIXES)}; more than once",
    )
    add(
        "--only",
        type=_kind,
        action="append",
        default=[],
        metavar="CHECK",
        help="tell of this check alone; more than once",
    )
    add(
        "--changed-since",
        metavar="REV",
        help="print, and fail for, what stands on lines changed since a git revision; the files "
        "that --output names hold everything",
    )
    add("--strict", action="store_true", help="fail for warnings, too")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Check, write the reports, and yield what to print.

    Raises
    ------
    Ended
        With status 1 where there is an error, or, if strict, a warning.
    CommandError
        Where nothing could be checked.
    """
    report = _checked(options)
    if options.fix:
        mended = list(_mended(report))
        yield from mended
        report = _checked(options) if mended else report
    for path in options.output:
        written = FORMATS[SUFFIXES[path.suffix]](report)
        write_atomically(path, written.encode("utf-8", "backslashreplace"))
    report = _narrowed(report, options.changed_since)
    colours = options.format == "text" and _wants_colours()
    report = replace(report, colours=colours, width=_width())
    yield FORMATS[options.format](report).rstrip("\n")
    if report.counts[Severity.ERROR] or (options.strict and report.findings):
        raise Ended(1)


def _checked(options: argparse.Namespace) -> Report:
    from ..inspection.check import CheckFailed, check  # late: it loads Sphinx

    try:
        return check(_options(options))
    except CheckFailed as error:
        raise CommandError(str(error)) from error


def _options(options: argparse.Namespace) -> Options:
    from ..inspection.check import Options

    return Options(
        source=options.source,
        doctrees=options.doctrees,
        root=Path.cwd(),
        settings=dict(options.define),
        only=tuple(options.only),
        prints=not options.no_print,
        shows_progress=sys.stderr.isatty(),
    )


def _mended(report: Report) -> Iterator[str]:
    for name in report.files_of_people:
        if done := mend_file(Path(name)):
            yield f"Mended {name}: {', '.join(done)}"


def _narrowed(report: Report, revision: str | None) -> Report:
    """Return what stands on changed lines, and what concerns a handout or all of the project."""
    if not revision:
        return report
    try:
        changed = changed_lines(Path.cwd(), revision)
    except GitError as error:
        raise CommandError(str(error)) from error
    kept = tuple(
        finding
        for finding in report.findings
        if finding.whole
        or (finding.path in changed and (not finding.line or finding.line in changed[finding.path]))
    )
    return replace(report, findings=kept, scope=f"on lines changed since {revision}")


def _wants_colours() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else 80


def _output(text: str) -> Path:
    path = Path(text)
    if path.suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise argparse.ArgumentTypeError(f'"{text}": end the name with one of {known}')
    return path


def _kind(text: str) -> str:
    if not is_known(text):
        raise argparse.ArgumentTypeError(f'"{text}" is no check; they are {", ".join(names())}')
    return text


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f'"{text}": write NAME=VALUE')
    return name, value
