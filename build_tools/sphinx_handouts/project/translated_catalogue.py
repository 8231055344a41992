"""What ``catalogue.toml`` says to readers, in another language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..records.page import Said
from ..records.schema.handout import Handout, Pack
from .catalogue import Catalogue
from .message_files import Message

OF_HANDOUTS, OF_PACKS = ("title", "summary", "subject"), ("title",)
"""The keys whose words are printed or shown."""

_KEY = re.compile(r"""\s*["']?(?P<key>[A-Za-z_-]+)["']?\s*=\s*(?P<value>.*)""")
_NAMES = ("id", "slug")


def words_of(table: Handout | Pack) -> Iterator[tuple[str, str]]:
    """Yield the keys of a handout or pack whose words readers see, with these words."""
    for key in OF_HANDOUTS if isinstance(table, Handout) else OF_PACKS:
        if words := getattr(table, key):
            yield key, words


def translated(catalogue: Catalogue, messages: Mapping[str, Message]) -> Catalogue:
    """Return *catalogue* with the words of *messages*, as far as they are translated."""
    return replace(
        catalogue,
        handouts=tuple(h.model_copy(update=_words(h, messages)) for h in catalogue.handouts),
        packs=tuple(p.model_copy(update=_words(p, messages)) for p in catalogue.packs),
    )


def _words(table: Handout | Pack, messages: Mapping[str, Message]) -> dict[str, str]:
    known = ((key, messages.get(words)) for key, words in words_of(table))
    return {
        key: message.translation.strip()
        for key, message in known
        if message and message.translation.strip() and not message.fuzzy
    }


def declared(
    catalogue: Catalogue, path: Path, confdir: Path, messages: Mapping[str, Message]
) -> dict[str, tuple[Said, ...]]:
    """Return what the catalogue at *path* says of each handout, by its id, and where it stands.

    What is translated stands in the file of its translation, which *messages* tell.
    """
    lines = key_lines(path)
    translations = {one.translation.strip(): (one.path, one.line) for one in messages.values()}

    def said(identifier: str, key: str, words: str) -> Said:
        file, line = translations.get(words, (path, lines.get((identifier, key), 0)))
        return Said(words, line=line, path=Path(os.path.relpath(file, confdir)).as_posix())

    return {
        handout.id: tuple(said(handout.id, key, words) for key, words in words_of(handout))
        for handout in catalogue.handouts
    }


def key_lines(path: Path) -> dict[tuple[str, str], int]:
    """Return the line of each key of each table of ``catalogue.toml``, by its id, else its slug."""
    try:
        lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return {}
    found: dict[tuple[str, str], int] = {}
    table: dict[str, tuple[int, str]] = {}
    for number, line in enumerate([*lines, "[[end]]"], 1):
        if line.lstrip().startswith("[["):
            name = next((table[key][1] for key in _NAMES if key in table), "")
            found |= {(name, key): place for key, (place, _value) in table.items()}
            table = {}
        elif match := _KEY.match(line):
            table.setdefault(match["key"], (number, match["value"].strip().strip("\"'")))
    return found
