"""What a handout of many pages has besides: by it, readers find their way.

Each module adds one thing to the tree of a handout whose entry in the catalogue asks for it:
numbers before headings, a table of contents, pages behind links, an index. `begin` and `bind` are
the front door, called by `sheets.parts`; the pages themselves are known when a sheet is laid out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..assembly import Assembly
from .headings import headings_of, number
from .index import index_of
from .page_references import tell_pages
from .terms import link_terms
from .toc import toc_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def begin(env: BuildEnvironment, assembly: Assembly) -> None:
    """Let terms lead to their meaning, before references are resolved."""
    if assembly.handout.is_book:
        link_terms(env, assembly)


def bind(assembly: Assembly) -> None:
    """Add what the handout asks for, once all references are resolved."""
    handout, document = assembly.handout, assembly.document
    if not handout.is_book:
        return
    if handout.index:
        document += index_of(document, assembly.language)
    headings = headings_of(document)
    for heading in headings:
        if heading.level == 1:
            heading.section["classes"].append("chapter")
    tell_pages(document)
    number(headings, handout.numbered)
    if handout.table_of_contents:
        document.insert(0, toc_of(headings, handout.table_of_contents))
