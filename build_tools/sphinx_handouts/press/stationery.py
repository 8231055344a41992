"""The letterheads of a build: for each clinic, paper and variant, made once and kept in the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..checks.letterheads import letterhead_findings
from ..pdf.fonts import fonts_digest
from ..pdf.toolchain import versions
from ..records.letterhead import Letterhead, LetterheadJob, Settings
from ..records.model import Clinic, Edition, Failed, Finding, Kind
from ..records.slots import Livery
from ..storage.digests import letterhead_key
from .printing import Printer

Place = tuple[str, str, str]
"""Brand, paper and variant."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """The letterheads of a build, and the clinics that have none."""

    letterheads: Mapping[Place, Letterhead] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unfit: frozenset[str] = frozenset()
    """Clinics that do not fit their rooms: no sheet is printed for them."""

    def livery(self, clinic: Clinic, edition: Edition) -> Livery | None:
        """Return what a template of *edition* is dressed in; None where nothing is to be."""
        letterhead = self.letterheads.get(_place(edition))
        if letterhead is None:
            return None
        brand = clinic.brand
        looks = (clinic.key, brand.name, brand.palette.accent)
        return Livery(*looks, letterhead.pdf, letterhead.rooms)

    def settings(self, edition: Edition) -> Settings:
        """Return how closely the details of the clinic are set."""
        letterhead = self.letterheads.get(_place(edition))
        return letterhead.settings if letterhead else Settings()


def _place(edition: Edition) -> Place:
    return edition.brand, edition.paper, edition.variant


def make(
    wanted: Iterable[tuple[Clinic, Edition]],
    compose: Callable[[Clinic, Edition], LetterheadJob],
    printer: Printer,
    folder: str,
) -> Stationery:
    """Make the letterheads of all *wanted* editions.

    *folder* is the name of the folder of the brands in messages. A clinic without any details has
    no letterhead: its sheets have lines to write them on.
    """
    clinics: dict[Place, Clinic] = {}
    jobs: dict[str, LetterheadJob] = {}
    places: dict[str, Place] = {}
    for clinic, edition in wanted:
        place = _place(edition)
        if place not in clinics and clinic.has_details:
            clinics[place] = clinic
            label = " ".join(place)
            jobs[label], places[label] = compose(clinic, edition), place
    keys = {
        label: letterhead_key(job, versions(), fonts_digest(job.fonts))
        for label, job in jobs.items()
    }
    made: dict[Place, Letterhead] = {}
    findings: list[Finding] = []
    misses = {}
    for label, key in keys.items():
        found = printer.cache.get(key, Letterhead)
        if found is None:
            misses[label] = jobs[label]
        else:
            made[places[label]] = found
    results = printer.pool.run(misses)
    for label, result in printer.progress(results, len(misses), "setting letterheads of"):
        if isinstance(result, Letterhead):
            printer.cache.put(keys[label], result)
            made[places[label]] = result
        elif isinstance(result, Failed):
            message = f"{folder}/{places[label][0]}/brand.toml: no letterhead was made: "
            findings.append(Finding(Kind.BRAND, message + result.reason))
    for place, letterhead in made.items():
        findings += letterhead_findings(clinics[place], place, letterhead, folder)
    unfit = frozenset()
    return Stationery(made, tuple(findings), unfit)
