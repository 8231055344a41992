"""Pages that answer what a record system asks: which handouts fit a code.

They are files like all others: ``codes/icd10cm/M54.50/`` for people, plain HTML without
JavaScript, and ``codes/icd10cm/M54.50/index.json`` for programs, which says the same.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from pydantic import BaseModel, ConfigDict, Field

from ..messages import _
from ..records.codes import SYSTEMS
from ..records.manifest import Code, Entry
from ..sheets.in_words import date_words, state_words, text_direction
from ..storage.files import write_atomically
from .listing import ListedHandout, Listing, json_bytes
from .plain import STYLE, style

FORMAT: Literal[1] = 1


class Answer(BaseModel):
    """`index.json` of a code: the handouts that fit."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # a later version may add keys

    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    system: str = Field(description="Code system, such as icd10cm.")
    uri: str = Field(description="Address of the code system in FHIR.")
    code: str = Field(description="Code in that system.")
    handouts: tuple[ListedHandout, ...] = Field(
        description="The handouts that fit, as in catalogue.json."
    )


class Answers(BaseModel):
    """`index.json` of all codes: which have an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = Field(FORMAT, description="Version of this format.")
    codes: tuple[Code, ...] = Field(description="The codes, sorted.")


@dataclass(frozen=True, slots=True)
class CodePages:
    """Everything that the pages of codes of one site are made from."""

    entries: Sequence[Entry]
    listed: Callable[[str], Listing]
    """Returns the library with addresses for a file from which *root* leads to the PDFs."""
    language: str
    templates: Environment
    edition_words: Callable[[Entry], str]
    file_words: Callable[[Entry], str]

    def write(self, folder: Path, hosted: Path) -> None:
        """Write a page for each code below *folder*; the PDFs are below *hosted*."""
        current = {handout.id for handout in self.listed("").handouts}
        entries = [entry for entry in self.entries if entry.id in current]
        found = {code for entry in entries for code in entry.codes}
        codes = sorted(found, key=lambda code: (code.system, code.code))
        write_atomically(folder / STYLE, style())
        everything = Answers(codes=tuple(codes))
        self._write(folder, everything, codes=codes, systems=SYSTEMS)
        for code in codes:
            page = folder / code.system / code.code
            root = Path(os.path.relpath(hosted, page)).as_posix()
            groups = grouped(entry for entry in entries if code in entry.codes)
            answer = self._answer(code, root)
            self._write(page, answer, code=code, groups=groups, root=root, systems=SYSTEMS)
        _remove_stale(folder, codes)

    def _answer(self, code: Code, root: str) -> Answer:
        handouts = (h for h in self.listed(root).handouts if code in h.codes)
        uri = SYSTEMS[code.system].uri
        return Answer(system=code.system, uri=uri, code=code.code, handouts=tuple(handouts))

    def _write(self, folder: Path, data: BaseModel, **context: Any) -> None:
        """Write what a page says, for people and for programs."""
        markup = self.templates.get_template("codes.html").render(
            {"code": None, "groups": {}, "root": ""} | context,
            language=self.language,
            direction=text_direction,
            edition=self.edition_words,
            about=self.file_words,
            state=state_words,
            date=lambda date: date_words(date, self.language),
            _=_,
        )
        write_atomically(folder / "index.html", markup.encode())
        write_atomically(folder / "index.json", json_bytes(data))


def grouped(entries: Iterable[Entry]) -> list[list[Entry]]:
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
