"""Finds what is read as something else than an author meant, where no parser says a word.

Markdown drops a cell too many, reStructuredText hides a note whose second colon is missing, and a
price becomes a formula: web and paper agree, and both say less than the page. What stands in a
text is compared with what its own parser makes of it, once for each page that is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ...records.finding import Finding, Kind
from ..parsers import TOO_DEEP, TooMuch, refuse, within
from ..problems import DOCSTRING, note_problem
from . import inserted, keys, markdown, media, restructured
from .names import Names

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

MARKDOWN = {"markdown", "myst-nb"}


def look(app: Sphinx, doctree: nodes.document) -> None:
    """Note what was misread in a page, and in the files that it inserts."""
    env = app.env
    try:
        with within(env.config.handouts_timeout):
            found = list(_found(app, doctree))
    except (RecursionError, TooMuch) as error:
        refuse(env, str(error) if isinstance(error, TooMuch) else TOO_DEEP)
        return
    for finding, source in found:
        placed = replace(finding, docname=env.docname)
        # A record is looked for on every page.
        note_problem(env, placed, source, where_printed=finding.kind is not Kind.REVIEW)


def _found(app: Sphinx, doctree: nodes.document) -> Iterator[tuple[Finding, str | None]]:
    """Yield what was misread, and the file that each line is counted in."""
    env = app.env
    names = Names.of(env)
    page = str(doctree["source"])
    texts = {source: _text(source) for source in sorted(_sources(doctree))}
    read = inserted.parts(texts, env)
    of_rst = {source: read[source] for source in texts if not _is_markdown(env, source, page)}
    inserted.number_truly(doctree, of_rst)
    everything = "\n".join(part.text for parts in read.values() for part in parts)
    for source, parts in read.items():
        said = (
            one
            for part in parts
            for one in (
                restructured.misreadings(doctree, source, part.text, names)
                if source in of_rst
                else markdown.misreadings(part.text, everything, env, names)
            )
        )
        for one in dict.fromkeys(said):
            yield Finding(Kind.MARKUP, one.message, one.severity, line=one.line), source
    for source, line, message in inserted.empty(texts, env):
        yield Finding(Kind.MARKUP, message, line=line), source
    above = env.metadata.get(env.docname, {})
    for finding in keys.lost(texts.get(page, ""), above, markdown=page not in of_rst):
        yield finding, None
    for message in media.tags(app, doctree):
        yield Finding(Kind.MARKUP, message), None


def _sources(doctree: nodes.document) -> set[str]:
    """Return the files that a page was read from; code that is shown as it is does not count.

    Some extensions give a node a path, where docutils has a text.
    """
    found = {str(doctree["source"])}
    for node in doctree.findall(nodes.Element):
        if node.source:
            node.source = str(node.source)
        if node.source and not isinstance(node, nodes.literal_block):
            found.add(node.source)
    return found


def _text(source: str) -> str:
    """Return what is written in a file; nothing of a docstring."""
    path = Path(source)
    return path.read_text("utf-8-sig", "replace") if path.is_file() else ""


def _is_markdown(env: BuildEnvironment, source: str, page: str) -> bool:
    """Return whether a file was read as Markdown: by its suffix, or as the page that inserts it."""
    if DOCSTRING in source or source.endswith(".ipynb"):
        return False
    suffixes = env.config.source_suffix
    kinds = [kind for suffix, kind in suffixes.items() if source.endswith(suffix)]
    if not kinds:
        kinds = [kind for suffix, kind in suffixes.items() if page.endswith(suffix)]
    return bool(MARKDOWN.intersection(kinds))


def connect(app: Sphinx) -> None:
    """Look at each page when it has been read."""
    app.connect("doctree-read", look)
