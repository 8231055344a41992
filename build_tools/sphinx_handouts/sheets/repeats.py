"""Refuses parts of a handout that would print the same words twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docutils import nodes

from ..records.finding import Kind
from .assembly import Assembly


def refuse_twice(assembly: Assembly, picked: Mapping[str, Sequence[nodes.Element]]) -> None:
    """Refuse parts that are named twice, or of which one lies inside another."""
    where = "catalogue.toml: parts"
    parts = assembly.handout.parts
    for part in dict.fromkeys(part for part in parts if parts.count(part) > 1):
        assembly.error(Kind.PART, f'{where}: "{part}" stands there twice; remove one')
    for outer, inner in _nested(picked):
        message = (
            f'{where}: "{inner}" lies inside "{outer}", and would be printed twice; remove one'
        )
        assembly.error(Kind.PART, message)


def _nested(picked: Mapping[str, Sequence[nodes.Element]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of parts of which the second lies in the first, or is the same."""
    holders = {part: found[0] for part, found in picked.items() if found}
    tops = {part: _top_anchors(holder) for part, holder in holders.items()}
    for outer, holder in holders.items():
        anchors = _anchors(holder)
        for inner in holders:
            same = tops[inner] == tops[outer] and inner <= outer  # told once
            if tops[inner] and tops[inner] <= anchors and not same:
                yield outer, inner


def _anchors(holder: nodes.Element) -> set[str]:
    found = set(holder["left-out"])
    for node in holder.findall(nodes.Element):
        found.update(node.get("ids", ()))
    return found


def _top_anchors(holder: nodes.Element) -> set[str]:
    """Return the anchors of what was picked; of a whole page, those of its title."""
    first = holder[0] if holder.children else None
    own = first.get("ids", ()) if isinstance(first, nodes.Element) else ()
    return set(holder["left-out"] or own)
