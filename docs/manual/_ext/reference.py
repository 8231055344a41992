"""The reference, written from the code whenever the manual is built: no word of it can be stale."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx_handouts
from docutils import nodes
from pydantic import BaseModel
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from sphinx_handouts import manifest, model, revisions
from sphinx_handouts.config import OPTIONS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SCHEMA_FILE = "manifest.schema.json"
WRITTEN = (manifest.Manifest, manifest.Entry)
LIMITS = {"minimum": "or more", "maximum": "or less", "maxLength": "characters at most"}


class Registered:
    """Stands in for Sphinx while the extension is set up, and notes what authors can write."""

    def __init__(self) -> None:
        self.classes: dict[str, Any] = {}
        sphinx_handouts.setup(self)  # type: ignore[arg-type]

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_args, **_options: None

    def add_directive(self, name: str, found: object, **_options: bool) -> None:
        """Note a directive or role."""
        self.classes[name] = found

    add_role = add_directive


def options() -> Iterator[str]:
    """Write every option."""
    for option in OPTIONS:
        yield f":::{{confval}} {option.name}"
        yield f":type: {' or '.join(kind.__name__ for kind in option.types)}"
        yield f":default: `{option.default!r}`\n\n{option.help}\n:::\n"


def directive(name: str) -> Iterator[str]:
    """Write what a directive does and takes."""
    found = Registered().classes[name]
    needed, allowed = found.required_arguments, found.optional_arguments
    takes = ", ".join(f"`:{option}:`" for option in found.option_spec or {}) or "none"
    yield f"{inspect.cleandoc(found.__doc__)}\n\nOptions\n: {takes}\n"
    yield f"Argument\n: {'required' if needed else 'may be left out' if allowed else 'none'}\n"
    yield f"Body\n: {'yes' if found.has_content else 'none'}\n"


def role(name: str) -> Iterator[str]:
    """Write what a role does."""
    yield inspect.cleandoc(Registered().classes[name].__doc__)


def keys(name: str) -> Iterator[str]:
    """Write the keys of a table."""
    found: type[BaseModel] = next(
        getattr(module, name) for module in (model, manifest, revisions) if hasattr(module, name)
    )
    schema = found.model_json_schema(mode="serialization" if found in WRITTEN else "validation")
    for key, field in schema["properties"].items():
        words = _type(field, schema.get("$defs", {}))
        if found not in WRITTEN:
            words += ", required" if key in schema.get("required", ()) else _default(field)
        description = re.sub(r'"[^"]*"', r"`\g<0>`", field["description"])
        yield f"`{key}`\n: {description}\n  *{words}*\n"


def _type(field: dict[str, Any], defs: dict[str, Any]) -> str:
    """Say a type of JSON Schema in words."""
    field = defs[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    if "anyOf" in field:
        return " or ".join(_type(f, defs) for f in field["anyOf"] if f.get("type") != "null")
    if values := field.get("enum", [field["const"]] if "const" in field else []):
        return " or ".join(f"`{json.dumps(value)}`" for value in values)
    if field["type"] == "array":
        return f"list of {_type(field['items'], defs)}"
    names = {"string": "text", "integer": "whole number", "object": "table"}
    words = ["date" if field.get("format") == "date" else names[field["type"]]]
    words += [f"matching `{field['pattern']}`"] if "pattern" in field else []
    words += [f"{field[key]} {limit}" for key, limit in LIMITS.items() if key in field]
    return ", ".join(words)


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    told = default and not isinstance(default, dict)
    return f", default `{json.dumps(default)}`" if told else ", may be left out"


def kinds() -> Iterator[str]:
    """Write every kind of error and warning."""
    says = ModuleAnalyzer.for_module(model.__name__).find_attr_docs()
    for kind in model.Kind:
        yield f"`handouts.{kind.value}`\n: {' '.join(says['Kind', kind.name])}\n"


def regions() -> Iterator[str]:
    """Write every emergency number."""
    for region, number in model.EMERGENCY_NUMBERS.items():
        yield f"`{region}`\n: {number}\n"


def schema() -> Iterator[str]:
    """Write the JSON Schema of the manifest."""
    yield f"Also as a file: [{SCHEMA_FILE}](beside:{SCHEMA_FILE}).\n\n```json\n{_schema()}\n```"


def _schema() -> str:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | manifest.Manifest.model_json_schema(mode="serialization"), indent=2)


WRITERS: dict[str, Callable[..., Iterator[str]]] = {
    writer.__name__: writer for writer in (options, directive, role, keys, kinds, regions, schema)
}


class Generated(SphinxDirective):
    """Print what a writer says; the arguments are its name and what it takes."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write and parse; the page is read again when the code has changed."""
        writer, *names = self.arguments
        for path in Path(inspect.getfile(sphinx_handouts)).parent.glob("*.py"):
            self.env.note_dependency(path)
        return self.parse_text_to_nodes("\n".join(WRITERS[writer](*names)))


def write_schema(app: Sphinx, exception: Exception | None) -> None:
    """Put the schema beside its page, for programs."""
    if exception is None and app.builder.format == "html":
        (app.outdir / "reference" / SCHEMA_FILE).write_text(_schema() + "\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, and the file."""
    app.add_directive("generated", Generated)
    app.connect("build-finished", write_schema)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
