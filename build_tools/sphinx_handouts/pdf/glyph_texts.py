"""What each glyph of a PDF says: to a search, to a screen reader, and to whoever copies its words.

WeasyPrint 70 gives the whole text of a letter with a mark, such as an Arabic one with its vowel, to
the first of the two glyphs, and no text to the other. And each glyph says the same throughout a
file: so a letter could be missing wherever it stands, and others be read twice. The font itself
knows what its glyphs stand for.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from itertools import islice, product
from typing import Any

from fontTools.ttLib import TTFont

from .engine import with_fonts

_SINGLE, _MULTIPLE, _LIGATURE, _EXTENSION = 1, 2, 4, 7
"""Types of lookups in a font: one glyph for another, several for one, one for several, and a
lookup elsewhere."""
_MARKS = {"Mn", "Mc"}
"""What stands on a letter, or beside it, as vowels do in the scripts of India: often before it."""
_JOINERS = dict.fromkeys((0x200C, 0x200D))
_Made = tuple[list[str], str]
"""Glyphs, and the one that a font puts in their place."""
Ways = tuple[str, ...]
"""The texts that a font has one glyph for, the most usual first: the lowest in Unicode."""
_MOST_WAYS = 16
"""Of a glyph that is made of several, each of which has several."""
_KNOWN: dict[tuple[str, int], Mapping[int, Ways]] = {}
"""What the glyphs of fonts say, by the name and size of their file."""


def with_true_texts() -> AbstractContextManager[None]:
    """Write PDFs in which each glyph says what its font has it for."""
    return with_fonts(_tell_truly)


def _tell_truly(font: Any) -> None:
    if any(map(_may_be_parted, font.to_unicode.values())):
        known = _texts(font)
        font.to_unicode.update(
            {
                glyph: _likeliest(known[glyph], text)
                for glyph, text in font.to_unicode.items()
                if glyph in known and _is_wrong(text, known[glyph])
            }
        )


def _likeliest(ways: Ways, around: str) -> str:
    """Return which of its texts a glyph has: one that is a part of the text *around* it.

    In Hindi a font draws the *r* above an *i* with the same glyph as other signs.
    """
    return next((text for text in ways if not Counter(text) - Counter(around)), ways[0])


def _is_wrong(text: str, known: Ways) -> bool:
    """Return whether a glyph is not to tell a text, for which its font may have it or not."""
    is_whole = any(_takes_all(text, way) for way in known)
    return not is_whole and (_is_doubtful(text) or _is_mark(known[0]))


def _takes_all(text: str, way: str) -> bool:
    """Return whether a glyph leaves nothing of a text to others: it may be of a letter alike.

    A font has the *r* of Assamese drawn as that of Bengali.
    """
    said = way.translate(_JOINERS)
    return text == way or (1 < len(text) == len(said) and _marks(text) == _marks(said))


def _marks(text: str) -> Counter[str]:
    return Counter(filter(_is_mark, text))


def _may_be_parted(text: str) -> bool:
    """Return whether a font may draw a text in parts: a letter, and marks on it or beside it."""
    return not text or any(
        unicodedata.category(sign) in _MARKS or unicodedata.bidirectional(sign) in {"AL", "R"}
        for sign in text
    )


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(sign) in _MARKS for sign in text)


def _is_doubtful(text: str) -> bool:
    """Return whether a glyph may have the text of others: one with a mark, or none at all."""
    return not text or (len(text) > 1 and any(map(_is_mark, text)))


def _texts(font: Any) -> Mapping[int, Ways]:
    """Return the texts of each glyph that a font makes of letters."""
    key = font.hash, len(font.file_content)
    if key not in _KNOWN:
        with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as file:
            texts = _ways((chr(letter), name) for letter, name in file.getBestCmap().items())
            singles, ligatures = _substitutions(file)
            # Some fonts swap letters one by one to set them in another order: what is put together
            # says more of a glyph.
            while new := _made(ligatures, texts) or _made(singles, texts):
                texts |= new
            _KNOWN[key] = {file.getGlyphID(name): ways for name, ways in texts.items()}
    return _KNOWN[key]


def _made(made: Iterable[_Made], texts: Mapping[str, Ways]) -> dict[str, Ways]:
    """Return the glyphs that a font puts in the place of those whose *texts* are known."""
    return _ways(
        ("".join(way), glyph)
        for parts, glyph in made
        if glyph not in texts and all(part in texts for part in parts)
        for way in islice(product(*(texts[part] for part in parts)), _MOST_WAYS)
    )


def _ways(found: Iterable[tuple[str, str]]) -> dict[str, Ways]:
    """Return the texts of each glyph."""
    ways = dict[str, list[str]]()
    for text, glyph in sorted(set(found)):
        ways.setdefault(glyph, []).append(text)
    return {glyph: tuple(texts) for glyph, texts in ways.items()}


def _substitutions(file: TTFont) -> tuple[list[_Made], list[_Made]]:
    """Return which glyphs a font replaces by another, and which of several by one."""
    singles, ligatures = list[_Made](), list[_Made]()
    lookups = file["GSUB"].table.LookupList if "GSUB" in file else None
    for table in (one for lookup in lookups.Lookup for one in lookup.SubTable) if lookups else ():
        inner = table.ExtSubTable if table.LookupType == _EXTENSION else table
        if inner.LookupType == _SINGLE:
            singles += (([glyph], other) for glyph, other in inner.mapping.items())
        elif inner.LookupType == _MULTIPLE:  # many of which have one part
            singles += (
                ([glyph], parts[0]) for glyph, parts in inner.mapping.items() if len(parts) == 1
            )
        elif inner.LookupType == _LIGATURE:
            for first, found in inner.ligatures.items():
                ligatures += (([first, *one.Component], one.LigGlyph) for one in found)
    return singles, ligatures
