"""Keeps untrusted pages inside their project: what reads a file looks first where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst import directives as options
from docutils.parsers.rst.directives.misc import Raw
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable, Figure
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from ..project.encodings import encoding_problem
from ..records.finding import Finding, Kind
from .problems import note_problem, note_refusal

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE_BYTES = 128 * 1024
"""Most that a page may hold, what it includes counted: twenty times the longest of the guide."""
LEAST = 1024
"""What a file counts at least: a page may include 128 of them."""
TRUST = "or trust the authors of pages: leave handouts_untrusted_pages out of conf.py"
READ_FROM = "or name its folder in conf.py: handouts_read_from"


def lies_outside(env: BuildEnvironment, path: str | Path) -> bool:
    """Return whether a file is in none of the folders that pages may read, all links followed."""
    real = Path(os.path.realpath(path))
    folders = [env.srcdir, *(Path(env.app.confdir, f) for f in env.config.handouts_read_from)]
    return not any(real.is_relative_to(os.path.realpath(folder)) for folder in folders)


def may_read(env: BuildEnvironment, name: str, path: str | Path, line: int | None = None) -> bool:
    """Return whether the page that is read may read a file, too; if not, note why."""
    problem = ""
    if lies_outside(env, path):
        problem = f'"{name}" lies outside the source folder; copy the file into it, {READ_FROM}'
    elif Path(path).exists() and not Path(path).is_file():
        problem = f'"{name}" is not a file; name a file'
    if problem:
        docname = env.docname
        note_refusal(env, Finding(Kind.OUTSIDE, problem, docname=docname, line=line))
    return not problem


@contextmanager
def inserting(
    env: BuildEnvironment, name: str, path: str | Path, line: int | None = None
) -> Iterator[bool]:
    """Say whether a file may be inserted into the page that is read; if not, note why."""
    page = env.temp_data
    opened: Any = page.setdefault("handouts_opened", [])
    size = Path(path).stat().st_size if Path(path).is_file() else 0
    total: Any = page.get("handouts_inserted", 0)
    page["handouts_inserted"] = total = total + max(LEAST, size)
    problem = ""
    if os.path.realpath(path) in opened:
        problem = f'"{name}" contains itself; remove it there'
    elif total > PAGE_BYTES:
        problem = f'with "{name}" the page holds more than {PAGE_BYTES >> 10} KiB; split it'
    if problem:
        note_refusal(env, Finding(Kind.SIZE, problem, docname=env.docname, line=line))
    opened.append(os.path.realpath(path))
    try:
        yield not problem
    finally:
        opened.pop()


class _Careful(SphinxDirective):
    """A directive that reads a file."""

    def may_read(self, name: str) -> bool:
        """Return whether the file *name* may be read."""
        return may_read(self.env, name, self.env.relfn2path(name)[1], self.lineno)

    def may_read_anyhow(self, name: str) -> bool:
        """Return the same for a path that docutils opens: it reads one in a way of its own."""
        source = self.state.document.current_source or self.env.doc2path(self.env.docname)
        if Path(name).is_absolute() and Path(name).exists():
            return may_read(self.env, name, name, self.lineno)
        found = Path(source).parent / name.lstrip("/")
        return self.may_read(name) and may_read(self.env, name, found, self.lineno)

    def may_insert(self, name: str) -> bool:
        """Return whether a text may be read, and can be: the option ``encoding`` says another."""
        path = Path(self.env.relfn2path(name)[1])
        looked_at = "encoding" not in self.options and path.is_file()
        problem = encoding_problem(path) if looked_at else ""
        if problem:
            self.problem(Kind.ENCODING, f'"{name}" {problem}, or give its :encoding:')
        return not problem

    def problem(self, kind: Kind, message: str) -> None:
        """Note a mistake of the author's."""
        docname = self.env.docname
        source, line = self.get_source_info()
        self.note(Finding(kind, message, docname=docname, line=line), source)

    def note(self, finding: Finding, source: str | None) -> None:
        """Keep what is refused."""
        note_refusal(self.env, finding, source)


class CarefulInclude(_Careful):
    """Work as ``include``, in reStructuredText and in MyST, which has one of its own."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        **(Include.option_spec or {}),
        "relative-images": options.flag,
        "relative-docs": options.path,
        "heading-offset": options.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Look where the file lies, then include it."""
        name = "".join(self.arguments[0].split("\n")).strip()
        if name.startswith("<") and name.endswith(">"):  # a file of docutils'
            folder = Path(Include.standard_include_path)
            if not (folder / name[1:-1]).resolve().is_relative_to(folder.resolve()):
                self.problem(Kind.OUTSIDE, f'"{name}" lies outside the source folder; remove it')
                return []
        elif not self.may_read(name):
            return []
        path = self.env.relfn2path(name)[1]
        if not self.may_insert(name):
            return []
        with inserting(self.env, name, path, self.lineno) as may:
            return list(self._include().run()) if may else []

    def _include(self) -> Any:
        renderer = getattr(self.state, "_renderer", None)
        if renderer is None:
            return _again(Include, self)
        from myst_parser.mocking import MockIncludeDirective

        return MockIncludeDirective(
            renderer, self.name, Include, self.arguments, self.options, [], self.lineno
        )


def _again(directive: type[Directive], found: Directive) -> Directive:
    """Return another directive with all that the parser gave to *found*."""
    return directive(
        found.name,
        found.arguments,
        found.options,
        found.content,
        found.lineno,
        found.content_offset,
        found.block_text,
        found.state,
        found.state_machine,
    )


class CarefulLiteralInclude(_Careful, LiteralInclude):
    """Work as ``literalinclude``."""

    def run(self) -> list[nodes.Node]:
        """Look where the files lie, then include them."""
        names = [self.arguments[0], *filter(None, [self.options.get("diff")])]
        may = all(self.may_read(name) and self.may_insert(name) for name in names)
        return super().run() if may else []


class ReadableCSVTable(_Careful, CSVTable):
    """Work as ``csv-table``, but name a file in another encoding: the whole build would end."""

    def note(self, finding: Finding, source: str | None) -> None:
        """Keep what is wrong, whoever is trusted."""
        note_problem(self.env, finding, source)

    def run(self) -> list[Any]:
        """Make a table of a file that can be read."""
        name = self.options.get("file")
        if name is not None and not self.may_insert(name):
            return []
        try:
            return list(super().run())
        except UnicodeError:
            problem = "is in another encoding than its option says; mend :encoding:"
            self.problem(Kind.ENCODING, f'"{name}" {problem}')
            return []


class CarefulCSVTable(ReadableCSVTable):
    """Work as ``csv-table``, but never ask another server for it."""

    def note(self, finding: Finding, source: str | None) -> None:
        """Keep what is refused."""
        note_refusal(self.env, finding, source)

    def run(self) -> list[Any]:
        """Look where the file lies, then make a table of it."""
        if "url" in self.options:
            message = f'the table at "{self.options["url"]}" is remote; copy it into the project'
            self.problem(Kind.OUTSIDE, message)
            return []
        name = self.options.get("file")
        return super().run() if name is None or self.may_read_anyhow(name) else []


class CarefulFigure(_Careful, Figure):
    """Work as ``figure``, whose width may be that of the file."""

    def run(self) -> list[nodes.Node]:
        """Look where the file lies before its size is read."""
        sized = self.options.get("figwidth") == "image"
        if sized and not self.may_read_anyhow(self.arguments[0]):
            return []
        return super().run()


class CarefulRaw(_Careful):
    """Refuse ``raw``."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = Raw.option_spec or {}

    def run(self) -> list[nodes.Node]:
        """Note that it is refused."""
        self.problem(
            Kind.RAW,
            f"raw {self.arguments[0]} could run code or show anything; write it in the markup of "
            f"the page, {TRUST}",
        )
        return []


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "include": CarefulInclude,
    "literalinclude": CarefulLiteralInclude,
    "csv-table": CarefulCSVTable,
    "figure": CarefulFigure,
    "raw": CarefulRaw,
}
"""The directives of docutils and Sphinx that read files or pass on what they are given."""


def read_tables(app: Sphinx) -> None:
    """Name files of tables that cannot be read, where no other extension reads them."""
    if registered("csv-table") is CSVTable:
        app.add_directive("csv-table", ReadableCSVTable, override=True)


def registered(name: str) -> object:
    """Return the directive that stands for a name."""
    return getattr(options, "_directives", {}).get(name)


def add_directives(app: Sphinx) -> None:
    """Put these in the place of the usual ones, once all extensions are there."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive, override=True)
