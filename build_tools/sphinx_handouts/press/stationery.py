"""The letterheads of a build: for each clinic, paper and variant, made once and cached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..checks.letterheads import check_letterhead
from ..project.key_lines import key_lines, line_with
from ..records.clinic import Clinic
from ..records.edition import Edition
from ..records.finding import Finding, Kind, Severity
from ..records.languages import base
from ..records.letterhead import Letterhead, LetterheadJob, Settings
from ..records.rendered import Failed
from ..records.schema.colours import rgb
from ..records.slots import Livery
from .printer import Printer
from .recipes import Recipe

EACH = 8
"""Letterheads for which a worker is hired: those of one clinic take it less time than to begin."""
Place = tuple[str, str, str]
"""Brand, paper and variant."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """The letterheads of a build, and the clinics that have none."""

    letterheads: Mapping[Place, Letterhead] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unfit: frozenset[str] = frozenset()
    """Clinics that are wrong, or do not fit their rooms: no sheet is printed for them."""
    _liveries: dict[Place, Livery] = field(default_factory=dict)

    def livery(self, clinic: Clinic, edition: Edition) -> Livery | None:
        """Return what a template of *edition* is dressed in; None where there is nothing."""
        place = place_of(edition)
        letterhead = self.letterheads.get(place)
        if letterhead is None:
            return None
        if place not in self._liveries:
            brand = clinic.brand
            accent = "#{:02x}{:02x}{:02x}".format(*rgb(brand.palette.accent))
            looks = (clinic.key, brand.name, accent, letterhead.pdf, letterhead.rooms)
            self._liveries[place] = Livery(*looks)
        return self._liveries[place]

    def settings(self, edition: Edition) -> Settings:
        """Return how closely the details of the clinic are set."""
        letterhead = self.letterheads.get(place_of(edition))
        return letterhead.settings if letterhead else Settings()


def place_of(edition: Edition) -> Place:
    """Return what a letterhead is made for."""
    return edition.brand, edition.paper, edition.variant


def letterheads(
    wanted: Iterable[tuple[Clinic, Edition]],
    recipe: Callable[[Clinic, Edition], Recipe[LetterheadJob]],
    printer: Printer,
    folder: str,
    confdir: Path = Path(),
    language: str = "",
) -> Stationery:
    """Make the letterheads of all *wanted* editions; *folder* of the brands is for messages.

    It is told from *confdir*, and the contacts by what *language* says of them. That of a clinic
    without any details has lines to write them on.
    """
    clinics: dict[Place, Clinic] = {}
    recipes: dict[Place, Recipe[LetterheadJob]] = {}
    for clinic, edition in wanted:
        place = place_of(edition)
        if place not in clinics:
            clinics[place], recipes[place] = clinic, recipe(clinic, edition)
    made: dict[Place, Letterhead] = {}
    findings: list[Finding] = []
    unfit: set[str] = set()
    for place, result in _made(recipes, printer):
        where = f"{folder}/{place[0]}/brand.toml"
        if isinstance(result, Letterhead):
            made[place] = result
            is_wrong = bool(result.overflow or result.misprints)
            lines = _lines(confdir / where, language) if is_wrong else {}
            find = partial(line_with, confdir / where)
            found = list(check_letterhead(result, where, place[1:], lines, find))
        else:
            reason = f"{where}: no letterhead was made: {result.reason}"
            found = [Finding(Kind.BRAND, reason)]
        if any(finding.severity is Severity.ERROR for finding in found):
            unfit.add(place[0])
        findings += found
    told = tuple(dict.fromkeys(sorted(findings)))  # a character is missing on all papers
    return Stationery(made, told, frozenset(unfit))


def _lines(path: Path, language: str) -> dict[str, int]:
    """Return the line of each key; what a table of the language says, it says there."""
    lines = key_lines(path)
    for table in (f"contact.{base(language)}.", f"contact.{language}."):
        own = {k.removeprefix(table): n for k, n in lines.items() if k.startswith(table)}
        lines |= {f"contact.{key}": number for key, number in own.items()}
    return lines


def _made(
    recipes: Mapping[Place, Recipe[LetterheadJob]], printer: Printer
) -> Iterator[tuple[Place, Letterhead | Failed]]:
    """Yield the letterheads that are in the cache, and then those that are not."""
    misses: dict[str, Place] = {}
    for place, recipe in recipes.items():
        found = printer.cache.get(recipe.key, Letterhead)
        if found is None:
            misses[" ".join(place)] = place
        else:
            yield place, found
    if not misses:
        return

    def load(label: str) -> LetterheadJob:
        return recipes[misses[label]].job()

    results = printer.pool.run(misses, load, EACH)
    for label, result in printer.progress(results, len(misses), "setting letterheads"):
        if isinstance(result, Letterhead):
            printer.cache.put(recipes[misses[label]].key, result)
        if isinstance(result, (Letterhead, Failed)):
            yield misses[label], result
