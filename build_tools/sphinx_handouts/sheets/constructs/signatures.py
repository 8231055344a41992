"""Signatures of functions and classes: their brackets and commas, which writers add, are text.

What is told apart by its look, such as the name, stays an element of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docutils import nodes
from sphinx import addnodes

from ..assembly import Assembly

_MARKS: Mapping[type[nodes.Element], tuple[str, str]] = {
    addnodes.desc_parameterlist: ("(", ")"),
    addnodes.desc_type_parameter_list: ("[", "]"),
    addnodes.desc_optional: ("[", "]"),
    addnodes.desc_returns: (" \N{RIGHTWARDS ARROW} ", ""),
    addnodes.desc_parameter: ("", ""),
    addnodes.desc_type_parameter: ("", ""),
}
"""What a writer puts around these."""
_LISTS = (
    addnodes.desc_parameterlist,
    addnodes.desc_type_parameter_list,
    addnodes.desc_optional,
)
"""What holds parameters."""
_MORE = (nodes.abbreviation, nodes.reference, addnodes.pending_xref)
"""Of which paper would print a meaning or an address within a signature."""


def write_signatures(assembly: Assembly) -> None:
    """Write out brackets, commas and arrows of all signatures."""
    for signature in list(assembly.document.findall(addnodes.desc_signature)):
        for node in [one for one in signature.findall(nodes.Element) if type(one) in _MARKS]:
            node.replace_self(_inline(node))
        for node in [one for one in signature.findall(nodes.Element) if isinstance(one, _MORE)]:
            node.replace_self(list(node.children))


def _inline(node: nodes.Element) -> nodes.inline:
    """Return what a node says with its marks, as text in a line."""
    opening, closing = _MARKS[type(node)]
    parts = list(_parted(node)) if isinstance(node, _LISTS) else list(node.children)
    return nodes.inline("", "", nodes.Text(opening), *parts, nodes.Text(closing))


def _parted(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield parameters with a comma between each two: what may be left out holds its own."""
    above = node.parent.children[: node.parent.index(node)] if node.parent else []
    is_inner = isinstance(node, addnodes.desc_optional)
    follows = is_inner and any(isinstance(one, nodes.Element) for one in above)
    for place, child in enumerate(node.children):
        if (place or follows) and not isinstance(child, addnodes.desc_optional):
            yield nodes.Text(", ")
        yield child
