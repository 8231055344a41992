"""Paragraphs that hold blocks: each block stands by itself, as a browser shows it.

Sphinx writes what a parameter means so, where that has several paragraphs or a list.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ..assembly import Assembly


def part_paragraphs(assembly: Assembly) -> None:
    """Put paragraphs and blocks in the place of each paragraph that holds blocks."""
    for paragraph in list(assembly.document.findall(nodes.paragraph)):
        if paragraph.parent is not None and any(map(_is_block, paragraph)):
            paragraph.replace_self(list(_parts(paragraph)))


def _is_block(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Body) and not isinstance(node, nodes.Inline)


def _parts(paragraph: nodes.paragraph) -> Iterator[nodes.Element]:
    """Yield the parts of a paragraph; the first one in it goes on in the line that leads to it."""
    line: list[nodes.Node] = []
    for child in paragraph.children:
        if not _is_block(child):
            line.append(child)
            continue
        goes_on = bool(line) and isinstance(child, nodes.paragraph)
        if goes_on and isinstance(child, nodes.paragraph):
            line += child.children
        if any(node.astext().strip() for node in line):
            yield _paragraph(paragraph, line)
        line = []
        if not goes_on and isinstance(child, nodes.Element):
            yield child
    if any(node.astext().strip() for node in line):
        yield _paragraph(paragraph, line)


def _paragraph(whole: nodes.paragraph, line: list[nodes.Node]) -> nodes.paragraph:
    part = nodes.paragraph("", "", *line)
    part.source, part.line = whole.source, whole.line
    return part
