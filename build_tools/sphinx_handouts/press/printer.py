"""From orders to staged PDFs: render, check, dress, write.  It knows no Sphinx.

A sheet is laid out once for all clinics, as a template, and dressed for each: what several orders
are made from is rendered and checked once. Where a template cannot be dressed, the sheet is laid
out for its clinic as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol

from ..checks.glyphs import told_once
from ..records.finding import Finding, Kind, Severity
from ..records.manifest import Facts
from ..records.rendered import Failed, Rendered
from ..storage.cache import Cache
from .clinic_sheets import Dressing
from .orders import Order, Sheet, label_of
from .publish import Output, at_fault
from .tally import Described, Tally
from .workers.lack import PoolError
from .workers.pool import Pool
from .workers.work import Job, Result


class Progress(Protocol):
    """Shows how far the work is."""

    def __call__(
        self, results: Iterable[tuple[str, Result]], length: int, what: str
    ) -> Iterable[tuple[str, Result]]:
        """Yield the *results*, of which there are *length*."""


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
        printing: Printing[Described] = Printing(self)
        printing.run(orders)
        return printing.ended()

    def lay_out(self, orders: Iterable[Order[Described]]) -> Tally[Described]:
        """Keep in the cache what the orders are made from: it is for packs, and not published."""
        printing: Printing[Described] = Printing(self, publishes=False)
        printing.run(orders)
        return printing.ended()


def _whole(order: Order[Described]) -> Order[Described]:
    """Return an order that is laid out for its clinic alone."""
    if order.in_full is None:
        raise PoolError(f"{order.label}: it can be neither dressed nor laid out as a whole")
    return replace(order, source=order.in_full(), livery=None, in_full=None)


@dataclass
class Printing(Generic[Described]):
    """The printing of some orders."""

    printer: Printer
    publishes: bool = True
    tally: Tally[Described] = field(default_factory=Tally)
    waiting: dict[str, list[Order[Described]]] = field(default_factory=dict)
    """Orders to dress, by the key of their template."""
    made: dict[str, Rendered] = field(default_factory=dict)
    """The templates, without their bytes."""
    fresh: set[str] = field(default_factory=set)
    """Keys of what this build has rendered or bound."""
    missing: dict[str, list[Order[Described]]] = field(default_factory=dict)
    """What is to be laid out, and for which orders, by what messages call it."""
    whole: list[Order[Described]] = field(default_factory=list)
    """Orders whose template cannot be dressed."""
    dressing: Dressing[Described] = field(init=False)

    def __post_init__(self) -> None:
        self.dressing = Dressing(self)

    def run(self, orders: Iterable[Order[Described]]) -> None:
        """Render or bind what the orders are made from, and dress it for the clinics."""
        groups: dict[str, list[Order[Described]]] = {}
        for order in orders:
            groups.setdefault(order.key, []).append(order)
        for key, group in groups.items():
            found = self.printer.cache.get(key)
            if found is None:
                self.missing[label_of(group)] = group
            else:
                self.tally.cached += len(group)
                self._take(group, found)
        self._make()

    def ended(self) -> Tally[Described]:
        """Lay out as wholes what could not be dressed; return what became of all."""
        if self.whole:
            self.run([_whole(order) for order in self.whole])
        self.tally.findings = told_once(sorted(self.tally.findings))
        return self.tally

    def _make(self) -> None:
        """Render or bind what is not in the cache; a worker that is free meanwhile dresses."""
        # A book that is begun last would keep one worker busy while the others have nothing to do.
        longest = sorted(self.missing.items(), key=lambda named: -named[1][0].length)
        printer, dressing = self.printer, self.dressing
        results = printer.pool.run(dict(longest), self._job, more=dressing.more)
        if longest:
            rendered = self._rendered(results)
            for label, result in printer.progress(rendered, len(longest), "rendering handouts"):
                self._keep(self.missing.pop(label), result)
        if dressing.begin():
            left = len(dressing.parcels)
            for label, result in printer.progress(results, left, "dressing handouts"):
                dressing.take(label, result)

    def _job(self, label: str) -> Job:
        """Return what a worker needs to lay something out, or to dress it."""
        group = self.missing.get(label)
        return group[0].job(self.printer.cache) if group else self.dressing.job(label)

    def _rendered(self, results: Iterable[tuple[str, Result]]) -> Iterator[tuple[str, Result]]:
        """Yield what was laid out, until all is; take what was dressed meanwhile."""
        for label, result in results:
            if label not in self.missing:
                self.dressing.take(label, result)
                continue
            yield label, result
            if not self.missing:
                break

    def _keep(self, group: list[Order[Described]], result: Result) -> None:
        """Keep what was made in the cache."""
        key = group[0].key
        if isinstance(result, Rendered):
            self.printer.cache.put(key, result)
            self.fresh.add(key)
            self.tally.rendered += len(group)
        if isinstance(result, Rendered | Failed):
            self._take(group, result)

    def _take(self, group: list[Order[Described]], result: Rendered | Failed) -> None:
        """Check one result; stage its PDF, or let it wait to be dressed."""
        first = group[0]
        if isinstance(result, Failed):
            if result.undressable and first.in_full:
                self.give_up(group, result)
                return
            self.fail(group, label_of(group), result)
            return
        if not self.is_right(group, result):
            return
        for order in group:
            if not self.publishes:
                self.tally.sheets[order.edition] = Sheet(order.key, order.livery)
            elif order.livery is None:
                self.stage(order, Facts.of(result.pages, result.pdf), result.pdf)
            else:
                self.waiting.setdefault(order.key, []).append(order)
                self.made[order.key] = replace(result, pdf=b"")

    def is_right(self, group: list[Order[Described]], result: Rendered) -> bool:
        """Check a PDF; one with an error is put aside, to be looked at."""
        first = group[0]
        try:
            found = list(first.check(result))
        except Exception as error:
            self.tally.failed += len(group)
            self.tally.findings.append(at_fault(label_of(group), error))
            return False
        self.tally.findings += found
        if any(finding.severity is Severity.ERROR for finding in found):
            self.printer.output.reject(first.path, result.pdf)
            self.tally.rejected += len(group)
            return False
        return True

    def fail(self, group: list[Order[Described]], label: str, failed: Failed) -> None:
        """Tell why orders have no PDF."""
        self.tally.failed += len(group)
        message = f"{label}: no PDF was made: {failed.reason}"
        self.tally.findings.append(Finding(Kind.RENDER, message))

    def give_up(self, group: list[Order[Described]], failed: Failed) -> None:
        """Lay the sheets out as wholes: their template cannot be dressed."""
        self.whole += group
        told = self.tally.whole
        told[failed.reason] = told.get(failed.reason, 0) + len(group)

    def stage(self, order: Order[Described], facts: Facts, pdf: bytes) -> None:
        """Write the PDF of an order to where it waits to be published."""
        try:
            described = order.describe(facts)
        except Exception as error:
            self.tally.failed += 1
            self.tally.findings.append(at_fault(order.label, error))
            return
        self.add(order, described, str(self.printer.output.stage(described, pdf)))

    def add(self, order: Order[Described], described: Described, path: str) -> None:
        """Note the PDF of an order, which stands at *path*."""
        sheet = Sheet(order.key, order.livery, path, described.sha256)
        self.tally.sheets[order.edition] = sheet
        self.tally.entries.append(described)
