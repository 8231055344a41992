"""Looks words up in Hunspell dictionaries, which the system or the project has."""

from __future__ import annotations

import importlib.util
import io
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..storage.digests import digest
from ..storage.memory import Memory

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary

FOLDERS = (
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "~/Library/Spelling",
    "/Library/Spelling",
)
"""Where systems keep dictionaries; ``DICPATH`` names others, as for Hunspell itself."""

SUGGESTIONS = 2


class DictionaryMissing(Exception):
    """No folder has the dictionary."""


def find_dictionary(name: str, folder: Path) -> Path:
    """Return the dictionary *name* (a path from *folder*, or a name such as ``en_GB``).

    The path has no suffix: a dictionary is two files, ``.dic`` and ``.aff``.

    Raises
    ------
    DictionaryMissing
        Where there is none.
    """
    own = os.environ.get("DICPATH", "").split(os.pathsep)
    systems = (Path(place).expanduser() for place in (*filter(None, own), *FOLDERS))
    for place in (folder, *systems, *_bundled()):
        path = place / name
        if all(path.with_name(path.name + suffix).is_file() for suffix in (".dic", ".aff")):
            return path
    raise DictionaryMissing(name)


def _bundled() -> list[Path]:
    """Return the folders of the dictionaries that spylls brings, such as American English."""
    spec = importlib.util.find_spec("spylls")
    places = (spec.submodule_search_locations if spec else None) or ()
    return [path for place in places for path in Path(place, "hunspell", "data").glob("*/")]


def unknown_words(path: Path, words: Iterable[str], memory: Memory) -> dict[str, list[str]]:
    """Return which of *words* the dictionary at *path* does not know, and what may be meant.

    What *memory* has is not looked up again, so that a dictionary is seldom loaded.
    """
    files = [path.with_name(path.name + suffix) for suffix in (".aff", ".dic")]
    topic = f"spelling {digest(file.read_bytes() for file in files)}"
    unknown: dict[str, list[str]] = {}
    for word in words:
        if (topic, word) not in memory:
            dictionary = _load(path)
            known = dictionary.lookup(word) or dictionary.lookup(f"{word}.")  # as in "etc."
            memory[topic, word] = None if known else _suggestions(dictionary, word)
        if (suggestions := memory[topic, word]) is not None:
            unknown[word] = suggestions
    return unknown


def _suggestions(dictionary: Dictionary, word: str) -> list[str]:
    found: list[str] = []
    for suggestion in dictionary.suggest(word):
        found.append(suggestion)
        if len(found) == SUGGESTIONS:
            break
    return found


@lru_cache(maxsize=4)
def _load(path: Path) -> Dictionary:
    """Read a dictionary, which takes a second."""
    from spylls.hunspell import Dictionary
    from spylls.hunspell.readers import read_aff, read_dic
    from spylls.hunspell.readers.file_reader import BaseReader

    class Reader(BaseReader):
        """Reads a file whole: the reader of spylls leaves it open."""

        def __init__(self, suffix: str, encoding: str = "windows-1252") -> None:
            self._data = path.with_name(path.name + suffix).read_bytes()
            super().__init__(self._text(encoding))

        def _text(self, encoding: str) -> io.StringIO:
            return io.StringIO(self._data.decode(encoding, errors="surrogateescape"))

        def reset_encoding(self, encoding: str) -> None:
            self.reset_io(self._text(encoding))

    aff, context = read_aff(Reader(".aff"))
    return Dictionary(aff, read_dic(Reader(".dic", context.encoding), aff=aff, context=context))


def read_words(path: Path) -> frozenset[str]:
    """Return the words of a project's list: one a line, ``#`` begins a comment."""
    lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    return frozenset(filter(None, (line.partition("#")[0].strip() for line in lines)))
