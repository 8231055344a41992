"""Reads ``catalogue.toml`` and the brand folders into frozen records, with every error at once."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import Field

from ..records.clinic import Clinic
from ..records.edition import Edition, Selection
from ..records.finding import Finding, Kind
from ..records.schema.brand import Brand
from ..records.schema.handout import Handout, Pack
from ..records.schema.page_review import PageReview
from ..records.schema.strict import Strict
from ..records.tables import BUILT_IN, Region, Tables
from .logos import logo_data_uri, logo_ratio
from .validation import did_you_mean, quoted, read_toml, validate

_BRAND_FOLDER = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
"""The name of a brand's folder: it stands in addresses."""


class _CatalogueFile(Strict):
    """``catalogue.toml`` as a whole."""

    handout: tuple[Handout, ...] = Field(
        min_length=1, max_length=2000, description="The handouts, each below a line [[handout]]."
    )
    pack: tuple[Pack, ...] = Field(
        (), max_length=200, description="The packs, each below a line [[pack]]."
    )
    review: dict[str, PageReview] = Field(
        {},
        description='Review records of pages that hold none themselves: [review."page"], and the '
        "keys of the front matter below.",
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything below the handouts folder: handouts, clinics, and what is wrong with them."""

    handouts: tuple[Handout, ...]
    packs: tuple[Pack, ...]
    clinics: tuple[Clinic, ...]
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    tables: Tables = BUILT_IN

    def regions(
        self, own: Iterable[str] = (), selection: Selection | None = None
    ) -> dict[str, Region]:
        """Return the regions of the clinics, and those that a project has of its *own*.

        Of a *selection*, clinics count whose sheets it covers.
        """
        clinics = self.clinics
        if selection is not None:
            clinics = tuple(clinic for _handout, clinic, _edition in self.editions(selection))
        used = {clinic.brand.region for clinic in clinics} | set(own)
        return {name: row for name, row in self.tables.regions.items() if name in used}

    def clinics_in(self, language: str) -> list[Clinic]:
        """Return the clinics that print in *language*, as their sheets in it know them."""
        return [
            replace(clinic, brand=clinic.brand.within(language))
            for clinic in self.clinics
            if language in clinic.brand.languages
        ]

    def _variants_on(self, paper: str, brand: Brand, handout: Handout) -> list[str]:
        suited = self.tables.papers[paper].variants
        variants = [variant for variant in brand.variants if not suited or variant in suited]
        return _of_handout(variants, handout.variants)

    def _budget(self, handout: Handout, paper: str, variant: str, language: str) -> int:
        rows = self.tables.papers[paper], self.tables.variants[variant]
        return handout.budget(*rows, (paper, variant), language)

    def with_budget(self, pages: int) -> Catalogue:
        """Return the catalogue with a page budget for the handouts that name none, but for books.

        A book is as long as its pages are.
        """
        named = tuple(
            h if h.pages or h.is_book else h.model_copy(update={"pages": pages})
            for h in self.handouts
        )
        return replace(self, handouts=named)

    def without(self, withdrawn: Collection[str]) -> Catalogue:
        """Return the catalogue without the *withdrawn* handouts."""
        return replace(self, handouts=tuple(h for h in self.handouts if h.id not in withdrawn))

    def selection(self, words: Iterable[str], language: str) -> tuple[Selection, list[Finding]]:
        """Return what *words* select, and a finding for each word that names nothing."""
        wanted = set(words)
        ids = {h.id for h in self.handouts} & wanted
        brands = {c.key for c in self.clinics} & wanted
        printed = [c.brand.within(tag) for c in self.clinics for tag in c.brand.languages]
        papers = {paper for brand in printed for paper in brand.papers} & wanted
        variants = {variant for brand in printed for variant in brand.variants} & wanted
        unknown = sorted(wanted - ids - brands - papers - variants)
        findings = [
            Finding(
                Kind.CATALOGUE,
                f'handouts_only: "{word}" is no handout, brand, paper or variant; '
                "write one that catalogue.toml or a brand.toml names",
            )
            for word in unknown
        ]
        chosen = Selection(
            language, frozenset(ids), frozenset(brands), frozenset(papers), frozenset(variants)
        )
        return chosen, findings

    def editions(self, selection: Selection) -> Iterator[tuple[Handout, Clinic, Edition]]:
        """Yield every edition that *selection* covers, handout by handout."""
        language = selection.language
        clinics = self.clinics_in(language)
        for handout in self.handouts:
            rows = [
                (clinic, kinds)
                for clinic in clinics
                if not handout.brands or clinic.key in handout.brands
                for kinds in [tuple(self._kinds(clinic.brand, handout))]
            ]
            budgets = {
                kind: self._budget(handout, *kind, language)
                for kind in {kind for _clinic, kinds in rows for kind in kinds}
            }
            for clinic, kinds in rows:
                for kind in kinds:
                    about = handout.id, handout.slug, clinic.key, language, *kind
                    edition = Edition(*about, budgets[kind])
                    if selection.covers(edition):
                        yield handout, clinic, edition

    def _kinds(self, brand: Brand, handout: Handout) -> Iterator[tuple[str, str]]:
        """Yield the papers and variants on which a brand prints a handout."""
        for paper in _of_handout(brand.papers, handout.papers):
            for variant in self._variants_on(paper, brand, handout):
                yield paper, variant


def _of_handout(names: Sequence[str], wanted: Collection[str]) -> list[str]:
    """Return those of *names* (of a brand) that a handout wants: its first, if it has none."""
    return [name for name in names if not wanted or name in wanted] or list(names[:1])


def load(folder: Path, shown: str, tables: Tables = BUILT_IN, language: str = "en") -> Catalogue:
    """Read ``catalogue.toml`` and ``brands/*/brand.toml`` below *folder*.

    *shown* is the folder's name in messages.  Nothing is raised: what is wrong comes back as
    findings, those of all files together, and what is right can be looked at all the same.
    Without a folder of brands, sheets in *language* carry no clinic's name.
    """
    path = folder / "catalogue.toml"
    table, findings = read_toml(path, f"{shown}/catalogue.toml", Kind.CATALOGUE)
    handouts: tuple[Handout, ...] = ()
    packs: tuple[Pack, ...] = ()
    if table is not None:
        catalogue, errors = validate(
            _CatalogueFile, table, f"{shown}/catalogue.toml", Kind.CATALOGUE, tables
        )
        findings += errors
        if catalogue is not None:
            handouts, packs = catalogue.handout, catalogue.pack
            findings += _unknown_parts(packs, handouts, f"{shown}/catalogue.toml")
        else:
            handouts = tuple(_right_rows(table, tables))
        findings += _duplicates(table, f"{shown}/catalogue.toml")
    brands = folder / "brands"
    folders = (
        sorted(p for p in brands.iterdir() if p.is_dir() and not p.name.startswith("."))
        if brands.is_dir()
        else []
    )
    if not folders and brands.exists():
        findings.append(
            Finding(Kind.BRAND, f"{shown}/brands: no brand found; add brands/plain/brand.toml")
        )
    clinics = []
    if not brands.exists():
        plain = Brand.model_construct(name="", variants=("standard",), languages=(language,))
        clinics.append(Clinic("plain", plain))
    for brand_folder in folders:
        clinic, errors = load_clinic(brand_folder, f"{shown}/brands/{brand_folder.name}", tables)
        findings += errors
        if clinic is not None:
            clinics.append(clinic)
    keys = [brand_folder.name for brand_folder in folders] or ["plain"]
    findings += _unknown_brands(handouts, keys, f"{shown}/catalogue.toml")
    files = (path, *sorted(p for p in brands.rglob("*") if p.is_file() and _lies_in(p, brands)))
    return Catalogue(handouts, packs, tuple(clinics), tuple(findings), files, tables)


def _right_rows(table: Mapping[str, Any], tables: Tables) -> Iterator[Handout]:
    """Yield the handouts of a catalogue in which something else is wrong; each id once."""
    rows = table.get("handout")
    seen: set[str] = set()
    for row in rows if isinstance(rows, list) else ():
        read = isinstance(row, dict) and validate(Handout, row, "", Kind.CATALOGUE, tables)[0]
        handout = read or None
        if handout is not None and handout.id not in seen:
            seen.add(handout.id)
            yield handout


def load_clinic(
    folder: Path, shown: str, tables: Tables = BUILT_IN
) -> tuple[Clinic | None, list[Finding]]:
    """Read one brand folder; *shown* is its name in messages."""
    if not _BRAND_FOLDER.fullmatch(folder.name) or folder.name == "rejected":
        message = f"{shown}: rename the folder: lower case letters, digits and hyphens"
        if (folder.parent / folder.name.lower()).is_dir() and folder.name != folder.name.lower():
            message += f", and not {folder.name.lower()}, which is another clinic's"
        return None, [Finding(Kind.BRAND, message)]
    if not _lies_in(folder / "brand.toml", folder.parent):
        message = f"{shown}/brand.toml: leads outside the folder of the brands; copy it there"
        return None, [Finding(Kind.BRAND, message)]
    table, findings = read_toml(folder / "brand.toml", f"{shown}/brand.toml", Kind.BRAND)
    if table is None:
        return None, findings
    brand, errors = validate(Brand, table, f"{shown}/brand.toml", Kind.BRAND, tables)
    findings += errors
    logo = ""
    name = table.get("logo")
    if isinstance(name, str) and name:
        try:
            logo = logo_data_uri(folder, name)
        except ValueError as error:
            message = f"{shown}/brand.toml: logo: {quoted(name)} {error}"
            findings.append(Finding(Kind.BRAND, message))
    if brand is None or findings:
        return None, findings
    region = tables.regions[brand.region] if brand.region else None
    ratio = logo_ratio(logo) if logo else 0.0
    return Clinic(folder.name, brand, logo, region, logo_ratio=ratio), findings


def _lies_in(path: Path, folder: Path) -> bool:
    """Return whether a file lies in a folder, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _unknown_parts(packs: Sequence[Pack], handouts: Sequence[Handout], shown: str) -> list[Finding]:
    """Return a finding for each handout of a pack that is not in the catalogue."""
    known = [handout.id for handout in handouts]
    return [
        Finding(
            Kind.CATALOGUE,
            f'{shown}: pack "{pack.slug}": handouts: {quoted(identifier)} is not in the catalogue'
            f"{did_you_mean(identifier, known, 'the handouts are')}",
        )
        for pack in packs
        for identifier in pack.handouts
        if identifier not in known
    ]


def _unknown_brands(handouts: Sequence[Handout], known: Sequence[str], shown: str) -> list[Finding]:
    """Return a finding for each brand of a handout that has no folder."""
    return [
        Finding(
            Kind.CATALOGUE,
            f"{shown}: {handout.id}: brands: {quoted(key)} has no folder"
            f"{did_you_mean(key, known, 'the brands are')}",
        )
        for handout in handouts
        for key in handout.brands
        if key not in known
    ]


def _duplicates(table: Mapping[str, Any], shown: str) -> list[Finding]:
    findings = []
    for name, key in (("handout", "id"), ("handout", "slug"), ("pack", "slug")):
        rows = table.get(name)
        rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        counts = Counter(row[key].strip() for row in rows if isinstance(row.get(key), str))
        findings += [
            Finding(
                Kind.CATALOGUE,
                f"{shown}: {key} {quoted(value)} stands {count} times; give each {name} its own",
            )
            for value, count in counts.items()
            if count > 1
        ]
    return findings
