"""From templates to the sheets of clinics: dresses them, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Generic

from ..records.jobs import DressJob, DressJobs, RenderJob
from ..records.manifest import Facts
from ..records.rendered import Dressed, DressedAll, Failed, Rendered
from .orders import Order, is_sample, label_of
from .tally import Described
from .workers.work import Result

if TYPE_CHECKING:
    from .printer import Printing

BATCH = 32
"""Clinics for which a worker dresses a template in one go."""
PARCEL = 12
"""Sheets of several templates that are sent to a worker together."""
PAGES_OF_A_SHEET = 10
"""Pages that a worker has the time of one sheet for: a book has it for each so many."""


@dataclass
class Dressing(Generic[Described]):
    """The dressing of what was laid out: workers do it as soon as nothing waits to be laid out."""

    printing: Printing[Described]
    batches: dict[str, list[Order[Described]]] = field(default_factory=dict)
    """What a template is dressed for, by its name."""
    parcels: dict[str, list[str]] = field(default_factory=dict)
    """Names of the batches that are sent to a worker together, until their results are there."""
    ready: list[str] = field(default_factory=list)
    """Parcels that nobody has asked for yet."""

    def begin(self) -> bool:
        """Make parcels of what was laid out by now; return whether there is anything to dress.

        What stands in the folder already, the same, is left as it stands.
        """
        # Whoever dresses one template after the other in the same letterheads opens them once.
        batches = dict(sorted(self._batches(), key=lambda named: _letterheads(named[1])))
        self.printing.waiting.clear()
        self.batches |= batches
        self._send(_parcels(batches))
        return bool(self.parcels)

    def more(self) -> list[str]:
        """Return the names of the parcels that have come up since this was asked last."""
        self.begin()
        ready, self.ready = self.ready, []
        return ready

    def job(self, label: str) -> DressJobs:
        """Return what a worker needs to dress a parcel."""
        return DressJobs(tuple(self._job(self.batches[name]) for name in self.parcels[label]))

    def take(self, label: str, result: Result) -> None:
        """Stage the sheets of a parcel."""
        parcel = self.parcels.pop(label)
        if isinstance(result, DressedAll):
            for name, dressed in zip(parcel, result.results, strict=True):
                self._take_dressed(name, self.batches.pop(name), dressed)
        elif len(parcel) > 1:
            # What broke it may be one sheet of it: each of its templates is tried alone.
            self._send([name] for name in parcel)
        else:
            self._take_dressed(label, self.batches.pop(label), result)

    def _send(self, parcels: Iterable[list[str]]) -> None:
        named = {parcel[0]: parcel for parcel in parcels}
        self.parcels |= named
        self.ready += named

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
            made = self.printing.made[batch[0].key]
            facts = Facts.of_each(made.pages, result.body, result.endings)
            for number, (order, its) in enumerate(zip(batch, facts, strict=True)):
                self._take_one(order, its, result, number)
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

    def _take_one(
        self, order: Order[Described], facts: Facts, result: Dressed, number: int
    ) -> None:
        """Stage a dressed sheet; where it was read back, only if it says what it should."""
        pdf = result.body + result.endings[number]
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
        self.printing.stage(order, facts, pdf)
        self.printing.printer.output.note(order.path, order.dressed_key)


def _parcels(batches: Mapping[str, Sequence[Order[Described]]]) -> Iterator[list[str]]:
    """Yield the names of *batches* in their order, `PARCEL` sheets together, or one batch."""
    parcel: list[str] = []
    sheets = 0
    for label, batch in batches.items():
        if parcel and sheets + len(batch) > PARCEL:
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
