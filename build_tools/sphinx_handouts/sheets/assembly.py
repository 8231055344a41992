"""A handout while it is put together: its document tree, and what was found wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from docutils import nodes

from ..pages import nodes as own
from ..pages.problems import FILE
from ..pages.translated_texts import text_of
from ..records.finding import Finding, Kind, Where
from ..records.schema.handout import Handout
from ..records.texts import Text

UNRESOLVED = "handouts:"
"""Scheme of the addresses that the builder gives to pages while references are resolved."""


@dataclass
class Assembly:
    """A handout's document tree, and what was found wrong while it was made."""

    handout: Handout
    document: nodes.document
    findings: list[Finding] = field(default_factory=list)
    docnames: dict[str, None] = field(default_factory=dict)
    snippets: set[str] = field(default_factory=set)
    wordless: dict[str, str] = field(default_factory=dict)
    """Snippets that say nothing on this sheet, and the file of each."""
    sources: list[str] = field(default_factory=list)
    """Keys of the sources that it cites, in their order."""
    references: list[str] = field(default_factory=list)
    """The same sources as they are printed."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Its parts that another sheet of a pack holds, and the title of that sheet."""
    help_sheet: str = ""
    """Title of the sheet of a pack that holds the get-help box, where this one does not."""
    texts: list[Text] = field(default_factory=list)
    """All that is translated of it."""
    pictures: dict[str, None] = field(default_factory=dict)
    """The files of its pictures, as they are called in the language of the pages."""
    source_title: str = ""
    """Its title in the language in which the pages are written."""
    language: str = "en"

    def error(self, kind: Kind, message: str, node: nodes.Node | None = None) -> None:
        """Note an error of this handout, located at *node*'s page."""
        finding = Finding(kind, f"{self.handout.id}: {message}")
        self.findings.append(replace(finding, **place_of(node)))


def place_of(node: nodes.Node | None) -> Where:
    """Return where *node* stands: what has no line of its own, where its holder does."""
    path, docname, line = _file_of(node), docname_of(node), line_of(node)
    if path:
        return Where(docname=None, path=path, line=line)
    return Where(docname=docname, path=None, line=line if docname else None)


def _file_of(node: nodes.Node | None) -> str:
    """Return the file that holds the line of *node*, if it is not its page."""
    at = node
    while at is not None and not getattr(at, "line", None):
        at = at.parent
    return (at.get(FILE, "") if isinstance(at, nodes.Element) else "") or snippet_of(node)


def snippet_of(node: nodes.Node | None, key: str = "path") -> str:
    """Return the file of the snippet in which a node stands, if it does; or what *key* names."""
    while node is not None:
        if isinstance(node, own.snippet):
            return str(node.get(key, ""))
        node = node.parent
    return ""


def sheet_texts(root: nodes.Node, docname: str | None = None) -> Iterator[Text]:
    """Yield what is translated of *root*, in reading order.

    A text that no catalogue has is found where it is written: on a page, here *docname* unless the
    nodes say which, or in a snippet.
    """
    for node in root.findall(nodes.Element):
        if text := text_of(node):
            if not text.path:
                place = place_of(node)
                page = None if place["path"] else place["docname"] or docname
                text = replace(text, path=place["path"] or "", docname=page, line=line_of(node))
            yield replace(text, snippet=snippet_of(node, "snippet"))


def docname_of(node: nodes.Node | None) -> str | None:
    """Return the page from which *node* was taken."""
    while node is not None:
        if isinstance(node, nodes.container) and "docname" in node:
            return str(node["docname"])
        node = node.parent
    return None


def line_of(node: nodes.Node | None) -> int | None:
    """Return the line on which *node*, or else what holds it, begins."""
    while node is not None:
        if line := getattr(node, "line", None):
            return int(line)
        node = node.parent
    return None


def origin_of(node: nodes.Node) -> str:
    """Return the name of a node, and the package that it comes from.

    A package of packages, such as sphinxcontrib, has no file, and says nothing by itself.
    """
    first, _dot, rest = type(node).__module__.partition(".")
    second = rest.partition(".")[0]
    is_one = getattr(sys.modules.get(first), "__file__", None) or not second
    return f'"{type(node).__name__}" of {first if is_one else f"{first}.{second}"}'


def anchor_of(docname: str, anchor: str) -> str:
    """Return the name that an anchor of a page has on a sheet: two pages may have the same."""
    return f"{docname}:{anchor}"


def readable(uri: str) -> str:
    """Return an address as people type it; of one for mail, without what a program fills in."""
    if uri.startswith("mailto:"):
        uri = unquote(uri.partition("?")[0]) if uri[7:8] != "?" else uri
    for prefix in ("https://", "http://", "mailto:", "tel:"):
        uri = uri.removeprefix(prefix)
    return uri.removesuffix("/index.html").removesuffix("/")
