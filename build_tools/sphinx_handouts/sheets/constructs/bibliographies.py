"""What was written elsewhere: the lists of sphinxcontrib-bibtex, and what cites them.

A sheet numbers its own sources: no entry bears another number than the text that cites it. Some
citations are part of a sentence, such as *Bee [1]* or a year alone, and some have words before and
after a key: the extension's own style writes them, with the sheet's number as label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...pages.environment import application
from ...pages.replacing import replace
from ..assembly import Assembly
from .footnotes import first_line

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_TIED = 4
"""So many numbers of sources side by side stay on one line."""
_BEGIN, _END = "\ue000", "\ue001"
_NUMBER = re.compile(rf"(\[[^][]*{_BEGIN}[^][]*\]|{_BEGIN}\d+{_END})")
_GAP = f"{_END}, {_BEGIN}"


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


# --- citations ------------------------------------------------------------------------------


def cited_keys(xref: nodes.Element) -> list[str]:
    """Return the keys of a citation, without the words that stand before and after them."""
    return [target.key for target in _targets(xref)]


def write_citation(
    env: BuildEnvironment, xref: nodes.Element, numbers: Mapping[str, int]
) -> Iterator[nodes.Node]:
    """Yield what stands in place of a citation: words, and numbers of sources."""
    known = [target for target in _targets(xref) if target.key in numbers]
    words = _in_words(env, str(xref["reftype"]), known, numbers)
    if len(known) <= _TIED:
        words = words.replace(_GAP, _GAP.replace(" ", "\N{NO-BREAK SPACE}"))
    for place, part in enumerate(_NUMBER.split(words)):
        shown = part.replace(_BEGIN, "").replace(_END, "")
        if place % 2:
            yield nodes.inline("", shown, classes=["citation-number"])
        elif shown:
            yield nodes.Text(shown)


def _targets(xref: nodes.Element) -> list[Any]:
    from sphinxcontrib.bibtex.citation_target import parse_citation_targets  # late: few cite

    return list(parse_citation_targets(str(xref["reftarget"])))


def _in_words(
    env: BuildEnvironment, kind: str, known: list[Any], numbers: Mapping[str, int]
) -> str:
    """Return what a citation of a *kind* says, as text, with a mark on both sides of a number."""
    from pybtex.style import FormattedEntry
    from sphinxcontrib.bibtex.style.referencing import PersonStyle, format_references
    from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle
    from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

    domain: Any = env.domains["cite"]
    entries = {one.key: one.entry for one in domain.citations}
    info = SphinxReferenceInfo(application(env).builder, "", "", "", None, "", "")
    references = [
        (
            entries[target.key],
            FormattedEntry(target.key, "", f"{_BEGIN}{numbers[target.key]}{_END}"),
            info._replace(pre_text=target.pre, post_text=target.post),
        )
        for target in known
    ]
    person = getattr(domain.reference_style, "person", PersonStyle())
    text = format_references(LabelReferenceStyle(person=person), kind, references)
    return "".join(node.astext() for node in text.render(domain.backend))
