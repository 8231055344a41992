"""What reStructuredText hides as a comment, or prints with its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from ...records.finding import Severity
from . import leftovers
from .names import Names
from .reading import Misreading, lone_item, no_directive

_MEANT = (
    re.compile(r"([A-Za-z][\w:+.-]*?)( ?::?)(?!:)"),
    re.compile(r"([A-Za-z][\w:+.-]*)( ?:)(?!:)"),
    re.compile(r"([A-Za-z][\w:+.-]*)()\s*\n(?=.*\S)"),
)
"""How a comment begins that was meant as a directive: a colon or a blank too few, or none at all
and its words below; the names of domains have colons, too."""
_AMONG_AUTHORS = {("NOTE", ":"), ("TODO", ":")}
_RIGHT = re.compile(r"[A-Za-z][\w:+.-]* ?::(?:\s|$)")
_SETTING = re.compile(r"(?<![`\\])\|(version|release)\|(?!`)")
"""Words that Sphinx takes from its settings, which are empty where nobody set them."""
_TARGET = '"{}" gives the address of a link, and nobody reads it; if it is text, put \\ before it'
_LINE = re.compile(r"^[ \t]*\.\.[ \t]+(.*\S)", re.MULTILINE)


def misreadings(
    doctree: nodes.document, source: str, text: str, names: Names
) -> Iterator[Misreading]:
    """Yield what was misread in a file of reStructuredText, or in a docstring."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.comment) and (text or node.source == source):
            yield from _comment(node.astext(), text, names)
        elif isinstance(node, nodes.enumerated_list):
            yield from _lone_item(node, source, text, names.language)
        elif node.source != source:
            continue
        elif isinstance(node, nodes.paragraph):
            yield from _paragraph(doctree, node, names)
        elif isinstance(node, nodes.target) and _hides_words(node):
            yield Misreading(node.line, _TARGET.format(node.rawsource.strip()))


def _paragraph(
    doctree: nodes.document, node: nodes.paragraph, names: Names
) -> Iterator[Misreading]:
    said = [*leftovers.of_restructured(_words(node), node, names)]
    said += (
        f'"|{name}|" stands for nothing: set {name} in conf.py, or remove it'
        for name in _SETTING.findall(node.rawsource)
        if not doctree.settings.env.config[name]
    )
    yield from (Misreading(node.line, message) for message in said)


def _lone_item(
    node: nodes.enumerated_list, source: str, text: str, language: str
) -> Iterator[Misreading]:
    """Look at a number that begins a paragraph."""
    number = int(node.get("start", 1))
    first = next(node[0].findall(nodes.paragraph), None)
    is_alone = len(node) == 1 and (node["enumtype"], node["suffix"]) == ("arabic", ".")
    if is_alone and first is not None and first.source == source:
        for message in lone_item(number, f"{number}. {first.rawsource}", text, language):
            yield Misreading(first.line, message, Severity.WARNING)


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
