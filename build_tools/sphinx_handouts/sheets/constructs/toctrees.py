"""A list of pages within a page: what a browser shows of it, with where each of them is found.

In a book, the pages of the book are left out of it: they follow, and its own contents name them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ...pages.environment import application
from ...pages.inline_html import read_inline_html
from ...pages.logged_warnings import kept_of
from ...records.finding import Kind
from ..assembly import UNRESOLVED, Assembly

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_MISSING = {"toc.not_readable", "toc.excluded"}


def list_pages(env: BuildEnvironment, assembly: Assembly) -> None:
    """Put titles of pages, as deep as a browser shows them, in the place of lists of pages."""
    within = assembly.docnames if assembly.handout.is_book else ()
    builder = application(env).builder
    for toctree in list(assembly.document.findall(addnodes.toctree)):
        parent: Any = toctree.parent
        docname = str(toctree.get("parent", ""))
        _tell_missing(env, assembly, toctree, docname)
        found = env.resolve_toctree(docname, builder, toctree.deepcopy())
        entries = list(_entries(found, within)) if isinstance(found, nodes.Element) else []
        for entry in entries:
            read_inline_html(entry, env.config.language)
        for node in (part for entry in entries for part in entry.findall(nodes.Element)):
            node.source, node.line = toctree.source, toctree.line
        parent.children[parent.index(toctree) : parent.index(toctree) + 1] = entries
        for entry in entries:
            parent.setup_child(entry)


def _tell_missing(
    env: BuildEnvironment, assembly: Assembly, toctree: nodes.Element, docname: str
) -> None:
    """Note the pages that a list names and lacks: Sphinx warns, and leaves them out."""
    for warning in () if toctree.get("hidden") else kept_of(env, docname):
        if warning.type in _MISSING and warning.line == toctree.line:
            message = f"{warning.message}; mend it: the list would lack that page"
            assembly.error(Kind.LINK, message, toctree)


def _entries(found: nodes.Element, within: Collection[str]) -> Iterator[nodes.Element]:
    """Yield the caption of what Sphinx has found, and the list, if anything is left of it."""
    lists = [_list(part, within) for part in found.children if isinstance(part, nodes.bullet_list)]
    for caption in found.children if any(lists) else ():
        if isinstance(caption, nodes.title):
            yield nodes.rubric("", "", *caption.children)
    yield from (kept for kept in lists if kept is not None)


def _list(found: nodes.bullet_list, within: Collection[str]) -> nodes.bullet_list | None:
    """Return a list of titles, without pages *within* the sheet; None where none is left."""
    items = [item for part in found.children if (item := _item(part, within)) is not None]
    return nodes.bullet_list("", *items) if items else None


def _item(found: Any, within: Collection[str]) -> nodes.list_item | None:
    link = next(found.findall(nodes.reference), None)
    if link is None or link["refuri"].removeprefix(UNRESOLVED).partition("#")[0] in within:
        return None
    number = ".".join(map(str, link.attributes.pop("secnumber", None) or ()))
    words = [nodes.Text(f"{number}. ")] if number else []
    item = nodes.list_item("", nodes.paragraph("", "", *words, link))
    for inner in found.children:
        if isinstance(inner, nodes.bullet_list) and (more := _list(inner, within)) is not None:
            item += more
    return item
