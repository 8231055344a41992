"""All that is to be translated of a project, and where it stands.

It is what Sphinx extracts from the pages (for print and for the web alike), by the name of its
catalogue, and what ``catalogue.toml`` says to readers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from ..pages.drawing_words import CATALOGUE, drawn
from ..pages.drawing_words import words_of as drawing_words
from ..pages.environment import application
from ..pages.translated_texts import written
from ..project.catalogue import Catalogue
from ..project.message_files import SHEETS
from ..project.translated_catalogue import key_lines, words_of
from ..records.schema.handout import Handout, Pack
from ..sheets.doctext import row_line, term_line

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(slots=True)
class Place:
    """Where a text stands, and on which handouts."""

    locations: dict[tuple[str, int], None] = field(default_factory=dict)
    """Files, from the source folder, and lines."""
    sheets: set[str] = field(default_factory=set)


Texts = dict[str, dict[str, Place]]
"""What is to be translated, by the name of its catalogue."""


def texts(env: BuildEnvironment, catalogue: Catalogue) -> Texts:
    """Return all that is to be translated, in the order of the pages."""
    found: Texts = {}
    for docname in sorted(env.found_docs, key=lambda name: (name != env.config.root_doc, name)):
        domain = docname_to_domain(docname, env.config.gettext_compact)
        messages = found.setdefault(domain, {})
        for node, text in extract_messages(env.get_doctree(docname)):
            place = messages.setdefault(written(node, text), Place())
            place.locations[_file(env, docname, node), _line(node)] = None
    found[SHEETS] = _of_catalogue(env, catalogue)
    found[CATALOGUE] = _of_drawings(env)
    return found


def _of_drawings(env: BuildEnvironment) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name, drawing in drawn(env):
        for words in drawing_words(drawing):
            found.setdefault(words, Place()).locations[name, 0] = None
    return found


def _of_catalogue(env: BuildEnvironment, catalogue: Catalogue) -> dict[str, Place]:
    path = Path(application(env).confdir, env.config.handouts_dir, "catalogue.toml")
    shown = Path(os.path.relpath(path, env.srcdir)).as_posix()
    lines = key_lines(path)
    found: dict[str, Place] = {}
    for table, name in _tables(catalogue):
        for key, words in words_of(table):
            place = found.setdefault(words, Place())
            place.locations[shown, lines.get((name, key), 0)] = None
            place.sheets.add(name)
    return found


def _tables(catalogue: Catalogue) -> Iterator[tuple[Handout | Pack, str]]:
    yield from ((handout, handout.id) for handout in catalogue.handouts)
    yield from ((pack, pack.slug) for pack in catalogue.packs)


def _file(env: BuildEnvironment, docname: str, node: nodes.Element) -> str:
    """Return the file in which a node is written, from the source folder."""
    source = Path(env.srcdir, (node.source or "").partition(":<")[0])
    path = source if source.is_file() else Path(env.doc2path(docname))
    return Path(os.path.relpath(path, env.srcdir)).as_posix()


def _line(node: nodes.Element) -> int:
    """Return the line on which a node begins, or else what holds it."""
    holder: nodes.Element | None = node
    while holder is not None and not holder.line:
        holder = holder.parent
    if holder is None:
        return 0
    line = int(holder.line or 0)
    if isinstance(node, nodes.term):
        return term_line(node, line)
    while holder is not None and not isinstance(holder, nodes.entry):
        holder = holder.parent
    return line + (row_line(holder) if holder is not None and holder.line == line else 0)
