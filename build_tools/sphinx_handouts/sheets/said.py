"""What a handout says, text by text, and where each stands in the sources.

The tree is read here by a plain walk, and written by a translator with many rules of its own: what
both of them found is compared before anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ..pages import nodes as own
from ..records.model import Said
from ..records.plain_text import label_of

_UNSAID = (
    *(addnodes.index, addnodes.only, addnodes.toctree, nodes.comment, nodes.meta, nodes.raw),
    *(nodes.substitution_definition, nodes.system_message, nodes.target, own.form_field),
)
"""What is no text of a reader's, or is refused elsewhere."""
_TYPES = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


def said(document: nodes.Element) -> Iterator[Said]:
    """Yield what the tree of a handout says, in its order."""
    yield from _walk(document, "", 0)


def _walk(node: nodes.Element, docname: str, line: int) -> Iterator[Said]:
    if isinstance(node, _UNSAID) and not _is_referred_to(node):
        return
    if isinstance(node, nodes.container) and "docname" in node:
        docname = node["docname"]
    line = node.line or line
    if isinstance(node, nodes.image):
        yield Said(node.get("alt", ""), docname, line, is_alternative=True)
    elif isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        yield from _block(node, docname, line)
    else:
        yield from _children(node, docname, line)


def _is_referred_to(node: nodes.Element) -> bool:
    """Return whether a target holds words of its own, as inline targets do."""
    return isinstance(node, nodes.target) and bool(node.children)


def _children(node: nodes.Element, docname: str, line: int) -> Iterator[Said]:
    labels = _labels(node)
    for child in node.children:
        if isinstance(child, nodes.list_item) and labels is not None:
            yield Said(next(labels), docname, child.line or line, is_label=True)
        if isinstance(child, nodes.Element):
            yield from _walk(child, docname, line)
        elif child.astext().strip():
            yield Said(child.astext(), docname, line)


def _labels(node: nodes.Element) -> Iterator[str] | None:
    """Return the labels of the items of an ordered list."""
    if not isinstance(node, nodes.enumerated_list):
        return None
    kind, first = _TYPES.get(node.get("enumtype", ""), "1"), int(node.get("start", 1))
    return (label_of(first + place, kind) for place in range(len(node)))


def _block(node: nodes.Element, docname: str, line: int) -> Iterator[Said]:
    """Yield the words of a block, and what the pictures within it say."""
    words = "".join(_words(node))
    if words.strip():
        yield Said(words, docname, line)
    for image in node.findall(nodes.image):
        yield Said(image.get("alt", ""), docname, image.line or line, is_alternative=True)


def _words(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, _UNSAID) and not _is_referred_to(node):
        return
    elif not isinstance(node, (nodes.image, nodes.math, nodes.math_block)):
        for child in node.children:
            yield from _words(child)
