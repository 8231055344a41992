"""Parts the words of a link from what no link may hold, and what plain words would lose.

PDF/UA-1 (7.18.5) wants plain words in a link, and raised letters, struck words or a formula are
none: "10³ units" would be "103 units". Each piece of plain words is a link of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...pages import nodes as own
from ...pages.inline_html import read_inline_html

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

PIECES = "link-pieces"
"""Class of what holds the pieces of a link."""
_WHOLE = (nodes.image, nodes.math, own.line_break)
"""What stands between two pieces."""
_AROUND = (nodes.superscript, nodes.subscript, own.inline_tag)
"""What stands around a piece."""
Words = Sequence[nodes.Node]


def is_plain(node: nodes.Element) -> bool:
    """Return whether plain words say all that a node says."""
    return not any(isinstance(one, (*_WHOLE, *_AROUND)) for one in node.findall())


def plain_words(node: nodes.Element, words: str) -> list[nodes.Node]:
    """Return the plain *words* of a node; those that a brand changes stay words of a brand."""
    if next(iter(node.findall(own.brand_value)), None) is None:
        return [nodes.Text(words)]
    return list(_parts(node))


def unlinked(reference: nodes.Element, words: str) -> list[nodes.Node]:
    """Return what a reference says in plain *words*, and beside them, where it is no link."""
    if not is_plain(reference):
        return parted(reference, lambda run: run)
    return plain_words(reference, words) if words else []


def whole_link(reference: nodes.Element) -> nodes.Element:
    """Return what holds all pieces of the link of which a reference is one, or that itself."""
    found = reference
    while isinstance(found.parent, _AROUND) or PIECES in found.parent.get("classes", ()):
        found = found.parent
    return found


def parted(node: nodes.Element, link: Callable[[Words], Words]) -> list[nodes.Node]:
    """Return what stands in a node, each piece of its plain words as *link* has it."""
    found: list[nodes.Node] = []
    words: list[nodes.Node] = []
    for part in _parts(node):
        if isinstance(part, (nodes.Text, own.brand_value)):
            words.append(part)
            continue
        found += [*_linked(words, link)]
        words = []
        found.append(_around(part, link) if isinstance(part, _AROUND) else part)
    return [*found, *_linked(words, link)]


def _around(node: Any, link: Callable[[Words], Words]) -> nodes.Node:
    """Return a node around the pieces of what stands in it."""
    around: nodes.Element = node.copy()
    around += parted(node, link)
    return around


def _parts(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield texts, words of a brand, what stands around a piece, and what is none."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield nodes.Text(child.astext())
        elif isinstance(child, (*_WHOLE, own.brand_value)):
            yield child.deepcopy()
        elif isinstance(child, _AROUND):
            yield child
        elif isinstance(child, nodes.Element):
            yield from _parts(child)


def _linked(words: Words, link: Callable[[Words], Words]) -> Iterator[nodes.Node]:
    """Yield words as a link, and blanks at their ends outside: a line may break there."""
    if not any(word.astext().strip() for word in words):
        yield from words
        return
    run = list(words)
    before = after = ""
    if isinstance(run[0], nodes.Text):
        text = run[0].astext()
        run[0] = nodes.Text(text.lstrip())
        before = text[: len(text) - len(run[0].astext())]
    if isinstance(run[-1], nodes.Text):
        text = run[-1].astext()
        run[-1] = nodes.Text(text.rstrip())
        after = text[len(run[-1].astext()) :]
    yield from (nodes.Text(blank) for blank in [before] if blank)
    yield from link([word for word in run if word.astext()])
    yield from (nodes.Text(blank) for blank in [after] if blank)


def marked_title(env: BuildEnvironment, docname: str, words: str) -> nodes.Element | None:
    """Return the heading of a page that Sphinx wrote as plain *words*, if it says more than they.

    Titles in references are plain text to Sphinx.
    """
    toc = env.tocs.get(docname)
    for heading in toc.findall(nodes.reference) if toc is not None and words else ():
        if words == "".join(
            text.astext() for text in heading.findall(nodes.Text) if _is_read(text)
        ):
            title = heading.deepcopy()
            read_inline_html(title, env.config.language)
            marks = any(isinstance(node, (*_AROUND, own.brand_value)) for node in title.findall())
            return title if marks and not any(title.findall(nodes.math)) else None
    return None


def marked_caption(target: nodes.Element | None, words: str) -> nodes.Element | None:
    """Return the caption of what a link leads to, if that says more than the plain *words* of it.

    So does the title of a table. What stands in a caption and is a link itself stays there alone.
    """
    for child in target.children if target is not None and words else ():
        if isinstance(child, (nodes.caption, nodes.title)) and not is_plain(child):
            caption: nodes.Element = child.deepcopy()
            for part in list(caption.findall(nodes.inline)):
                if "caption-number" in part["classes"]:
                    part.parent.remove(part)
            if caption.astext() == words and caption.next_node(nodes.reference) is None:
                return caption
    return None


def _is_read(text: nodes.Text) -> bool:
    return not isinstance(text.parent, nodes.raw)
