"""Reads a finished PDF back: all that its HTML says is there, in order, whole, and nothing else.

A PDF is read as it is delivered: its words in the order in which a screen reader reads them, and
where and how they are drawn. What cannot be read is a `Misprint`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from ..records.geometry import Box
from ..records.plain_text import letters
from ..records.rendered import Misprint
from .comparison import compare, is_shaped
from .drawn import Drawing, Kind, as_read, drawings, is_mark
from .spoken import Spoken
from .structure import FURNITURE, Piece

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

FAINTEST = 3.0
"""Contrast between ink and ground, as printed in grey: less cannot be photocopied."""
SLACK = 2.5
"""Points by which ink may reach over the page area: a stroke or a letter's overhang."""
HEAD = 40.0
"""Points above the page area that the masthead may take: of the margin, where little stands."""
LETTER = 3.0
"""Points of a line that may lie under something else: less than a letter."""
DEEP = 0.3
"""The share of the height of a line from which on what lies over it hides it."""
DPI = 72
_PIECES = re.compile(r"\d+|[^\W\d]+|\W")
_RANGE = re.compile(r"\d+(?:[^\w\s]\d+)+")
_BULLETS = frozenset("•◦▪ \N{NO-BREAK SPACE}")
"""What marks an item of a list without a word."""
MOST_TOLD = 12
"""Misprints of a sheet that are told: where a style sheet hides all, some are enough."""
ENOUGH = 160
"""Characters of a text that are quoted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the reader must know of how a sheet was laid out."""

    areas: Sequence[Sequence[Box]]
    """For each page of the PDF, the page areas on it: two on a side of a booklet."""
    smallest: float
    """Points: the least size of type."""
    is_booklet: bool = False
    furniture: Sequence[str] = ()
    """What must stand in the margins of every page, outside the structure tree."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A text of the structure tree, in reading order."""

    page: int
    drawing: Drawing
    letters: str


def read_back(
    pdf: bytes, pieces: Iterable[Piece], said: Spoken, layout: Layout
) -> tuple[Misprint, ...]:
    """Return what of *said* a reader of *pdf* misses, and what nobody said."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        reading = _Reading(document, list(drawings(document)), tuple(pieces), layout)
        reading.know(said)
        found = [
            misprint
            for check in (_words, _alternatives, _places, _sizes, _covers, _inks, _furniture)
            for misprint in check(reading, said)
        ]
    return tuple(dict.fromkeys(found))[:MOST_TOLD]


def forgotten(before: Spoken, said: Spoken) -> Iterator[Misprint]:
    """Yield what is no longer said since tables were set in another way."""
    if before != said:
        letters_now = "".join(block.letters for block in said.blocks)
        for block in before.blocks:
            if block.letters not in letters_now:
                yield Misprint(_quoted(block.text), "is missing", ())


@dataclass
class _Reading:
    """One PDF while it is read."""

    document: PdfDocument
    pages: list[list[Drawing]]
    pieces: tuple[Piece, ...]
    layout: Layout
    runs: list[_Run] = field(default_factory=list)
    blocks: dict[int, str] = field(default_factory=dict)
    """The whole text that a drawing is a part of, by the drawing's identity."""
    margins: set[tuple[int | None, int]] = field(default_factory=set)
    """Pages and ids of what is read once of the margins."""

    def __post_init__(self) -> None:
        self.margins = {(p.page, p.owner) for p in self.pieces if p.within == FURNITURE}
        texts: dict[tuple[int, int], list[Drawing]] = {}
        for number, page in enumerate(self.pages):
            for drawing in page:
                if drawing.kind is Kind.TEXT and drawing.owner >= 0:
                    texts.setdefault((number, drawing.owner), []).append(drawing)
        self.runs = [
            _Run(piece.page, drawing, letters(drawing.text))
            for piece in self.pieces
            if piece.within not in {"/Figure", FURNITURE} and piece.page is not None
            for drawing in as_read(texts.get((piece.page, piece.owner), ()))
            if not (piece.within == "/Lbl" and _BULLETS.issuperset(drawing.text))
        ]

    def know(self, said: Spoken) -> None:
        """Learn of which text each drawing is a part, where all that is said is there."""
        if said.is_mixed:
            blocks = [block.letters for block in said.blocks]
            known = "".join(blocks)
            wholes = (frozenset(blocks), known, _alphanumeric(known))
            self.runs = [_as_said(run, *wholes) for run in self.runs]
        ends = list(accumulate(len(block.letters) for block in said.blocks))
        if not ends or ends[-1] != sum(len(run.letters) for run in self.runs):
            return
        place = 0
        for run in self.runs:
            block = said.blocks[bisect_right(ends, place)] if place < ends[-1] else None
            if block and len(block.text) <= ENOUGH:
                self.blocks[id(run.drawing)] = block.text
            place += len(run.letters)

    def quote(self, drawing: Drawing) -> str:
        """Return the words of a drawing, or better, of the whole text that it is a part of."""
        return self.blocks.get(id(drawing)) or _quoted(drawing.text)

    def is_text_of(self, page: int, drawing: Drawing) -> bool:
        """Return whether something belongs to the text of a page, and not to its margins."""
        return drawing.owner >= 0 and (page, drawing.owner) not in self.margins


def _as_said(run: _Run, blocks: Collection[str], known: str, words_known: str) -> _Run:
    """Return a run as it is said: PDFium may tell words or numbers of a mixed line backwards.

    A whole block tells most, and a part of one with its marks; where the line has put these
    elsewhere, letters and digits do.
    """
    text = run.drawing.text
    orders = (text, *_orders(text))
    found = next((words for words in orders if letters(words) in blocks), None)
    if found is None:
        found = next((words for words in orders if letters(words) in known), None)
    if found is None:
        found = next((w for w in orders if _alphanumeric(letters(w)) in words_known), text)
    return run if found is text else replace(run, letters=letters(found))


def _orders(text: str) -> Iterator[str]:
    """Yield a text in the orders in which it may be meant."""
    yield " ".join(reversed(text.split()))
    yield _numbers_turned(text)
    yield "".join(reversed(re.split(r"(\W+)", text)))
    yield _turned(text)


def _turned(text: str) -> str:
    """Return a text whose words, numbers and signs stand the other way round."""
    return "".join(reversed(_PIECES.findall(text)))


def _numbers_turned(text: str) -> str:
    """Return a text whose ranges of numbers (``8–18``) stand the other way round."""
    return _RANGE.sub(lambda found: "".join(reversed(re.split(r"(\D)", found[0]))), text)


def _alphanumeric(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= ENOUGH else f"{words[:ENOUGH]}…"


# --- words ---------------------------------------------------------------------------------------


def _words(reading: _Reading, said: Spoken) -> Iterator[Misprint]:
    """Compare all words, in reading order."""
    runs = reading.runs
    difference = compare(said.blocks, [run.letters for run in runs], is_mixed=said.is_mixed)
    for block in (said.blocks[number] for number in difference.lost):
        yield Misprint(_quoted(block.text), "is missing", ())
    for number in difference.moved:
        yield Misprint(_quoted(said.blocks[number].text), "is not read in its place", ())
    again = [block.letters for block in said.blocks if block.is_head]
    for run in (runs[number] for number in difference.surplus):
        if any(run.letters in head for head in again):
            continue
        where = (run.page + 1,)
        yield Misprint(_quoted(run.drawing.text), "is printed, and no page says it", where)


def _alternatives(reading: _Reading, said: Spoken) -> Iterator[Misprint]:
    """Compare what the pictures say to those who do not see them, in their order."""
    told = [letters(piece.alternative) for piece in reading.pieces if piece.alternative]
    wanted = [letters(text) for text in said.alternatives]
    if told == wanted:
        return
    for text in said.alternatives:
        if letters(text) not in told:
            yield Misprint(_quoted(text), "is the text alternative of no picture", ())
    if sorted(told) == sorted(wanted):
        yield Misprint(_quoted(said.alternatives[0]), "is read in another order", ())


# --- where and how -------------------------------------------------------------------------------


def _places(reading: _Reading, _said: Spoken) -> Iterator[Misprint]:
    """All ink stands in the page area; what furnishes the margins, on the paper."""
    for number, page in enumerate(reading.pages):
        width, height = reading.document[number].get_size()
        areas = list(reading.layout.areas[number])
        if reading.layout.is_booklet:  # where the fold is marked
            areas.append((width / 2, 0, width / 2, height))
        yield from _cut(reading, page, number)
        for drawing in page:
            words = reading.quote(drawing) or _NAMES[drawing.kind]
            if drawing.is_cut and drawing.text.strip():
                continue
            if _reaches_over(drawing.box, [(0, 0, width, height)], both_ways=True):
                yield Misprint(words, "reaches over the edge of the paper", (number + 1,))
            elif _reaches_over(drawing.box, areas, both_ways=reading.is_text_of(number, drawing)):
                yield Misprint(words, "reaches over the edge of the page area", (number + 1,))


def _cut(reading: _Reading, page: Iterable[Drawing], number: int) -> Iterator[Misprint]:
    """Yield the texts that clips cut; in a picture, each letter is drawn by itself."""
    for (is_cut, _owner), found in groupby(page, key=lambda one: (one.is_cut, one.owner)):
        texts = list(found) if is_cut else []
        joined = "".join(one.text for one in texts)
        words = dict.fromkeys(reading.blocks.get(id(one)) or joined for one in texts)
        for text in filter(str.strip, words):
            yield Misprint(_quoted(text), "is cut off", (number + 1,))


_NAMES = {
    Kind.TEXT: "a text",
    Kind.PATH: "a line or box",
    Kind.IMAGE: "a picture",
    Kind.SHADING: "a colour",
    Kind.FORM: "a group",
}


def _reaches_over(box: Box, areas: Sequence[Box], *, both_ways: bool) -> bool:
    """Return whether *box* leaves each of *areas*; if not *both_ways*, at its sides."""
    left, bottom, right, top = box
    if right <= left and top <= bottom:
        return False
    return not any(
        left >= area[0] - SLACK
        and right <= area[2] + SLACK
        and (not both_ways or (bottom >= area[1] - SLACK and top <= area[3] + HEAD))
        for area in areas
    )


def _sizes(reading: _Reading, _said: Spoken) -> Iterator[Misprint]:
    """No type is smaller than a reader of this variant can read."""
    least = reading.layout.smallest
    for run in reading.runs:
        if run.letters and run.drawing.size < least - 0.05:
            size = f"is printed in {run.drawing.size:.1f} points, and {least:g} is the least"
            yield Misprint(reading.quote(run.drawing), size, (run.page + 1,))


def _covers(reading: _Reading, _said: Spoken) -> Iterator[Misprint]:
    """No text lies under what is drawn later, nor over another text."""
    for number, page in enumerate(reading.pages):
        texts = [(i, d) for i, d in enumerate(page) if d.kind is Kind.TEXT and d.text.strip()]
        lids = [(i, d) for i, d in enumerate(page) if _may_cover(d)]
        for index, drawing in texts:
            if any(later > index and _lies_over(lid.box, drawing.box) for later, lid in lids):
                yield Misprint(reading.quote(drawing), "is covered", (number + 1,))
        yield from _collisions([drawing for _index, drawing in texts], number)


def _may_cover(drawing: Drawing) -> bool:
    return drawing.kind in {Kind.IMAGE, Kind.SHADING} or (
        drawing.kind is Kind.PATH and drawing.ink >= 0 and not drawing.is_frame
    )


def _collisions(texts: list[Drawing], number: int) -> Iterator[Misprint]:
    """Yield the texts that lie over one another."""
    rows = sorted(
        (text for text in texts if not is_mark(text)), key=lambda drawing: -drawing.box[3]
    )
    for place, first in enumerate(rows):
        for second in rows[place + 1 :]:
            if second.box[3] <= first.box[1]:
                break
            if _join(first, second):
                continue
            if _lies_over(first.box, second.box) or _lies_over(second.box, first.box):
                other = _quoted(second.text)
                yield Misprint(_quoted(first.text), f'lies over "{other}"', (number + 1,))


def _join(first: Drawing, second: Drawing) -> bool:
    """Return whether two texts are parts of one word, whose letters reach into each other."""
    is_one = first.owner == second.owner >= 0
    return is_one and is_shaped(first.text) and is_shaped(second.text)


def _lies_over(lid: Box, box: Box) -> bool:
    """Return whether *lid* hides a letter of the text in *box*."""
    width = min(box[2], lid[2]) - max(box[0], lid[0])
    height = min(box[3], lid[3]) - max(box[1], lid[1])
    return width > min(LETTER, 0.5 * (box[2] - box[0])) and height > DEEP * (box[3] - box[1])


def _share(box: Box, other: Box) -> float:
    """Return the share of *box* that *other* takes."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    if width <= 0 or height <= 0:
        return 0
    area = (box[2] - box[0]) * (box[3] - box[1])
    return width * height / area if area else 0


def _inks(reading: _Reading, _said: Spoken) -> Iterator[Misprint]:
    """Look for text that is too pale for its ground.

    What lies below it tells; over a picture, or in a group that may be faint as a whole, the eye.
    """
    pictures = {(piece.page, piece.owner) for piece in reading.pieces if piece.within == "/Figure"}
    for number, page in enumerate(reading.pages):
        seen = None
        # Few drawings can lie below a text: all others are left out once.
        lids = [(i, d) for i, d in reversed(list(enumerate(page))) if _may_cover(d)]
        for index, drawing in enumerate(page):
            if drawing.kind is not Kind.TEXT or not drawing.text.strip():
                continue
            ground = _ground((lid for lid in lids if lid[0] < index), drawing.box)
            if drawing.ink < 0:
                contrast = 1.0
            elif ground is None or (drawing.in_form and (number, drawing.owner) not in pictures):
                seen = seen or _grey(reading.document[number])
                contrast = seen(drawing.box)
            else:
                contrast = _contrast(drawing.ink, ground)
            if contrast < FAINTEST:
                yield Misprint(reading.quote(drawing), "is too pale to be read", (number + 1,))


def _ground(below: Iterable[tuple[int, Drawing]], box: Box) -> float | None:
    """Return the lightness of what lies below *box*; None where only the eye can tell."""
    for _index, drawing in below:
        if _share(box, drawing.box) > 0.5:
            return drawing.ink if drawing.kind is Kind.PATH else None
    return 1.0


def _contrast(one: float, other: float) -> float:
    light, dark = max(one, other), min(one, other)
    return (_luminance(light) + 0.05) / (_luminance(dark) + 0.05)


def _luminance(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _grey(page: PdfPage) -> Callable[[Box], float]:
    """Return a function that tells the contrast within a box, as the page is seen in grey."""
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    dots, stride, height = bytes(bitmap.buffer), bitmap.stride, bitmap.height

    def contrast(box: Box) -> float:
        left, right = max(0, int(box[0])), max(0, int(box[2]) + 1)
        top, bottom = max(0, height - int(box[3]) - 1), max(0, height - int(box[1]))
        seen = b"".join(dots[y * stride + left : y * stride + right] for y in range(top, bottom))
        return _contrast(max(seen, default=255) / 255, min(seen, default=255) / 255)

    return contrast


# --- around the words ----------------------------------------------------------------------------


def _furniture(reading: _Reading, _said: Spoken) -> Iterator[Misprint]:
    """Look in the margins of every page for what must stand there, such as its mark."""
    layout = reading.layout
    sheets = sum(len(areas) for areas in layout.areas)
    texts = [
        drawing.text
        for number, page in enumerate(reading.pages)
        for drawing in page
        if drawing.kind is Kind.TEXT
        and (drawing.owner < 0 or (number, drawing.owner) in reading.margins)
    ]
    # PDFium may tell what stands in a line from right to left backwards.
    told = ["".join(map(letters, texts)), "".join(letters(_turned(text)) for text in texts)]
    for words in layout.furniture:
        wanted = letters(words)
        if wanted and max(text.count(wanted) for text in told) < sheets and not is_shaped(wanted):
            yield Misprint(_quoted(words), "is not in the margin of every page", ())
