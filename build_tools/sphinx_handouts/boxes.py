"""Looks whether the snippets that every handout must carry can be read on the PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from . import nodes as own
from .digests import digest, source
from .doctext import one_line
from .manifest import Entry, unchanged
from .memory import Memory
from .model import Clinic

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

TOPIC = "get-help"


def unreadable_boxes(
    env: BuildEnvironment,
    folder: Path,
    entries: Iterable[Entry],
    clinics: Iterable[Clinic],
    memory: Memory,
) -> Iterator[tuple[Entry, list[tuple[str, str]]]]:
    """Yield each of *entries* with the sentences that cannot be read in its PDF, and why.

    A PDF that is not in *folder*, or not the one that was built, is told by another check.
    """
    required = {nodes.make_id(name) for name in env.config.handouts_required_snippets}
    blocks = list(_blocks(env, required))
    sentences = {clinic.key: _sentences(blocks, _values(clinic)) for clinic in clinics}
    for entry in entries:
        wanted = sentences.get(entry.brand, [])
        key = digest([entry.sha256, *wanted, source("sheet_text.py")])
        if (TOPIC, key) not in memory:
            if not unchanged(folder, entry):
                continue
            from .sheet_text import unreadable

            pdf = (folder / entry.path).read_bytes()
            memory[TOPIC, key] = list(unreadable(pdf, wanted))
        found = memory[TOPIC, key]
        if found:
            yield entry, [(sentence, reason) for sentence, reason in found]


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
    if isinstance(node, own.audience) and node["media"] != "print":
        return
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        yield node
        return
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _text_blocks(child)


def _values(clinic: Clinic) -> Mapping[str, str]:
    """Return what a brand puts in place of neutral words."""
    brand = clinic.brand
    return {
        "emergency": clinic.emergency_number,
        "name": brand.name,
        "phone": brand.contact.phone,
    }


def _sentences(blocks: Iterable[nodes.TextElement], values: Mapping[str, str]) -> list[str]:
    return [one_line(_text(block, values)) for block in blocks]


def _text(node: nodes.Node, values: Mapping[str, str]) -> str:
    """Return the words of a node as a sheet prints them, without numbers of sources."""
    if isinstance(node, own.brand_value) and values.get(node["key"]):
        return values[node["key"]]
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        return ""
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(_text(child, values) for child in node.children)
