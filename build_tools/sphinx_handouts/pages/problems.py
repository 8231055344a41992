"""Mistakes found while pages are read, kept with the page until it is read again.

Sphinx prints a warning once, when it reads a page; a page that is still wrong must fail the
next build as well, although nothing is read then.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..project.rules import governs, rules
from ..records.finding import Finding, Kind
from ..storage.env_values import EnvValue
from .environment import PageTableCollector, application
from .printed import printed_pages

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class _Noted:
    """What is wrong with a page, and whether that matters only where the page is printed."""

    finding: Finding
    where_printed: bool


FILE = "written-in"
"""Attribute of a node that another file than its page holds: that file."""
DOCSTRING = "docstring of "
"""How Sphinx calls a source that is no file."""
_TABLE: EnvValue[dict[str, list[_Noted]]] = EnvValue("handouts_problems", dict)


def note_problem(
    env: BuildEnvironment,
    finding: Finding,
    source: str | None = None,
    *,
    where_printed: bool = False,
) -> None:
    """Keep *finding* with its page; *source* is the file that its line counts in, if another.

    *where_printed* says that it is nobody's business unless the page is a part of a handout, or
    pages are not trusted.
    """
    docname = str(finding.docname)
    if source and finding.docname and (path := _other_file(env, docname, source)):
        finding = replace(finding, docname=None, path=path)
    where_printed &= not env.config.handouts_untrusted_pages
    _TABLE.of(env).setdefault(docname, []).append(_Noted(finding, where_printed))


def note_refusal(env: BuildEnvironment, finding: Finding, source: str | None = None) -> None:
    """Keep what a guard of `untrusted` pages refuses; the message names the setting of its rule."""
    message = finding.message
    if "handouts_" not in message:
        message += " (the rule: handouts_untrusted_pages in conf.py)"
    note_problem(env, replace(finding, message=message), source)


def _other_file(env: BuildEnvironment, docname: str, source: str) -> str:
    """Return a file that a page inserts, from the folder of ``conf.py``; nothing for the page.

    Of a docstring it is what Sphinx says: ``../shop.py:docstring of shop.Basket``, or without a
    file. Its lines are counted in the docstring.
    """
    if source.startswith(DOCSTRING):
        return source
    file, docstring, name = source.partition(f":{DOCSTRING}")
    path = _found(env, docname, file.partition(":<")[0])  # docutils says which part of it there
    if path is None or path.resolve() == Path(env.doc2path(docname)).resolve():
        return ""
    return Path(os.path.relpath(path, application(env).confdir)).as_posix() + docstring + name


def _found(env: BuildEnvironment, docname: str, file: str) -> Path | None:
    """Return a source file; docutils names it from the folder in which the page was read."""
    path = Path(file)
    if path.is_absolute():
        return path if path.is_file() else None
    tail = tuple(part for part in path.parts if part != os.pardir)
    names = sorted(env.dependencies.get(docname, ()))
    inserted = (Path(os.path.normpath(Path(env.srcdir, name))) for name in names)
    return next((one for one in inserted if one.parts[-len(tail) :] == tail and tail), None)


def name_files(env: BuildEnvironment, docname: str, tree: nodes.Element) -> None:
    """Note with each node of a page which other file its line is counted in, as `FILE`."""
    known: dict[str, str] = {}
    for node in tree.findall(nodes.Element):
        if source := node.source:
            if source not in known:
                known[source] = _other_file(env, docname, source)
            if file := known[source]:
                node[FILE] = file


def forget_lost(env: BuildEnvironment) -> None:
    """Forget what was noted of pages that are no longer there, and of no page."""
    for docname in _TABLE.of(env).keys() - env.found_docs:
        del _TABLE.of(env)[docname]


def problems(env: BuildEnvironment) -> list[Finding]:
    """Return what is wrong with the pages, page by page; what several hold is told once."""
    pages, keeps_reviews = printed_pages(env), rules(env.config).reviews
    found = (
        _with_its_rule(env, noted.finding)
        for docname in sorted(_TABLE.of(env))
        for noted in _TABLE.of(env)[docname]
        if docname in pages or not noted.where_printed
        if keeps_reviews or noted.finding.kind is not Kind.REVIEW
    )
    return list(dict.fromkeys(found))


def _with_its_rule(env: BuildEnvironment, finding: Finding) -> Finding:
    """Return a finding whose message names the setting that asks for what is missing."""
    if finding.kind is not Kind.REVIEW:
        return finding
    rule = governs(env.config, "reviews")
    return replace(finding, message=f"{finding.message} (the rule: {rule})")


class ProblemCollector(PageTableCollector):
    """Forgets what was noted of a page when it is read again."""

    table = _TABLE
