"""The texts of a sheet or a page, and how far they are translated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """Why a text is printed in the source language, in words that follow it."""

    MISSING = "is not in the catalogue"
    EMPTY = "is not translated"
    FUZZY = "has changed since it was translated"
    SAME = "is the same in both languages"
    PART = "is translated only in part"
    UNREAD = "has a translation that is no single line of text, so that it is not used"
    CONTEXT = "has a translation in a context (msgctxt), so that it is not used"
    CLOSED = "cannot be translated: no catalogue has it"
    OURS = "stands in the words of sphinx-handouts, which are not translated into this language"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a sheet or a page, how far it is translated, and where."""

    source: str
    lack: Lack | None
    path: str = ""
    """The file at which to mend it, from the folder of ``conf.py``; empty: a page."""
    line: int | None = None
    docname: str | None = None
    snippet: str = ""
    """The name of the snippet that holds it."""
    drawing: str = ""
    """The drawing that holds it, from the source folder: it has a catalogue of its own."""


@dataclass(frozen=True, slots=True)
class PageTexts:
    """All that a web page says in the language in which it is written."""

    name: str
    catalogue: str
    """The catalogue of its texts, without those in drawings."""
    texts: tuple[Text, ...]
    """Each text once, as one of a box where it stands in one, too; nothing is looked up."""
    titles: tuple[Text, ...]
    """The titles of packs, of a page that shows the library; one that lacks is not bound."""
    own: tuple[str, ...]
    """The words of this program that stand in them, in English."""
    pictures: tuple[str, ...]
    """The files of its pictures, as they are called in the source language."""
