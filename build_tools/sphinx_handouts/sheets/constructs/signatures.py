"""Signatures of functions and classes: their brackets and commas, which writers add, are text."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ..assembly import Assembly

_BRACKETS: dict[type[nodes.Element], tuple[str, str]] = {
    addnodes.desc_parameterlist: ("(", ")"),
    addnodes.desc_type_parameter_list: ("[", "]"),
    addnodes.desc_optional: ("[", "]"),
    addnodes.desc_returns: (" \N{RIGHTWARDS ARROW} ", ""),
}
"""What stands around the words of an element."""
_PARAMETERS = (addnodes.desc_parameter, addnodes.desc_type_parameter)
_KEPT = (addnodes.desc_name, *_PARAMETERS)
"""What has a look of its own."""


def write_signatures(assembly: Assembly) -> None:
    """Turn each signature into words: what a page says is then all in its tree."""
    for signature in list(assembly.document.findall(addnodes.desc_signature)):
        lines = list(signature.findall(addnodes.desc_signature_line)) or [signature]
        for line in lines:
            words = list(_inside(line))
            line.children.clear()
            line.extend(words)


def _inside(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the words of an element, parameters with commas between."""
    follows = False
    for child in node.children:
        if isinstance(child, _PARAMETERS):
            if follows or _is_preceded(node):
                yield nodes.Text(", ")
            follows = True
        yield from _words(child)


def _is_preceded(node: nodes.Element) -> bool:
    """Return whether parameters stand before those of an optional group."""
    above = node.parent
    if not isinstance(node, addnodes.desc_optional) or above is None:
        return False
    before = above.children[: above.index(node)]
    return any(isinstance(one, _PARAMETERS) for one in before) or _is_preceded(above)


def _words(node: nodes.Node) -> Iterator[nodes.Node]:
    if not isinstance(node, nodes.Element):
        yield nodes.Text(node.astext())
        return
    opened, closed = next(
        (_BRACKETS[kind] for kind in _BRACKETS if isinstance(node, kind)), ("", "")
    )
    if opened:
        yield nodes.Text(opened)
    if isinstance(node, _KEPT):
        yield nodes.inline("", "", *_inside(node), classes=list(node["classes"]))
    else:
        yield from _inside(node)
    if closed:
        yield nodes.Text(closed)
