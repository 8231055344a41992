"""What the content checks know of a page: frozen records, without Sphinx.

Each fact says where it stands.  A text that comes from a snippet stands in the snippet's file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..records.finding import Finding, Kind, Severity


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that stands at a place of the sources."""

    docname: str
    """Name of the page, or of the file of a snippet, from the source folder."""
    line: int

    def warn(self, kind: Kind, message: str, below: int = 0) -> Finding:
        """Return a warning about this fact, or about what stands so many lines *below*."""
        line = self.line + below if self.line else None
        return Finding(kind, message, Severity.WARNING, self.docname, line)


@dataclass(frozen=True, slots=True)
class Heading(Fact):
    """A heading of a section; ``level`` 1 is the title of the page."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Picture(Fact):
    """An image; ``alt`` is None where nothing was said, and empty where it is an ornament."""

    file: str
    alt: str | None
    caption: str


@dataclass(frozen=True, slots=True)
class Link(Fact):
    """A link that its author gave words to."""

    text: str
    target: str


class Role(StrEnum):
    """What a block of text is."""

    TEXT = "text"
    HEADING = "heading"
    CAPTION = "caption"
    DEFINITION = "definition"
    LABEL = "label"
    """To write beside."""
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True)
class Block(Fact):
    """A paragraph, item, cell or heading: its words without citations, code and addresses."""

    text: str
    role: Role
    section: int
    """Number of the innermost section in which it stands."""
    sourced: bool
    """Whether it holds a citation, or a link to another site."""
    finding: bool = False
    """Whether it is what a ``certainty`` directive states."""
    breaks: tuple[int, ...] = ()
    """Where in the text each further line of the source begins."""

    def below(self, offset: int) -> int:
        """Return how many lines below the first one the character at *offset* stands."""
        return bisect_right(self.breaks, offset)


@dataclass(frozen=True, slots=True)
class Named(Fact):
    """A name that is used or defined at a place: a citation key, a term, a snippet, a label."""

    name: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """All that the checks know of one page."""

    docname: str
    headings: tuple[Heading, ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    citations: tuple[Named, ...] = ()
    terms: tuple[Named, ...] = ()
    """Terms that the page explains, in a glossary."""
    term_uses: tuple[Named, ...] = ()
    abbreviations: tuple[str, ...] = ()
    """Abbreviations that are marked as such, with their meaning."""
    snippets: tuple[Named, ...] = ()
    print_labels: tuple[Named, ...] = ()
    """Labelled blocks for print alone: they are printed where a handout picks them."""
    split_snippets: tuple[Named, ...] = ()
    """Snippets of which one medium shows only a part."""

    def sourced_sections(self) -> set[int]:
        """Return the sections that hold a source."""
        return {block.section for block in self.blocks if block.sourced}

    def said(self) -> Iterator[Block]:
        """Yield the running text, headings and captions: not definitions, nor alternatives."""
        roles = {Role.TEXT, Role.HEADING, Role.CAPTION}
        yield from (block for block in self.blocks if block.role in roles)


@dataclass(frozen=True, slots=True)
class Line:
    """Words that a reader sees, in a file that is no page."""

    path: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of a bibliography file."""

    key: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    """Fields in lower case, with their text."""
    path: str
    line: int

    def warn(self, kind: Kind, problem: str) -> Finding:
        """Return a warning about this entry."""
        message = f"{self.key}: {problem}"
        return Finding(kind, message, Severity.WARNING, line=self.line or None, path=self.path)
