"""The sheets of packs: what a sheet before them says already is named, and not printed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ..checks import EDITION_CHECKS
from ..checks.budget import check_budget, check_fill
from ..records.manifest import Entry, entry_of
from ..records.model import Clinic, Edition, Finding, Page
from ..records.schema import Handout, Pack
from ..sheets.furniture import furniture
from .composing import Composer
from .handout_pages import HandoutPages
from .orders import Order, checked

_CHECKS = tuple(check for check in EDITION_CHECKS if check not in (check_budget, check_fill))
"""What has to hold of any sheet; how long it may be is a question for the handout by itself."""


def edition_in(pack: Pack, edition: Edition) -> Edition:
    """Return what a sheet of a pack is known by."""
    return replace(edition, slug=f"{edition.slug}-in-{pack.slug}")


def said_before(handouts: Sequence[Handout]) -> dict[str, dict[str, str]]:
    """Return, by the id of each handout, its parts that one before it has, and the title of that.

    Parameters
    ----------
    handouts
        Those of a pack, in their order.
    """
    first: dict[str, str] = {}
    found: dict[str, dict[str, str]] = {}
    for handout in handouts:
        found[handout.id] = {part: first[part] for part in handout.parts if part in first}
        first = dict.fromkeys(handout.parts, handout.title) | first
    return found


@dataclass
class PackSheets:
    """What the sheets of packs are made from."""

    packs: Sequence[Pack]
    made: HandoutPages
    composer: Composer
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        """Note what was found before."""
        self._known = len(self.made.findings)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the sheets of packs."""
        return self.made.findings[self._known :]

    def orders(
        self, editions: Iterable[tuple[Handout, Clinic, Edition]], entries: Iterable[Entry]
    ) -> Iterator[Order[Entry]]:
        """Yield those *editions* of which *entries* are made, as packs print them.

        Those that say nothing that a sheet before them says are left out: they are as they are.
        """
        made = {entry.edition for entry in entries}
        rows = [(clinic, edition) for _handout, clinic, edition in editions if edition in made]
        for pack in self.packs:
            pages = dict(self._pages(pack))
            around = {name: furniture(page) for name, page in pages.items()}
            for clinic, edition in rows:
                if edition.handout in pages:
                    page = pages[edition.handout]
                    source = self.composer.source(page, edition, clinic, around[edition.handout])
                    yield Order(
                        *(edition_in(pack, edition), edition_in(pack, edition).path, source.job),
                        describe=partial(entry_of, page, edition, clinic.brand.name),
                        check=checked(page, edition, _CHECKS),
                        livery=source.livery,
                        in_full=source.in_full,
                    )

    def _pages(self, pack: Pack) -> Iterator[tuple[str, Page]]:
        """Yield the handouts of a pack which repeat something."""
        if not set(pack.handouts) <= set(self.made.pages):
            return
        handouts = [self.made.pages[identifier].handout for identifier in pack.handouts]
        for identifier, elsewhere in said_before(handouts).items():
            page = self.made.in_pack(identifier, elsewhere) if elsewhere else None
            if page is not None and page.elsewhere:
                yield identifier, page
