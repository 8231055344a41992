"""The sheets of packs: what a sheet before them says already is named, and not printed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..checks.budget import check_budget, check_fill
from ..checks.table import EDITION_CHECKS
from ..records.clinic import Clinic
from ..records.edition import Edition
from ..records.manifest import Entry, entry_of
from ..records.page import Furniture, Page
from ..records.schema.handout import Handout, Pack
from ..sheets.furniture import furniture
from .edition_orders import Composer
from .orders import Order, checked
from .recipes import PackPages

_CHECKS = tuple(check for check in EDITION_CHECKS if check not in (check_budget, check_fill))
"""What has to hold of any sheet; how long it may be is a question for the handout by itself."""


def edition_in(pack: Pack, edition: Edition) -> Edition:
    """Return what a sheet of a pack is known by."""
    return replace(edition, slug=f"{edition.slug}-in-{pack.slug}")


@dataclass(frozen=True, slots=True)
class PackSheets:
    """What the sheets of packs are made from."""

    packs: Sequence[Pack]
    pages: PackPages
    composer: Composer

    def orders(
        self, editions: Iterable[tuple[Handout, Clinic, Edition]], entries: Iterable[Entry]
    ) -> Iterator[Order[Entry]]:
        """Yield those *editions* of which *entries* are made, as packs print them.

        Those that say nothing that a sheet before them says are left out: they are as they are.
        """
        made = {entry.edition for entry in entries}
        rows = [(clinic, edition) for _handout, clinic, edition in editions if edition in made]
        for pack in self.packs:
            pages = self.pages.get(pack.slug, {})
            around = {name: furniture(page) for name, page in pages.items()}
            for clinic, edition in rows:
                if edition.handout in pages:
                    words = around[edition.handout]
                    yield self._order(pack, pages[edition.handout], edition, clinic, words)

    def _order(
        self, pack: Pack, page: Page, edition: Edition, clinic: Clinic, around: Furniture
    ) -> Order[Entry]:
        source = self.composer.source(page, edition, clinic, around)
        inner = edition_in(pack, edition)
        return Order(
            *(inner, inner.path, source.job),
            describe=partial(entry_of, page, edition, clinic.brand.name),
            check=checked(page, edition, _CHECKS),
            livery=source.livery,
            in_full=source.in_full,
        )
