"""The sections of the pages and the terms of the glossary, as a search needs them: plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx_handouts.pages.nodes import snippet

from .without_citations import words_of

SKIPPED = (
    *(nodes.section, addnodes.glossary, nodes.citation, nodes.thead),
    *(nodes.raw, nodes.image, nodes.comment),
)
"""What is no part of the text of a section; sections and terms are found by themselves."""


@dataclass(slots=True)
class Section:
    """A section of a page, or a term of the glossary: what a search can find."""

    docname: str
    anchor: str
    heading: str
    names: frozenset[str] = frozenset()
    """Every label by which it can be named."""
    blocks: list[str] = field(default_factory=list)


def sections_of(trees: dict[str, nodes.document]) -> Iterator[Section]:
    """Yield the sections of all pages, each text once: a snippet counts where it is at home."""
    homes: dict[str, str] = {}
    for docname, tree in trees.items():
        for shared in tree.findall(snippet):
            name = shared["snippet"]
            homes.setdefault(name, name if name in trees else docname)
    for docname, tree in trees.items():
        for section in tree.findall(nodes.section):
            yield _section(docname, section, homes)
        for item in tree.findall(nodes.definition_list_item):
            if isinstance(item.parent.parent, addnodes.glossary):
                yield _term(docname, item)


def _section(docname: str, section: nodes.section, homes: dict[str, str]) -> Section:
    is_page = isinstance(section.parent, nodes.document)
    names = frozenset((*section["ids"], *section.parent["ids"]) if is_page else section["ids"])
    blocks = list(_blocks(docname, section.children[1:], homes))
    return Section(
        docname, "" if is_page else section["ids"][0], words_of(section[0]), names, blocks
    )


def _term(docname: str, item: nodes.definition_list_item) -> Section:
    terms = [child for child in item.children if isinstance(child, nodes.term)]
    heading = ", ".join(words_of(term) for term in terms)
    return Section(docname, terms[0]["ids"][0], heading, blocks=[words_of(item[-1])])


def _blocks(docname: str, children: Iterable[nodes.Node], homes: dict[str, str]) -> Iterator[str]:
    """Yield the paragraphs, captions and rows, without those of the sections within."""
    for node in children:
        if not isinstance(node, nodes.Element) or _is_skipped(docname, node, homes):
            continue
        if isinstance(node, nodes.row):  # what stands in one row belongs together
            cells = [" ".join(_blocks(docname, cell.children, homes)) for cell in node.children]
            yield " – ".join([*(cell.rstrip(".") for cell in cells[:-1]), cells[-1]])
        elif not isinstance(node, nodes.TextElement):
            yield from _blocks(docname, node.children, homes)
        elif words := words_of(node):
            yield f"{words}:" if isinstance(node, nodes.title) and words[-1].isalnum() else words


def _is_skipped(docname: str, node: nodes.Element, homes: dict[str, str]) -> bool:
    """Return whether a node is no part of the text of a section, or is found elsewhere."""
    if isinstance(node, snippet):
        return homes[node["snippet"]] != docname
    return isinstance(node, SKIPPED) or "review-table" in node.get("classes", ())
