"""Changes document trees without losing what a node is called by."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes


def replace(node: nodes.Element, new: Sequence[nodes.Node]) -> None:
    """Put *new* in the place of *node*; labels and classes of *node* go on to them.

    docutils' own ``replace_self`` fails where the first of *new* is a text, which carries none.
    """
    named = any(node[key] for key in ("ids", "names", "classes"))
    first = new[0] if new else None
    if named and not isinstance(first, nodes.Element):
        inline = isinstance(node.parent, nodes.TextElement)
        holder = nodes.inline("", "", *new) if inline else nodes.container("", *new)
        new = [holder]
        first = holder
    if named and isinstance(first, nodes.Element):
        first.update_basic_atts(node)
    place = node.parent.index(node)
    node.parent[place : place + 1] = list(new)
