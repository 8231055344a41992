"""The body of a handout in one language, and what is known of its texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from .identity import DRAFT
from .plain_text import letters
from .schema.handout import Handout
from .states import State


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a handout: a paragraph, heading, cell, label or alternative."""

    text: str
    docname: str = ""
    line: int = 0
    path: str = ""
    """The file in which the line is counted, from the folder of ``conf.py``; empty: the page's."""
    is_label: bool = False
    """Whether it is the number of an item."""
    is_alternative: bool = False
    """Whether it stands for a picture."""

    @property
    def letters(self) -> str:
        """What must be found, however it is typeset."""
        return letters(self.text)


class Translated(StrEnum):
    """How far a translation is to be relied on, the least first."""

    DRAFT = "draft"
    """Nobody answers for it."""
    CHANGED = "changed"
    """Its own words have changed since somebody answered for them."""
    OUTDATED = "outdated"
    """Its source has changed since."""
    UNREVIEWED = "unreviewed"
    """A named translator has made it, and no clinician has approved it."""
    APPROVED = "approved"

    @property
    def state(self) -> State:
        """The best state that a sheet may have."""
        return {
            Translated.DRAFT: State.DRAFT,
            Translated.CHANGED: State.DRAFT,  # nobody answers for these words
            Translated.OUTDATED: State.OUTDATED,
            Translated.UNREVIEWED: State.PENDING,
            Translated.APPROVED: State.APPROVED,
        }[self]


@dataclass(frozen=True, slots=True)
class Translation:
    """What a sheet is translated from, and by whom."""

    source_language: str
    source_title: str
    source_version: str
    """What was translated; without a record, what the source is now."""
    source_hash: str
    """Of what the source says now."""
    standing: Translated
    translator: str = ""
    date: dt.date | None = None
    reviewer: str = ""
    approved: dt.date | None = None
    translation_hash: str = ""
    """Of what the translation says now."""


@dataclass(frozen=True, slots=True)
class Page:
    """The body of one handout in one language, the same for every brand."""

    handout: Handout
    language: str
    direction: Literal["ltr", "rtl"]
    body: str
    state: State
    next_review: dt.date | None
    snippets: frozenset[str]
    docnames: tuple[str, ...]
    address: str
    """Address template of the status page; ``{id}`` and ``{version}`` are filled in."""
    version: str = "0.1"
    content_hash: str = ""
    """Digest of what the reader reads."""
    draft: bool = False
    """Whether a ledger exists that does not know this very content."""
    parts: tuple[tuple[str, int], ...] = ()
    """Its parts, as the catalogue names them, and how many words each has."""
    grown: str = ""
    """Which of them has grown since the last release, in words, where that is known."""
    said: tuple[Said, ...] = ()
    """All texts of the body, in their order, and where they stand."""
    declared: tuple[Said, ...] = ()
    """What the catalogue says of it, which is printed around the body, and where it stands."""
    wordless: Mapping[str, str] = field(default_factory=dict)
    """Snippets that say nothing on the sheet, and the file of each from ``conf.py``."""
    boxes: str = ""
    """The required snippets by themselves, for the contents sheet; empty where there is none."""
    references: tuple[str, ...] = ()
    """The sources that it cites, as they are printed."""
    languages: tuple[str, ...] = ()
    """The other languages in which it is made."""
    help_anchor: str = ""
    """Id of the get-help box in the body, where something else stands before it."""
    elsewhere: tuple[str, ...] = ()
    """Its parts that another sheet of a pack prints; empty for a handout by itself."""
    help_sheet: str = ""
    """Title of the sheet of a pack that holds the get-help box, where this one does not."""
    translation: Translation | None = None
    """What it is translated from; None for what is written in its language."""

    @property
    def printed_version(self) -> str:
        """The version, with a mark where it was not released."""
        return self.version + (DRAFT if self.draft else "")

    def status_address(self, template: str) -> str:
        """Return the address of this version's status page; of the handout's for a draft."""
        return short_address(template, self.handout.id, "" if self.draft else self.version)


def short_address(template: str, identifier: str, version: str = "") -> str:
    """Return the address of a status page; without a *version* that of what is current."""
    return template.replace("{id}", identifier).replace("{version}", version).rstrip("/")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words that the page template adds to a handout, in the handout's language."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.texts[key]
