"""Parses a text that a page inserts as what its own suffix says: Markdown, or reStructuredText."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import get_filetype
from sphinx.util.docutils import LoggingReporter

from .environment import source_parser

if TYPE_CHECKING:
    from docutils.parsers import Parser
    from sphinx.environment import BuildEnvironment


def parse_file(
    env: BuildEnvironment, document: nodes.document, path: Path, text: str
) -> list[nodes.Node]:
    """Return the nodes of a file, as a part of *document*, with lines of that file.

    It is parsed into a document by itself, which shares with the other one all that is resolved
    when the whole page has been read: labels, footnotes, substitutions, what is pending.
    """
    part = nodes.document(document.settings, LoggingReporter.from_reporter(document.reporter))
    shared = set(document.__dict__) - set(_OWN)
    part.__dict__.update({name: document.__dict__[name] for name in shared})
    part.attributes = {**document.attributes, "source": str(path)}
    part.reporter.source = str(path)
    part.current_source, part.current_line = str(path), 0
    kind = get_filetype(env.config.source_suffix, path.name)
    parser = source_parser(env, kind)
    parser.parse(text, part)
    _forget_count(document)
    _note_transforms(document, parser)
    for node in part.findall(nodes.Element):
        if node.source is None:
            node.source = str(path)
    return part.children


_OWN = ("attributes", "children", "reporter", "current_source", "current_line", "parent")
"""What each of the two documents has for itself."""


def _forget_count(document: nodes.document) -> None:
    """Forget how many words MyST counted in the file: it counts those of the page after it."""
    for name in [name for name in document.substitution_defs if name.startswith("wordcount-")]:
        del document.substitution_defs[name]
        document.substitution_names.pop(nodes.fully_normalize_name(name), None)


def _note_transforms(document: nodes.document, parser: Parser) -> None:
    """Let the transforms of another parser have the whole page, too."""
    known = {row[1] for row in document.transformer.transforms}
    wanted = [kind for kind in parser.get_transforms() if kind not in known]
    document.transformer.add_transforms(wanted)
