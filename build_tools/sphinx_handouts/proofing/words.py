"""Whether all words are there, in reading order: in texts, for pictures, and in margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records.plain_text import letters
from ..records.rendered import Misprint
from .comparison import compare, is_part, is_shaped
from .drawn import Kind
from .mixed_lines import turned
from .open_pdf import OpenPdf, Run, quoted
from .spoken import Spoken


def words(opened: OpenPdf, said: Spoken) -> Iterator[Misprint]:
    """Compare all words, in reading order."""
    runs = opened.runs
    difference = compare(said.blocks, [run.letters for run in runs], is_mixed=said.is_mixed)
    for block in (said.blocks[number] for number in difference.lost):
        yield Misprint(quoted(block.text), "is missing", ())
    for number in difference.moved:
        yield Misprint(quoted(said.blocks[number].text), "is not read in its place", ())
    again = [block.letters for block in said.blocks if block.is_head]
    for number in difference.surplus:
        run = runs[number]
        if any(is_part(run.letters, head) for head in again):
            continue
        words, where = quoted(run.drawing.text), (run.page + 1,)
        before = _text_before(number, runs, said)
        yield Misprint(words, "is printed, and no page says it", where, before)


def _text_before(number: int, runs: Sequence[Run], said: Spoken) -> str:
    """Return the last text that is said before a run, where one can be told."""
    blocks = [block for block in said.blocks if not block.is_label]
    for run in reversed(runs[:number]):
        found = [block.text for block in blocks if run.letters and run.letters in block.letters]
        if len(found) == 1:
            return found[0]
    return ""


def alternatives(opened: OpenPdf, said: Spoken) -> Iterator[Misprint]:
    """Compare what the pictures say to those who do not see them, in their order."""
    told = [letters(piece.alternative) for piece in opened.pieces if piece.alternative]
    wanted = [letters(text) for text in said.alternatives]
    if told == wanted:
        return
    for text in said.alternatives:
        if letters(text) not in told:
            yield Misprint(quoted(text), "is the text alternative of no picture", ())
    if sorted(told) == sorted(wanted):
        yield Misprint(quoted(said.alternatives[0]), "is read in another order", ())


def margins(opened: OpenPdf, _said: Spoken) -> Iterator[Misprint]:
    """Look in the margins of every page for what must stand there, such as its mark."""
    layout = opened.layout
    sheets = sum(len(areas) for areas in layout.areas)
    texts = [
        drawing.text
        for number, page in enumerate(opened.pages)
        for drawing in page
        if drawing.kind is Kind.TEXT
        and (drawing.owner < 0 or (number, drawing.owner) in opened.margins)
    ]
    # PDFium may tell what stands in a line from right to left backwards.
    told = ["".join(map(letters, texts)), "".join(letters(turned(text)) for text in texts)]
    for words in layout.furniture:
        wanted = letters(words)
        if wanted and max(text.count(wanted) for text in told) < sheets and not is_shaped(wanted):
            yield Misprint(quoted(words), "is not in the margin of every page", ())
