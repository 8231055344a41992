"""Reads ``search-synonyms.toml``: words that people type, and what they lead to.

Each other language has a file of its own: nobody types translations of the English ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator
from sphinx_handouts.project.by_language import is_translation
from sphinx_handouts.project.validation import did_you_mean, quoted, read_toml, validate
from sphinx_handouts.records.finding import Kind
from sphinx_handouts.records.languages import base, normalised
from sphinx_handouts.records.schema.strict import Strict
from sphinx_handouts.records.schema.values import NonEmpty

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


class Group(Strict):
    """Phrases of one meaning, of which signs are made: a part of the body, or what is wrong."""

    name: NonEmpty = Field(description='What signs call it: "leg".')
    words: tuple[NonEmpty, ...] = Field(
        min_length=1, description='What people type: ["leg", "foot", "knee"].'
    )


class Help(Strict):
    """Phrases that sound like an emergency, and the box that they show."""

    words: tuple[NonEmpty, ...] = Field(
        min_length=1, description='What people type: ["numb", "bladder"].'
    )
    alone: tuple[NonEmpty, ...] = Field(
        (), description='What counts when nothing else is typed: ["help", "help me"].'
    )
    signs: tuple[NonEmpty, ...] = Field(
        (), description='Groups of which one phrase each is typed: ["leg + weak"].'
    )
    page: NonEmpty = Field(description='Page that has the box: "get-help".')
    box: Literal["danger", "warning", "note"] = Field(description="Class of the box on that page.")
    find: NonEmpty = Field(description='Page, or section of it, that comes first: "get-help".')


def parts_of(sign: str) -> list[str]:
    """Return the names of the groups that make a sign."""
    return [name.strip() for name in sign.split("+")]


class Synonyms(Strict):
    """The whole file."""

    real: tuple[NonEmpty, ...] = Field(
        (), description="Words that are no slips of others, and that the dictionary lacks."
    )
    same: tuple[Same, ...] = Field((), description="Tables of words that mean the same.")
    find: tuple[Find, ...] = Field((), description="Tables of words that lead to a page.")
    group: tuple[Group, ...] = Field((), description="Tables of words that signs are made of.")
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
    if found is None:
        return Synonyms(), [finding.message for finding in findings]
    return _without_stray_signs(found, name)


def _without_stray_signs(synonyms: Synonyms, file: str) -> tuple[Synonyms, list[str]]:
    """Return the tables with signs whose groups there are, and a sentence for each other sign."""
    tables, problems = [], []
    for number, told in enumerate(synonyms.help, 1):
        wrong = {
            sign: _what_is_wrong(sign, [group.name for group in synonyms.group])
            for sign in told.signs
        }
        problems += [f"{file}: help {number}: signs: {why}" for why in wrong.values() if why]
        right = tuple(sign for sign, why in wrong.items() if not why)
        tables.append(told.model_copy(update={"signs": right}))
    return synonyms.model_copy(update={"help": tuple(tables)}), problems


def _what_is_wrong(sign: str, groups: list[str]) -> str:
    """Return why a sign cannot be, with the mend; nothing if all is well."""
    parts = parts_of(sign)
    if len(parts) < 2 or len(set(parts)) < len(parts):
        return f'{quoted(sign)} must name two groups or more, each once, such as "leg + weak"'
    strays = [part for part in parts if part not in groups]
    if strays:
        return f"there is no group {quoted(strays[0])}{did_you_mean(strays[0], groups)}"
    return ""
