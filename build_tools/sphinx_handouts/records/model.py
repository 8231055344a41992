"""The frozen records that the stages of the pipeline hand to each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from .fonts import Fonts
from .geometry import Box
from .identity import DRAFT, Identity
from .plain_text import letters
from .schema import Brand, Handout, State
from .tables import SMALLEST, Region


class Severity(StrEnum):
    """What a finding does to the build."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """The subtypes of findings: ``suppress_warnings = ["handouts.review"]`` hides warnings only."""

    ALTERNATIVE = "alternative"
    """A picture has no text alternative, or one that does not say what it shows."""
    BRAND = "brand"
    """A brand.toml or its logo cannot be used."""
    BUDGET = "budget"
    """A handout takes more pages than it may, or nearly, or leaves one half empty."""
    CATALOGUE = "catalogue"
    """catalogue.toml cannot be used."""
    CITATION = "citation"
    """A source that no page cites, or a citation of an unknown source."""
    CLAIM = "claim"
    """A result of research is told without its source."""
    CONTRAST = "contrast"
    """A colour or logo of a brand is hard to see on paper."""
    DIRECTIVE = "directive"
    """A directive or role of this extension is written wrongly."""
    ENCODING = "encoding"
    """A text is not saved as UTF-8."""
    FILES = "files"
    """The PDFs on the disk are not those of the manifest."""
    GET_HELP = "get-help"
    """A handout lacks a snippet that every handout must carry."""
    GLOSSARY = "glossary"
    """A term that no page uses, or an abbreviation that nobody explains."""
    GLYPH = "glyph"
    """No font of the sheet has a character."""
    HEADING = "heading"
    """Headings skip a level, repeat each other or say nothing."""
    IMAGE = "image"
    """An image is missing, remote, or has no text alternative."""
    LEDGER = "ledger"
    """revisions.toml contradicts itself, or a release build is not released."""
    LINK = "link"
    """A reference of a handout leads nowhere."""
    LINK_TEXT = "link-text"
    """A link whose words do not say where it goes."""
    MISPRINT = "misprint"
    """Words of a page are not on its sheet, or cannot be read there."""
    ONLY = "only"
    """A heading inside ``only``, which leaks out of it."""
    ORPHAN = "orphan"
    """A snippet, picture or block that is used nowhere."""
    OWN = "own"
    """A check of your own, which another package brings, found something."""
    OUTPUT = "output"
    """A file cannot be written."""
    OUTSIDE = "outside"
    """A page reads a file, or is one, that lies outside the project."""
    PART = "part"
    """A part of a handout names a page or label that does not exist."""
    RAW = "raw"
    """A page holds raw HTML, or something else that could run."""
    REGION = "region"
    """A number of a region was not checked, or too long ago."""
    READING = "reading"
    """A text is harder to read than it may be."""
    RENDER = "render"
    """A PDF could not be made."""
    REVIEW = "review"
    """The front matter of a page does not follow the review schema."""
    REVIEW_DATE = "review-date"
    """A review is due or overdue, or set too far ahead."""
    SIZE = "size"
    """A page is too large."""
    STRUCTURE = "structure"
    """A PDF would not be accessible (PDF/UA-1)."""
    THEME = "theme"
    """A theme.toml cannot be used."""
    TRANSLATION = "translation"
    """A text is not translated, or the translation is older than the text."""
    SNIPPET = "snippet"
    """A snippet is missing."""
    SOURCE = "source"
    """An entry of the bibliography lacks a field, or has one that is not well-formed."""
    SPELLING = "spelling"
    """A word that is in no dictionary."""
    WEASYPRINT = "weasyprint"
    """WeasyPrint complained while it rendered an edition."""
    WORDING = "wording"
    """A banned phrase, or a word in a foreign script."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to mend: a sentence that names the file, the key and the mend."""

    kind: Kind
    message: str
    severity: Severity = Severity.ERROR
    docname: str | None = None
    line: int | None = None
    path: str | None = None
    """The file, from the folder of ``conf.py``, where it is no page."""


# Private-use characters: they stand in a sheet's body for what depends on the brand or the variant,
# until the sheet is composed, and no author writes them.
BRAND_MARK = "\ue000brand:{key}\ue001{words}\ue000/brand\ue001"
CONTACT_MARK = "\ue000contact\ue001"
PHONE_MARK = "\ue000phone\ue001"
FORM_MARK = "\ue000form:{variant}\ue001{uri}\ue000/form\ue001"
"""After the address of a picture: the form of it that a variant prints."""


PAGE_OF = "data-page-of"
"""Attribute of an element in which a page is written: that of the address in it."""


WIDE = 2.0
"""Width over height from which on the name in a logo can be read."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """A brand as sheets use it: its folder's name, settings, and logo as a ``data:`` URI."""

    key: str
    brand: Brand
    logo: str = ""
    region: Region | None = None
    """Where it is: whom its patients call; None where its sheets travel across borders."""

    logo_ratio: float = 0.0
    """Width of the logo over its height; 0: not known."""

    @property
    def logo_names(self) -> bool:
        """Whether the logo shows the clinic's name, so that it needs not stand beside it."""
        stated = self.brand.logo_shows_name
        if stated is not None:
            return stated
        is_told = self.brand.name.casefold() in self.brand.logo_alt.casefold()
        return is_told and self.logo_ratio >= WIDE

    def line(self, key: str) -> str:
        """Return the words of a line of the region (`tables.LINES`), or nothing."""
        found = getattr(self.region, key, None)
        return found.words if found else ""


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
    wordless: Mapping[str, str] = field(default_factory=dict)
    """Snippets that say nothing on the sheet, and the file of each from ``conf.py``."""
    boxes: str = ""
    """The required snippets by themselves, for the contents sheet; empty where there is none."""
    references: tuple[str, ...] = ()
    """The sources that it cites, as they are printed."""
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


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """One PDF: a handout for a brand, language, paper and variant."""

    handout: str
    slug: str
    brand: str
    language: str
    paper: str
    variant: str
    budget: int = field(default=0, compare=False)
    """Most pages it may have; 0: what the handout says."""

    @property
    def label(self) -> str:
        """What the progress line calls it."""
        name = self.handout or self.slug
        return f"{name} {self.language} {self.paper} {self.variant} {self.brand}"

    @property
    def path(self) -> str:
        """POSIX path below the output folder."""
        name = f"{self.handout}-{self.slug}-{self.paper}-{self.variant}.pdf"
        return f"{self.brand}/{self.language}/{name}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which editions a build prints: those of a language, and, where a set has names, of these."""

    language: str
    handouts: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()

    def covers(self, edition: Edition) -> bool:
        """Return whether *edition* is selected."""
        fields = (
            (edition.handout, self.handouts),
            (edition.brand, self.brands),
            (edition.paper, self.papers),
            (edition.variant, self.variants),
        )
        return edition.language == self.language and all(
            not names or value in names for value, names in fields
        )


@dataclass(frozen=True, slots=True)
class RenderJob:
    """What a worker needs to make one PDF; both strings are self-contained."""

    html: str
    css: str
    booklet: bool = False
    """Whether its pages are imposed two-up, in the order of a folded booklet."""
    archived: bool = False
    """Whether it is PDF/A-3a as well as PDF/UA-1."""
    identity: Identity = Identity()  # noqa: RUF009 - it is frozen
    """What the PDF says of itself, to programs."""
    smallest: float = SMALLEST
    """The least size of type, in points."""
    furniture: tuple[str, ...] = ()
    """Words that must stand in the margins of every page."""
    fonts: Fonts = Fonts()  # noqa: RUF009 - it is frozen
    """What it may be set in."""
    has_slots: bool = False
    """Whether it is a template, to be dressed for each clinic."""
    patience: int = 1
    """How many times as long as a sheet it may take."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log record of WeasyPrint, carried home from a worker."""

    level: int
    message: str


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font could draw, and the pages (from 1) on which it stands."""

    character: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Misprint:
    """Words that a reader of a PDF misses, cannot read, or should not find there."""

    words: str
    problem: str
    """What is wrong with them: it follows the words in a sentence."""
    pages: tuple[int, ...]
    """Pages of the PDF, from 1; none where that is not known."""


@dataclass(frozen=True, slots=True)
class PageFill:
    """How much of a page is used."""

    share: float
    """How far its content reaches down the page area, from 0 to 1."""
    begins: str
    """The kind and the first words of what begins it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How a sheet was laid out, for those who read it back."""

    areas: tuple[tuple[Box, ...], ...] = ()
    """For each page of the PDF, the page areas on it: two on a side of a booklet."""
    tables_anew: bool = False
    """Whether tables were set in another way, since they did not fit."""
    anchors: tuple[tuple[str, int], ...] = ()
    """Pages, from 1, of the elements whose page a sheet names."""
    fills: tuple[PageFill, ...] = ()
    """How full each page is."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF and what was learnt while it was made."""

    pdf: bytes
    pages: int
    last_page_mm: float
    """How far the text of the last page reaches."""
    log: tuple[LogLine, ...] = ()
    missing: tuple[MissingGlyph, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with its structure (PDF/UA-1)."""
    misprints: tuple[Misprint, ...] = ()
    """Where it does not say what its HTML says."""
    room_mm: float | None = None
    """How much is free below it; None where that is not known."""
    laid: Laid = Laid()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an edition has no PDF."""

    reason: str
    undressable: bool = False
    """Whether it can only not be laid out once for all clinics."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words that the page template adds to a handout, in the handout's language."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.texts[key]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or cell, and where it stands."""

    text: str
    docname: str
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a page or handout is to read: school grades, and words a sentence."""

    name: str
    digest: str
    words: int
    sentences: int
    longest: int
    flesch_kincaid: float = 0.0
    smog: float = 0.0
    ease: float = 0.0
    """By the formula of a language other than English: the higher, the easier."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Highest grades, and most words a sentence; 0 does not check."""

    flesch_kincaid: float
    smog: float
    sentence_words: int
    ease: float = 0
    """Lowest reading ease, in a language that has a formula."""

    @property
    def any(self) -> bool:
        """Whether there is something to check."""
        return bool(self.flesch_kincaid or self.smog or self.sentence_words or self.ease)
