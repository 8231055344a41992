"""Words that people really mean, though they look like slips of others: "call" is not "calf".

A reader's device gets those alone that are a slip or two from a word that it looks for: a few
kilobytes in place of a whole dictionary. English ones come from symspellpy, whose list of 82,765
words has no misspelt ones, and tells how often each is used; it lacks some American spellings.
Those of other languages come from wordfreq, which counts how often people write a word: its most
frequent ones have few slips among them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from itertools import chain, combinations, islice, takewhile
from pathlib import Path
from string import ascii_uppercase

from sphinx_handouts.records.languages import base
from sphinx_handouts.storage.digests import digest
from sphinx_handouts.storage.files import write_atomically
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from .folding import is_korean, words

ENGLISH = "frequency_dictionary_en_82_765.txt"
COUNTED = {"ar", "es", "ko"}
"""Languages whose words come from wordfreq; in yet another, any word may be a slip."""
MOST = 15_000
"""So many of its words are taken."""
COMMON = 3_000
"""So many words are not taken for slips even where the words around them would let us guess."""
LONG = 7
"""A word of so many letters may have two slips, if its first letter stands; a shorter one, one.

``slips.mjs`` counts the same.
"""
LONG_IN_KEYS = 9
"""The same in keys of a Korean keyboard."""

BEGINNING = 7
"""Letters by which two words are taken to be alike, before all their letters are compared."""


@cache
def ranked(language: str) -> tuple[str, ...]:
    """Return the words of a language, folded, most used first; none of an unknown language."""
    if base(language) == "en":
        return _english()
    if base(language) not in COUNTED:
        return ()
    from wordfreq import iter_wordlist  # late: a guide in English does without

    listed = islice(iter_wordlist(base(language), "best"), MOST)
    folded = (found[0] for found in map(words, listed) if len(found) == 1)
    return tuple(dict.fromkeys(word for word in folded if word.isalpha()))


def _english() -> tuple[str, ...]:
    rows = (files("symspellpy") / ENGLISH).read_text("utf-8-sig").splitlines()
    counts = {word: int(count) for word, count in map(str.split, rows) if word.isalpha()}
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def near(
    targets: Iterable[str],
    language: str,
    more: Iterable[str] = (),
    *,
    memory: Path,
    first: bool = False,
) -> list[str]:
    """Return the real words that could be taken for slips of *targets*; *more* are real, too.

    With *first*, a slip leaves the first letter. The file *memory* keeps the answer for the next
    build: it takes a third of the time of one that writes a single page, and seldom is another.
    """
    sought, real = frozenset(word for word in targets if word.isalpha()), frozenset(more)
    key = _key(sought, language, real, first=first)
    try:
        known = json.loads(memory.read_bytes())
        if known["key"] == key:
            return list(known["words"])
    except (OSError, ValueError, LookupError, TypeError):
        pass  # the first build, or a file that was cut short
    found = _near(sought, language, real, first)
    write_atomically(memory, json.dumps({"key": key, "words": found}).encode())
    return list(found)


def _key(targets: Set[str], language: str, more: Set[str], *, first: bool) -> str:
    """Return a digest of all that decides which words are near."""
    lists = [version("symspellpy"), version("wordfreq"), Path(__file__).read_text("utf-8")]
    return digest([*lists, language, str(first), *sorted(targets), "", *sorted(more)])


@lru_cache(maxsize=16)  # it takes half a second, and a process may build one guide again and again
def _near(
    targets: frozenset[str], language: str, more: frozenset[str], first: bool
) -> tuple[str, ...]:
    kinds = _Slips(targets, 1, first), _Slips(filter(_is_long, targets), 2, True)
    found: set[str] = set()
    of_more = ((word[:BEGINNING], (word,)) for word in more)
    for beginning, candidates in chain(_by_beginning(language).items(), of_more):
        for slips in kinds:
            if alike := slips.begin_like(beginning):
                found.update(word for word in candidates if slips.lead_to(word, alike))
    return tuple(sorted(found - targets))


@cache
def _by_beginning(language: str) -> Mapping[str, Collection[str]]:
    """Return the words of a language by their beginnings: most begin as no target does."""
    found = defaultdict(list)
    for word in ranked(language):
        found[word[:BEGINNING]].append(word)
    return found


class _Slips:
    """Finds some targets after so many slips; with *first*, a slip leaves the first letter."""

    def __init__(self, targets: Iterable[str], slips: int, first: bool) -> None:
        self._slips, self._first = slips, int(first)
        self._distance = EditDistance(DistanceAlgorithm.DAMERAU_OSA).compare
        self._parts: dict[str, dict[tuple[str, ...], set[str]]] = {}
        for target in targets:
            parts = self._parts.setdefault(target[: self._first], {})
            for part in self._without_letters(target[:BEGINNING]):
                parts.setdefault(part, set()).add(target)

    def lead_to(self, word: str, alike: Collection[str]) -> bool:
        """Return whether a word may be a slip of one of the targets that begin like it."""
        return any(
            abs(len(target) - len(word)) <= self._slips
            and self._distance(word, target, self._slips) >= 0
            for target in alike
        )

    def begin_like(self, beginning: str) -> Collection[str]:
        """Return the targets that begin so, but for slips: none, for most words."""
        parts = self._parts.get(beginning[: self._first])
        # Nearly all end here: this is asked a hundred thousand times.
        if parts is None or parts.keys().isdisjoint(self._without_letters(beginning)):
            return ()
        return set().union(*(parts.get(part, ()) for part in self._without_letters(beginning)))

    def _without_letters(self, beginning: str) -> Iterable[tuple[str, ...]]:
        """Return what is left of a beginning when up to so many letters are taken out of it.

        After so many slips in each of two words, they still have one of these in common: the
        longer one without so many letters. None is longer than *BEGINNING* is.
        """
        rest = beginning[self._first :]
        least = max(0, len(rest) - self._slips)
        kept: Iterable[tuple[str, ...]] = combinations(rest, least)
        if len(beginning) < BEGINNING:
            lengths = range(least, len(rest) + 1)
            kept = chain.from_iterable(combinations(rest, length) for length in lengths)
        return kept


def packed(listed: Iterable[str]) -> str:
    """Return words, sorted, each without what it shares with the last: for "backs", "Es".

    A capital letter tells how much that is: "back backs bad" is "AbackEsCd". It weighs two thirds
    of the words when both are compressed. ``words.mjs`` unpacks it.
    """
    parts, last = [], ""
    for word in sorted(listed):
        same = takewhile(lambda pair: pair[0] == pair[1], zip(last, word, strict=False))
        shared = min(sum(1 for _pair in same), len(ascii_uppercase) - 1)
        parts.append(ascii_uppercase[shared] + word[shared:])
        last = word
    return "".join(parts)


def _is_long(word: str) -> bool:
    return len(word) >= (LONG_IN_KEYS if is_korean(word) else LONG)
