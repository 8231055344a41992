"""An index: what the pages of a handout say is to be found there, and on which pages of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.indexentries import IndexEntries

from ...messages import _
from ..assembly import anchor_of, docname_of
from .collation import initial, sort_key
from .places import page_link

ANCHOR = "book-index"

Targets = Sequence[tuple[str | None, str]]
"""What a word leads to: whether it is explained there, and an anchor."""


def index_of(document: nodes.document, language: str) -> list[nodes.section]:
    """Return the index of *document* as a section; none where there is nothing to find."""
    entries = sorted(_entries(document), key=lambda entry: _rank(entry[0], language))
    if not entries:
        return []
    section = nodes.section("", nodes.title("", _("Index")), ids=[ANCHOR], classes=["book-index"])
    columns = nodes.container(classes=["book-index__columns"])
    for letter, group in groupby(entries, key=lambda entry: initial(entry[0], language)):
        name = letter or _("Signs and numbers")
        columns += nodes.paragraph("", name, classes=["book-index__letter"])
        columns += nodes.bullet_list("", *(_item(*entry, language) for entry in group))
    section += columns
    return [section]


def _rank(word: str, language: str) -> Any:
    """Sort signs and digits before letters."""
    return bool(initial(word, language)), sort_key(word, language)


def _entries(document: nodes.document) -> Iterator[tuple[str, Targets, Sequence[Any]]]:
    """Yield words, what they lead to, and the words below each: Sphinx joins what is the same."""
    known: set[str] = set()
    for element in document.findall(nodes.Element):
        known.update(element.get("ids", ()))
    found: dict[str, list[tuple[Any, ...]]] = {}
    for node in document.findall(addnodes.index):
        docname = docname_of(node) or ""
        for kind, value, target, main, key in node["entries"]:
            anchor = _anchor(node, anchor_of(docname, target), known)
            if anchor:
                found.setdefault(anchor, []).append((kind, value, "", main, key))
    # By the anchors, and not by pages as on the web: only these are asked for.
    pages: Any = SimpleNamespace(domains=SimpleNamespace(index_domain=SimpleNamespace()))
    pages.domains.index_domain.entries = found
    places: Any = SimpleNamespace(get_relative_uri=lambda _from, to: to)
    for _letter, group in IndexEntries(pages).create_index(places):
        for word, (targets, below, _key) in group:
            yield word, _targets(targets), [(sub, _targets(more)) for sub, more in below]


def _targets(found: Iterable[tuple[str | None, Any]]) -> Targets:
    return [(main, str(uri).removesuffix("#")) for main, uri in found]


def _anchor(node: nodes.Node, anchor: str, known: set[str]) -> str:
    """Return *anchor*, or that of what is around *node*, where a sheet has no such place."""
    if anchor in known:
        return anchor
    while (node := node.parent) is not None:
        if isinstance(node, nodes.Element) and node.get("ids"):
            return str(node["ids"][0])
    return ""


def _item(
    word: str, targets: Targets, below: Sequence[tuple[str, Targets]], language: str
) -> nodes.list_item:
    line = nodes.paragraph("", word)
    for main, anchor in targets:
        classes = ["page-link", "page-link--main"] if main else ["page-link"]
        line += nodes.inline("", ", ", page_link("", refid=anchor), classes=classes)
    item = nodes.list_item("", line)
    if below:
        rows = sorted(below, key=lambda row: _rank(row[0], language))
        item += nodes.bullet_list("", *(_item(sub, more, (), language) for sub, more in rows))
    return item
