"""The contents sheet: what a clinic has on its shelf, by subject, with room to count it.

It is no handout, but a patient may read it: so the snippets that every handout must carry stand on
it, too, and it says of each handout whether a clinician has approved it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..checks.budget import check_budget
from ..checks.table import EDITION_CHECKS, EditionCheck
from ..messages import _
from ..project.catalogue import Catalogue
from ..records.clinic import Clinic
from ..records.edition import Edition
from ..records.finding import Finding, Kind
from ..records.manifest import ContentsEntry, Entry, entry_of_several, identity_of, path_of_several
from ..records.marks import CONTACT_MARK
from ..records.page import Furniture, Page, Said, short_address
from ..records.rendered import Rendered
from ..records.tables import VARIANTS
from ..sheets.compose import qr_code
from ..sheets.furniture import furniture
from ..sheets.in_words import date_words, label_words, listed, page_words, state_words
from .edition_orders import Composer, Extra
from .orders import Order, checked

SLUG = "contents"
HANDOUTS_A_PAGE = 6
"""How many handouts find room on a page of A4 in standard print, the first page apart."""

IN_ANOTHER_LANGUAGE = 1.25
"""How much room a list takes that is translated: the length of its words can only be guessed."""

OTHER_CHECKS = tuple(check for check in EDITION_CHECKS if check is not check_budget)
"""Checks of any sheet; how long it may be is another question here than for a handout."""


@dataclass(frozen=True, slots=True)
class Row:
    """One handout as the sheet shows it."""

    entry: Entry
    control: str
    """Pages, version and state, in words."""
    next_review: str
    address: str
    """Where its current PDFs are, without the scheme; empty where that is not known."""
    qr: str


def _check_length(
    handouts: int, _page: Page, edition: Edition, rendered: Rendered
) -> Iterator[Finding]:
    """Yield a finding where the sheet is longer than its *handouts* need."""
    over = rendered.pages - edition.budget
    if over > 0:
        yield Finding(
            Kind.BUDGET,
            f"{edition.label}: {rendered.pages} pages, {over} over the {edition.budget} for "
            f"{handouts} handouts; shorten titles or summaries in catalogue.toml",
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the contents sheets of one build are made from."""

    page: Page
    """Any of the handouts: language, direction, and the boxes that stand on every handout."""
    catalogue: Catalogue
    declared: Mapping[str, tuple[Said, ...]]
    """What the catalogue says of each handout, and where."""
    guide: str
    """Address of the hosted guide as people type it; empty where it is not known."""

    def orders(self, entries: Iterable[Entry], compose: Composer) -> Iterator[Order[ContentsEntry]]:
        """Yield a sheet for each brand, paper and variant among *entries*."""
        clinics = {one.key: one for one in self.catalogue.clinics_in(self.page.language)}
        place = [handout.id for handout in self.catalogue.handouts].index
        groups: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in sorted(entries, key=lambda entry: place(entry.id)):
            groups.setdefault((entry.brand, entry.paper, entry.variant), []).append(entry)
        for (brand, paper, variant), group in sorted(groups.items()):
            edition = Edition(SLUG, SLUG, brand, group[0].language, paper, variant)
            edition = replace(edition, budget=self._budget(edition, len(group)))
            yield self._order(edition, clinics[brand], tuple(group), compose)

    def _budget(self, edition: Edition, handouts: int) -> int:
        tables = self.catalogue.tables
        rows = tables.papers[edition.paper], tables.variants[edition.variant]
        # Half of it is small type, which grows more than text does, in both directions.
        grown = max(rows[1].budget, (rows[1].smallest / VARIANTS["standard"].smallest) ** 2)
        grown *= IN_ANOTHER_LANGUAGE if self.page.translation else 1
        return math.ceil((1 + handouts / HANDOUTS_A_PAGE) * rows[0].budget * grown)

    def _order(
        self, edition: Edition, clinic: Clinic, entries: tuple[Entry, ...], compose: Composer
    ) -> Order[ContentsEntry]:
        template = clinic.brand.short_url or self.page.address
        title = _("Our handouts") if clinic.brand.name else _("Handouts")
        # Of the handout whose page it is, it shows nothing but the boxes, which are in files of
        # their own.
        said = tuple(one for one in self.page.said if one.path)
        listed = tuple(one for entry in entries for one in self.declared.get(entry.id, ()))
        body = CONTACT_MARK + self.page.boxes
        page = replace(self.page, body=body, said=said, declared=listed, docnames=())
        extra = Extra(
            "contents.html",
            shown=(title, template, self.guide, tuple(map(_shown, entries))),
            more=partial(self._more, title, entries, template),
            about=identity_of(SLUG, entries, listed=True),
        )
        words = self._furniture(edition, entries, codes=bool(template))
        source = compose.source(page, edition, clinic, words, extra)
        checks: list[EditionCheck] = [partial(_check_length, len(entries)), *OTHER_CHECKS]
        return Order(
            *(edition, path_of_several(ContentsEntry, SLUG, edition), source.job),
            describe=partial(entry_of_several, ContentsEntry, SLUG, title, entries),
            check=checked(page, edition, checks),
            livery=source.livery,
            in_full=source.in_full,
            needs_proof=source.needs_proof,
        )

    def _more(self, title: str, entries: tuple[Entry, ...], template: str) -> dict[str, object]:
        """Return what the sheet shows beside the words of any."""
        return {
            "handout": {"id": "", "title": title, "running_heads": False},
            "subjects": _subjects(entries, template),
            "address": self.guide,
        }

    def _furniture(self, edition: Edition, entries: Sequence[Entry], *, codes: bool) -> Furniture:
        tables = self.catalogue.tables
        paper = label_words(tables.papers, edition.paper)
        variant = label_words(tables.variants, edition.variant)
        scan = _("Scan a code to read a handout on your phone, or ask us for it on paper.")
        return Furniture(
            {
                **furniture(self.page).texts,
                "version": listed([paper, variant]),
                "next_review": "",
                "translated": "",
                "not_approved": ""
                if all(entry.state.may_be_handed_out for entry in entries)
                else _("Lists handouts that are not yet approved"),
                "lead": scan if codes else _("Ask us for any of these on paper."),
                "id": _("Id"),
                "handout": _("Handout"),
                "on_shelf": _("On the shelf"),
                "to_print": _("To print"),
                "code": _("Scan"),
                "counted_on": _("Counted on"),
                "counted_by": _("by"),
            }
        )


def _shown(entry: Entry) -> tuple[object, ...]:
    """Return what the sheet shows of a handout, whichever clinic it is for."""
    about = entry.id, entry.title, entry.summary, entry.subject
    return (*about, entry.pages, entry.version, entry.state, entry.next_review)


def _subjects(entries: Iterable[Entry], template: str) -> dict[str, list[Row]]:
    """Return the rows by subject, both in the order of the catalogue."""
    subjects: dict[str, list[Row]] = {}
    for entry in entries:
        address = short_address(template, entry.id)
        qr = qr_code(address, entry.title) if address else ""
        date = date_words(entry.next_review, entry.language) if entry.next_review else ""
        review = _("Next review: %s") % date if date else ""
        row = Row(entry, _control(entry), review, address, qr)
        subjects.setdefault(entry.subject, []).append(row)
    return subjects


def _control(entry: Entry) -> str:
    """Return what a reader compares with the foot of the handout."""
    version = _("Version %s") % entry.version.partition("+")[0]
    return " · ".join(filter(None, [page_words(entry.pages), version, state_words(entry.state)]))
