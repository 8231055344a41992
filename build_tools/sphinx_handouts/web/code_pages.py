"""Pages that answer what a record system asks: which handouts fit a code.

They are files like all others: ``codes/icd10cm/M54.50/`` for people, plain HTML without
JavaScript, and ``codes/icd10cm/M54.50/index.json`` for programs, which says the same. In a network
of many clinics, the page for people offers the sheets of one clinic at most, and leads to the rest.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from ..records.codes import SYSTEMS
from ..records.manifest import Code, Entry, Record
from ..storage.files import write_atomically
from . import forms
from .listing import ListedHandout, json_bytes, listing
from .markup import write_plain, write_style
from .site import Site

FORMAT: Literal[1] = 1
MOST = 24
"""PDFs of one handout in one language that a page lists, whatever their clinics."""


class Answer(Record):
    """`index.json` of a code: the handouts that fit."""

    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    system: str = Field(description="Code system, such as icd10cm.")
    uri: str = Field(description="Address of the code system in FHIR.")
    code: str = Field(description="Code in that system.")
    handouts: tuple[ListedHandout, ...] = Field(
        description="The handouts that fit, as in catalogue.json."
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
        listed = listing(self.site, root).handouts if codes else ()
        for code in codes:
            page = folder / code.system / code.code
            fitting = _grouped(entry for entry in entries if code in entry.codes)
            groups = [self._group(page, group) for group in fitting]
            answer = _answer(code, listed)
            self._write(folder, page, answer, code=code, groups=groups, root=root)
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


def _answer(code: Code, listed: Iterable[ListedHandout]) -> Answer:
    """Return which of the handouts that are *listed* fit a code."""
    handouts = tuple(handout for handout in listed if code in handout.codes)
    uri = SYSTEMS[code.system].uri
    return Answer(system=code.system, uri=uri, code=code.code, handouts=handouts)


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
