"""From composed orders to published PDFs: key, render, check, write.  It knows no Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from .cache import Cache
from .checks import EDITION_CHECKS
from .digests import digest, render_key
from .manifest import Entry, entry
from .model import Clinic, Edition, Failed, Finding, Kind, Page, Rendered, RenderJob, Severity
from .pool import Pool
from .publish import Output
from .toolchain import fonts_digest, versions

PRELOAD = ("sphinx_handouts.render",)
"""What the server of worker processes imports once, before it forks them."""

Progress = Callable[
    [Iterable[tuple[str, "Rendered | Failed"]], int], Iterable[tuple[str, "Rendered | Failed"]]
]


def render_job(job: RenderJob) -> Rendered:
    """Render in a worker; the program that waits for it never imports WeasyPrint."""
    from .render import render

    return render(job)


def start_worker() -> None:
    """Prepare a worker."""
    from .render import start_worker

    start_worker()


def tools_digest() -> str:
    """Return a digest of the programs and fonts of the machine where this runs."""
    return digest([repr(sorted(versions().items())), fonts_digest()])


@dataclass(frozen=True, slots=True)
class Order:
    """One edition to print."""

    edition: Edition
    page: Page
    clinic: Clinic
    job: RenderJob
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", render_key(self.job, versions(), fonts_digest()))


@dataclass
class Tally:
    """What became of the orders."""

    cached: int = 0
    rendered: int = 0
    failed: int = 0
    rejected: int = 0
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, entry: Entry, findings: list[Finding], output: Output) -> None:
        """Take back an edition that was staged."""
        output.reject(entry.path, output.pdf(entry))
        self.rejected += 1
        self.findings += findings
        self.entries.remove(entry)


def press(
    orders: Iterable[Order],
    cache: Cache,
    pool: Pool[RenderJob, Rendered],
    output: Output,
    progress: Progress,
) -> Tally:
    """Stage a PDF for every order in *output*; what went wrong is in the tally.

    Raises
    ------
    OSError
        Where a PDF cannot be written.
    """
    tally = Tally()
    by_label = {order.edition.label: order for order in orders}
    misses: dict[str, Order] = {}

    def hits() -> Iterator[tuple[str, Rendered]]:
        for label, order in by_label.items():
            found = cache.get(order.key)
            if found is None:
                misses[label] = order
            else:
                tally.cached += 1
                yield label, found

    def rendered() -> Iterator[tuple[str, Rendered | Failed]]:
        results = pool.run({label: order.job for label, order in misses.items()})
        for label, result in progress(results, len(misses)) if misses else ():
            if isinstance(result, Rendered):
                cache.put(misses[label].key, result)
                tally.rendered += 1
            yield label, result

    for label, result in chain(hits(), rendered()):
        _take(by_label[label], result, output, tally)
    return tally


def _take(order: Order, result: Rendered | Failed, output: Output, tally: Tally) -> None:
    """Check one result and stage its PDF."""
    if isinstance(result, Failed):
        tally.failed += 1
        message = f"{order.edition.label}: no PDF was made: {result.reason}"
        tally.findings.append(Finding(Kind.RENDER, message))
        return
    found = [
        finding for check in EDITION_CHECKS for finding in check(order.page, order.edition, result)
    ]
    tally.findings += found
    if any(finding.severity is Severity.ERROR for finding in found):
        output.reject(order.edition.path, result.pdf)
        tally.rejected += 1
        return
    described = entry(order.page, order.edition, order.clinic.brand.name, result)
    output.stage(described, result.pdf)
    tally.entries.append(described)
