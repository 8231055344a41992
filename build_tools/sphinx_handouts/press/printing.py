"""From orders to staged PDFs: render, check, dress, write.  It knows no Sphinx.

A sheet is laid out once for all clinics, as a template, and dressed for each: what several orders
are made from is rendered and checked once. Where a template cannot be dressed, the sheet is laid
out for its clinic as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Generic, Protocol

from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.jobs import DressJob, RenderJob
from ..records.manifest import Facts
from ..records.rendered import Dressed, Failed, Rendered
from ..storage.cache import Cache
from .orders import Described, Order, Sheet, is_sample
from .publish import Output, at_fault
from .workers.desk import PoolError
from .workers.pool import Pool
from .workers.work import Job, Result

BATCH = 32
"""Clinics for which a worker dresses a template in one go."""
PAGES_OF_A_SHEET = 10
"""Pages that a worker has the time of one sheet for: a book has it for each so many."""


class Progress(Protocol):
    """Shows how far the work is."""

    def __call__(
        self, results: Iterable[tuple[str, Result]], length: int, what: str
    ) -> Iterable[tuple[str, Result]]:
        """Yield the *results*, of which there are *length*."""


@dataclass
class Tally(Generic[Described]):
    """What became of the orders."""

    cached: int = 0
    """How many are as they were, or what the cache holds."""
    redressed: int = 0
    """How many were dressed anew from a template that the cache holds."""
    rendered: int = 0
    failed: int = 0
    rejected: int = 0
    dressed: int = 0
    """How many were dressed from any template, in this build."""
    entries: list[Described] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sheets: dict[Edition, Sheet] = field(default_factory=dict)
    """What the PDF of each edition was made from."""
    whole: dict[str, int] = field(default_factory=dict)
    """Why sheets could not be dressed, and how many."""


@dataclass(frozen=True, slots=True)
class Printer:
    """What prints the orders of a build."""

    cache: Cache
    pool: Pool[Job, Result]
    output: Output
    progress: Progress

    def print(self, orders: Iterable[Order[Described]]) -> Tally[Described]:
        """Stage a PDF for every order; what went wrong is in the tally.

        Raises
        ------
        OSError
            Where a PDF cannot be written.
        """
        tally: Tally[Described] = Tally()
        run = _Run(self, tally)
        run.lay_out(orders)
        run.dress()
        if run.whole:
            run.lay_out([_whole(order) for order in run.whole])
        return tally

    def lay_out(self, orders: Iterable[Order[Described]]) -> Tally[Described]:
        """Keep in the cache what the orders are made from: it is for packs, and not published."""
        tally: Tally[Described] = Tally()
        run = _Run(self, tally, publishes=False)
        run.lay_out(orders)
        if run.whole:
            run.lay_out([_whole(order) for order in run.whole])
        return tally


def _whole(order: Order[Described]) -> Order[Described]:
    """Return an order that is laid out for its clinic alone."""
    if order.in_full is None:
        raise PoolError(f"{order.label}: it can be neither dressed nor laid out as a whole")
    return replace(order, source=order.in_full(), livery=None, in_full=None)


@dataclass
class _Run(Generic[Described]):
    """The printing of some orders."""

    printer: Printer
    tally: Tally[Described]
    publishes: bool = True
    waiting: dict[str, list[Order[Described]]] = field(default_factory=dict)
    """Orders to dress, by the key of their template."""
    made: dict[str, Rendered] = field(default_factory=dict)
    """The templates, without their bytes."""
    fresh: set[str] = field(default_factory=set)
    """Keys of what this build has rendered or bound."""
    whole: list[Order[Described]] = field(default_factory=list)
    """Orders whose template cannot be dressed."""

    # --- laid out ---------------------------------------------------------------------------------

    def lay_out(self, orders: Iterable[Order[Described]]) -> None:
        """Render or bind what the orders are made from; stage what needs no dressing."""
        groups: dict[str, list[Order[Described]]] = {}
        for order in orders:
            groups.setdefault(order.key, []).append(order)
        for key, result in self._results(groups):
            self._take(groups[key], result)

    def _results(
        self, groups: dict[str, list[Order[Described]]]
    ) -> Iterator[tuple[str, Rendered | Failed]]:
        """Yield what is in the cache, and then what is not."""
        cache, tally = self.printer.cache, self.tally
        misses: dict[str, str] = {}
        for key, group in groups.items():
            found = cache.get(key)
            if found is None:
                misses[_label(group)] = key
            else:
                tally.cached += len(group)
                yield key, found
        if not misses:
            return

        def load(label: str) -> Job:
            return groups[misses[label]][0].job(cache)

        # A book that is begun last would keep one worker busy while the others have nothing to do.
        longest = sorted(misses.items(), key=lambda miss: -groups[miss[1]][0].length)
        results = self.printer.pool.run(dict(longest), load)
        for label, result in self.printer.progress(results, len(misses), "rendering handouts"):
            key = misses[label]
            if isinstance(result, Rendered):
                cache.put(key, result)
                self.fresh.add(key)
                tally.rendered += len(groups[key])
            if isinstance(result, Rendered | Failed):
                yield key, result

    def _take(self, group: list[Order[Described]], result: Rendered | Failed) -> None:
        """Check one result; stage its PDF, or let it wait to be dressed."""
        first = group[0]
        if isinstance(result, Failed):
            if result.undressable and first.in_full:
                self._give_up(group, result)
                return
            self.tally.failed += len(group)
            message = f"{_label(group)}: no PDF was made: {result.reason}"
            self.tally.findings.append(Finding(Kind.RENDER, message))
            return
        if not self._is_right(group, result):
            return
        for order in group:
            if not self.publishes:
                self.tally.sheets[order.edition] = Sheet(order.key, order.livery)
            elif order.livery is None:
                self._stage(order, result, result.pdf)
            else:
                self.waiting.setdefault(order.key, []).append(order)
                self.made[order.key] = replace(result, pdf=b"")

    def _is_right(self, group: list[Order[Described]], result: Rendered) -> bool:
        first = group[0]
        try:
            found = list(first.check(result))
        except Exception as error:
            self.tally.failed += len(group)
            self.tally.findings.append(at_fault(_label(group), error))
            return False
        self.tally.findings += found
        if any(finding.severity is Severity.ERROR for finding in found):
            self.printer.output.reject(first.path, result.pdf)
            self.tally.rejected += len(group)
            return False
        return True

    def _give_up(self, group: list[Order[Described]], failed: Failed) -> None:
        """Lay the sheets out as wholes: their template cannot be dressed."""
        self.whole += group
        told = self.tally.whole
        told[failed.reason] = told.get(failed.reason, 0) + len(group)

    def _stage(self, order: Order[Described], about: Rendered, pdf: bytes) -> None:
        try:
            described = order.describe(Facts.of(about.pages, pdf))
        except Exception as error:
            self.tally.failed += 1
            self.tally.findings.append(at_fault(order.label, error))
            return
        self._add(order, described, str(self.printer.output.stage(described, pdf)))

    def _add(self, order: Order[Described], described: Described, path: str) -> None:
        sheet = Sheet(order.key, order.livery, path, described.sha256)
        self.tally.sheets[order.edition] = sheet
        self.tally.entries.append(described)

    # --- dressed ----------------------------------------------------------------------------------

    def dress(self) -> None:
        """Dress the templates, but for the clinics whose sheets stand in the folder already."""
        # Whoever dresses one template after the other in the same letterheads opens them once.
        batches = dict(sorted(self._batches(), key=lambda named: _letterheads(named[1])))
        if not batches:
            return

        def load(label: str) -> DressJob:
            return self._job(batches[label])

        results = self.printer.pool.run(batches, load)
        for label, result in self.printer.progress(results, len(batches), "dressing handouts"):
            self._take_dressed(label, batches[label], result)

    def _batches(self) -> Iterator[tuple[str, list[Order[Described]]]]:
        for key, group in self.waiting.items():
            orders = (order for order in group if not self._stands(order, self.made[key]))
            number = 0
            while batch := list(islice(orders, BATCH)):
                number += 1
                yield f"{_label(batch)} ({number})", batch

    def _stands(self, order: Order[Described], about: Rendered) -> bool:
        """Leave a sheet as it stands in the folder, where it would be the same."""
        output = self.printer.output
        facts = output.standing(order.path, order.dressed_key, about.pages)
        if facts is None:
            return False
        described = order.describe(facts)
        self._add(order, described, output.leave(described, order.dressed_key))
        return True

    def _job(self, batch: Sequence[Order[Described]]) -> DressJob:
        template = self.printer.cache[batch[0].key]
        samples: dict[int, RenderJob] = {
            number: order.in_full()
            for number, order in enumerate(batch)
            if order.in_full and is_sample(order.dressed_key)
        }
        liveries = tuple(order.livery for order in batch if order.livery)
        first = batch[0]
        proof = first.in_full() if first.needs_proof and first.in_full else None
        patience = 1 + template.pages // PAGES_OF_A_SHEET
        return DressJob(template.pdf, liveries, samples, template.laid, proof, patience)

    def _take_dressed(self, label: str, batch: list[Order[Described]], result: Result) -> None:
        if isinstance(result, Dressed):
            for number, (order, pdf) in enumerate(zip(batch, result.pdfs, strict=True)):
                self._take_one(order, pdf, result, number)
        elif isinstance(result, Failed) and result.undressable and batch[0].in_full:
            self._uncount(batch)  # they are laid out, and counted, anew
            self._give_up(batch, result)
        elif isinstance(result, Failed):
            self._uncount(batch)
            self.tally.failed += len(batch)
            message = f"{label}: no PDF was made: {result.reason}"
            self.tally.findings.append(Finding(Kind.RENDER, message))

    def _uncount(self, batch: list[Order[Described]]) -> None:
        if batch[0].key in self.fresh:
            self.tally.rendered -= len(batch)
        else:
            self.tally.cached -= len(batch)

    def _take_one(self, order: Order[Described], pdf: bytes, result: Dressed, number: int) -> None:
        """Stage a dressed sheet; where it was read back, only if it says what it should."""
        about = replace(
            self.made[order.key],
            pdf=pdf,
            problems=result.problems.get(number, ()),
            misprints=result.misprints.get(number, ()),
        )
        if (about.problems or about.misprints) and not self._is_right([order], about):
            return
        self.tally.dressed += 1
        if order.key not in self.fresh:
            self.tally.cached -= 1
            self.tally.redressed += 1
        self._stage(order, about, pdf)
        self.printer.output.note(order.path, order.dressed_key)


def _letterheads(batch: Sequence[Order[Described]]) -> tuple[str, str, str]:
    """Return what tells the letterheads of a batch from those of others."""
    first = batch[0].edition
    return first.paper, first.variant, first.brand


def _label(group: Sequence[Order[Described]]) -> str:
    """Return what messages call orders that are made from one thing: by the first of them."""
    others = len(group) - 1
    return f"{group[0].label} and {others} more" if others else group[0].label
