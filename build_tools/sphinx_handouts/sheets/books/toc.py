"""A table of contents: the headings of a handout, each with its number and its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ...messages import _
from ...pages.nodes import brand_value
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
    words = list(_words(heading.title))
    if words and isinstance(words[0], nodes.inline):
        entry += [words.pop(0), nodes.Text(" ")]
    link = nodes.reference("", "", *words, internal=True, refid=heading.anchor)
    entry += [link, nodes.Text(" "), page_number("", refid=heading.anchor)]
    return nodes.container("", entry, classes=["toc__item", f"toc__item--{heading.level}"])


def _words(title: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the words of a heading as a link may hold them, its number before them by itself."""
    text = ""
    for node in title.findall():
        if isinstance(node, nodes.inline) and "section-number" in node["classes"]:
            yield nodes.inline("", node.astext(), classes=["toc__number"])
        elif isinstance(node, brand_value):
            if text.strip():
                yield nodes.Text(text)
            text = ""
            yield node.deepcopy()
        elif isinstance(node, nodes.Text) and not _is_taken(node, title):
            text += node.astext() if text else node.astext().lstrip()
    if text:
        yield nodes.Text(text)


def _is_taken(node: nodes.Node, title: nodes.Element) -> bool:
    while node is not title:
        node = node.parent
        if isinstance(node, brand_value) or "section-number" in node["classes"]:
            return True
    return False
