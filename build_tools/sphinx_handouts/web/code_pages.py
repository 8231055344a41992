"""Pages that answer what a record system asks: which handouts fit a code.

They are files like all others: ``codes/icd10cm/M54.50/`` for people, plain HTML without
JavaScript, and ``codes/icd10cm/M54.50/index.json`` for programs, which says the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from ..records.codes import SYSTEMS
from ..records.manifest import Code, Entry, Record
from ..storage.files import write_atomically
from .listing import ListedHandout, json_bytes, listing
from .markup import write_plain, write_style
from .site import Site

FORMAT: Literal[1] = 1


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
        for code in codes:
            page = folder / code.system / code.code
            root = self.site.root_from(page)
            groups = _grouped(entry for entry in entries if code in entry.codes)
            answer = self._answer(code, root)
            self._write(folder, page, answer, code=code, groups=groups, root=root)
        _remove_stale(folder, codes)

    def _answer(self, code: Code, root: str) -> Answer:
        handouts = (h for h in listing(self.site, root).handouts if code in h.codes)
        uri = SYSTEMS[code.system].uri
        return Answer(system=code.system, uri=uri, code=code.code, handouts=tuple(handouts))

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
