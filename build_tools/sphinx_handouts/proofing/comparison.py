"""Compares what should be said with what is said: in order, whole, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from ..records.plain_text import has_signs, runs_leftward
from .mixed_lines import alphanumeric
from .spoken import Block

NEAR = 24
"""Letters around the end of a line of mixed directions in which the next number is looked for."""
NEARLY = 0.75
"""The share of the letters of a script whose letters join that are told in their order."""
AHEAD = 1
"""Letters that may be told before those that are written before them, in such a script."""
_R_ABOVE = "र्"
"""The *r* of Hindi above a letter: beside an *i*, its glyph is that of other signs."""
MORE = 1.08
"""How many times as many letters such a text may have in print as it is written with."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts differ, by the places in their lists."""

    lost: tuple[int, ...] = ()
    """Blocks that are not said."""
    moved: tuple[int, ...] = ()
    """Blocks that are said, and not in their place."""
    surplus: tuple[int, ...] = ()
    """Runs that say what no block says; unknown, and empty, where blocks are lost."""


def compare(
    wanted: Sequence[Block],
    runs: Sequence[str],
    added: Collection[int] = (),
    is_mixed: bool = False,
) -> Difference:
    """Find each of *wanted* in *runs* (letters, in reading order).

    Runs that the writer *added* (by their places) may stand before the number of an item.

    Where directions *are mixed* in a line, marks such as full stops stand where the line puts them:
    letters and digits alone are compared.
    """
    text = "".join(runs)
    if text == "".join(block.letters for block in wanted):  # most often, and fast
        return Difference()
    if is_mixed:
        wanted = [replace(block, text=alphanumeric(block.letters)) for block in wanted]
        runs = [*_alphanumeric(runs)]
    ends = list(accumulate(map(len, runs)))
    over = {ends[number] - len(runs[number]): ends[number] for number in added}
    text = _searched("".join(runs), over, {block.letters for block in wanted})
    again = sum(len(block.letters) for block in wanted if block.is_head)
    used, place = bytearray(len(text)), 0
    lost, moved = list[int](), list[int]()
    for number, block in enumerate(wanted):
        if not block.letters:
            continue
        start, end = _find_next(text, block, place, over, is_mixed=is_mixed)
        if again and is_shaped(block.letters):  # the heads of its table may stand before it again
            later = ends[bisect(ends, place) : bisect(ends, place + again)]
            start, end = _after_heads(text, block.letters, [place, *later]) or (start, end)
        if start >= 0:
            place = end
        else:
            start, end = _find_anywhere(text, block, used)
            (moved if start >= 0 else lost).append(number)
        used[max(start, 0) : max(end, 0)] = b"\1" * (max(end, 0) - max(start, 0))
    surplus = () if lost else tuple(_surplus(runs, used))
    return Difference(tuple(lost), tuple(moved), surplus)


def _alphanumeric(runs: Iterable[str]) -> Iterator[str]:
    """Yield the letters and digits of *runs*: a sign may stand in another than its letter."""
    before = ""
    for run in runs:
        kept = alphanumeric(run, before)
        before = kept or before
        yield kept


def _searched(text: str, added: Mapping[int, int], own: Collection[str]) -> str:
    """Return *text*, as long as it is, without what the writer added, but for *own* texts."""
    for start, end in added.items():
        if text[start:end] not in own:
            text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _find_next(
    text: str, block: Block, place: int, over: Mapping[int, int], *, is_mixed: bool
) -> tuple[int, int]:
    """Find what should be said next, after what the writer added, if need be."""
    start, end = _find(text, block, place, is_mixed=is_mixed)
    if start < 0 and block.is_label and is_mixed:  # the end of such a line is not sure
        start = text.find(block.letters, max(0, place - NEAR), place + NEAR)
        end = start + len(block.letters)
    while start < 0 and block.is_label and place in over:  # a box within a box has two names
        place = over[place]
        start, end = _find(text, block, place, is_mixed=is_mixed)
    return start, end


def _after_heads(text: str, wanted: str, starts: Iterable[int]) -> tuple[int, int] | None:
    """Find a text whose letters join at the first of *starts* where all its letters are."""
    found = ((start, _end_anew(text, wanted, start)) for start in starts)
    return next(((start, end) for start, end in found if end >= 0), None)


def _find(text: str, block: Block, start: int, *, is_mixed: bool) -> tuple[int, int]:
    wanted = block.letters
    if is_shaped(wanted):
        end = start + len(wanted)
        # The parts of a line that mixes directions are told in an order of their own.
        if is_mixed and Counter(text[start:end]) == Counter(wanted):
            return start, end
        if (end := _end_anew(text, wanted, start)) >= 0:
            return start, end
        return _near(text, wanted, start)
    if block.is_label:
        return _find_label(text, wanted, start)
    found = text.find(wanted, start)
    return found, found + len(wanted)


def _find_label(text: str, wanted: str, start: int) -> tuple[int, int]:
    """Find the number of an item: it is the next thing that is said, or it is not there."""
    before = start + text.startswith("(", start)
    if not text.startswith(wanted, before):
        return -1, -1
    end = before + len(wanted)
    return start, end + text.startswith((".", ")"), end)


def _find_anywhere(text: str, block: Block, used: bytearray) -> tuple[int, int]:
    if block.is_label or is_shaped(block.letters):
        return -1, -1
    start = text.find(block.letters)
    while start >= 0 and any(used[start : start + len(block.letters)]):
        start = text.find(block.letters, start + 1)
    return start, start + len(block.letters)


def is_shaped(text: str) -> bool:
    """Return whether letters join and swap in print, as in Arabic or Hindi.

    A PDF then tells some of them in the order in which they are drawn.
    """
    return has_signs(text) or runs_leftward(text)


def _end_anew(text: str, wanted: str, start: int) -> int:
    """Return where the letters of *wanted* end in *text*, if all are there; -1 if they are not.

    An *r* may be drawn before or after its place. Signs on letters are not compared: they change
    places, some are drawn in two parts, and a glyph says the same in a whole file, whichever of
    several signs it stands for.
    """
    window = text[start : start + 2 * len(wanted) + NEAR]
    whole, places = _places(wanted), _places(window)
    said = [window[place] for place in places[: len(whole)]]
    if not whole or not _is_set_anew(said, [wanted[place] for place in whole]):
        return -1
    return start + places[len(whole)] if len(places) > len(whole) else start + len(window)


def is_part(text: str, whole: str) -> bool:
    """Return whether a text that is printed again is a part of the *whole* that it repeats."""
    if text in whole:
        return True
    if not is_shaped(whole):
        return False
    part, all_of_it = ([one[place] for place in _places(one)] for one in (text, whole))
    starts = range(len(all_of_it) - len(part) + 1)
    return any(_is_set_anew(part, all_of_it[start : start + len(part)]) for start in starts)


def _places(text: str) -> list[int]:
    """Return where the letters of a text are, without what is drawn on and beside them."""
    signs = {place for found in re.finditer(_R_ABOVE, text) for place in range(*found.span())}
    marks = (n for n, sign in enumerate(text) if unicodedata.category(sign).startswith("M"))
    return sorted({*range(len(text))} - signs.union(marks))


def _is_set_anew(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether a text has all letters of another, each in its syllable, and its numbers."""
    if len(said) != len(wanted):
        return False
    ahead, missing = Counter[str](), 0
    for one, other in zip(said, wanted, strict=True):
        for letter, step in ((one, 1), (other, -1)):
            missing += abs(ahead[letter] + step) - abs(ahead[letter])
            ahead[letter] += step
        if missing > 2 * AHEAD:
            return False
    return not missing and [*filter(str.isdigit, said)] == [*filter(str.isdigit, wanted)]


def _near(text: str, wanted: str, start: int) -> tuple[int, int]:
    """Return where nearly all letters of *wanted* stand in *text*, in nearly the same order.

    Its digits are all there: letters join, and numbers never do.
    """
    exact = text.find(wanted, start, start + len(wanted) + NEAR)
    if exact >= 0:
        return exact, exact + len(wanted)
    window = text[start : start + len(wanted) * 3 + 40]
    matcher = SequenceMatcher(None, window, wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < NEARLY * len(wanted):
        return -1, -1
    around = text[max(0, start - NEAR) : start + len(window)]
    if Counter(filter(str.isdigit, wanted)) - Counter(filter(str.isdigit, around)):
        return -1, -1
    first = start + blocks[0].a
    # Its last letters may stand in the text behind it, too: that is not its own.
    return first, min(start + blocks[-1].a + blocks[-1].size, first + round(MORE * len(wanted)))


def _surplus(runs: Sequence[str], used: bytearray) -> list[int]:
    ends = list(accumulate(map(len, runs)))
    found = []
    for number, (run, end) in enumerate(zip(runs, ends, strict=True)):
        free = len(run) - sum(used[end - len(run) : end])
        if free > (len(run) / 2 if is_shaped(run) else 0):
            found.append(number)
    return found
