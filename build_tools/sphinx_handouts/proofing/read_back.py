"""Reads a finished PDF back: all that its HTML says is there, in order, whole, and nothing else.

A PDF is read as it is delivered: its words in the order in which a screen reader reads them, and
where and how they are drawn. What cannot be read is a `Misprint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..records.plain_text import has_signs, runs_leftward
from ..records.rendered import Misprint
from .drawn import drawings
from .drawn_alone import drawn_alone
from .open_pdf import Layout, OpenPdf, quoted
from .overlaps import covers
from .pale_text import inks
from .pictures import pictures
from .places import places, sizes
from .spoken import Spoken
from .structure import Piece
from .words import alternatives, margins, words

Look = Callable[[OpenPdf, Spoken], Iterable[Misprint]]
LOOKS: tuple[Look, ...] = (words, alternatives, places, sizes, covers, inks, pictures, margins)
MOST_TOLD = 12
"""Misprints of a sheet that are told: where a style sheet hides all, some are enough."""


def read_back(
    pdf: bytes, pieces: Iterable[Piece], said: Spoken, layout: Layout, *more: Look
) -> tuple[Misprint, ...]:
    """Return what of *said* a reader of *pdf* misses, and what nobody said; look for *more*."""
    import pypdfium2

    if any(has_signs(block.text) for block in said.blocks):  # what is drawn counts
        pdf = drawn_alone(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        is_mixed = said.is_mixed or any(map(runs_leftward, layout.furniture))
        drawn = list(drawings(document, is_mixed=is_mixed))
        opened = OpenPdf(document, drawn, tuple(pieces), layout)
        opened.know(said)
        found = [misprint for check in (*LOOKS, *more) for misprint in check(opened, said)]
    return tuple(dict.fromkeys(found))[:MOST_TOLD]


def forgotten(before: Spoken, said: Spoken) -> Iterator[Misprint]:
    """Yield what is no longer said since tables were set in another way."""
    if before != said:
        letters_now = "".join(block.letters for block in said.blocks)
        for block in before.blocks:
            if block.letters not in letters_now:
                yield Misprint(quoted(block.text), "is missing", ())
