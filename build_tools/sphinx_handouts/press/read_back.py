"""Looks whether the snippets that every handout must carry can be read on the PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from docutils import nodes
from sphinx import addnodes

from ..checks.get_help import check_readable
from ..pages import nodes as own
from ..records.manifest import ContentsEntry, Entry, File
from ..records.model import Clinic, Finding
from ..sheets.doctext import one_line
from ..storage.digests import digest, rooms_digest
from ..storage.memory import Memory

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

MEMORY = "handouts-boxes.json"
"""What was read once, in the folder of the doctrees."""
TOPIC = "get-help"


_CUT = "\0"
_NOT_PRINTED = (
    *(addnodes.only, addnodes.toctree, nodes.comment, nodes.math_block, nodes.raw),
    *(nodes.substitution_definition, nodes.system_message, nodes.footnote, nodes.citation),
)
"""What is not printed, or not as it is written, or not in every build."""
_NOT_WORDS = (nodes.math, nodes.raw, nodes.image, nodes.footnote_reference, nodes.problematic)


Sheet = TypeVar("Sheet", bound=Entry | ContentsEntry)


class Staged(Protocol):
    """Where the PDFs are that were made."""

    def pdf(self, entry: File) -> bytes:
        """Return the PDF of an entry."""


def unreadable_boxes(
    env: BuildEnvironment, entries: Iterable[Sheet], clinics: Iterable[Clinic], staged: Staged
) -> list[tuple[Sheet, list[Finding]]]:
    """Return each of *entries* on whose PDF a line cannot be read that must be, and which.

    A PDF is read once: what was found is kept by what it was found from.
    """
    memory = Memory(Path(env.doctreedir, MEMORY))
    required = {nodes.make_id(name) for name in env.config.handouts_required_snippets}
    blocks = list(_blocks(env, required))
    lines = {clinic.key: _lines(blocks, _values(clinic)) for clinic in clinics}
    found = []
    for entry in entries:
        wanted = lines[entry.brand]
        key = digest([entry.sha256, *wanted, rooms_digest("pdf")])
        if (TOPIC, key) not in memory:
            from ..pdf.sheet_text import unreadable

            memory[TOPIC, key] = list(unreadable(staged.pdf(entry), wanted))
        findings = list(check_readable(entry.edition.label, memory[TOPIC, key]))
        if findings:
            found.append((entry, findings))
    memory.save()
    return found


def _blocks(env: BuildEnvironment, required: set[str]) -> Iterator[nodes.TextElement]:
    """Yield the paragraphs, items and headings of the required snippets, each snippet once."""
    missing = set(required)
    for docname in sorted(env.found_docs):
        if not missing:
            return
        for snippet in env.get_doctree(docname).findall(own.snippet):
            if snippet["snippet"] in missing:
                missing.remove(snippet["snippet"])
                yield from _text_blocks(snippet)


def _text_blocks(node: nodes.Element) -> Iterator[nodes.TextElement]:
    """Yield what a sheet prints of *node* in every build, block by block."""
    if isinstance(node, _NOT_PRINTED) or (isinstance(node, own.audience) and _is_web(node)):
        return
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        yield node
        return
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _text_blocks(child)


def _is_web(node: nodes.Element) -> bool:
    return bool(node["media"] != "print")


def _values(clinic: Clinic) -> Mapping[str, str]:
    """Return what a brand puts in place of neutral words."""
    brand = clinic.brand
    return {
        "emergency": clinic.emergency_number,
        "name": brand.name,
        "phone": brand.contact.phone,
    }


def _lines(blocks: Iterable[nodes.TextElement], values: Mapping[str, str]) -> list[str]:
    """Return the lines that must be on a sheet, in pieces where it prints something between."""
    pieces = (piece for block in blocks for piece in _text(block, values).split(_CUT))
    return list(filter(None, map(one_line, pieces)))


def _text(node: nodes.Node, values: Mapping[str, str]) -> str:
    """Return the words of a node as a sheet prints them, without numbers of sources."""
    if isinstance(node, own.brand_value) and values.get(node["key"]):
        return values[node["key"]]
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        return " "
    if isinstance(node, _NOT_WORDS):
        return _CUT
    if isinstance(node, nodes.Text):
        return node.astext()
    words = "".join(_text(child, values) for child in node.children)
    # A sheet prints the address behind the words of a link.
    return words + _CUT if isinstance(node, (nodes.reference, addnodes.pending_xref)) else words
