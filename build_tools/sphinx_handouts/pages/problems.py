"""Mistakes found while pages are read, kept with the page until it is read again.

Sphinx prints a warning once, when it reads a page; a page that is still wrong must fail the
next build as well, although nothing is read then.
"""

from __future__ import annotations

import os
from collections.abc import Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from ..records.model import Finding

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _table(env: BuildEnvironment) -> dict[str, list[Finding]]:
    if not hasattr(env, "handouts_problems"):
        env.handouts_problems = {}  # type: ignore[attr-defined]
    table: dict[str, list[Finding]] = env.handouts_problems  # type: ignore[attr-defined]
    return table


def note_problem(env: BuildEnvironment, finding: Finding, source: str | None = None) -> None:
    """Keep *finding* with its page; *source* is the file that its line counts in, if another."""
    docname = str(finding.docname)
    if source and finding.docname and (path := _other_file(env, docname, source)):
        finding = replace(finding, docname=None, path=path)
    _table(env).setdefault(docname, []).append(finding)


def _other_file(env: BuildEnvironment, docname: str, source: str) -> str:
    """Return a file that a page inserts, from the folder of ``conf.py``; nothing for the page."""
    path = Path(env.srcdir, source.partition(":<")[0])  # docutils says "of a docstring" there
    if not path.is_file() or path.resolve() == Path(env.doc2path(docname)).resolve():
        return ""
    return Path(os.path.relpath(path, env._app.confdir)).as_posix()


def forget_lost(env: BuildEnvironment) -> None:
    """Forget what was noted of pages that are no longer there, and of no page."""
    for docname in _table(env).keys() - env.found_docs:
        del _table(env)[docname]


def problems(env: BuildEnvironment) -> list[Finding]:
    """Return what is wrong with the pages, page by page; what several hold is told once."""
    found = (finding for docname in sorted(_table(env)) for finding in _table(env)[docname])
    return list(dict.fromkeys(found))


class ProblemCollector(EnvironmentCollector):
    """Forgets what was noted of a page when it is read again."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        _table(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what a parallel reader noted."""
        for docname in docnames & _table(other).keys():
            _table(env)[docname] = _table(other)[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Do nothing: who reads a page notes its problems."""
