"""A press of one process, and a clinic's sheets from it: real work, without workers to wait for."""

from __future__ import annotations

import datetime as dt
import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from laid_out import furnished, rendered
from sphinx_handouts.finishing.slots import Undressable
from sphinx_handouts.press.edition_orders import Composer, Source
from sphinx_handouts.press.orders import Order, checked
from sphinx_handouts.press.printer import Printer
from sphinx_handouts.press.publish import Output
from sphinx_handouts.press.stationery import Stationery
from sphinx_handouts.press.tally import Tally
from sphinx_handouts.press.workers.desk import Backlog
from sphinx_handouts.press.workers.pool import Pool
from sphinx_handouts.press.workers.work import Job, Result, work
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition, Selection
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.letterhead import Letterhead
from sphinx_handouts.records.manifest import Entry, entry_of
from sphinx_handouts.records.marks import BRAND_MARK, CONTACT_MARK, PHONE_MARK
from sphinx_handouts.records.page import Page
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.states import State
from sphinx_handouts.sheets.clinic.letterhead import compose_letterhead
from sphinx_handouts.sheets.compose import compose
from sphinx_handouts.sheets.furniture import furniture
from sphinx_handouts.sheets.templates import HouseStyle
from sphinx_handouts.storage.cache import Cache

CALL = BRAND_MARK.format(key="emergency", words="your local emergency number")
BODIES = {
    "en": (
        "ltr",
        '<h2 id="a">Walk a little</h2><p>Walk to the gate, and call {call} if you fall. '
        '<a href="#b">See below</a>, or <a href="https://example.org/">the guide</a>.</p>'
        "<table><thead><tr><th>Day</th><th>Steps</th></tr></thead>"
        "<tbody><tr><td>Monday</td><td>100</td></tr></tbody></table>"
        '<p><input type="checkbox" class="field field--tick" name="done" title="Done">Done</p>'
        '<h2 id="b" style="break-before: page">Rest</h2><p>Rest well.</p>',
    ),
    "ar": ("rtl", "<h2>امش قليلا</h2><p>امش إلى الباب. {call}</p>"),
    "ko": ("ltr", "<h2>조금 걸으세요</h2><p>문까지 걸으세요. {call}</p>"),
}


def page_in(language: str, name: str = "walk", more: str = "") -> Page:
    """Return a short handout in a language."""
    direction, body = BODIES[language]
    number = {"walk": 1, "rest": 2}[name]
    handout = Handout(
        id=f"BP-0{number}", slug=name, title=name.title(), summary=f"How to {name}.", parts=("a",)
    )
    return Page(
        handout,
        language,
        direction,
        body.format(call=CALL) + PHONE_MARK + more + CONTACT_MARK,
        State.PENDING,
        dt.date(2030, 1, 1),
        frozenset(),
        ("a",),
        address="example.org/h/{id}/{version}",
    )


class Here(Pool[Job, Result]):
    """Does in this process what others do in workers."""

    def run(
        self,
        jobs: Mapping[str, Any],
        load: Callable[[str], Job] | None = None,
        each: int = 1,
        more: Callable[[], Iterable[str]] = tuple,
    ) -> Iterator[tuple[str, Result]]:
        """Yield the key of each job with its result.

        A worker holds nothing but its sheet, and soon has looked for what is left of it: here, what
        all tests have made is not looked at with each sheet.
        """
        gc.collect(1)
        gc.freeze()
        yield from self.results(Backlog(deque(jobs), load or jobs.__getitem__, more))

    def results(self, waiting: Backlog) -> Iterator[tuple[str, Result]]:
        """Yield what comes of the jobs that wait, in the order in which it is there."""
        while waiting:
            key = waiting.keys.popleft()
            yield key, self.work(waiting.load(key))


def _done(job: Job) -> Result:
    if isinstance(job, RenderJob):
        with suppress(Undressable):  # a worker says so
            return rendered(job)
    return work(job)


HERE = Here(_done, lambda: None, (), 1)


def in_silence(results: Iterable[Any], _length: int, _what: str) -> Iterable[Any]:
    """Show nobody how far the work is."""
    return results


@dataclass(frozen=True)
class Desk:
    """Prints sheets into a folder, with what a project has of its own."""

    folder: Path
    style: HouseStyle = HouseStyle()  # noqa: RUF009 - it is frozen

    def letterhead_of(self, page: Page, whose: Clinic, edition: Edition) -> Letterhead:
        """Lay out a letterhead."""
        return furnished(
            compose_letterhead(
                whose,
                paper=edition.paper,
                variant=edition.variant,
                language=page.language,
                direction=page.direction,
                texts=furniture(page).texts,
                style=self.style,
            )
        )

    def composer(self, page: Page, editions: Mapping[Edition, Clinic]) -> Composer:
        """Return what composes *editions* of a page."""
        known = {}
        for edition, whose in editions.items():
            letterhead = self.letterhead_of(page, whose, edition)
            assert letterhead.overflow == ()
            known[whose.key, edition.paper, edition.variant] = letterhead
        own = bool(self.style.templates), bool(self.style.own_css)
        return Composer(partial(compose, style=self.style), Stationery(known), *own)

    @property
    def printer(self) -> Printer:
        """The press."""
        cache = Cache(self.folder / "cache", 1 << 30)
        return Printer(cache, HERE, Output(self.folder / "out", Selection("en")), in_silence)

    def print(self, pages: Sequence[Page], clinics: Sequence[Clinic]) -> Tally[Entry]:
        """Print pages for clinics, and publish what is right."""
        editions = {edition_of(pages[0], whose): whose for whose in clinics}
        composer = self.composer(pages[0], editions)
        printer = self.printer
        with printer.output as output:
            tally = printer.print(
                order_of(page, whose, composer) for page in pages for whose in clinics
            )
            output.publish(tally.entries, (), {}, "")
        return tally

    def pdf(self, entry: Entry) -> bytes:
        """Return a PDF that was published."""
        return (self.folder / "out" / entry.path).read_bytes()


def edition_of(page: Page, whose: Clinic, paper: str = "a4", variant: str = "standard") -> Edition:
    """Return an edition of a page."""
    handout = page.handout
    return Edition(handout.id, handout.slug, whose.key, page.language, paper, variant)


def order_of(page: Page, whose: Clinic, composer: Composer) -> Order[Entry]:
    """Return the order of a sheet."""
    edition = edition_of(page, whose)
    source: Source = composer.source(page, edition, whose, furniture(page))
    return Order(
        *(edition, edition.path, source.job),
        describe=partial(entry_of, page, edition, whose.brand.name),
        check=checked(page, replace(edition, budget=9)),
        livery=source.livery,
        in_full=source.in_full,
        needs_proof=source.needs_proof,
    )
