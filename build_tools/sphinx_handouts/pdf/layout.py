"""Lays a sheet out: within what a printer reaches, and with whole words.

What stands in the margins is as long as its language makes it. A foot that grows out of reach gets
a deeper margin, and one that could be lower gives its room to the last lines of a sheet; a head
does not grow up, but down.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import SubElement

from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure.boxes import Box, LineBox, MarginBox
from weasyprint.text.fonts import FontConfiguration

from ..records.geometry import PRINTER_REACH_MM
from .breaks.whole_words import whole_words
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


def lay_out(html: HTML, sheet: CSS, fonts: FontConfiguration, *, archived: bool) -> Document:
    """Return a sheet as pages."""

    def pages() -> Document:
        variant = variant_of(archived=archived)
        return html.render(font_config=fonts, stylesheets=[sheet], pdf_variant=variant)

    with whole_words():
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
