"""From composed orders to published PDFs: key, render, check, write.  It knows no Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, TypeVar

from jinja2 import TemplateError, TemplateSyntaxError

from ..checks import EDITION_CHECKS, EditionCheck
from ..pdf.fonts import fonts_digest
from ..pdf.toolchain import versions
from ..records.fonts import Fonts
from ..records.manifest import ContentsEntry, Entry
from ..records.model import (
    Edition,
    Failed,
    Finding,
    Kind,
    Page,
    Rendered,
    RenderJob,
    Severity,
)
from ..storage.cache import Cache
from ..storage.digests import digest, render_key
from .pool import Pool, PoolError
from .publish import Output

PRELOAD = ("sphinx_handouts.pdf.render",)
"""What the server of worker processes imports once, before it forks them."""

Progress = Callable[
    [Iterable[tuple[str, "Rendered | Failed"]], int], Iterable[tuple[str, "Rendered | Failed"]]
]


def render_job(job: RenderJob) -> Rendered:
    """Render in a worker; the program that waits for it never imports WeasyPrint."""
    from ..pdf.render import render

    return render(job)


def start_worker() -> None:
    """Prepare a worker."""
    from ..pdf.render import start_worker

    start_worker()


def tools_digest(fonts: Iterable[Fonts] = (Fonts(),)) -> str:
    """Return a digest of the programs, and of these fonts, of the machine where this runs."""
    return digest([repr(sorted(versions().items())), *map(fonts_digest, fonts)])


Described = TypeVar("Described", bound=Entry | ContentsEntry)


@dataclass(frozen=True, slots=True)
class Order(Generic[Described]):
    """One PDF to print, from its HTML to its record in the manifest."""

    edition: Edition
    page: Page
    job: RenderJob
    describe: Callable[[Rendered], Described]
    """Returns its record for the manifest."""
    checks: Sequence[EditionCheck] = EDITION_CHECKS
    key: str = field(init=False)
    """What decides the bytes of the PDF."""

    def __post_init__(self) -> None:
        key = render_key(self.job, versions(), fonts_digest(self.job.fonts))
        object.__setattr__(self, "key", key)

    @property
    def label(self) -> str:
        """What the progress line calls it."""
        return self.edition.label

    def check(self, rendered: Rendered) -> Iterator[Finding]:
        """Yield what is wrong with the PDF."""
        for check in self.checks:
            yield from check(self.page, self.edition, rendered)


@dataclass
class Tally(Generic[Described]):
    """What became of the orders."""

    cached: int = 0
    rendered: int = 0
    failed: int = 0
    rejected: int = 0
    entries: list[Described] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def press(
    orders: Iterable[Order[Described]],
    cache: Cache,
    pool: Pool[RenderJob, Rendered],
    output: Output,
    progress: Progress,
) -> Tally[Described]:
    """Stage a PDF for every order in *output*; what went wrong is in the tally.

    Raises
    ------
    OSError
        Where a PDF cannot be written.
    """
    tally: Tally[Described] = Tally()
    by_label = {order.label: order for order in orders}
    misses: dict[str, Order[Described]] = {}

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


def at_fault(label: str, error: Exception) -> Finding:
    """Return a finding for what nobody expected: it ends one handout, and not the build."""
    reason = " ".join(str(error).split()) or "no reason was given"
    message = (
        f"{label}: it cannot be made: {type(error).__name__}: {reason}; write what stands there in "
        "another way, and report it: this is a fault of the program"
    )
    return Finding(Kind.RENDER, message)


def _take(
    order: Order[Described],
    result: Rendered | Failed,
    output: Output,
    tally: Tally[Described],
) -> None:
    """Check one result and stage its PDF."""
    if isinstance(result, Failed):
        tally.failed += 1
        message = f"{order.label}: no PDF was made: {result.reason}"
        tally.findings.append(Finding(Kind.RENDER, message))
        return
    try:
        found, described = list(order.check(result)), order.describe(result)
    except Exception as error:
        tally.failed += 1
        tally.findings.append(at_fault(order.label, error))
        return
    tally.findings += found
    if any(finding.severity is Severity.ERROR for finding in found):
        output.reject(described.path, result.pdf)
        tally.rejected += 1
        return
    output.stage(described, result.pdf)
    tally.entries.append(described)


def refuse(
    tally: Tally[Described], entry: Described, findings: list[Finding], output: Output
) -> None:
    """Take back a PDF that was staged."""
    output.reject(entry.path, output.pdf(entry))
    tally.rejected += 1
    tally.findings += findings
    tally.entries.remove(entry)


UNMADE = (PoolError, OSError, TemplateError)
"""What ends the making of sheets."""


def why_unmade(error: Exception) -> Finding:
    """Return what is wrong where one of `UNMADE` was raised, and the mend."""
    if isinstance(error, OSError):
        where = f" {error.filename2 or error.filename}" if error.filename else ""
        reason = f"cannot write{where}: {error.strerror or error}; nothing was replaced"
        return Finding(Kind.OUTPUT, f"{reason}; make room, or allow writing there")
    if isinstance(error, TemplateError):
        name = getattr(error, "name", None) or "of your own"
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        reason = f"template {name}{line}: {error.message}; mend it, or remove it"
        return Finding(Kind.RENDER, reason)
    return Finding(Kind.RENDER, str(error))
