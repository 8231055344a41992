"""The headings of a handout, as readers see them: how deep each is, and its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes

from ..assembly import anchor_of


@dataclass(frozen=True, slots=True)
class Heading:
    """A section with a heading."""

    section: nodes.section
    level: int
    """1 for a chapter."""
    is_counted: bool
    """Whether it stands on a page of the guide, and not in what is added at the end."""

    @property
    def title(self) -> nodes.title:
        """What it is called."""
        return next(child for child in self.section if isinstance(child, nodes.title))

    @property
    def anchor(self) -> str:
        """Where links to it lead."""
        return str(self.section["ids"][0])


def headings_of(document: nodes.document) -> list[Heading]:
    """Return the headings in their order; each section without an anchor gets one."""
    found = list(_walk(document, 1, is_counted=False))
    for place, heading in enumerate(found):
        if not heading.section["ids"]:
            heading.section["ids"].append(anchor_of("heading", str(place)))
    return found


def _walk(node: nodes.Element, level: int, *, is_counted: bool) -> Iterator[Heading]:
    for child in node.children:
        if not isinstance(child, nodes.Element):
            continue
        below, counted = level, is_counted
        if isinstance(child, nodes.container) and "docname" in child:
            below, counted = level + int(child.get("depth", 0)), "notes" not in node["classes"]
        elif isinstance(child, nodes.section) and any(isinstance(n, nodes.title) for n in child):
            yield Heading(child, level, counted)
            below = level + 1
        yield from _walk(child, below, is_counted=counted)


def number(headings: Iterable[Heading], levels: int) -> None:
    """Write numbers before the headings of the topmost *levels*: 3, and 3.1 below it."""
    counts: list[int] = []
    for heading in headings:
        if heading.level > levels or not heading.is_counted:
            continue
        counts = [*counts, *[0] * heading.level][: heading.level]
        counts[-1] += 1
        title = heading.title
        title.insert(0, nodes.Text(" "))
        words = ".".join(map(str, counts))
        title.insert(0, nodes.inline("", words, classes=["section-number"]))
