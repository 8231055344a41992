"""The library as cards: a handout in one language, or a pack, each with all its PDFs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..project.revisions import Ledger
from ..records.identity import DRAFT
from ..records.manifest import Entry, Manifest, PackEntry
from ..records.states import STATES, State

Files = Sequence[Entry | PackEntry]
Rank = Callable[[Entry | PackEntry], tuple[str, int, int, str]]
"""Returns what editions are sorted by."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the library shows of one handout in one language, or of one pack."""

    key: str
    """Its name on the page and in the address: ``bp-03``, or ``bp-03-ko`` in another language."""
    title: str
    summary: str
    language: str
    ids: tuple[str, ...]
    """Its id; of a pack, those of its handouts."""
    contents: tuple[str, ...]
    """Titles of the handouts of a pack."""
    version: str
    state: State
    released: dt.date | None
    """When this version was released."""
    editions: Files
    """Its PDFs, the one that suits most people first."""

    @property
    def pages(self) -> tuple[str, ...]:
        """Pages of the guide that it is made of; a pack names none."""
        first = self.editions[0]
        return first.sources if isinstance(first, Entry) else ()

    @property
    def is_pack(self) -> bool:
        """Whether it is a pack."""
        return bool(self.contents)


@dataclass(frozen=True, slots=True)
class Subject:
    """The cards of one subject in one language."""

    words: str
    language: str
    cards: tuple[Card, ...]


def order(papers: Iterable[str], variants: Iterable[str]) -> Rank:
    """Return the order of editions: unbranded first, then as in the tables of a project."""
    paper = {name: place for place, name in enumerate(papers)}
    variant = {name: place for place, name in enumerate(variants)}

    def rank(file: Entry | PackEntry) -> tuple[str, int, int, str]:
        return (
            file.clinic.casefold(),
            paper.get(file.paper, len(paper)),
            variant.get(file.variant, len(variant)),
            file.path,
        )

    return rank


def subjects(manifest: Manifest, ledger: Ledger, language: str, rank: Rank) -> list[Subject]:
    """Return the handouts by subject, in the order of their ids; *language* comes first."""
    groups: dict[tuple[str, str], list[Card]] = {}
    for card, subject in _handouts(manifest.editions, ledger, language, rank):
        groups.setdefault((card.language, subject), []).append(card)
    found = [Subject(words, tag, tuple(cards)) for (tag, words), cards in groups.items()]
    return sorted(found, key=lambda subject: (subject.language != language, subject.language))


def _handouts(
    entries: Iterable[Entry], ledger: Ledger, language: str, rank: Rank
) -> Iterable[tuple[Card, str]]:
    """Yield a card for each handout and language, with its subject."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (_numbered(e.id), *rank(e))):
        groups.setdefault((entry.id, entry.language), []).append(entry)
    for (identifier, tag), group in groups.items():
        first = group[0]
        release = ledger.current(identifier, tag)
        current = release is not None and release.version == first.version
        card = Card(
            key=_key(identifier, tag, language),
            title=first.title,
            summary=first.summary,
            language=tag,
            ids=(identifier,),
            contents=(),
            version=first.version.removesuffix(DRAFT),
            state=State.DRAFT if first.is_draft else first.state,
            released=release.date if release is not None and current else None,
            editions=group,
        )
        yield card, first.subject


def packs(manifest: Manifest, subjects: Iterable[Subject], language: str, rank: Rank) -> list[Card]:
    """Return the packs, each in the state of the least approved of its handouts."""
    known = {(c.ids[0], c.language): c for subject in subjects for c in subject.cards}
    groups: dict[tuple[str, str], list[PackEntry]] = {}
    for pack in sorted(manifest.packs, key=lambda p: (p.language != language, *rank(p))):
        groups.setdefault((pack.slug, pack.language), []).append(pack)
    return [_pack(group, known, language) for group in groups.values()]


def _pack(group: Sequence[PackEntry], known: Mapping[tuple[str, str], Card], language: str) -> Card:
    first = group[0]
    parts = [known.get((identifier, first.language)) for identifier in first.handouts]
    return Card(
        key=_key(f"pack-{first.slug}", first.language, language),
        title=first.title,
        summary="",
        language=first.language,
        ids=first.handouts,
        contents=tuple(p.title if p else i for p, i in zip(parts, first.handouts, strict=True)),
        version="",
        state=min((p.state for p in parts if p), key=STATES.index, default=State.DRAFT),
        released=None,
        editions=group,
    )


def subjects_by_brand(subjects: Iterable[Subject]) -> dict[str, list[Subject]]:
    """Return *subjects* for each brand, with its PDFs alone."""
    found: dict[str, list[Subject]] = {}
    for subject in subjects:
        for brand, cards in cards_by_brand(subject.cards).items():
            found.setdefault(brand, []).append(replace(subject, cards=tuple(cards)))
    return found


def cards_by_brand(cards: Iterable[Card]) -> dict[str, list[Card]]:
    """Return *cards* for each brand, with its PDFs alone.

    Each PDF is looked at once: of hundreds of clinics, each has a few.
    """
    found: dict[str, list[Card]] = {}
    for card in cards:
        own: dict[str, list[Any]] = {}
        for file in card.editions:
            own.setdefault(file.brand, []).append(file)
        for brand, editions in own.items():
            found.setdefault(brand, []).append(replace(card, editions=editions))
    return found


def clinics(manifest: Manifest, unnamed: str) -> dict[str, str]:
    """Return the brands and what people call them: the unbranded first, then by name."""
    names = {file.brand: file.clinic for file in manifest.files}
    alike = Counter(names.values())
    return {
        brand: (name or unnamed) + (f" ({brand})" if alike[name] > 1 else "")
        for brand, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    }


def _key(name: str, tag: str, language: str) -> str:
    return name.lower() if tag == language else f"{name}-{tag}".lower()


def _numbered(identifier: str) -> tuple[str, int]:
    """Return an id as what sorts BP-9 before BP-10."""
    letters, _dash, number = identifier.partition("-")
    return letters, int(number) if number.isdigit() else 0
