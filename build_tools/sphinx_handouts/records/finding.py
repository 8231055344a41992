"""What is found wrong: a sentence, its kind, and where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


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
    MARKUP = "markup"
    """What an author wrote is read as something else, or as nothing, without a word."""
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


class Where(TypedDict):
    """Where something stands, as a finding has it: on a page, or in another file."""

    docname: str | None
    path: str | None
    line: int | None


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to mend: a sentence that names the file, the key and the mend."""

    kind: Kind
    message: str
    severity: Severity = Severity.ERROR
    docname: str | None = None
    line: int | None = None
    path: str | None = None
    """The file, from the folder of ``conf.py``, where it is no page; of a docstring it is called as
    Sphinx does, ``shop.py:docstring of shop.Basket``, and the line is counted in the docstring."""
    edition: str = ""
    """The first edition on which it was seen, of what is told once for all: no part of the
    message."""
    pages: str = ""
    """The pages of that edition, in words."""
