"""From templates to the sheets of clinics: dresses them, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Generic

from ..records.jobs import DressJob, DressJobs, RenderJob
from ..records.rendered import Dressed, DressedAll, Failed, Rendered
from .orders import Described, Order, is_sample, label_of
from .workers.work import Result

if TYPE_CHECKING:
    from .printer import Printing

BATCH = 32
"""Clinics for which a worker dresses a template in one go."""
PARCEL = 12
"""Sheets of several templates that are sent to a worker together."""
PAGES_OF_A_SHEET = 10
"""Pages that a worker has the time of one sheet for: a book has it for each so many."""

Batches = Mapping[str, list[Order[Described]]]
"""What a template is dressed for, by its name."""


@dataclass(frozen=True, slots=True)
class Dressing(Generic[Described]):
    """The dressing of what was laid out."""

    printing: Printing[Described]

    def dress(self) -> None:
        """Dress the templates, but for the clinics whose sheets stand in the folder already."""
        # Whoever dresses one template after the other in the same letterheads opens them once.
        batches = dict(sorted(self._batches(), key=lambda named: _letterheads(named[1])))
        broken = self._run(batches, PARCEL)
        # What broke a parcel may be one sheet of it: each of its templates is tried alone.
        self._run({label: batches[label] for label in broken}, 1)

    def _run(self, batches: Batches[Described], most: int) -> list[str]:
        """Dress *batches*, so many sheets at once; return those that broke with others."""
        broken: list[str] = []
        if not batches:
            return broken
        parcels = {parcel[0]: parcel for parcel in _parcels(batches, most)}

        def load(label: str) -> DressJobs:
            return DressJobs(tuple(self._job(batches[one]) for one in parcels[label]))

        printer = self.printing.printer
        results = printer.pool.run(parcels, load)
        for label, result in printer.progress(results, len(parcels), "dressing handouts"):
            parcel = parcels[label]
            if isinstance(result, DressedAll):
                for one, dressed in zip(parcel, result.results, strict=True):
                    self._take_dressed(one, batches[one], dressed)
            elif len(parcel) > 1:
                broken += parcel
            else:
                self._take_dressed(label, batches[label], result)
        return broken

    def _batches(self) -> Iterator[tuple[str, list[Order[Described]]]]:
        for key, group in self.printing.waiting.items():
            orders = (order for order in group if not self._stands(order, self.printing.made[key]))
            number = 0
            while batch := list(islice(orders, BATCH)):
                number += 1
                yield f"{label_of(batch)} ({number})", batch

    def _stands(self, order: Order[Described], about: Rendered) -> bool:
        """Leave a sheet as it stands in the folder, where it would be the same."""
        output, key = self.printing.printer.output, order.dressed_key
        facts = output.standing(order.path, key, about.pages)
        if facts is None:
            return False
        described = order.describe(facts)
        self.printing.add(order, described, output.leave(described, key))
        return True

    def _job(self, batch: Sequence[Order[Described]]) -> DressJob:
        template = self.printing.printer.cache[batch[0].key]
        samples: dict[int, RenderJob] = {
            number: order.in_full()
            for number, order in enumerate(batch)
            if order.in_full and is_sample(order.dressed_key)
        }
        liveries = tuple(order.livery for order in batch if order.livery)
        first = batch[0]
        proof = first.in_full() if first.needs_proof and first.in_full else None
        patience = 1 + template.pages // PAGES_OF_A_SHEET
        return DressJob(
            *(template.pdf, liveries, template.seams, samples, template.laid, proof, patience)
        )

    def _take_dressed(self, label: str, batch: list[Order[Described]], result: Result) -> None:
        if isinstance(result, Dressed):
            for number, (order, pdf) in enumerate(zip(batch, result.pdfs, strict=True)):
                self._take_one(order, pdf, result, number)
        elif isinstance(result, Failed) and result.undressable and batch[0].in_full:
            self._uncount(batch)  # they are laid out, and counted, anew
            self.printing.give_up(batch, result)
        elif isinstance(result, Failed):
            self._uncount(batch)
            self.printing.fail(batch, label, result)

    def _uncount(self, batch: list[Order[Described]]) -> None:
        tally = self.printing.tally
        if batch[0].key in self.printing.fresh:
            tally.rendered -= len(batch)
        else:
            tally.cached -= len(batch)

    def _take_one(self, order: Order[Described], pdf: bytes, result: Dressed, number: int) -> None:
        """Stage a dressed sheet; where it was read back, only if it says what it should."""
        about = replace(
            self.printing.made[order.key],
            pdf=pdf,
            problems=result.problems.get(number, ()),
            misprints=result.misprints.get(number, ()),
        )
        if (about.problems or about.misprints) and not self.printing.is_right([order], about):
            return
        tally = self.printing.tally
        tally.dressed += 1
        if order.key not in self.printing.fresh:
            tally.cached -= 1
            tally.redressed += 1
        self.printing.stage(order, about, pdf)
        self.printing.printer.output.note(order.path, order.dressed_key)


def _parcels(batches: Batches[Described], most: int) -> Iterator[list[str]]:
    """Yield the names of *batches* in their order, so many sheets together, or one batch."""
    parcel: list[str] = []
    sheets = 0
    for label, batch in batches.items():
        if parcel and sheets + len(batch) > most:
            yield parcel
            parcel, sheets = [], 0
        parcel.append(label)
        sheets += len(batch)
    if parcel:
        yield parcel


def _letterheads(batch: Sequence[Order[Described]]) -> tuple[str, str, str]:
    """Return what tells the letterheads of a batch from those of others."""
    first = batch[0].edition
    return first.paper, first.variant, first.brand
