"""Pages that answer what a record system asks: which handouts fit a code.

They are files like all others: ``codes/icd10cm/M54.50/`` for people, plain HTML without
JavaScript, and ``codes/icd10cm/M54.50/index.json`` for programs, which says the same. In a network
of many clinics, the page for people offers the sheets of one clinic at most, and leads to the rest;
the file for programs tells of all. It tells each form of a handout once, and each clinic once:
clinics that print the same forms stand on one *shelf*, and each form names the shelves that have
it. So the file grows by a line for a clinic, and not by one for each PDF.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from pydantic import Field

from ..records.codes import SYSTEMS
from ..records.manifest import (
    BrandName,
    ClinicName,
    Code,
    Entry,
    Pages,
    PaperName,
    Record,
    VariantName,
)
from ..storage.files import write_atomically
from . import forms
from .listing import Address, HandoutFacts, facts, json_bytes
from .markup import write_plain, write_style
from .site import Site

FORMAT: Literal[1] = 1
MOST = 24
"""PDFs of one handout in one language that a page lists, whatever their clinics."""
BRAND = "{brand}"
"""Stands in the address of a form where that of a clinic's PDF has the brand."""


class Form(Record):
    """One form of a handout: the PDF of each clinic that prints it."""

    address: str = Field(
        description="Address of the PDF with the clinic's brand in place of `{brand}`: absolute, "
        "or else from the folder of this file."
    )
    paper: PaperName
    variant: VariantName
    pages: Pages
    shelves: tuple[int, ...] = Field(description="Shelves that have it.")


class FittingHandout(HandoutFacts):
    """One handout in one language that fits a code."""

    forms: tuple[Form, ...] = Field(description="Its forms.")


class ShelvedClinic(Record):
    """A clinic that prints a handout that fits."""

    brand: BrandName
    clinic: ClinicName
    shelf: int = Field(
        description="Number of its shelf in this file: it has the forms that name it.", ge=1
    )


class Answer(Record):
    """`index.json` of a code: the handouts that fit."""

    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    system: str = Field(description="Code system, such as icd10cm.")
    uri: str = Field(description="Address of the code system in FHIR.")
    code: str = Field(description="Code in that system.")
    handouts: tuple[FittingHandout, ...] = Field(
        description="The handouts that fit, sorted by id and language."
    )
    clinics: tuple[ShelvedClinic, ...] = Field(
        description="The clinics that print any of them, sorted by brand."
    )


class Answers(Record):
    """`index.json` of all codes: which have an answer."""

    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    codes: tuple[Code, ...] = Field(description="The codes, sorted.")


@dataclass(frozen=True, slots=True)
class Group:
    """A handout in one language, as the page of a code shows it."""

    first: Entry
    """Tells what the handout is."""
    shown: Sequence[Entry]
    rest: str
    """Way to the PDFs that are not shown; empty where all are."""


@dataclass(frozen=True, slots=True)
class CodePages:
    """Everything that the pages of codes of one site are made from."""

    site: Site

    def write(self, folder: Path) -> None:
        """Write a page for each code below *folder*."""
        entries = self.site.in_use.editions
        found = {code for entry in entries for code in entry.codes}
        codes = sorted(found, key=lambda code: (code.system, code.code))
        write_style(self.site, folder)
        self._write(folder, folder, Answers(codes=tuple(codes)), codes=codes)
        root = self.site.root_from(folder / "system" / "code")
        told = tuple(facts(entries, self.site.in_use.packs)) if codes else ()
        address = partial(self.site.address_of, root=root)
        for code in codes:
            page = folder / code.system / code.code
            fitting = _grouped(entry for entry in entries if code in entry.codes)
            groups = [self._group(page, group) for group in fitting]
            data = answer(code, entries, told, address)
            self._write(folder, page, data, code=code, groups=groups, root=root)
        _remove_stale(folder, codes)

    def _group(self, page: Path, entries: Sequence[Entry]) -> Group:
        """Return what a page shows of a handout in one language."""
        if len(entries) <= MOST:
            return Group(entries[0], entries, "")
        shown, library = forms.of_one_clinic(self.site, entries), self.site.library
        has_rest = library and len(shown) < len(entries)
        rest = f"{self.site.way_to(library, page)}#{entries[0].id.lower()}" if has_rest else ""
        return Group(entries[0], shown, rest)

    def _write(self, top: Path, folder: Path, data: Record, **context: Any) -> None:
        """Write what a page says, for people and for programs."""
        empty: dict[str, Any] = {"code": None, "groups": [], "root": "", "systems": SYSTEMS}
        write_plain(self.site, top, folder, "codes.html", **empty | context)
        write_atomically(folder / "index.json", json_bytes(data))


def _grouped(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the editions of each handout in each language together, sorted."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.id, e.language, e.path)):
        groups.setdefault((entry.id, entry.language), []).append(entry)
    return list(groups.values())


def _remove_stale(folder: Path, codes: Iterable[Code]) -> None:
    """Remove the pages of codes that no handout has; what is not ours stays."""
    kept = {folder / code.system / code.code for code in codes}
    for name, system in SYSTEMS.items():
        for page in (folder / name).glob("*/index.json"):
            if page.parent not in kept and system.knows(page.parent.name):
                shutil.rmtree(page.parent)


# --- forms and shelves ----------------------------------------------------------------------------


class _Form(NamedTuple):
    """What sets a PDF of a handout apart from others, whichever clinic it is for."""

    id: str
    language: str
    path: str
    """With `BRAND` in place of the folder of its brand."""
    paper: str
    variant: str
    pages: int


@dataclass(frozen=True)
class Shelves:
    """What clinics print of the handouts that fit a code."""

    entries: tuple[Entry, ...]

    @cached_property
    def of_clinics(self) -> Mapping[str, int]:
        """The number of the shelf of each clinic, by its brand: those that print the same share it.

        They are counted in the order of their first clinics.
        """
        numbers: dict[frozenset[_Form], int] = {}
        return {
            brand: numbers.setdefault(frozenset(forms), len(numbers) + 1)
            for brand, forms in sorted(self._forms.items())
        }

    @cached_property
    def of_forms(self) -> Mapping[_Form, tuple[int, ...]]:
        """The shelves that have each form."""
        found: dict[_Form, set[int]] = {}
        for brand, printed in self._forms.items():
            for form in printed:
                found.setdefault(form, set()).add(self.of_clinics[brand])
        return {form: tuple(sorted(shelves)) for form, shelves in sorted(found.items())}

    @cached_property
    def _forms(self) -> Mapping[str, set[_Form]]:
        forms: dict[str, set[_Form]] = {}
        for entry in self.entries:
            forms.setdefault(entry.brand, set()).add(_form_of(entry))
        return forms


def _form_of(entry: Entry) -> _Form:
    folder, _, name = entry.path.partition("/")
    path = f"{BRAND}/{name}" if folder == entry.brand else entry.path
    return _Form(entry.id, entry.language, path, entry.paper, entry.variant, entry.pages)


def answer(
    code: Code, entries: Iterable[Entry], facts: Iterable[HandoutFacts], address: Address
) -> Answer:
    """Return which handouts fit a code: their *entries*, and what is told of all handouts."""
    fitting = tuple(entry for entry in entries if code in entry.codes)
    names = {entry.brand: entry.clinic for entry in fitting}
    shelves = Shelves(fitting)
    return Answer(
        system=code.system,
        uri=SYSTEMS[code.system].uri,
        code=code.code,
        handouts=tuple(
            FittingHandout(**dict(about), forms=tuple(_forms(about, shelves, address)))
            for about in facts
            if code in about.codes
        ),
        clinics=tuple(
            ShelvedClinic(brand=brand, clinic=names[brand], shelf=shelf)
            for brand, shelf in shelves.of_clinics.items()
        ),
    )


def _forms(about: HandoutFacts, shelves: Shelves, address: Address) -> Iterator[Form]:
    for form, numbers in shelves.of_forms.items():
        if (form.id, form.language) == (about.id, about.language):
            yield Form(
                address=address(form.path).replace(quote(BRAND), BRAND),
                paper=form.paper,
                variant=form.variant,
                pages=form.pages,
                shelves=numbers,
            )
