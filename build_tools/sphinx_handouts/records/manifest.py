"""The manifest: what was built, as a public file that other programs read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from .identity import Identity
from .model import Edition, Page, Rendered
from .schema import State

NAME = "manifest.json"
FORMAT: Literal[1] = 1


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # a later version may add keys


class Code(_Record):
    """A code of what a handout is about."""

    system: str = Field(description="Code system, such as icd10cm.")
    code: str = Field(description="Code in that system.")


class Entry(_Record):
    """One PDF."""

    id: str = Field(description="Id of the handout.")
    slug: str = Field(description="Words of its file name.")
    title: str = Field(description="Title, in the edition's language.")
    summary: str = Field(description="What the handout is for.")
    subject: str = Field(description="Group in the library.")
    codes: tuple[Code, ...] = Field((), description="What the handout is about, for other systems.")
    brand: str = Field(description="Name of the brand's folder.")
    clinic: str = Field(description="Name of the clinic as printed; empty where unbranded.")
    language: str = Field(description="Language tag (BCP 47).")
    paper: str = Field(description="Paper, such as a4.")
    variant: str = Field(description="Variant, such as standard.")
    version: str = Field(description="Version of the content; +draft where it was not released.")
    content_hash: str = Field(
        "", description="Digest of what the reader reads, as in revisions.toml."
    )
    state: State = Field(description="State in document control.")
    next_review: dt.date | None = Field(description="Date of the next review.")
    pages: int = Field(description="Number of pages.", ge=1)
    bytes: int = Field(description="Size of the file.", ge=1)
    sha256: str = Field(description="SHA-256 of the file, in hexadecimal.")
    path: str = Field(description="Path of the file, from the manifest's folder, with slashes.")
    sources: tuple[str, ...] = Field(description="Pages of the guide that it is made of.")

    @property
    def edition(self) -> Edition:
        """The edition that this entry describes."""
        return Edition(self.id, self.slug, self.brand, self.language, self.paper, self.variant)


class _OfSeveral(_Record):
    """One PDF of, or about, several handouts."""

    slug: str = Field(description="Words of its file name.")
    title: str = Field(description="Title.")
    handouts: tuple[str, ...] = Field(description="Ids of its handouts, in the order of the PDF.")
    brand: str = Field(description="Name of the brand's folder.")
    clinic: str = Field(description="Name of the clinic as printed; empty where unbranded.")
    language: str = Field(description="Language tag (BCP 47).")
    paper: str = Field(description="Paper, such as a4.")
    variant: str = Field(description="Variant, such as standard.")
    pages: int = Field(description="Number of pages, blank ones included.", ge=1)
    bytes: int = Field(description="Size of the file.", ge=1)
    sha256: str = Field(description="SHA-256 of the file, in hexadecimal.")
    path: str = Field(description="Path of the file, from the manifest's folder, with slashes.")

    @property
    def edition(self) -> Edition:
        """What a selection sees of it: it is of no single handout."""
        return Edition("", self.slug, self.brand, self.language, self.paper, self.variant)


class PackEntry(_OfSeveral):
    """One PDF of several handouts, to print in one go."""


class ContentsEntry(_OfSeveral):
    """One PDF that lists the handouts of a clinic, to keep at the shelf."""


File = Entry | PackEntry | ContentsEntry
"""What is said of one PDF."""


class Manifest(_Record):
    """`manifest.json`: every edition in the folder, sorted by path."""

    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    tools: Mapping[str, str] = Field(description="Versions of the programs that made the PDFs.")
    editions: tuple[Entry, ...] = Field(description="The PDFs.")
    packs: tuple[PackEntry, ...] = Field((), description="PDFs of several handouts.")
    contents: tuple[ContentsEntry, ...] = Field(
        (), description="PDFs that list the handouts of a clinic."
    )

    @property
    def files(self) -> tuple[File, ...]:
        """Every PDF."""
        return (*self.editions, *self.packs, *self.contents)

    def to_json(self) -> bytes:
        """Return the file's content; the same manifest gives the same bytes."""
        data = self.model_dump(mode="json")
        data["tools"] = dict(sorted(data["tools"].items()))
        return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def entry(page: Page, edition: Edition, clinic: str, rendered: Rendered) -> Entry:
    """Describe a rendered edition."""
    handout = page.handout
    return Entry(
        id=handout.id,
        slug=handout.slug,
        title=handout.title,
        summary=handout.summary,
        subject=handout.subject,
        codes=tuple(
            Code(system=system, code=code)
            for system, codes in sorted(handout.codes.items())
            for code in codes
        ),
        brand=edition.brand,
        clinic=clinic,
        language=edition.language,
        paper=edition.paper,
        variant=edition.variant,
        version=page.printed_version,
        content_hash=page.content_hash,
        state=page.state,
        next_review=page.next_review,
        pages=rendered.pages,
        bytes=len(rendered.pdf),
        sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        path=edition.path,
        sources=page.docnames,
    )


def identity_of(slug: str, parts: Sequence[Entry]) -> Identity:
    """Return what a PDF of several handouts says of itself to programs: mostly, which they are."""
    first = parts[0]
    return Identity(
        slug=slug,
        brand=first.brand,
        clinic=first.clinic,
        language=first.language,
        paper=first.paper,
        variant=first.variant,
        members=tuple(f"{part.id} {part.version} {part.content_hash}" for part in parts),
    )
