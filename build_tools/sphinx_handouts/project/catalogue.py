"""Reads ``catalogue.toml``, and the brands beside it, with every error at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import Field

from ..records.clinic import Clinic
from ..records.edition import Edition, Selection
from ..records.finding import Finding, Kind
from ..records.manifest import Entry, File, Manifest
from ..records.schema.brand import Brand
from ..records.schema.handout import Handout, Pack
from ..records.schema.page_review import PageReview
from ..records.schema.strict import Strict
from ..records.tables import BUILT_IN, Region, Tables
from .brands import brand_files, load_clinics
from .validation import did_you_mean, quoted, read_toml, validate


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
    set_aside: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """What is wrong with clinics that cannot be printed, by their keys; others can."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all handouts."""
        return frozenset(handout.id for handout in self.handouts)

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

    def idle_papers(self, language: str) -> Iterator[tuple[Clinic, str, tuple[str, ...]]]:
        """Yield the papers of clinics that have none of their variants, and those they could."""
        for clinic in self.clinics_in(language):
            for paper in clinic.brand.papers:
                if not self._suited(paper, clinic.brand):
                    yield clinic, paper, tuple(self.tables.papers[paper].variants)

    def _suited(self, paper: str, brand: Brand) -> list[str]:
        suited = self.tables.papers[paper].variants
        return [variant for variant in brand.variants if not suited or variant in suited]

    def _variants_on(self, paper: str, brand: Brand, handout: Handout) -> list[str]:
        return _of_handout(self._suited(paper, brand), handout.variants)

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
        ids = self.ids & wanted
        brands = {*self.set_aside, *(clinic.key for clinic in self.clinics)} & wanted
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

    def left_over(self, manifest: Manifest, source: str) -> Iterator[File]:
        """Yield the PDFs that no build makes: of a handout, a clinic or a language that is gone.

        Of languages, *source* counts and those that are translated from it: another project may
        print into the same folder.
        """
        printed = {(clinic.key, tag) for clinic in self.clinics for tag in clinic.brand.languages}
        about = ((e.language, e.translation) for e in manifest.editions)
        ours = {source, *(tag for tag, told in about if told and told.source_language == source)}
        for file in manifest.files:
            its = {file.id} if isinstance(file, Entry) else {*file.handouts}
            is_known = file.brand in self.set_aside or (file.brand, file.language) in printed
            if file.language in ours and not (its <= self.ids and is_known):
                yield file

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
    path, where = folder / "catalogue.toml", f"{shown}/catalogue.toml"
    handouts, packs, findings = _tables_of(path, where, tables)
    clinics, wrong = load_clinics(folder / "brands", f"{shown}/brands", tables, language)
    keys = sorted({*wrong, *(clinic.key for clinic in clinics)})
    findings += [*chain.from_iterable(wrong.values()), *_unknown_brands(handouts, keys, where)]
    files = (path, *brand_files(folder / "brands"))
    return Catalogue(handouts, packs, clinics, tuple(findings), files, tables, wrong)


def _tables_of(
    path: Path, where: str, tables: Tables
) -> tuple[tuple[Handout, ...], tuple[Pack, ...], list[Finding]]:
    """Return the handouts and packs of a catalogue, as far as they are right."""
    table, findings = read_toml(path, where, Kind.CATALOGUE)
    if table is None:
        return (), (), findings
    catalogue, errors = validate(_CatalogueFile, table, where, Kind.CATALOGUE, tables)
    findings += errors
    if catalogue is None:
        return tuple(_right_rows(table, tables)), (), [*findings, *_duplicates(table, where)]
    findings += _unknown_parts(catalogue.pack, catalogue.handout, where)
    return catalogue.handout, catalogue.pack, [*findings, *_duplicates(table, where)]


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
