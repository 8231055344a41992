"""Reads the inline tags of HTML that a sheet may show, before it refuses all other HTML.

Untrusted pages are read so as a whole, others where they are printed.

MyST itself writes some: for a line that ends in a backslash, for struck words, for tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from . import nodes as own

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_Attributes = Mapping[str, str]
_BREAK_HERE = "\N{ZERO WIDTH SPACE}"


def _tag(name: str) -> Callable[[_Attributes], nodes.Element]:
    return lambda _attributes: own.inline_tag("", tag=name)


def _abbreviation(attributes: _Attributes) -> nodes.Element:
    node = nodes.abbreviation("")
    if title := attributes.get("title"):
        node["explanation"] = title
    return node


def _link(attributes: _Attributes) -> nodes.Element:
    """Return a link, or a place to which one leads."""
    address = attributes.get("href", "").strip()
    if address.startswith("#"):
        return nodes.reference("", refid=address.removeprefix("#"), internal=True)
    if address:
        return nodes.reference("", refuri=address)
    return nodes.inline("", ids=[name for key in ("id", "name") if (name := attributes.get(key))])


TAGS: dict[str, Callable[[_Attributes], nodes.Element]] = {
    "a": _link,
    "abbr": _abbreviation,
    "acronym": _abbreviation,
    "b": lambda _attributes: nodes.strong(""),
    "bdi": _tag("bdi"),
    "big": _tag("big"),
    "cite": _tag("cite"),
    "code": lambda _attributes: nodes.literal(""),
    "data": lambda _attributes: nodes.inline(""),
    "del": _tag("del"),
    "dfn": _tag("dfn"),
    "em": lambda _attributes: nodes.emphasis(""),
    "i": lambda _attributes: nodes.emphasis(""),
    "ins": _tag("ins"),
    "kbd": _tag("kbd"),
    "mark": _tag("mark"),
    "q": _tag(own.QUOTED),
    "s": _tag("s"),
    "samp": _tag("samp"),
    "small": _tag("small"),
    "span": lambda _attributes: nodes.inline(""),
    "strike": _tag("s"),
    "strong": lambda _attributes: nodes.strong(""),
    "sub": lambda _attributes: nodes.subscript(""),
    "sup": lambda _attributes: nodes.superscript(""),
    "time": lambda _attributes: nodes.inline(""),
    "tt": lambda _attributes: nodes.literal(""),
    "u": _tag("u"),
    "var": _tag("var"),
}
"""The elements that a page may hold, and the node that each becomes."""

_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "name", "rel", "target"},
    "abbr": {"title"},
    "acronym": {"title"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "q": {"cite"},
    "time": {"datetime"},
}
"""Attributes that an element may have; any other one could mean something that is lost."""
_ADDRESSES = ("https://", "http://", "mailto:", "tel:", "#")
"""How a link begins: any other one leads to a page, and links of Markdown know those."""
_TICK_BOX = {"class", "type", "disabled", "checked"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tag or text of raw HTML: how it is written, and the node that it begins or is."""

    text: str
    begins: str = ""
    ends: str = ""
    node: nodes.Node | None = None


class _Pieces(HTMLParser):
    """Takes raw HTML to pieces; one of a kind that is not known makes it ``strange``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[_Piece] = []
        self.strange = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the begin of an element, or a whole one."""
        attributes = {name: value or "" for name, value in attrs}
        text = self.get_starttag_text() or ""
        if tag == "br" and not attributes:
            self.found.append(_Piece(text, node=own.line_break()))
        elif tag == "wbr" and not attributes:
            self.found.append(_Piece(text, node=nodes.Text(_BREAK_HERE)))
        elif tag == "input" and _is_tick_box(attributes):
            box = own.tick_box("", checked="checked" in attributes)
            self.found.append(_Piece(text, node=box))
        elif tag in TAGS and _is_understood(tag, attributes):
            self.found.append(_Piece(text, begins=tag, node=TAGS[tag](attributes)))
        else:
            self.strange = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take ``<br/>`` as ``<br>``; other elements cannot end so."""
        if tag in {"br", "input", "wbr"}:
            self.handle_starttag(tag, attrs)
        else:
            self.strange = True

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        self.found.append(_Piece(f"</{tag}>", ends=tag))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.found.append(_Piece(escape(data), node=nodes.Text(data)))

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        self.strange = True

    def handle_pi(self, data: str) -> None:
        """Refuse a processing instruction."""
        self.strange = True

    def unknown_decl(self, data: str) -> None:
        """Refuse a marked section."""
        self.strange = True


def _is_understood(tag: str, attributes: _Attributes) -> bool:
    """Return whether nothing is lost of an element if its attributes are read as they are here."""
    address = attributes.get("href", _ADDRESSES[0]).strip().lower()
    return attributes.keys() <= _ATTRIBUTES.get(tag, set()) and address.startswith(_ADDRESSES)


def _is_tick_box(attributes: _Attributes) -> bool:
    return attributes.get("class") == "task-list-item-checkbox" and attributes.keys() <= _TICK_BOX


@dataclass
class _Open:
    """An element whose end has not come yet."""

    piece: _Piece
    raw: nodes.raw | None = None
    children: list[nodes.Node] = field(default_factory=list)


def _read(children: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return *children* with nodes in place of the tags among them; what has no partner stays."""
    stack = [_Open(_Piece(""))]
    before: nodes.Node | None = None
    for child in children:
        if _is_html(child) and not (pieces := _Pieces(child.astext())).strange:
            for piece in pieces.found:
                _take(piece, child, stack)
        elif not (_is_latex(child) and _is_line_break(before)):
            stack[-1].children.append(child)
        before = child
    while len(stack) > 1:  # never closed
        left = stack.pop()
        stack[-1].children += [_raw_again(left.piece, left.raw), *left.children]
    return stack[0].children


def _take(piece: _Piece, raw: Any, stack: list[_Open]) -> None:
    if piece.begins:
        stack.append(_Open(piece, raw))
    elif piece.ends and piece.ends == stack[-1].piece.begins:
        done = stack.pop()
        element: Any = done.piece.node
        element.source, element.line = raw.source, raw.line
        element += done.children
        stack[-1].children.append(element)
    elif piece.ends:
        stack[-1].children.append(_raw_again(piece, raw))
    elif piece.node is not None:
        stack[-1].children.append(piece.node)


def _raw_again(piece: _Piece, raw: Any) -> nodes.raw:
    again = nodes.raw("", piece.text, format="html")
    again.source, again.line = raw.source, raw.line
    return again


def _is_html(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "html" in str(node.get("format", "")).split()


def _is_latex(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node.get("format") == "latex"


def _is_line_break(node: nodes.Node | None) -> bool:
    return node is not None and _is_html(node) and node.astext().strip() in {"<br />", "<br>"}


def raw_html(tree: nodes.Element) -> Iterator[nodes.raw]:
    """Yield the raw HTML of a tree that could not be read, comments aside."""
    for node in tree.findall(nodes.raw):
        if _is_html(node):
            pieces = _Pieces(node.astext())
            if pieces.strange or pieces.found:
                yield node


class ReadInlineHTML(SphinxTransform):
    """Puts nodes in the place of raw HTML whose meaning is known, on a whole page."""

    default_priority = 860  # when all is resolved, just before the guard looks at what is left

    def apply(self, **_kwargs: Any) -> None:
        """Look at every element that holds raw HTML."""
        read_inline_html(self.document, self.document.settings.language_code)


def read_inline_html(tree: nodes.Element, language: str) -> None:
    """Put nodes in the place of the raw HTML of a tree, in a language, whose meaning is known."""
    parents = {id(node.parent): node.parent for node in raw_html(tree)}
    for parent in parents.values():
        if isinstance(parent, nodes.TextElement):
            parent.children = _adopted(parent, _read(parent.children))
        else:
            parent.children = _adopted(parent, map(_block, parent.children))
    for node in tree.findall(own.inline_tag):
        if node["tag"] == own.QUOTED:
            own.quote(node, language)


def _adopted(parent: nodes.Element, children: Iterable[nodes.Node]) -> list[nodes.Node]:
    found = list(children)
    for child in found:
        parent.setup_child(child)
    return found


def _block(child: nodes.Node) -> nodes.Node:
    """Return a paragraph for a block of raw HTML that is text with known tags."""
    if not _is_html(child):
        return child
    read = _read([child])
    if not read or any(map(_is_html, _all(read))):
        return child
    paragraph = nodes.paragraph("", "", *read)
    paragraph.source, paragraph.line = child.source, child.line
    return paragraph


def _all(trees: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    return (node for tree in trees for node in tree.findall())


def read_on_every_page(app: Sphinx) -> None:
    """Read inline HTML before a page is guarded, and know that no writer loses struck words then.

    MyST warns that writers other than that of HTML lose the line through them.
    """
    app.add_transform(ReadInlineHTML)
    app.config.suppress_warnings = [*app.config.suppress_warnings, "myst.strikethrough"]
