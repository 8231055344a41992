"""Reads ``search-synonyms.toml``: words that people type, and what they lead to.

Each other language has a file of its own: nobody types translations of the English ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator
from sphinx_handouts.project.by_language import is_translation
from sphinx_handouts.project.validation import read_toml, validate
from sphinx_handouts.records.finding import Kind
from sphinx_handouts.records.languages import base, normalised
from sphinx_handouts.records.plain_text import NonEmpty
from sphinx_handouts.records.schema.strict import Strict

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


def synonyms_file(app: Sphinx) -> str:
    """Return the name of the file of the language of the build."""
    if not is_translation(app.config):
        return FILE
    tag = normalised(app.config.language)
    names = [f"search-synonyms.{one}.toml" for one in (tag, base(tag))]
    return next((name for name in names if Path(app.srcdir, name).exists()), names[0])


def read_synonyms(folder: Path, name: str = FILE) -> tuple[Synonyms, list[str]]:
    """Return what a file in *folder* says, if there is one, and in sentences what is wrong."""
    if not (folder / name).exists():
        return Synonyms(), []
    table, findings = read_toml(folder / name, name, Kind.WORDING)
    found = None
    if table is not None:
        found, findings = validate(Synonyms, table, name, Kind.WORDING)
    return found or Synonyms(), [finding.message for finding in findings]
