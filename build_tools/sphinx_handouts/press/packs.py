"""Binds the PDFs of one brand, paper and variant into packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ..records.edition import Edition
from ..records.finding import Finding, Kind
from ..records.identity import stand_in
from ..records.manifest import Entry, PackEntry, entry_of_several, identity_of, path_of_several
from ..records.rendered import Rendered
from ..records.schema.handout import Pack
from .orders import Bundle, Order, Part, Sheet
from .pack_sheets import edition_in

Group = Mapping[str, Entry]
"""The handouts of one brand, language, paper and variant, by id."""


@dataclass(frozen=True, slots=True)
class Bindery:
    """What packs are bound from."""

    packs: Sequence[Pack]
    sheets: Mapping[Edition, Sheet]
    """What the editions that were made were made from; others stand in the folder."""
    folder: Path
    own_sheets: Mapping[Edition, Sheet] = field(default_factory=dict)
    """Sheets as packs print them, by `edition_in`."""

    def orders(self, entries: Iterable[Entry]) -> Iterator[Order[PackEntry]]:
        """Yield every pack whose handouts are all among *entries*."""
        groups: dict[tuple[str, str, str, str], dict[str, Entry]] = {}
        for entry in entries:
            key = (entry.brand, entry.language, entry.paper, entry.variant)
            groups.setdefault(key, {})[entry.id] = entry
        for group in groups.values():
            for pack in self.packs:
                if set(pack.handouts) <= set(group):
                    yield self._order(pack, [group[identifier] for identifier in pack.handouts])

    def _order(self, pack: Pack, entries: Sequence[Entry]) -> Order[PackEntry]:
        sheets = self._sheets(pack, entries)
        livery = sheets[0].livery if all(sheet.livery for sheet in sheets) else None
        parts = [
            Part(entry.title, sheet.key)
            if livery or not sheet.path
            else Part(entry.title, sheet.sha256, sheet.path)
            for entry, sheet in zip(entries, sheets, strict=True)
        ]
        identity = identity_of(pack.slug, entries)
        bundle = Bundle(
            tuple(parts),
            pack.title,
            identity.language,
            stand_in(identity) if livery else identity,
        )
        edition = replace(entries[0].edition, handout="", slug=pack.slug)
        path = path_of_several(PackEntry, pack.slug, edition)
        return Order(
            *(edition, path, bundle),
            describe=partial(entry_of_several, PackEntry, pack.slug, pack.title, entries),
            check=partial(_check, path),
            livery=livery,
        )

    def _sheets(self, pack: Pack, entries: Sequence[Entry]) -> list[Sheet]:
        """Return what a pack is bound from: its own sheets, where all of them are of one kind.

        A template that is not dressed has no clinic's name, so none is bound with whole sheets.
        """
        alone = [self.sheets.get(entry.edition) or self._standing(entry) for entry in entries]
        own = [
            self.own_sheets.get(edition_in(pack, entry.edition), sheet)
            for entry, sheet in zip(entries, alone, strict=True)
        ]
        return own if len({sheet.livery is None for sheet in own}) == 1 else alone

    def _standing(self, entry: Entry) -> Sheet:
        return Sheet("", None, str(self.folder / entry.path), entry.sha256)


def _check(path: str, rendered: Rendered) -> Iterator[Finding]:
    for problem in rendered.problems:
        message = f"{path}: the PDF is not accessible: {problem}"
        yield Finding(Kind.STRUCTURE, message)
