"""`catalogue.json`: the library as data, for a clinic's website or record system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_json

from ..project.revisions import Withdrawal
from ..records.manifest import (
    BrandName,
    ClinicName,
    Code,
    Entry,
    Language,
    NextReview,
    PackEntry,
    Pages,
    PaperName,
    PrintedVersion,
    Record,
    Sha256,
    Standing,
    Subject,
    Summary,
    TranslationRecord,
    VariantName,
)
from .site import Site

NAME = "catalogue.json"
SCHEMA = "catalogue.schema.json"
FORMAT: Literal[1] = 1


Address = Callable[[str], str]
"""Turns the path of a file in the manifest into its address."""


class _Record(Record):
    # Every key is always written.
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class ListedEdition(_Record):
    """One PDF."""

    address: str = Field(
        description="Address of the PDF: absolute, or else from the folder of this file."
    )
    brand: BrandName
    clinic: ClinicName
    language: Language
    paper: PaperName
    variant: VariantName
    pages: Pages
    size: int = Field(description="Size in bytes.", ge=1)
    sha256: Sha256


class HandoutFacts(_Record):
    """What is told of one handout in one language, whoever prints it."""

    id: str = Field(description="Id of the handout.")
    language: str = Field(description="Language tag (BCP 47) of this record.")
    languages: tuple[str, ...] = Field(description="Every language that the handout is in.")
    title: str = Field(description="Title.")
    summary: Summary
    subject: Subject
    codes: tuple[Code, ...] = Field(description="What the handout is about.")
    version: PrintedVersion
    state: Standing
    next_review: NextReview
    translation: TranslationRecord | None = Field(
        description="What it is translated from; null where it was written in its language."
    )
    packs: tuple[str, ...] = Field(description="Slugs of the packs that it is in.")


class ListedHandout(HandoutFacts):
    """One handout in one language."""

    editions: tuple[ListedEdition, ...] = Field(description="The PDFs.")


class ListedPack(_Record):
    """One pack in one language."""

    slug: str = Field(description="Slug of the pack.")
    language: str = Field(description="Language tag (BCP 47) of this record.")
    title: str = Field(description="Title.")
    handouts: tuple[str, ...] = Field(description="Ids of its handouts, in printing order.")
    editions: tuple[ListedEdition, ...] = Field(description="The PDFs.")


class ListedWithdrawal(Withdrawal):
    """A handout that must not be used any more."""

    model_config = _Record.model_config


class Listing(_Record):
    """The file: everything that can be printed, and what must not be used any more."""

    # Editors look for a file only if its address begins with a dot.
    schema_file: str = Field(
        f"./{SCHEMA}",
        serialization_alias="$schema",
        description="Address of the schema of this file, from its folder.",
    )
    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    handouts: tuple[ListedHandout, ...] = Field(
        description="The handouts, sorted by id and language."
    )
    packs: tuple[ListedPack, ...] = Field(description="The packs, sorted by slug and language.")
    withdrawals: tuple[ListedWithdrawal, ...] = Field(
        description="Handouts that must not be used any more, in the order of the ledger."
    )

    def to_json(self) -> bytes:
        """Return the file's content; the same library gives the same bytes."""
        return json_bytes(self)


def json_bytes(record: BaseModel) -> bytes:
    """Return a record as a file that people can read, too."""
    return _bytes(record.model_dump(mode="json", by_alias=True))


def schema_bytes(record: type[BaseModel], address: str = "") -> bytes:
    """Return the JSON Schema of the files of *record*; *address* is its own, where it is known."""
    head = {"$schema": GenerateJsonSchema.schema_dialect} | ({"$id": address} if address else {})
    return _bytes(head | record.model_json_schema(mode="serialization"))


def _bytes(data: dict[str, Any]) -> bytes:
    return to_json(data, indent=2) + b"\n"


def listing(site: Site, root: str = "") -> Listing:
    """Return what can be printed, for a file from which *root* leads to the PDFs."""
    packs, entries = site.in_use.packs, site.in_use.editions

    def address(path: str) -> str:
        return site.address_of(path, root)

    return Listing(
        handouts=tuple(_handouts(entries, packs, address)),
        packs=tuple(_packs(packs, address)),
        withdrawals=tuple(ListedWithdrawal(**w.model_dump()) for w in site.ledger.withdrawals),
    )


def _handouts(
    entries: Sequence[Entry], packs: Sequence[PackEntry], address: Address
) -> Iterator[ListedHandout]:
    groups = _groups(entries)
    for about in facts(entries, packs):
        editions = _editions(groups[about.id, about.language], address)
        yield ListedHandout(**dict(about), editions=editions)


def facts(entries: Sequence[Entry], packs: Sequence[PackEntry]) -> Iterator[HandoutFacts]:
    """Yield what is told of each handout in each language, sorted."""
    groups = _groups(entries)
    languages: dict[str, list[str]] = {}
    for identifier, language in groups:
        languages.setdefault(identifier, []).append(language)
    for (identifier, language), group in groups.items():
        holding = (p for p in packs if p.language == language and identifier in p.handouts)
        yield HandoutFacts(
            **_shared(group[0], HandoutFacts),
            languages=tuple(languages[identifier]),
            packs=tuple(sorted({pack.slug for pack in holding})),
        )


def _groups(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """Return the editions of each handout in each language together, sorted by both."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.id, entry.language), []).append(entry)
    return dict(sorted(groups.items()))


def _packs(packs: Sequence[PackEntry], address: Address) -> Iterator[ListedPack]:
    for slug, language in sorted({(pack.slug, pack.language) for pack in packs}):
        group = [pack for pack in packs if (pack.slug, pack.language) == (slug, language)]
        yield ListedPack(
            **_shared(group[0], ListedPack),
            editions=_editions(group, address),
        )


def _editions(files: Iterable[Entry | PackEntry], address: Address) -> tuple[ListedEdition, ...]:
    return tuple(
        ListedEdition(
            **_shared(file, ListedEdition),
            address=address(file.path),
            size=file.bytes,
        )
        for file in sorted(files, key=lambda file: file.path)
    )


def _shared(file: Entry | PackEntry, record: type[_Record]) -> dict[str, Any]:
    """Return what the manifest says of *file* under the keys of *record*."""
    return file.model_dump(include=set(record.model_fields))
