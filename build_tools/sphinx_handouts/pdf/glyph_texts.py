"""What each glyph of a PDF says: to a search, to a screen reader, and to whoever copies its words.

WeasyPrint 70 gives the whole text of a letter with a mark, such as an Arabic one with its vowel, to
the first of the two glyphs, and no text to the other. And each glyph says the same throughout a
file: so a letter could be missing wherever it stands, and others be read twice. The font itself
knows what its glyphs stand for.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from fontTools.ttLib import TTFont

from .engine import with_fonts

_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7
"""Types of lookups in a font: one glyph for another, one for several, and a lookup elsewhere."""
_KNOWN: dict[tuple[str, int], Mapping[int, str]] = {}
"""What the glyphs of fonts say, by their name and size."""


def with_true_texts() -> AbstractContextManager[None]:
    """Write PDFs in which each glyph says what its font has it for."""
    return with_fonts(_tell_truly)


def _tell_truly(font: Any) -> None:
    if any(map(_may_be_parted, font.to_unicode.values())):
        known = _texts(font)
        font.to_unicode.update(
            {
                glyph: known[glyph]
                for glyph, text in font.to_unicode.items()
                if glyph in known and (_is_doubtful(text) or _is_mark(known[glyph]))
            }
        )


def _may_be_parted(text: str) -> bool:
    """Return whether a font may draw a text in parts: a letter, and marks on it."""
    return not text or any(
        unicodedata.category(sign) == "Mn" or unicodedata.bidirectional(sign) in {"AL", "R"}
        for sign in text
    )


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(sign) == "Mn" for sign in text)


def _is_doubtful(text: str) -> bool:
    """Return whether a glyph may have the text of others: one with a mark, or none at all."""
    return not text or (len(text) > 1 and any(map(_is_mark, text)))


def _texts(font: Any) -> Mapping[int, str]:
    """Return the text of each glyph that a font makes of letters."""
    key = font.hash, len(font.file_content)
    if key not in _KNOWN:
        with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as file:
            texts = {name: chr(letter) for letter, name in sorted(file.getBestCmap().items())}
            while new := dict(_made(file, texts)):
                texts |= new
            _KNOWN[key] = {file.getGlyphID(name): text for name, text in texts.items()}
    return _KNOWN[key]


def _made(file: TTFont, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the glyphs that a font puts in the place of those whose *texts* are known."""
    for parts, glyph in _substitutions(file):
        if glyph not in texts and all(part in texts for part in parts):
            yield glyph, "".join(texts[part] for part in parts)


def _substitutions(file: TTFont) -> Iterator[tuple[list[str], str]]:
    """Yield which glyphs a font replaces by one."""
    lookups = file["GSUB"].table.LookupList if "GSUB" in file else None
    for table in (one for lookup in lookups.Lookup for one in lookup.SubTable) if lookups else ():
        inner = table.ExtSubTable if table.LookupType == _EXTENSION else table
        if inner.LookupType == _SINGLE:
            yield from (([glyph], other) for glyph, other in inner.mapping.items())
        elif inner.LookupType == _LIGATURE:
            for first, found in inner.ligatures.items():
                yield from (([first, *one.Component], one.LigGlyph) for one in found)
