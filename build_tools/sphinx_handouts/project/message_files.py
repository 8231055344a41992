"""The catalogues of translations (gettext) of a project, as people write them (``.po``)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo
from babel.messages.pofile import PoFileError, PoFileParser

from ..records.languages import catalogue_folder, normalised
from .encodings import problem_of

SHEETS = "sheet"
"""Name of the catalogue of what ``catalogue.toml`` says."""
MESSAGES = "LC_MESSAGES"
_QUOTED = re.compile(r'(?:msg\w+(?:\[\d+\])?\s*)?"')
_CLOSED = re.compile(_QUOTED.pattern + r'(?:.*[^\\])?(?:\\\\)*"', re.DOTALL)


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
    has_context: bool = False
    """Whether it is of a text in a context (``msgctxt``), and is not looked up."""

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
                    return _looked_at(path)[0]
        return {}

    @property
    def unread(self) -> Iterator[tuple[Path, str]]:
        """Yield the catalogues that cannot be read, and why."""
        for path in self.paths.values():
            if problem := _looked_at(path)[1]:
                yield path, problem

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
    """Return a catalogue; it is UTF-8, as Sphinx reads it, whatever its head says of that.

    Raises
    ------
    OSError, ValueError
        Where it cannot be read, or is none.
    """
    data = path.read_bytes()
    if path.suffix == ".mo":
        return read_mo(io.BytesIO(data))
    if problem := problem_of(data):
        raise ValueError(problem)
    text = data.decode("utf-8-sig")
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        if _QUOTED.match(line) and not _CLOSED.fullmatch(line):
            raise ValueError(f'has no " at the end of line {number}; write it, or a letter is lost')
    parser = PoFileParser(found := _Written(), abort_invalid=True)
    try:
        parser.parse(io.StringIO(text))
    except PoFileError as error:
        raise ValueError(f"has a mistake in line {error.lineno + 1}: {error}; mend it") from error
    found.charset = "utf-8"
    return found


def other_lines(catalogue: Catalog) -> Mapping[str, int]:
    """Return where a catalogue translates a text again, in other words, by the text."""
    return catalogue.other_lines if isinstance(catalogue, _Written) else {}


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(folder.rglob("*.[pm]o"))


def _looked_at(path: Path) -> tuple[Mapping[str, Message], str]:
    about = path.stat()
    return _messages(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=64)
def _messages(path: Path, _time: int, _size: int) -> tuple[Mapping[str, Message], str]:
    """Return a catalogue by its texts, and why it cannot be read."""
    try:
        catalogue = read(path)
    except (OSError, ValueError, LookupError, struct.error) as error:
        reason = getattr(error, "strerror", None)
        return {}, f"cannot be read ({reason}); make it a file that can be" if reason else str(
            error
        )
    others, known = other_lines(catalogue), dict[str, Message]()
    for one in sorted(catalogue, key=lambda one: not one.context):
        if isinstance(one.id, str) and one.id:
            about = one.lineno or 0, one.fuzzy, others.get(one.id, 0), bool(one.context)
            known[one.id] = Message(one.id, str(one.string), path, *about)
    return known, ""
