"""What the code says of itself, in MyST: each writer yields a part of the reference."""

from __future__ import annotations

import inspect
import io
import json
import logging
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sphinx_handouts
from babel import Locale
from pydantic import BaseModel
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.logging import NAMESPACE
from sphinx_handouts.__main__ import main
from sphinx_handouts.checks.table import CHECKS
from sphinx_handouts.config import SUBJECTS
from sphinx_handouts.inspection.fixes import FIXERS
from sphinx_handouts.inspection.reports import data
from sphinx_handouts.inspection.reports.rules import OWN, rules
from sphinx_handouts.pages import outside
from sphinx_handouts.project import revisions, translations
from sphinx_handouts.records import finding, manifest, tables
from sphinx_handouts.records.codes import SYSTEMS
from sphinx_handouts.records.schema import brand, handout, page_review
from sphinx_handouts.web import code_pages, listing

WRITTEN = (manifest, listing, code_pages, data)
"""The modules of the files that programs read."""
SCHEMAS: dict[str, type[BaseModel]] = {
    "manifest": manifest.Manifest,
    "findings": data.Findings,
    "catalogue": listing.Listing,
    "code": code_pages.Answer,
    "codes": code_pages.Answers,
}
GUIDE_WORDS = Path(__file__).parents[2] / "guide/search-synonyms.toml"
"""What people type into the search of the guide."""
PLAIN = {"COLUMNS": "80", "NO_COLOR": "1"}
MODELS: dict[str, type[BaseModel]] = {
    name: found
    for module in (revisions, translations, brand, handout, page_review, tables, *WRITTEN)
    for name, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, BaseModel) and found.model_fields and not name.startswith("_")
    if found.model_config.get("extra") != "allow"  # the same keys, and tables of languages
    if found is not listing.HandoutFacts  # keys of others
}
"""Every table of a file that people write or programs read."""
LIMITS = {"minimum": "or more", "maximum": "or less", "maxLength": "characters at most"}


class Registered:
    """Stands in for Sphinx while the extension is set up, and notes what authors can write."""

    def __init__(self) -> None:
        self.classes: dict[str, Any] = {}
        sphinx_handouts.setup(self)
        logger = logging.getLogger(NAMESPACE)  # what listens on our behalf hears nothing of a build
        logger.handlers = [one for one in logger.handlers if getattr(one, "app", None) is not self]

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_args, **_options: None

    def add_directive(self, name: str, found: object, **_options: bool) -> None:
        """Note a directive or role, unless it is one of Sphinx's own, made careful."""
        if getattr(found, "__module__", "") != outside.__name__:
            self.classes[name] = found

    add_role = add_directive


REGISTERED = Registered().classes


def options() -> Iterator[str]:
    """Write every option, by subject."""
    for subject, found in SUBJECTS.items():
        yield f"## {subject}\n"
        for option in found:
            types = " or ".join(kind.__name__ for kind in option.types)
            yield f":::{{confval}} {option.name}\n\n{option.help}\\"
            yield f"*{types}, default `{option.default!r}`*\n:::\n"


def directive(name: str) -> Iterator[str]:
    """Write what a directive does and takes."""
    found = REGISTERED[name]
    needed, allowed = found.required_arguments, found.optional_arguments
    takes = ", ".join(f"`:{option}:`" for option in found.option_spec or {}) or "none"
    yield f"{inspect.cleandoc(found.__doc__)}\n"
    yield f"*Argument: {'required' if needed else 'may be left out' if allowed else 'none'}."
    yield f"Options: {takes}. Body: {'yes' if found.has_content else 'none'}.*"


def command(name: str) -> Iterator[str]:
    """Write what a command says of itself."""
    told = io.StringIO()
    with patch.dict(os.environ, PLAIN), redirect_stdout(told), suppress(SystemExit):
        main([name, "--help"])
    if not told.getvalue():  # the usage has been told
        raise LookupError(f'there is no command "{name}"')
    yield f"```text\n{told.getvalue()}```"


def role(name: str) -> Iterator[str]:
    """Write what a role does."""
    yield inspect.cleandoc(REGISTERED[name].__doc__)


def keys(name: str) -> Iterator[str]:
    """Write the keys of a table."""
    found = MODELS[name]
    written = found.__module__ in {module.__name__ for module in WRITTEN}
    schema = found.model_json_schema(mode="serialization" if written else "validation")
    for key, field in schema["properties"].items():
        words = _type(field, schema.get("$defs", {}))
        if not written:
            told = ", required" if key in schema.get("required", ()) else _default(field)
            words = words.removesuffix(" or null") + told
        description = re.sub(r'"[^"]*"', r"`\g<0>`", field["description"])
        yield f"`{key}`\n: {description}\\\n  *{words}*\n"


def _type(field: dict[str, Any], defs: dict[str, Any]) -> str:
    """Say a type of JSON Schema in words."""
    field = defs[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    if "anyOf" in field:
        return " or ".join(_type(choice, defs) for choice in field["anyOf"])
    if values := field.get("enum", [field["const"]] if "const" in field else []):
        return " or ".join(f"`{json.dumps(value)}`" for value in values)
    if field["type"] == "array":
        return "list of " + re.sub(r"^\w+", r"\g<0>s", _type(field["items"], defs))
    names = {
        "string": "text",
        "integer": "whole number",
        "object": "table",
        "boolean": "true or false",
    }
    kind = "date" if field.get("format") == "date" else field["type"]
    words = [names.get(kind, kind)]
    words += [f"matching `{field['pattern']}`"] if "pattern" in field else []
    words += [f"{field[key]} {limit}" for key, limit in LIMITS.items() if key in field]
    return ", ".join(words)


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    told = default and not isinstance(default, dict)
    return f", default `{json.dumps(default)}`" if told else ", may be left out"


def kinds() -> Iterator[str]:
    """Write every kind of error and warning."""
    says = ModuleAnalyzer.for_module(finding.__name__).find_attr_docs()
    for kind in finding.Kind:
        yield f"`handouts.{kind.value}`\n: {' '.join(says['Kind', kind.name])}\n"


def checks() -> Iterator[str]:
    """Write every check: why it is made, what it does to the build, how to mend what it finds."""
    for check in sorted(CHECKS, key=lambda check: check.title):
        yield f"({check.anchor})=\n### {check.title}\n"
        yield f"*{check.severity.capitalize()}* `{check.subtype}`\n"
        yield f"{check.rationale} **To mend it:** {check.mend[:1].lower()}{check.mend[1:]}\n"


def foreign() -> Iterator[str]:
    """Write the types of warnings that are not ours."""
    for rule in rules().values():
        if not rule.name.startswith(OWN):
            yield f"`{rule.name}`\n: {rule.title}. {rule.mend}\n"


def fixers() -> Iterator[str]:
    """Write what ``--fix`` mends."""
    for fixer in FIXERS:
        says = inspect.cleandoc(fixer.fix.__doc__ or "")
        files = ", ".join(f"`{suffix}`" for suffix in sorted(fixer.suffixes))
        yield f"{fixer.name}\n: {says} In {files}.\n"


def rows(name: str) -> Iterator[str]:
    """Write the built-in rows of a table: papers, variants or regions."""
    for key, row in getattr(tables, name).items():
        values = row.model_dump(exclude_defaults=True, exclude={"label"}).items()
        yield f"`{key}`\n: {'; '.join([row.label, *(f'{k} {v}' for k, v in values)])}\n"


def regions() -> Iterator[str]:
    """Write the numbers of the built-in regions: when each was checked, and where."""
    for key, region in tables.REGIONS.items():
        yield f"`{key}`\n: {region.label}\n"
        for name, line in region.lines():
            source = f"<{line.source}>" if "://" in line.source else line.source
            yield f"  - {name}: **{line.words}**, checked {line.checked}: {source}"
        yield ""


def emergency_words() -> Iterator[str]:
    """Write the words that show a box in the guide, by language and box."""
    yield from _emergency_words(GUIDE_WORDS)
    for path in sorted(GUIDE_WORDS.parent.glob("search-synonyms.*.toml")):
        language = Locale.parse(path.suffixes[0].removeprefix(".")).get_display_name("en")
        draft = "a draft, pending a clinician who speaks the language"
        yield f"**{language}**, from `docs/guide/{path.name}`: {draft}.\n"
        yield from _emergency_words(path)


def _emergency_words(path: Path) -> Iterator[str]:
    tables = tomllib.loads(path.read_text("utf-8"))
    for table in tables["help"]:
        yield f"Box of class `{table['box']}` on the page `{table['page']}`"
        yield f": {', '.join(table['words'])}"
        if alone := table.get("alone"):
            yield f"\n  When nothing else is typed: {', '.join(alone)}"
        if signs := table.get("signs"):
            yield f"\n  Signs, a phrase of each group: {'; '.join(f'*{sign}*' for sign in signs)}"
        yield ""
    for group in tables.get("group", ()):
        yield f"Group *{group['name']}*\n: {', '.join(group['words'])}\n"


def systems() -> Iterator[str]:
    """Write the code systems."""
    for key, system in SYSTEMS.items():
        yield f"`{key}`\n: {system.label}, such as `{system.example}`\\\n  *`{system.uri}`*\n"


def schema(name: str) -> Iterator[str]:
    """Write the JSON Schema of a file."""
    file = f"{name}.schema.json"
    yield f"Also as a file: [{file}](beside:{file}).\n\n```json\n{schema_text(name)}\n```"


def schema_file(name: str) -> Iterator[str]:
    """Write where the JSON Schema of a file is."""
    yield f"Its JSON Schema: [{name}.schema.json](beside:{name}.schema.json)."


def schema_text(name: str) -> str:
    """Return the JSON Schema of a file."""
    return listing.schema_bytes(SCHEMAS[name]).decode().rstrip()


WRITERS: dict[str, Callable[..., Iterator[str]]] = {
    writer.__name__: writer
    for writer in (
        *(options, directive, role, command, keys, kinds, rows, emergency_words, regions, systems),
        *(checks, foreign, fixers),
        *(schema, schema_file),
    )
}
