"""All that one build prints: editions, packs of them, and contents sheets, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..project.catalogue import Catalogue
from ..records.edition import Selection
from ..records.finding import Finding
from ..records.manifest import ContentsEntry, Entry, PackEntry, entry_of
from ..records.page import Page
from ..sheets.assembly import readable
from ..sheets.furniture import furniture
from .contents_sheets import Shelf
from .edition_orders import Composer
from .handout_pages import HandoutPages
from .inputs import Inputs
from .orders import Order, checked
from .pack_sheets import PackSheets
from .packs import Bindery
from .printer import Printer
from .publish import UNMADE, at_fault
from .tally import Tally

Refuses = Callable[[Tally[Any]], bool]
"""Reports what is wrong with PDFs; returns whether nothing may be published."""


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


@dataclass(frozen=True, slots=True)
class PrintRun:
    """What one build prints; each step needs what the one before it made."""

    inputs: Inputs
    made: HandoutPages
    printer: Printer
    composer: Composer
    refuses: Refuses
    resting: frozenset[str] = frozenset()
    """Handouts that are left as they are."""

    def editions(self) -> Tally[Entry]:
        """Print the editions."""
        pages = {name: page for name, page in self.made.pages.items() if name not in self.resting}
        editions = Editions(self.inputs.catalogue, self.inputs.selection, pages)
        tally = self.printer.print(editions.orders(self.composer))
        tally.findings += editions.uncomposed
        return tally

    def others(
        self, tally: Tally[Entry], entries: Sequence[Entry]
    ) -> tuple[list[PackEntry], list[ContentsEntry]] | None:
        """Print packs and contents sheets of *entries*; None where something is wrong with them.

        *tally* tells what the PDFs of *entries* were made from.
        """
        flat = self._flat(entries)
        packs = self._packs(tally, flat)
        if packs is None or self.refuses(packs):
            return None
        contents = self.printer.print(self._contents(flat))
        return None if self.refuses(contents) else (packs.entries, contents.entries)

    def _flat(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return what is bound and listed: a booklet is folded by itself."""
        papers, unfit = self.inputs.catalogue.tables.papers, self.composer.stationery.unfit
        return [e for e in entries if not papers[e.paper].booklet and e.brand not in unfit]

    def _packs(self, tally: Tally[Entry], entries: Sequence[Entry]) -> Tally[PackEntry] | None:
        inputs, printer = self.inputs, self.printer
        sheets = PackSheets(inputs.packs, self.made.in_packs, self.composer)
        editions = inputs.catalogue.editions(inputs.selection)
        inner = printer.lay_out(sheets.orders(editions, entries))
        if self.refuses(inner):
            return None
        bindery = Bindery(inputs.packs, tally.sheets, printer.output.folder, inner.sheets)
        return printer.print(bindery.orders(entries))

    def _contents(self, entries: Sequence[Entry]) -> Iterator[Order[ContentsEntry]]:
        """Yield the contents sheets of *entries*; a selection of handouts makes no whole list."""
        config = self.inputs.config
        if entries and config.handouts_contents and not self.inputs.selection.handouts:
            base_url = config.handouts_base_url or config.html_baseurl
            page = next(iter(self.made.pages.values()))
            declared = self.inputs.declared()
            shelf = Shelf(page, self.inputs.catalogue, declared, readable(base_url))
            yield from shelf.orders(entries, self.composer)
