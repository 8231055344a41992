"""Compares the HTML of a handout with its tree: what an author wrote is there, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..records.page import Said
from .comparison import compare
from .spoken import Block, spoken_of

_MARKS = re.compile(
    "\ue000brand:[a-z_]+\ue001(.*?)\ue000/brand\ue001|\ue000(?:contact|phone)\ue001", re.DOTALL
)
"""Where a body leaves room for what depends on the clinic."""


def unwritten(said: Sequence[Said], body: str) -> Iterator[tuple[Said, str]]:
    """Yield the texts that are not in *body* as they should be, and what is wrong."""
    found = spoken_of(_MARKS.sub(lambda mark: mark[1] or "", body))
    texts = [one for one in said if not one.is_alternative]
    wanted = [Block(one.text, one.is_label) for one in texts]
    added = [number for number, block in enumerate(found.blocks) if block.is_added]
    difference = compare(wanted, [block.letters for block in found.blocks], added)
    for number in difference.lost:
        yield texts[number], "is not printed"
    for number in difference.moved:
        yield texts[number], "is printed in another place"
    for number in _unsaid(found.blocks, difference.surplus):
        before = _last_said(found.blocks[:number], texts)
        yield replace(before, text=found.blocks[number].text), "is printed, and no page says it"
    pictures = {Said(text).letters for text in found.alternatives}
    for one in said:
        if one.is_alternative and one.letters and one.letters not in pictures:
            yield one, "is not told: its picture is not printed"


def _last_said(blocks: Sequence[Block], texts: Sequence[Said]) -> Said:
    """Return the last of *blocks* as it stands in the sources: beside it, something is wrong."""
    known = {one.letters: one for one in texts if one.docname and not one.is_label}
    found = (known[block.letters] for block in reversed(blocks) if block.letters in known)
    first = Said("", next((one.docname for one in texts if one.docname), ""))
    return replace(next(found, first), is_label=False)


def _unsaid(blocks: Sequence[Block], surplus: Collection[int]) -> Iterator[int]:
    """Yield the places of *surplus* blocks that the writer did not add.

    A name that was added may have been found in place of the same words of the page: `Hint: Hint`.
    """
    found = {number for number, block in enumerate(blocks) if block.is_added} - {*surplus}
    spare = Counter(blocks[number].letters for number in found)
    for number in surplus:
        if blocks[number].is_added:
            continue
        if spare[blocks[number].letters]:
            spare[blocks[number].letters] -= 1
        else:
            yield number
