"""The reference, written from the code whenever the manual is built: nothing of it can be stale."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import sphinx_handouts
from docutils import nodes
from pydantic import BaseModel
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from sphinx_handouts import manifest, model
from sphinx_handouts.config import OPTIONS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SCHEMA_FILE = "manifest.schema.json"
"""Beside the page about the manifest."""


# --- from code to MyST --------------------------------------------------------------------------


def options() -> Iterator[str]:
    """Write every ``handouts_*`` option."""
    for option in OPTIONS:
        yield f":::{{confval}} {option.name}"
        yield f":type: {option.types[0].__name__}"
        yield f":default: `{json.dumps(option.default)}`\n"
        yield f"{option.help}\n:::\n"


class Registered:
    """Stands in for Sphinx while the extension is set up, and notes what authors can write."""

    def __init__(self) -> None:
        self.directives: dict[str, type[SphinxDirective]] = {}
        self.roles: dict[str, object] = {}
        sphinx_handouts.setup(self)  # type: ignore[arg-type]

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_args, **_options: None

    def add_directive(self, name: str, directive: type[SphinxDirective], **_: bool) -> None:
        """Note a directive."""
        self.directives[name] = directive

    def add_role(self, name: str, role: object) -> None:
        """Note a role."""
        self.roles[name] = role


def directive(name: str) -> Iterator[str]:
    """Write what a directive does and takes."""
    found = Registered().directives[name]
    yield inspect.cleandoc(found.__doc__ or "") + "\n"
    yield f"Argument\n: {_arguments(found)}\n"
    takes = ", ".join(f"`:{option}:`" for option in found.option_spec or {})
    yield f"Options\n: {takes or 'none'}\n"
    yield f"Body\n: {'yes' if found.has_content else 'none'}\n"


def _arguments(found: type[SphinxDirective]) -> str:
    if found.required_arguments:
        return "required"
    return "may be left out" if found.optional_arguments else "none"


def role(name: str) -> Iterator[str]:
    """Write what a role does."""
    yield inspect.cleandoc(Registered().roles[name].__doc__ or "")


def keys(name: str) -> Iterator[str]:
    """Write the keys of a table of a file."""
    found: type[BaseModel] = getattr(model, name, None) or getattr(manifest, name)
    schema = found.model_json_schema(mode="serialization" if found in WRITTEN else "validation")
    for key, field in schema["properties"].items():
        words = [_type(field, schema.get("$defs", {}))]
        if found not in WRITTEN:
            words.append(_default(field) if key not in schema.get("required", ()) else "required")
        description = re.sub(r'"[^"]*"', r"`\g<0>`", field["description"])
        yield f"`{key}`\n: {description}\n  *{', '.join(words)}*\n"


WRITTEN = (manifest.Manifest, manifest.Entry)
"""What we write and others read: every key is there."""


def _type(field: dict[str, Any], defs: dict[str, Any]) -> str:
    """Say the type of a JSON Schema property in words."""
    if "$ref" in field:
        field = defs[field["$ref"].rpartition("/")[2]]
    if "anyOf" in field:
        return " or ".join(_type(choice, defs) for choice in field["anyOf"])
    values = field.get("enum") or [field[key] for key in ("const",) if key in field]
    if values:
        return " or ".join(f"`{json.dumps(value)}`" for value in values)
    if field["type"] == "array":
        return f"list of {_type(field['items'], defs)}"
    words = {"string": "text", "integer": "whole number", "object": "table", "null": "null"}
    limits = [f"{field[key]} or {word}" for key, word in LIMITS.items() if key in field]
    pattern = [f"matching `{field['pattern']}`"] if "pattern" in field else []
    name = "date" if field.get("format") == "date" else words[field["type"]]
    return " ".join([name, *pattern, ", ".join(limits)]).strip()


LIMITS = {"minimum": "more", "maximum": "less"}


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    return "may be left out" if default in (None, "", []) or isinstance(default, dict) else (
        f"default `{json.dumps(default)}`"
    )


def kinds() -> Iterator[str]:
    """Write every kind of error and warning."""
    says = ModuleAnalyzer.for_module(model.__name__).find_attr_docs()
    for kind in model.Kind:
        yield f"`handouts.{kind.value}`\n: {' '.join(says['Kind', kind.name])}\n"


def regions() -> Iterator[str]:
    """Write the emergency number of every region."""
    for region, number in model.EMERGENCY_NUMBERS.items():
        yield f"`{region}`\n: {number}\n"


def schema_text() -> str:
    """Return the JSON Schema of the manifest."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(schema | manifest.Manifest.model_json_schema(mode="serialization"), indent=2)


def schema() -> Iterator[str]:
    """Write the JSON Schema of the manifest."""
    yield f"Also as a file: [{SCHEMA_FILE}](beside:{SCHEMA_FILE}).\n"
    yield f"```json\n{schema_text()}\n```\n"


# --- from MyST to Sphinx ------------------------------------------------------------------------

WRITERS: dict[str, Callable[..., Iterator[str]]] = {
    writer.__name__: writer for writer in (options, directive, role, keys, kinds, regions, schema)
}


class Generated(SphinxDirective):
    """Print a part of the reference: the writer, and what it takes."""

    required_arguments = 1
    optional_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Parse what the writer says."""
        writer, *names = self.arguments
        source = Path(inspect.getfile(sphinx_handouts)).parent
        for path in sorted(source.glob("*.py")):
            self.env.note_dependency(path)
        return self.parse_text_to_nodes("\n".join(WRITERS[writer](*names)))


def write_schema(app: Sphinx, exception: Exception | None) -> None:
    """Put the schema beside its page, for programs."""
    if exception is None and app.builder.format == "html":
        (app.outdir / "reference" / SCHEMA_FILE).write_text(schema_text() + "\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the file."""
    app.add_directive("generated", Generated)
    app.connect("build-finished", write_schema)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
