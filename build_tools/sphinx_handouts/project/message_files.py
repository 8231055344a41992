"""The catalogues of translations (gettext) of a project, as people write them (``.po``)."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo
from babel.messages.pofile import PoFileError, PoFileParser

from ..records.languages import catalogue_folder, normalised

SHEETS = "sheet"
"""Name of the catalogue of what ``catalogue.toml`` says."""
MESSAGES = "LC_MESSAGES"


@dataclass(frozen=True, slots=True)
class Message:
    """A text as a catalogue of translations has it."""

    text: str
    translation: str
    path: Path
    line: int = 0
    fuzzy: bool = False
    """Whether the text has changed since it was translated, or a machine guessed."""
    other_line: int = 0
    """Where the file translates the text again, in other words, which nobody reads; 0: nowhere."""

    @property
    def language(self) -> str:
        """The language of the translation: its folder is named for it."""
        return normalised(self.path.parents[1].name)


@dataclass(frozen=True, slots=True)
class MessageFiles:
    """The catalogues of one language."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, source: Path, names: Iterable[str], language: str) -> MessageFiles:
        """Return those of *language* in the folders *names* (``locale_dirs``) below *source*."""
        places = (source / name / catalogue_folder(language) / MESSAGES for name in names)
        return cls(tuple(place for place in places if place.is_dir()))

    @property
    def exist(self) -> bool:
        """Whether anything was translated."""
        return any(_holds(folder) for folder in self.folders)

    def path(self, domain: str) -> Path | None:
        """Return the file of a catalogue, if there is one."""
        paths = (folder / f"{domain}.po" for folder in self.folders)
        return next((path for path in paths if path.is_file()), None)

    def messages(self, domain: str) -> Mapping[str, Message]:
        """Return a catalogue by its texts; one that cannot be read has none."""
        for folder in self.folders:
            for path in (folder / f"{domain}.po", folder / f"{domain}.mo"):
                if path.is_file():
                    about = path.stat()
                    return _messages(path, about.st_mtime_ns, about.st_size)
        return {}

    def all_messages(self, *, without: str = "") -> Mapping[str, Message]:
        """Return all catalogues as one, by their texts, *without* the one of that name."""
        known: dict[str, Message] = {}
        for domain in self.paths:
            known |= self.messages(domain) if domain != without else {}
        return known

    @property
    def paths(self) -> dict[str, Path]:
        """The file that holds each catalogue, as it is written rather than compiled."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for path in (*sorted(folder.rglob("*.mo")), *sorted(folder.rglob("*.po"))):
                found[path.relative_to(folder).with_suffix("").as_posix()] = path
        return dict(sorted(found.items()))


def languages(source: Path, names: Iterable[str]) -> dict[str, Path]:
    """Return the languages that the folders *names* below *source* have catalogues of, by tag."""
    found: dict[str, Path] = {}
    for name in names:
        folder = source / name
        for place in sorted(folder.iterdir()) if folder.is_dir() else ():
            if _holds(place / MESSAGES):
                found.setdefault(normalised(place.name), place)
    return dict(sorted(found.items()))


class _Written(Catalog):
    """A catalogue that knows where it translates a text again: the first is what is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.other_lines = dict[str, int]()

    def __setitem__(self, id: Any, entry: Entry) -> None:  # noqa: A002 - as it is called there
        first = self.get(id, entry.context) if id and isinstance(id, str) else None
        if first and first.string != entry.string:
            self.other_lines.setdefault(id, entry.lineno or 0)
        super().__setitem__(id, entry)


def read(path: Path) -> Catalog:
    """Return a catalogue.

    Raises
    ------
    OSError, ValueError
        Where it cannot be read, or is none.
    """
    data = path.read_bytes()
    if path.suffix == ".mo":
        return read_mo(io.BytesIO(data))
    parser = PoFileParser(found := _Written(), abort_invalid=True)
    try:  # a mark of the encoding would be taken for a part of the first entry
        parser.parse(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)))
    except PoFileError as error:
        raise ValueError(f"line {error.lineno + 1}: {error}") from error
    return found


def other_lines(catalogue: Catalog) -> Mapping[str, int]:
    """Return where a catalogue translates a text again, in other words, by the text."""
    return catalogue.other_lines if isinstance(catalogue, _Written) else {}


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(folder.rglob("*.[pm]o"))


@lru_cache(maxsize=64)
def _messages(path: Path, _time: int, _size: int) -> Mapping[str, Message]:
    try:
        catalogue = read(path)
    except (OSError, ValueError):  # told where the catalogues are compiled
        return {}
    others = other_lines(catalogue)
    return {
        entry.id: Message(
            *(entry.id, str(entry.string), path, entry.lineno or 0, entry.fuzzy),
            others.get(entry.id, 0),
        )
        for entry in catalogue
        if isinstance(entry.id, str) and entry.id
    }
