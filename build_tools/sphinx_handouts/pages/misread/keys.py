"""Keys above a page that are nearly those of ours: what stands in them would be lost.

Other programs have keys of their own there. One counts as misspelt where a letter tells it from a
key that is read, and where what stands in it belongs to that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...project.front_matter import front_matter
from ...project.validation import quoted
from ...records.finding import Finding, Kind, Severity

REVIEW = "review"
_OWN = frozenset({"evidence_searched", "next_review", "reviewer_role"})
"""Keys of a record that nobody else has."""
_TABLES: Mapping[str, frozenset[str]] = {
    REVIEW: _OWN | {"owner"},
    "myst": frozenset({"html_meta", "substitutions", "enable_extensions", "heading_anchors"}),
    "substitutions": frozenset(),
    "html_meta": frozenset(),
}
"""The tables that are read, and keys that tell one from what others call nearly so."""
_WORDS = ("orphan", "tocdepth", "nosearch", "no-search", "nocomments")
"""What is read for the website alone."""
_OF_OTHERS = {"toc_depth", "toc-depth"}
_COMMON = {
    *("abstract", "address", "author", "authors", "category", "contact", "copyright", "date"),
    *("dedication", "description", "id", "keywords", "lang", "language", "license", "modified"),
    *("organization", "revision", "slug", "status", "subtitle", "summary", "tags", "title", "url"),
    *("version",),
}
"""What programs for websites and books keep there, some of them with a capital letter."""
_FIELD = re.compile(r":((?:[^:\\\n]|\\.)+):(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Key:
    """A key, the one in whose table it stands, and its line."""

    name: str
    line: int | None
    table: str = ""


def lost(text: str, values: Mapping[str, object], *, markdown: bool) -> Iterator[Finding]:
    """Yield what stands above a page and is lost; *values* is what was read of it."""
    keys = list(_of_markdown(text) if markdown else _of_fields(text))
    yield from _twice(keys)
    lines = {key.name: key.line for key in keys if not key.table}
    for name, value in values.items():
        key, table = _Key(name, lines.get(name)), _table(value)
        if name in _OWN:
            yield _finding(key, f"stands outside of a record; move it in, below {REVIEW}", REVIEW)
        elif meant := _meant(name, table):
            message = f"is read by nobody, nor is what stands in it; write {meant}"
            yield _finding(key, message, meant)
        elif table is None and isinstance(value, str) and _is_for_readers(name):
            yield Finding(
                Kind.MARKUP,
                f'the field "{name}" ({quoted(value)}) stands above the title, where nobody reads '
                "it; move it below, or begin its name with a small letter",
                line=key.line,
            )


def _twice(keys: Sequence[_Key]) -> Iterator[Finding]:
    first: dict[tuple[str, str], int | None] = {}
    for key in keys:
        if not key.table:
            first = {known: line for known, line in first.items() if known[0] != key.name}
        before = first.setdefault((key.table, key.name), key.line)
        if before != key.line and (key.table or key.name in _TABLES):
            yield _finding(key, f"stands in line {before}, too, and one is lost; remove it")


def _finding(key: _Key, message: str, meant: str = "") -> Finding:
    meant = meant or key.table or key.name
    where = f"front matter: {key.table}: " if key.table else "front matter: "
    return Finding(
        Kind.REVIEW if meant == REVIEW else Kind.MARKUP,
        f'{where}"{key.name}" {message}',
        Severity.WARNING if meant in _WORDS else Severity.ERROR,
        line=key.line,
    )


def _of_markdown(text: str) -> Iterator[_Key]:
    try:
        import yaml
    except ImportError:  # then nobody reads it
        return
    head = "".join(front_matter(text).splitlines(keepends=True)[1:-1])
    try:
        top = yaml.compose(head, yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return  # MyST warns of it
    for name, key, value in _pairs(top):
        yield _Key(name, key.start_mark.line + 2)
        for inner, below, _value in _pairs(value) if name in _TABLES else ():
            yield _Key(inner, below.start_mark.line + 2, name)


def _pairs(table: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the names of the keys of a table of YAML, with the keys and their values."""
    for key, value in table.value if getattr(table, "id", "") == "mapping" else ():
        if isinstance(key.value, str):
            yield key.value, key, value


def _of_fields(text: str) -> Iterator[_Key]:
    """Yield the names of the fields on top of a page in reStructuredText, and of those in them."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        within = line[:1].isspace()
        if found := _FIELD.match(line.strip()):
            table = table if within else found[1]
            if not within or table in _TABLES:
                yield _Key(found[1], number, table if within else "")
        elif line.strip() and not within and not line.startswith(".."):
            return


def _table(value: object) -> dict[str, object] | None:
    """Return the table that a key holds; MyST writes it as JSON, and so does `reviews`."""
    try:
        table = json.loads(str(value))
    except (ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def _meant(name: str, table: Mapping[str, object] | None) -> str:
    """Return the key that is read in the place of a misspelt one, or nothing."""
    if name in {*_TABLES, *_WORDS, *_OF_OTHERS}:
        return ""
    for known, keys in _TABLES.items():
        is_it = not keys or not keys.isdisjoint(table or ())
        if table and is_it and _is_near(name.replace("-", "_"), known):
            return known
    if table is None:
        return next((known for known in _WORDS if _is_near(name, known)), "")
    return ""


def _is_near(name: str, known: str) -> bool:
    """Return whether no more than one letter, or two that changed places, tell names apart."""
    a, b = name.casefold(), known
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    return b in {a, a[1:], a[1::-1] + a[2:]} or b[1:] in {a, a[1:]}


def _is_for_readers(name: str) -> bool:
    """Return whether a field looks as if a reader should see it: "Dose", but not "Author"."""
    return name[:1].isupper() and name.lower() not in _COMMON
