"""The manifest: what was built, as a public file that other programs read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from .edition import Edition
from .identity import DRAFT, Identity
from .page import Page, Translated
from .states import State

NAME = "manifest.json"
FORMAT: Literal[1] = 1


# What several records say, said once; each record has them in the order of its file.
Slug = Annotated[str, Field(description="Words of its file name.")]
Summary = Annotated[str, Field(description="What the handout is for.")]
Subject = Annotated[str, Field(description="Group in the library.")]
BrandName = Annotated[str, Field(description="Name of the brand's folder.")]
ClinicName = Annotated[
    str, Field(description="Name of the clinic as printed; empty where unbranded.")
]
Language = Annotated[str, Field(description="Language tag (BCP 47).")]
PaperName = Annotated[str, Field(description="Paper, such as a4.")]
VariantName = Annotated[str, Field(description="Variant, such as standard.")]
PrintedVersion = Annotated[
    str, Field(description="Version of the content; +draft where it was not released.")
]
Standing = Annotated[State, Field(description="State in document control.")]
NextReview = Annotated[dt.date | None, Field(description="Date of the next review.")]
Pages = Annotated[int, Field(description="Number of pages.", ge=1)]
Size = Annotated[int, Field(description="Size of the file.", ge=1)]
Sha256 = Annotated[str, Field(description="SHA-256 of the file, in hexadecimal.")]
FilePath = Annotated[
    str, Field(description="Path of the file, from the manifest's folder, with slashes.")
]


class Record(BaseModel):
    """What other programs read; a later version may add keys."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Code(Record):
    """A code of what a handout is about."""

    system: str = Field(description="Code system, such as icd10cm.")
    code: str = Field(description="Code in that system.")


class TranslationRecord(Record):
    """What a PDF is translated from, and by whom."""

    source_language: Language
    source_title: str = Field(description="Title in the language of the source.")
    source_version: str = Field(description="Version of the source that was translated.")
    source_hash: str = Field(description="Digest of what the source says now.")
    standing: Translated = Field(
        description="How far it is to be relied on: a draft for which nobody answers, one whose "
        "own words or whose source have changed since somebody did, one by a named translator, or "
        "one that a clinician approved."
    )
    translator: str = Field("", description="Name of the translator.")
    date: dt.date | None = Field(None, description="Date of the translation.")
    reviewer: str = Field("", description="Name of the clinician who approved it.")
    approved: dt.date | None = Field(None, description="Date of approval.")
    translation_hash: str = Field("", description="Digest of what the translation says now.")


class Entry(Record):
    """One PDF."""

    id: str = Field(description="Id of the handout.")
    slug: Slug
    title: str = Field(description="Title, in the edition's language.")
    summary: Summary
    subject: Subject
    codes: tuple[Code, ...] = Field((), description="What the handout is about, for other systems.")
    brand: BrandName
    clinic: ClinicName
    language: Language
    paper: PaperName
    variant: VariantName
    version: PrintedVersion
    content_hash: str = Field(
        "", description="Digest of what the reader reads, as in revisions.toml."
    )
    state: Standing
    next_review: NextReview
    pages: Pages
    bytes: Size
    sha256: Sha256
    path: FilePath
    sources: tuple[str, ...] = Field(description="Pages of the guide that it is made of.")
    references: tuple[str, ...] = Field((), description="The sources that it cites, in words.")
    translation: TranslationRecord | None = Field(
        None, description="What it is translated from; null where it was written in its language."
    )

    @property
    def edition(self) -> Edition:
        """The edition that this entry describes."""
        return Edition(self.id, self.slug, self.brand, self.language, self.paper, self.variant)

    @property
    def is_draft(self) -> bool:
        """Whether this very content was not released."""
        return self.version.endswith(DRAFT)


class _OfSeveral(Record):
    """One PDF of, or about, several handouts."""

    folder: ClassVar[str] = ""
    """Where it stands, below the folder of its brand and language."""

    slug: Slug
    title: str = Field(description="Title.")
    handouts: tuple[str, ...] = Field(description="Ids of its handouts, in the order of the PDF.")
    brand: BrandName
    clinic: ClinicName
    language: Language
    paper: PaperName
    variant: VariantName
    pages: Pages = Field(description="Number of pages, blank ones included.")
    bytes: Size
    sha256: Sha256
    path: FilePath

    @property
    def edition(self) -> Edition:
        """What a selection sees of it: it is of no single handout."""
        return Edition("", self.slug, self.brand, self.language, self.paper, self.variant)


class PackEntry(_OfSeveral):
    """One PDF of several handouts, to print in one go."""

    folder = "packs/"


class ContentsEntry(_OfSeveral):
    """One PDF that lists the handouts of a clinic, to keep at the shelf."""


Several = TypeVar("Several", PackEntry, ContentsEntry)
File = Entry | PackEntry | ContentsEntry
"""What is said of one PDF."""


class Manifest(Record):
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
        sorted_tools = self.model_copy(update={"tools": dict(sorted(self.tools.items()))})
        return (sorted_tools.model_dump_json(indent=2) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be measured of a PDF."""

    pages: int
    size: int
    sha256: str

    @classmethod
    def of(cls, pages: int, pdf: bytes) -> Facts:
        """Measure a PDF of so many pages."""
        return next(cls.of_each(pages, pdf, [b""]))

    @classmethod
    def of_each(cls, pages: int, body: bytes, endings: Iterable[bytes]) -> Iterator[Facts]:
        """Measure PDFs of so many pages, which begin with the same *body*."""
        begun = hashlib.sha256(body)
        for ending in endings:
            whole = begun.copy()
            whole.update(ending)
            yield cls(pages, len(body) + len(ending), whole.hexdigest())


def entry_of(page: Page, edition: Edition, clinic: str, facts: Facts) -> Entry:
    """Describe an edition."""
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
        **_place(edition, clinic),
        version=page.printed_version,
        content_hash=page.content_hash,
        state=page.state,
        next_review=page.next_review,
        **_file(facts),
        path=edition.path,
        sources=page.docnames,
        references=page.references,
        translation=TranslationRecord(**asdict(page.translation)) if page.translation else None,
    )


def entry_of_several(
    kind: type[Several], slug: str, title: str, parts: Sequence[Entry], facts: Facts
) -> Several:
    """Describe a PDF of, or about, *parts*: handouts of one brand, paper and variant."""
    edition, clinic = parts[0].edition, parts[0].clinic
    return kind(
        slug=slug,
        title=title,
        handouts=tuple(part.id for part in parts),
        **_place(edition, clinic),
        **_file(facts),
        path=path_of_several(kind, slug, edition),
    )


def path_of_several(kind: type[Several], slug: str, edition: Edition) -> str:
    """Return where a PDF of, or about, several handouts of an *edition* stands."""
    folder = f"{edition.brand}/{edition.language}/{kind.folder}"
    return f"{folder}{slug}-{edition.paper}-{edition.variant}.pdf"


def member(entry: Entry, *, listed: bool = False) -> str:
    """Return what a PDF of several handouts says of one; where that is but *listed*, no content."""
    words = (entry.id, entry.version) if listed else (entry.id, entry.version, entry.content_hash)
    return " ".join(words)


def identity_of(slug: str, parts: Sequence[Entry], *, listed: bool = False) -> Identity:
    """Return what a PDF of several handouts says of itself to programs: mostly, which they are."""
    return Identity(
        slug=slug,
        **_place(parts[0].edition, parts[0].clinic),
        members=tuple(member(part, listed=listed) for part in parts),
    )


def _place(edition: Edition, clinic: str) -> dict[str, Any]:
    """Return for whom a PDF is, and on which paper, by the names that every record has for it."""
    names = ("brand", "language", "paper", "variant")
    return {"clinic": clinic} | {name: getattr(edition, name) for name in names}


def _file(facts: Facts) -> dict[str, Any]:
    return {"pages": facts.pages, "bytes": facts.size, "sha256": facts.sha256}
