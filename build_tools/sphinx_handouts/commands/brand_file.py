"""Writes a ``brand.toml`` that explains itself: every key of the schema, with what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..records.schema.brand import Brand


def brand_toml(values: Mapping[str, Any]) -> bytes:
    """Return the file of a brand: *values*, else the defaults; what is empty is a comment."""
    return ("\n".join(_table(Brand, values, "")) + "\n").encode()


def _table(model: type[BaseModel], values: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the keys of a table, and then the tables within it, as TOML wants it."""
    if name:
        yield f"\n[{name}]"
    within: list[tuple[str, type[BaseModel]]] = []
    for key, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            within.append((key, kind))
        else:
            yield from _key(key, values.get(key), field)
    for key, kind in within:
        yield from _table(kind, values.get(key, {}), f"{name}.{key}".lstrip("."))


def _key(key: str, value: object, field: FieldInfo) -> Iterator[str]:
    value = value or ("" if field.is_required() else field.default)
    lines = tomli_w.dumps({key: True if value is None else value}).splitlines()
    yield f"# {field.description}"
    yield from lines if value or field.is_required() else (f"# {line}" for line in lines)
