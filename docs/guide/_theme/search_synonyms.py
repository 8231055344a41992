"""Reads ``search-synonyms.toml``: words that people type, and what they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from sphinx_handouts.project.validation import read_toml, validate
from sphinx_handouts.records.model import Kind
from sphinx_handouts.records.plain_text import NonEmpty
from sphinx_handouts.records.schema import Strict

FILE = "search-synonyms.toml"


class Same(Strict):
    """Words that mean the same."""

    words: tuple[NonEmpty, ...] = Field(
        description='Two words or more that mean the same: ["disc", "disk"].'
    )

    @field_validator("words")
    @classmethod
    def _are_several(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        if len(words) < 2:
            raise ValueError('write two words or more that mean the same, such as ["disc", "disk"]')
        return words


class Find(Strict):
    """Phrases that lead to a page or section."""

    words: tuple[NonEmpty, ...] = Field(
        min_length=1, description='What people type: ["sciatica", "trapped nerve"].'
    )
    page: NonEmpty = Field(description='Page, or section of it: "flare-ups#flare-first".')


class Help(Strict):
    """Phrases that sound like an emergency, and the box that they show."""

    words: tuple[NonEmpty, ...] = Field(
        min_length=1, description='What people type: ["numb", "bladder"].'
    )
    alone: tuple[NonEmpty, ...] = Field(
        (), description='What counts when nothing else is typed: ["help", "help me"].'
    )
    page: NonEmpty = Field(description='Page that has the box: "get-help".')
    box: Literal["danger", "warning", "note"] = Field(description="Class of the box on that page.")
    find: NonEmpty = Field(description='Page, or section of it, that comes first: "get-help".')


class Synonyms(Strict):
    """The whole file."""

    real: tuple[NonEmpty, ...] = Field(
        (), description="Words that are no slips of others, and that the dictionary lacks."
    )
    same: tuple[Same, ...] = Field((), description="Tables of words that mean the same.")
    find: tuple[Find, ...] = Field((), description="Tables of words that lead to a page.")
    help: tuple[Help, ...] = Field((), description="Tables of words of an emergency.")


def read_synonyms(folder: Path) -> tuple[Synonyms, list[str]]:
    """Return what the file in *folder* says, if there is one, and in sentences what is wrong."""
    if not (folder / FILE).exists():
        return Synonyms(), []
    table, findings = read_toml(folder / FILE, FILE, Kind.WORDING)
    found = None
    if table is not None:
        found, findings = validate(Synonyms, table, FILE, Kind.WORDING)
    return found or Synonyms(), [finding.message for finding in findings]
