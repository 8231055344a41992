"""Lays a sheet out: within what a printer reaches, and with whole words.

What stands in the margins is as long as its language makes it. A foot that grows out of reach gets
a deeper margin, and one that could be lower gives its room to the last lines of a sheet; a head
does not grow up, but down.  No sheet ends in a page of sources alone, and no box of signs, small
table or short list goes on on the next page, where that can be helped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from operator import ge
from xml.etree.ElementTree import SubElement

from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure.boxes import Box, LineBox, MarginBox
from weasyprint.text.fonts import FontConfiguration

from ..records.geometry import PRINTER_REACH_MM
from .breaks.whole_boxes import LISTS, SIGNS, TABLES, first_parts, parted
from .breaks.whole_words import whole_words
from .engine import MM_PER_PX, boxes, variant_of
from .fill import begins_anew, height, is_end_matter, reach
from .styles.kept import Styles, kept_styles

_REACH = PRINTER_REACH_MM / MM_PER_PX
_CLOSER = 0.04
"""What a line is lower, for type of size 1, where that saves a page of two lines."""
_FEW = 22 / MM_PER_PX
"""How far down two lines of large print reach."""
_SLACK = 10 / MM_PER_PX
"""How much stays free on the last page, so that it is not over its budget elsewhere."""
_GIVE = 12 / MM_PER_PX
"""How much lower a sheet may be where it breaks elsewhere: a head of a table is not repeated."""
_HALF = 0.5
"""How much of a page is filled at least, where what stood at its foot goes to the last one."""
_TOGETHER = "--end-break: avoid; --last-tier-break: avoid"
"""No sheet ends in a page of sources alone: what stands before goes with them (tokens.css)."""
_LETTERS = 1.2
"""How high letters are, from the lowest to the highest, for type of size 1."""
_LACK = "--foot-lack"
"""The custom property by which all margins at the foot are deeper (page.css)."""
_Judge = Callable[[Document], bool]
"""Says whether a layout is better than the one before."""


def lay_out(html: HTML, sheet: CSS, fonts: FontConfiguration, *, archived: bool) -> Document:
    """Return a sheet as pages."""

    def pages() -> Document:
        variant = variant_of(archived=archived)
        return html.render(font_config=fonts, stylesheets=[sheet], pdf_variant=variant)

    with whole_words(), kept_styles() as styles:
        document = pages()
        trials = _Trials(html, pages, styles)
        lack = _foot_lack(document)
        if lack > 0 or (lack < 0 and _ends_in_a_few_lines(document)):
            closer = _CLOSER if lack < 0 else 0
            deeper = f"{_LACK}: {lack:.2f}px; --closer: {closer}"
            shorter = partial(_is_shorter, document) if lack < 0 else None
            document = trials.with_other_lengths(deeper, shorter) or document
        for kinds in (TABLES, SIGNS, LISTS):
            document = _with_whole_boxes(document, kinds, trials)
        if len(document.pages) > 1 and is_end_matter(document.pages[-1]._page_box):
            fuller = partial(_is_fuller, document)
            document = trials.with_other_breaks(_TOGETHER, fuller) or document
    _lower_heads(document)
    return document


@dataclass(frozen=True, slots=True)
class _Trials:
    """Lays a sheet out with a rule more, which stays where that is better."""

    html: HTML
    pages: Callable[[], Document]
    styles: Styles

    def with_other_lengths(self, declarations: str, is_better: _Judge | None) -> Document | None:
        """Return the pages of a sheet with *declarations* for its root, if they are better."""
        return self._with(declarations, is_better, self.styles.find())

    def with_other_breaks(self, declarations: str, is_better: _Judge) -> Document | None:
        """Return the same where they tell breaks alone, much sooner."""
        return self._with(declarations, is_better, self.styles.keep(self.html, declarations))

    def _with(
        self, declarations: str, is_better: _Judge | None, take_back: Callable[[], None]
    ) -> Document | None:
        head = self.html.etree_element.find("head")
        style = SubElement(head, "style")
        style.text = f":root {{ {declarations} }}"
        document = self.pages()
        if is_better is None or is_better(document):
            return document
        head.remove(style)
        take_back()
        return None


def _with_whole_boxes(
    document: Document, rules: Iterable[tuple[str, frozenset[str]]], trials: _Trials
) -> Document:
    """Return the pages of a sheet with the first of some rules that keeps something whole."""
    before = parted(document)
    for declarations, kinds in rules:
        if not kinds.isdisjoint(before) and _may_move(document, kinds):
            whole = partial(_is_more_whole, document, kinds)
            if found := trials.with_other_breaks(declarations, whole):
                return found
    return document


def _is_shorter(before: Document, after: Document) -> bool:
    return len(after.pages) < len(before.pages)


def _is_fuller(before: Document, after: Document) -> bool:
    """Return whether the last page has gained something, and the one before is not left empty."""
    if len(after.pages) != len(before.pages) or is_end_matter(after.pages[-1]._page_box):
        return False
    left = after.pages[-2]._page_box
    return bool(reach(left) >= left.height * _HALF)


def _may_move(document: Document, kinds: frozenset[str]) -> bool:
    """Return whether what is in parts may move to where it goes on, cost no page, and leave none.

    All that stands after it, up to a new chapter, moves down by its first part, and of the page on
    which the first one begins there stays what is there without it. To lay a sheet out takes far
    longer than to see that the pages after have no room for that, or that this page is half empty.
    """
    pages = [page._page_box for page in document.pages]
    room = [page.height - reach(page) for page in pages]
    room[-1] -= min(_SLACK, room[-1])

    def room_after(number: int) -> float:
        rest = takewhile(lambda later: not begins_anew(pages[later]), range(number + 1, len(pages)))
        return float(sum(room[later] for later in rest))

    parts = [(number, part) for kind, number, part in first_parts(document) if kind in kinds]
    first = min(number for number, _part in parts)
    least = _least(pages[first])
    return all(
        height(part) <= room_after(number) + _GIVE and reach(pages[first], part) >= least
        for number, part in parts
    )


def _least(page: Box) -> float:
    """Return how far a page reaches at least that something is moved from."""
    return float(min(reach(page), page.height * _HALF))


def _is_more_whole(before: Document, kinds: frozenset[str], after: Document) -> bool:
    """Return whether fewer things are in parts, on as many pages, none half empty or too full."""
    parts, now = parted(before), parted(after)
    if len(after.pages) != len(before.pages) or now.total() >= parts.total():
        return False
    if any(now[kind] for kind in kinds):
        return False
    least = [_least(page._page_box) for page in before.pages[:-1]]
    filled = [reach(page._page_box) for page in after.pages[:-1]]
    last_before, last = before.pages[-1]._page_box, after.pages[-1]._page_box
    has_slack = last.height - reach(last) >= min(_SLACK, last_before.height - reach(last_before))
    ends_well = is_end_matter(last_before) or not is_end_matter(last)
    return has_slack and all(map(ge, filled, least)) and ends_well


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
