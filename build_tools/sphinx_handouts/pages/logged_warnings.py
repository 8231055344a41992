"""What Sphinx and other extensions complain of, kept with the page until it is read again.

Sphinx prints a warning once, when it reads a page, whichever builder reads it.  `check` tells all
of them at any time, so what is said while a page is read is kept in the environment.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.transforms import SphinxTransform
from sphinx.transforms.references import SphinxDomains
from sphinx.util.logging import NAMESPACE

from .. import messages
from ..records.finding import Severity
from ..storage.env_values import EnvValue
from .environment import PageTableCollector

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_OWN = f"{NAMESPACE}.{messages.__name__}"
"""The logger of this package's findings, which are collected as such."""


@dataclass(frozen=True, slots=True, order=True)
class LoggedWarning:
    """One warning or error that was logged."""

    path: str
    """The file, or nothing."""
    line: int
    """The line, or 0."""
    severity: Severity
    type: str
    """Type and subtype as for ``suppress_warnings``, joined by a dot; or nothing."""
    message: str


class Listener(logging.Handler):
    """Takes down every warning and error of one build, before others change its record."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.app = app
        self.reading = False
        self.said: list[LoggedWarning] = []
        """What was said while no page was read."""
        self._of_no_page: list[LoggedWarning] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what *record* says; Sphinx hands over some of them twice."""
        if record.name == _OWN or hasattr(record, "handouts_heard"):
            return
        record.handouts_heard = True
        warning = self._warning(record)
        if not self.reading:
            self.said.append(warning)
            return
        env = self.app.env
        docname = env.temp_data.get("docname") or (warning.path and env.path2doc(warning.path))
        if docname:
            _keep(env, docname, warning)
        else:  # from another process, about a file that several pages may include
            self._of_no_page.append(warning)

    def settle(self) -> None:
        """End reading: what concerns an included file belongs to the pages that include it."""
        self.reading = False
        env = self.app.env
        for warning in self._of_no_page:
            names = [name for name in env.all_docs if warning.path in _included(env, name)]
            for docname in names:
                _keep(env, docname, warning)
            self.said += () if names else (warning,)
        self._of_no_page.clear()

    def _warning(self, record: logging.LogRecord) -> LoggedWarning:
        kind = ".".join(filter(None, (getattr(record, key, "") for key in ("type", "subtype"))))
        severity = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
        path, line = self._place(getattr(record, "location", None))
        message = " ".join(record.getMessage().split()).removesuffix(f" [{kind}]")
        return LoggedWarning(path, line, severity, kind, message)

    def _place(self, location: Any) -> tuple[str, int]:
        """Return file and line of what Sphinx takes as a location."""
        if isinstance(location, nodes.Node):
            source, line = get_source_line(location)
            return _absolute(source), line or 0
        if isinstance(location, str) and ":" in location:
            path, _, number = location.rpartition(":")
            return _absolute(path), int(number) if number.isdigit() else 0
        docname, line = location if isinstance(location, tuple) else (location, 0)
        if docname and Path(docname).is_file():  # directives that MyST runs name the file
            return _absolute(docname), line or 0
        return str(self.app.env.doc2path(docname)) if docname else "", line or 0


def _absolute(path: str | None) -> str:
    """Return the whole path; docutils writes where it is in a text behind a colon."""
    path = (path or "").partition(":<")[0]
    return str(Path(path).resolve()) if path and not path.startswith("<") else ""


_TABLE: EnvValue[dict[str, list[LoggedWarning]]] = EnvValue("handouts_warnings", dict)


def _keep(env: BuildEnvironment, docname: str, warning: LoggedWarning) -> None:
    known = _TABLE.of(env).setdefault(docname, [])
    if warning not in known:
        known.append(warning)


def _included(env: BuildEnvironment, docname: str) -> set[str]:
    return {str(Path(env.srcdir, name).resolve()) for name in env.dependencies[docname]}


def listen(app: Sphinx) -> Listener:
    """Return the listener of *app*; the first call attaches it."""
    logger = logging.getLogger(NAMESPACE)
    for handler in logger.handlers:
        if isinstance(handler, Listener) and handler.app is app:
            return handler
    listener = Listener(app)
    logger.handlers.insert(0, listener)  # Sphinx's own handlers write into the record
    return listener


def kept(env: BuildEnvironment) -> Iterator[LoggedWarning]:
    """Yield what was said while the pages were read."""
    for docname in sorted(_TABLE.of(env)):
        yield from _TABLE.of(env)[docname]


def kept_of(env: BuildEnvironment, docname: str) -> list[LoggedWarning]:
    """Return what was said while a page was read."""
    return _TABLE.of(env).get(docname, [])


_UNKNOWN = re.compile("^Unknown (directive|interpreted text role)")
_LOADED: EnvValue[frozenset[str]] = EnvValue("handouts_loaded", frozenset)
"""The extensions of the last build."""


def is_unknown(warning: LoggedWarning) -> bool:
    """Return whether a warning tells of a directive or a role that no extension brought."""
    return bool(_UNKNOWN.search(warning.message))


def _read_again(
    app: Sphinx, env: BuildEnvironment, _added: Set[str], _changed: Set[str], _removed: Set[str]
) -> list[str]:
    """Return the pages whose directives were unknown, once there are more extensions.

    Sphinx loads a theme for builders of websites alone, and a theme may bring directives. Builders
    share what was read: a page that a build of sheets read would lack them on the web.
    """
    before, now = _LOADED.of(env), frozenset(app.extensions)
    _LOADED.put(env, now)
    if now <= before:
        return []
    return sorted(name for name in env.found_docs if any(map(is_unknown, kept_of(env, name))))


class KeepOutOfWords(SphinxTransform):
    """Takes what a parser complained of out of the words of a page, before they are collected.

    Sphinx does so later, when a heading has its name in references and lists of contents already:
    there a warning of MyST, with a path of this machine, stood among its words.
    """

    default_priority = SphinxDomains.default_priority - 1

    def apply(self, **_kwargs: Any) -> None:
        """Look at all complaints of a page, unless the project wants them printed."""
        if not self.config.keep_warnings:
            keep_out_of_words(self.document)


def keep_out_of_words(tree: nodes.Element) -> None:
    """Remove complaints from within headings, paragraphs and other texts of a tree."""
    for message in list(tree.findall(nodes.system_message)):
        if isinstance(message.parent, nodes.TextElement):
            message.parent.remove(message)


def connect(app: Sphinx) -> None:
    """Listen to every build, whatever its builder."""
    listener = listen(app)
    app.add_transform(KeepOutOfWords)
    app.connect("env-get-outdated", _read_again)

    def begin(_app: Sphinx, _env: BuildEnvironment, docnames: Iterable[str]) -> None:
        listener.reading = bool(docnames)

    app.connect("env-before-read-docs", begin, priority=999)
    app.connect("env-updated", lambda _app, _env: listener.settle(), priority=0)
    app.add_env_collector(LoggedWarningCollector)


class LoggedWarningCollector(PageTableCollector):
    """Forgets what was said of a page when it is read again."""

    table = _TABLE

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over nothing: what a parallel reader logs is logged again here."""
