"""Reads TOML files and validates tables; each error becomes one sentence: where, what, the mend."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ..records.finding import Finding, Kind
from ..records.tables import Tables
from .encodings import problem_of

M = TypeVar("M", bound=BaseModel)

TOML_BYTES = 1 << 20
"""Largest TOML file: ten thousand lines."""

KEY = "[key]"
"""Where pydantic says that the name of a table is wrong, and not what is in it."""

_NUMBER = "must be a whole number"
_DATE = "must be a date such as 2026-01-31"
_TABLE = "must be a table"
_EMPTY = "must not be empty"

PROBLEMS: Mapping[str, str] = {
    "bool_type": "must be true or false",
    "date_from_datetime_inexact": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_type": _DATE,
    "dict_type": _TABLE,
    "enum": "must be {expected}",
    "greater_than_equal": "must be {ge} or more",
    "int_from_float": _NUMBER,
    "int_type": _NUMBER,
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "model_type": _TABLE,
    "string_pattern_mismatch": "must have another form",
    "string_too_long": "must be shorter: {max_length} characters at most",
    "string_too_short": _EMPTY,
    "string_type": "must be text in quotation marks",
    "too_long": "must be shorter: {max_length} items at most",
    "too_short": _EMPTY,
    "tuple_type": "must be a list",
}
"""What is wrong, in an editor's words, by pydantic's type of error."""


def read_toml(path: Path, shown: str, kind: Kind) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return the table of a TOML file, or None and what is wrong with the file."""
    try:
        if path.is_file() and path.stat().st_size > TOML_BYTES:
            reason = f"is huge; make it smaller than {TOML_BYTES >> 10} KiB"
            return None, [Finding(kind, f"{shown}: {reason}")]
        data = path.read_bytes()
        if problem := problem_of(data):
            return None, [Finding(kind, f"{shown}: the file {problem}")]
        return tomllib.loads(data.decode("utf-8-sig")), []
    except FileNotFoundError:
        return None, [Finding(kind, f"{shown}: the file is missing; create it")]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [Finding(kind, one_line(f"{shown}: not valid TOML: {error}; mend that line"))]
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); make it a file that can be"
        return None, [Finding(kind, f"{shown}: {reason}")]


def validate(
    model: type[M],
    table: Mapping[str, Any],
    shown: str,
    kind: Kind,
    tables: Tables | None = None,
) -> tuple[M | None, list[Finding]]:
    """Validate *table* against *model*; each error becomes a finding that begins with *shown*."""
    try:
        return model.model_validate(table, context=tables), []
    except ValidationError as error:
        return None, [
            Finding(kind, one_line(f"{shown}: {_sentence(dict(detail), model, table)}"))
            for detail in error.errors(include_url=False)
            # A list whose items are wrong is "too short", too: pydantic counts the right ones.
            if detail["type"] != "too_short" or not detail["input"]
        ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an error lies: the words before the key, the key, and what the model says of it."""

    where: str
    key: str
    owner: type[BaseModel]
    field: FieldInfo | None

    @property
    def description(self) -> str:
        text = (self.field.description if self.field else None) or ""
        return (text[:1].lower() + text[1:]).rstrip(".")


def _sentence(detail: Mapping[str, Any], model: type[BaseModel], table: Mapping[str, Any]) -> str:
    place = _place(detail["loc"], model, table)
    kind = detail["type"]
    if kind == "extra_forbidden" or (kind == "model_type" and place.field is None):
        known = list(place.owner.model_fields)
        return f"{place.where}unknown key {quoted(place.key)}{did_you_mean(place.key, known)}"
    if kind == "missing":
        return f'{place.where}the key "{place.key}" is missing; add it: {place.description}'
    problem = str(detail["msg"]).removeprefix("Value error, ")
    if kind == "value_error":
        return f"{place.where}{place.key}: {problem}"
    problem = PROBLEMS.get(kind, problem).format_map(detail.get("ctx", {}))
    given = quoted(detail["input"])
    told = f" ({place.description})" if place.description else ""
    return f"{place.where}{place.key}: {problem}, not {given}{told}"


def _place(
    location: Sequence[str | int], model: type[BaseModel], table: Mapping[str, Any]
) -> _Place:
    words: list[str] = []
    owner, inner = model, model
    field: FieldInfo | None = None
    value: Any = table
    for step in location:
        if step == KEY:
            continue
        value = _item(value, step)
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                words[-1] += f" ({value['id']})"
        else:
            owner = inner
            field = owner.model_fields.get(step)
            inner = _table_model(field) or owner
            words.append(step)
    where = "".join(f"{word}: " for word in words[:-1])
    return _Place(where, words[-1], owner, field)


def _item(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def _table_model(field: FieldInfo | None) -> type[BaseModel] | None:
    """Return the model of the table, or of the rows of the list of tables, that *field* holds."""
    annotation = field.annotation if field else None
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


# --- words --------------------------------------------------------------------------------------


def did_you_mean(word: str, known: Sequence[str], otherwise: str = "the keys are") -> str:
    """Return the end of a sentence: the word of *known* nearest to *word*, or all of them."""
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; {otherwise} {', '.join(known)}" if known else ""


def quoted(value: object) -> str:
    """Return *value* as a file would say it, shortened to fit a sentence."""
    if isinstance(value, str):
        return one_line(json.dumps(_shortened(value), ensure_ascii=False))
    return one_line(_shortened(json.dumps(value, ensure_ascii=False, default=str)))


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def one_line(text: str) -> str:
    """Return *text* with line breaks and other invisible characters written out."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
