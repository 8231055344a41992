"""What reStructuredText hides as a comment, or prints with its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from . import leftovers
from .names import Names
from .reading import Misreading, no_directive

_MEANT = (
    re.compile(r"([A-Za-z][\w:+.-]*?)( ?::?)(?!:)"),
    re.compile(r"([A-Za-z][\w:+.-]*)( ?:)(?!:)"),
    re.compile(r"([A-Za-z][\w:+.-]*)()\s*\n(?=.*\S)"),
)
"""How a comment begins that was meant as a directive: a colon or a blank too few, or none at all
and its words below; the names of domains have colons, too."""
_AMONG_AUTHORS = {("NOTE", ":"), ("TODO", ":")}
_RIGHT = re.compile(r"[A-Za-z][\w:+.-]* ?::(?:\s|$)")
_TARGET = '"{}" gives the address of a link, and nobody reads it; if it is text, put \\ before it'
_LINE = re.compile(r"^[ \t]*\.\.[ \t]+(.*\S)", re.MULTILINE)


def misreadings(
    doctree: nodes.document, source: str, text: str, names: Names
) -> Iterator[Misreading]:
    """Yield what was misread in a file of reStructuredText, or in a docstring."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.comment) and (text or node.source == source):
            yield from _comment(node.astext(), text, names)
        elif node.source != source:
            continue
        elif isinstance(node, nodes.paragraph):
            said = _words(node)
            for message in leftovers.of_restructured(said, node, names):
                yield Misreading(node.line, message)
        elif isinstance(node, nodes.target) and _hides_words(node):
            yield Misreading(node.line, _TARGET.format(node.rawsource.strip()))


def _hides_words(node: nodes.target) -> bool:
    """Return whether the address of a link is none, and no link leads to it."""
    address = str(node.get("refuri", ""))
    return bool(address) and not node.referenced and not re.search(r"[/.#:@]", address)


def of_comments(text: str, names: Names) -> Iterator[Misreading]:
    """Yield the comments of a text, such as ``eval-rst`` holds, that were meant as directives."""
    for found in _LINE.finditer(text):
        if _RIGHT.match(found[1]):
            continue
        below = text[found.end() : found.end() + 200]
        goes_on = re.match(r"\n\s*(?<=[ \t])\S", below) is not None
        yield from _comment(f"{found[1]}\nx" if goes_on else found[1], text, names)


def _comment(comment: str, text: str, names: Names) -> Iterator[Misreading]:
    first = comment.partition("\n")[0].strip()
    for found in filter(None, (pattern.match(comment) for pattern in _MEANT)):
        name, colons = found.groups()
        if (name, colons) in _AMONG_AUTHORS:
            return
        if name.lower() in (names.all if colons else names.directives):
            lines = (
                text.count("\n", 0, one.start(1)) + 1
                for one in _LINE.finditer(text)
                if one[1].strip() == first
            )
            line = next(lines, None)
            if line or not text:  # a comment of another file of the page is told there
                yield Misreading(line, no_directive(name, colons))
            return


def _words(node: nodes.Element) -> str:
    """Return the text of a paragraph without what is code, a formula or HTML."""
    if isinstance(node, nodes.literal | nodes.math | nodes.raw | nodes.problematic):
        return ""
    parts = (
        _words(child) if isinstance(child, nodes.Element) else child.astext()
        for child in node.children
    )
    return "".join(parts)
