"""A table of contents: the headings of a handout, each with its number and its page."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ...messages import _
from ..constructs.link_words import Words, parted
from .headings import Heading
from .places import page_number

ANCHOR = "table-of-contents"


def toc_of(headings: Iterable[Heading], levels: int) -> nodes.section:
    """Return the table of the topmost *levels* of *headings*."""
    section = nodes.section("", nodes.title("", _("Contents")), ids=[ANCHOR], classes=["toc"])
    lists = [_list()]
    for heading in headings:
        if heading.level > levels:
            continue
        del lists[heading.level :]
        while len(lists) < heading.level:  # it lies within the entry before it
            last = lists[-1].children[-1] if lists[-1].children else None
            if not isinstance(last, nodes.container):
                break
            lists.append(_list())
            last += lists[-1]
        lists[-1] += _entry(heading)
    section += lists[0]
    return section


def _list() -> nodes.container:
    return nodes.container(classes=["toc__list"])


def _entry(heading: Heading) -> nodes.container:
    """Return a heading with its page; its level is a matter of looks."""
    entry = nodes.paragraph(classes=["toc__entry"])
    title = heading.title.deepcopy()
    for number in _taken(title, {"section-number"}):
        entry += [nodes.inline("", number.astext(), classes=["toc__number"]), nodes.Text(" ")]
    _taken(title, {"address", "note-mark", "see-page"})

    def link(run: Words) -> Words:
        return [nodes.reference("", "", *run, internal=True, refid=heading.anchor)]

    entry += parted(title, link)
    entry += [nodes.Text(" "), page_number("", refid=heading.anchor)]
    return nodes.container("", entry, classes=["toc__item", f"toc__item--{heading.level}"])


def _taken(title: nodes.Element, classes: set[str]) -> list[nodes.inline]:
    """Take what has one of some classes out of a heading, and return it."""
    found = [node for node in title.findall(nodes.inline) if classes.intersection(node["classes"])]
    for node in found:
        node.parent.remove(node)
    return found
