"""Lists of what was written elsewhere, which sphinxcontrib-bibtex fills in when a page is written.

A sheet numbers its own sources: no entry bears another number than the text that cites it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...pages.replacing import replace
from ..assembly import Assembly
from .footnotes import first_line

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def empty_bibliographies(env: BuildEnvironment) -> None:
    """Begin lists anew: the extension puts its entries into nodes that all sheets would share."""
    for bibliography in getattr(_domain(env), "bibliographies", {}).values():
        entries: dict[str, nodes.Element] = bibliography.citation_nodes
        entries.update({key: node.copy() for key, node in entries.items()})


def write_bibliographies(env: BuildEnvironment, assembly: Assembly) -> None:
    """Write each entry where it stands, after its number on this sheet, or else its label."""
    known = {one.citation_id: one.key for one in getattr(_domain(env), "citations", ())}
    keys = {key for key in known if assembly.sources}
    for numbered in list(assembly.document.findall(nodes.enumerated_list)):
        if any(keys & {_name(one) for one in item["ids"]} for item in _items(numbered)):
            replace(numbered, [nodes.bullet_list("", *numbered.children)])
    for entry in list(assembly.document.findall(nodes.citation)):
        key = next((known[name] for one in entry["ids"] if (name := _name(one)) in known), "")
        replace(entry, [_entry(entry, assembly.sources, key)])


def _domain(env: BuildEnvironment) -> Any:
    domains: Any = env.domains
    return domains.get("cite")


def _items(numbered: nodes.enumerated_list) -> list[nodes.Element]:
    return [item for item in numbered.children if isinstance(item, nodes.Element)]


def _name(anchor: str) -> str:
    """Return an anchor without its page."""
    return anchor.rpartition(":")[2]


def _entry(entry: nodes.citation, sources: list[str], key: str) -> nodes.container:
    children = [child for child in entry.children if not isinstance(child, nodes.label)]
    label = next(iter(entry.findall(nodes.label)), None)
    mark = label.astext() if label is not None else ""
    if sources:
        mark = str(sources.index(key) + 1) if key in sources else ""
    if mark:
        begin = first_line(children)
        begin.insert(0, nodes.inline("", f"[{mark}]", classes=["note-mark"]))
        begin.insert(1, nodes.Text(" "))
    holder = nodes.container("", *children, classes=["note"], ids=entry["ids"])
    holder.source, holder.line = entry.source, entry.line
    return holder
