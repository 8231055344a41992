"""What Sphinx's own extensions put on a page: notes to do, summaries, links to the source.

None of them need be installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ...pages.replacing import replace
from ..assembly import Assembly

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def drop_todos(env: BuildEnvironment, assembly: Assembly) -> None:
    """Leave out the notes of ``sphinx.ext.todo`` where pages do not show them."""
    if getattr(env.config, "todo_include_todos", True):
        return
    for node in list(assembly.document.findall(nodes.Element)):
        if type(node).__name__ in {"todo_node", "todolist"} and node.parent is not None:
            node.parent.remove(node)


def is_summary(node: nodes.Node) -> bool:
    """Return whether a node is a table of ``sphinx.ext.autosummary``: pages show this comment."""
    return isinstance(node, nodes.comment) and type(node).__name__ == "autosummary_table"


def open_summaries(document: nodes.document) -> None:
    """Put each table in the place of the comment that holds it: nobody reads what is in one."""
    for node in [found for found in document.findall(nodes.comment) if is_summary(found)]:
        replace(node, list(node.children))


def drop_source_links(assembly: Assembly) -> None:
    """Leave out the *[source]* of ``sphinx.ext.viewcode``: it leads to a page of the web alone."""
    for node in list(assembly.document.findall(nodes.Element)):
        if type(node).__name__ == "viewcode_anchor":
            node.parent.remove(node)
