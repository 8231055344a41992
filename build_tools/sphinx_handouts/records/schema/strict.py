"""What all tables of a project's files keep to: every key, row and language is a known one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from ..languages import is_known, normalised
from ..tables import BUILT_IN, Tables


class Strict(BaseModel):
    """A table of a TOML file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _known_language(tag: str) -> str:
    if not is_known(tag):
        raise ValueError(f'"{tag[:20]}" is no language; write its tag, such as "es" or "pt-BR"')
    return normalised(tag)


LanguageTag = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$", max_length=40),
    AfterValidator(_known_language),
]
"""A language, as BCP 47 writes it."""


def in_the_table(value: str | tuple[str, ...], info: ValidationInfo) -> Any:
    """Return a value whose names are all rows of the table that the field is named for."""
    names = [value] if isinstance(value, str) else value
    known = _known_rows(info.context or BUILT_IN, str(info.field_name))
    unknown = ", ".join(f'"{name[:40]}"' for name in names if name and name not in known)
    if unknown:
        raise ValueError(f"{unknown} is not known; write one of {', '.join(known)}")
    return value


def _known_rows(tables: Tables, field: str) -> list[str]:
    return list(tables.regions if field == "region" else getattr(tables, field))
