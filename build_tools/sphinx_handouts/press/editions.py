"""From the catalogue to orders: one for each edition that is to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from ..project.catalogue import Catalogue
from ..records.manifest import Entry, entry_of
from ..records.model import Finding, Page, Selection
from ..sheets.furniture import furniture
from .composing import Composer
from .orders import Order, checked
from .publish import UNMADE, at_fault


@dataclass
class Editions:
    """The editions that a build prints."""

    catalogue: Catalogue
    selection: Selection
    pages: Mapping[str, Page]
    """The handouts that can be printed, by id."""
    uncomposed: list[Finding] = field(default_factory=list)
    """Why some could not even be composed."""

    def orders(self, composer: Composer) -> Iterator[Order[Entry]]:
        """Yield the order of each edition."""
        around = {name: furniture(page) for name, page in self.pages.items()}
        for handout, clinic, edition in self.catalogue.editions(self.selection):
            if handout.id not in self.pages or clinic.key in composer.stationery.unfit:
                continue
            page = self.pages[handout.id]
            try:
                source = composer.source(page, edition, clinic, around[handout.id])
            except UNMADE:  # the templates are the same for all
                raise
            except Exception as error:
                self.uncomposed.append(at_fault(edition.label, error))
                continue
            yield Order(
                *(edition, edition.path, source.job),
                describe=partial(entry_of, page, edition, clinic.brand.name),
                check=checked(page, edition),
                livery=source.livery,
                in_full=source.in_full,
                needs_proof=source.needs_proof,
            )
