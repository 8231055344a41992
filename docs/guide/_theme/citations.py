"""What a page cites: read from its document tree, after Sphinx has resolved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx_handouts.sheets.sources import Source, read_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, and where in the guide it is described."""

    source: Source
    kind: str
    """Kind of the entry: ``article``, ``book`` ..."""
    address: str
    """Address of the entry in the list of sources, from the page that cites it."""


def cited(app: Sphinx, pagename: str, doctree: nodes.document) -> list[Cited]:
    """Return what a page cites, in the order in which it does, each source once."""
    known = _entries(app, pagename)
    addresses = dict.fromkeys(_cited_addresses(doctree))
    return [known[address] for address in addresses if address in known]


def _cited_addresses(doctree: nodes.document) -> list[str]:
    return [
        reference.get("refuri", "")
        for inline in doctree.findall(nodes.inline)
        if "bibtex-citation" in inline["classes"]
        for reference in inline.findall(nodes.reference)
    ]


def _entries(app: Sphinx, pagename: str) -> dict[str, Cited]:
    """Return the entries of the guide's bibliography by their address from a page."""
    if "cite" not in app.env.domains:
        return {}
    citations: Any = app.env.domains["cite"]
    found = {}
    for citation in citations.citations:
        page = app.builder.get_relative_uri(pagename, citation.bibliography_key.docname)
        address = f"{page}#{citation.citation_id}"
        found[address] = Cited(read_source(citation.entry), citation.entry.type, address)
    return found
