"""A PDF while it is read: what is drawn, the texts in reading order, and what they are parts of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from ..records.geometry import Box
from ..records.plain_text import letters
from ..records.rendered import Misprint
from .drawn import Drawing, Kind
from .mixed_lines import alphanumeric, as_said
from .reading_order import as_read
from .spoken import Spoken
from .structure import FURNITURE, Piece

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


_BULLETS = frozenset("•◦▪ \N{NO-BREAK SPACE}")
"""What marks an item of a list without a word."""

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
class Run:
    """A text of the structure tree, in reading order."""

    page: int
    drawing: Drawing
    letters: str


@dataclass
class OpenPdf:
    """One PDF while it is read."""

    document: PdfDocument
    pages: list[list[Drawing]]
    pieces: tuple[Piece, ...]
    layout: Layout
    runs: list[Run] = field(default_factory=list)
    labels: list[list[Run]] = field(default_factory=list)
    """The texts in each picture."""
    blocks: dict[int, str] = field(default_factory=dict)
    """The whole text that a drawing is a part of, by the drawing's identity."""
    margins: set[tuple[int | None, int]] = field(default_factory=set)
    """Pages and ids of what is read once of the margins."""
    figures: set[tuple[int | None, int]] = field(default_factory=set)
    """Pages and ids of what belongs to pictures."""

    def __post_init__(self) -> None:
        self.margins = {(p.page, p.owner) for p in self.pieces if p.within == FURNITURE}
        self.figures = {(p.page, p.owner) for p in self.pieces if p.within == "/Figure"}
        texts: dict[tuple[int, int], list[Drawing]] = {}
        for number, page in enumerate(self.pages):
            for drawing in page:
                if drawing.kind is Kind.TEXT and drawing.owner >= 0:
                    texts.setdefault((number, drawing.owner), []).append(drawing)
        self.runs = [
            Run(piece.page, drawing, letters(drawing.text))
            for piece in self.pieces
            if piece.within not in {"/Figure", FURNITURE} and piece.page is not None
            for drawing in as_read(texts.get((piece.page, piece.owner), ()))
            if not (piece.within == "/Lbl" and _BULLETS.issuperset(drawing.text))
        ]

        self.labels = [
            [Run(piece.page, drawing, letters(drawing.text)) for drawing in found]
            for piece in self.pieces
            if piece.within == "/Figure" and piece.page is not None
            if (found := texts.get((piece.page, piece.owner)))
        ]

    def know(self, said: Spoken) -> None:
        """Learn of which text each drawing is a part, where all that is said is there."""
        if said.is_mixed:
            blocks = [block.letters for block in said.blocks]
            known = "".join(blocks)
            wholes = (frozenset(blocks), known, alphanumeric(known))
            for number, run in enumerate(self.runs):
                words = as_said(run.drawing.text, *wholes)
                if words != run.drawing.text:
                    self.runs[number] = replace(run, letters=letters(words))
        ends = list(accumulate(len(block.letters) for block in said.blocks))
        if not ends or ends[-1] != sum(len(run.letters) for run in self.runs):
            return
        place = 0
        for run in self.runs:
            if place < ends[-1]:
                self.blocks[id(run.drawing)] = said.blocks[bisect_right(ends, place)].text
            place += len(run.letters)

    def quote(self, drawing: Drawing) -> str:
        """Return the words of a drawing, or better, of the whole text that it is a part of."""
        whole = self.blocks.get(id(drawing), "")
        return whole if 0 < len(whole) <= ENOUGH else quoted(drawing.text)

    def misprint(self, drawing: Drawing, problem: str, page: int, words: str = "") -> Misprint:
        """Return that a drawing on a page has a problem; *words* are quoted in place of its own."""
        within = self.blocks.get(id(drawing), "")
        in_picture = (page, drawing.owner) in self.figures
        words = words or self.quote(drawing)
        return Misprint(words, problem, (page + 1,), within, in_picture=in_picture)

    def is_text_of(self, page: int, drawing: Drawing) -> bool:
        """Return whether something belongs to the text of a page, and not to its margins."""
        return drawing.owner >= 0 and (page, drawing.owner) not in self.margins


def quoted(text: str) -> str:
    """Return a text as messages quote it: the beginning of a long one."""
    words = " ".join(text.split())
    return words if len(words) <= ENOUGH else f"{words[:ENOUGH]}…"
