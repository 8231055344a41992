"""Lays a sheet out: within what a printer reaches, and with whole words.

What stands in the margins is as long as its language makes it. A foot that grows out of reach gets
a deeper margin, and one that could be lower gives its room to the last lines of a sheet; a head
does not grow up, but down.

A word that is longer than its line may be broken anywhere (`overflow-wrap`). WeasyPrint 70 takes
each run of text for the first of its line where it stands in a span that began the line: in
*never take anticoagulants* with two words in bold italics, the second could be broken in two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any
from xml.etree.ElementTree import SubElement

from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, MarginBox, TextBox
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration

from ..records.geometry import PRINTER_REACH_MM
from .engine import MM_PER_PX, boxes, variant_of
from .fill import reach

_REACH = PRINTER_REACH_MM / MM_PER_PX
_CLOSER = 0.04
"""What a line is lower, for type of size 1, where that saves a page of two lines."""
_FEW = 22 / MM_PER_PX
"""How far down two lines of large print reach."""
_LETTERS = 1.2
"""How high letters are, from the lowest to the highest, for type of size 1."""
_LACK = "--foot-lack"
"""The custom property by which all margins at the foot are deeper (page.css)."""

_PLACES = {
    function.__name__: list(signature(function).parameters).index("line_children")
    for function in (inline.split_inline_level, inline.split_inline_box)
}
"""Where these functions are told what their line holds."""


def lay_out(html: HTML, sheet: CSS, fonts: FontConfiguration, *, archived: bool) -> Document:
    """Return a sheet as pages."""

    def pages() -> Document:
        variant = variant_of(archived=archived)
        return html.render(font_config=fonts, stylesheets=[sheet], pdf_variant=variant)

    with _whole_words():
        document = pages()
        lack = _foot_lack(document)
        if lack > 0 or (lack < 0 and _ends_in_a_few_lines(document)):
            style = SubElement(html.etree_element.find("head"), "style")
            closer = _CLOSER if lack < 0 else 0
            style.text = f":root {{ {_LACK}: {lack:.2f}px; --closer: {closer} }}"
            other = pages()
            if lack > 0 or len(other.pages) < len(document.pages):
                document = other
            else:
                html.etree_element.find("head").remove(style)
    _lower_heads(document)
    return document


def _foot_lack(document: Document) -> float:
    """Return by how much (in px) the margins at the foot are too shallow for what stands there.

    Less than nothing: they have as much to spare.
    """
    lacks = [
        end + _REACH - page.height
        for page in document.pages
        for box in _margin_boxes(page._page_box, "@bottom")
        for _start, end in _lines(box)
    ]
    return float(max(lacks, default=0.0))


def _ends_in_a_few_lines(document: Document) -> bool:
    """Return whether the last page has so little that the pages before may hold it, too."""
    return len(document.pages) > 1 and reach(document.pages[-1]._page_box) < _FEW


def _lower_heads(document: Document) -> None:
    """Let a head of several lines end lower, where it would begin above what a printer reaches."""
    for page in document.pages:
        for box in _margin_boxes(page._page_box, "@top"):
            starts, ends = zip((_REACH, 0.0), *_lines(box), strict=True)
            if 0 < (lack := _REACH - min(starts)) <= page._page_box.margin_top - max(ends):
                box.translate(0, lack)


def _margin_boxes(page: Box, where: str) -> Iterator[MarginBox]:
    for box in page.children:
        if isinstance(box, MarginBox) and box.at_keyword.startswith(where):
            yield box


def _lines(box: MarginBox) -> Iterator[tuple[float, float]]:
    """Yield where the letters of each line begin and end."""
    for line in boxes(box):
        if isinstance(line, LineBox):
            room = (line.height - _LETTERS * line.style["font_size"]) / 2
            yield line.position_y + room, line.position_y + line.height - room


class _Began(list[Any]):
    """What a line holds before its first span, which is nothing; and where its text begins."""

    first: float | None = None


@contextmanager
def _whole_words() -> Iterator[None]:
    """Tell runs of text in spans whether they are the first of their line."""
    originals = {name: getattr(inline, name) for name in _PLACES}
    for name, original in originals.items():
        setattr(inline, name, _told(original, _PLACES[name], _TELLS[name]))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(inline, name, original)


def _told(
    original: Callable[..., Any], place: int, tell: Callable[[Any, float, list[Any]], list[Any]]
) -> Callable[..., Any]:
    def split(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        arguments = [context, box, position_x, *rest]
        arguments[place] = tell(box, position_x, arguments[place])
        return original(*arguments)

    return split


def _of_span(box: Any, _position_x: float, held: list[Any]) -> list[Any]:
    """Return what a line holds for the spans within a first span to keep in mind."""
    is_first = not held and not isinstance(box, LineBox) and not isinstance(held, _Began)
    return _Began() if is_first else held


def _of_level(box: Any, position_x: float, held: list[Any]) -> list[Any]:
    """Return what a line holds: something, where a text is not the first of its span."""
    if not isinstance(held, _Began) or isinstance(box, InlineBox):
        return held
    if held.first is None:
        held.first = position_x
    return [box] if isinstance(box, TextBox) and position_x > held.first else held


_TELLS = {"split_inline_level": _of_level, "split_inline_box": _of_span}
