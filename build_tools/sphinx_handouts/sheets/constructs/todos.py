"""Notes of what is to be done: a page shows them only where its project says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

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
