"""On which line of a TOML file each key and handout stands: for people, who mend it there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..records.finding import Finding

ID = re.compile(r"\b[A-Z]{1,8}-[0-9]{1,6}\b")
_BEGINS = re.compile(rf"(?:(?:\S+/)?catalogue\.toml: )?({ID.pattern})")
"""A message about a handout."""
_TABLE = re.compile(r"\s*\[+\s*((?:[\w.-]|\"[^\"]*\")+)\s*\]+")
_KEY = re.compile(r"\s*([\w-]+(?:\.[\w-]+)*)\s*=")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
"""How TOML writes a character by its number."""
_QUOTES = re.compile(r'"""|\'\'\'')
"""Around text of several lines, in which nothing is a key."""


def key_lines(path: Path) -> dict[str, int]:
    """Return the line, from 1, on which each key first stands, such as "contact.phone"."""
    try:
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError:
        return {}
    found: dict[str, int] = {}
    for key, number in _keys(text.splitlines()):
        found.setdefault(key, number)
    return found


def line_with(path: Path, words: str) -> int:
    """Return the first line, from 1, in which *words* stand; 0 where they stand in none."""
    try:
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError:
        return 0
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if words in _unescaped(line)), 0)


def _unescaped(line: str) -> str:
    return _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), sys.maxunicode)), line)


def table_lines(lines: Sequence[str], identifier: str) -> tuple[int, int]:
    """Return first and last line, from 1, of the table of an array with an id, or zeros."""
    names = re.compile(rf"""\s*id\s*=\s*["']{re.escape(identifier)}["']""")
    heads = [number for number, line in enumerate(lines, 1) if line.lstrip().startswith("[[")]
    for number, line in enumerate(lines, 1):
        if names.match(line):
            first = max((head for head in heads if head <= number), default=number)
            last = min((head - 1 for head in heads if head > number), default=len(lines))
            return first, last
    return 0, 0


def _keys(lines: list[str]) -> Iterator[tuple[str, int]]:
    table, within = "", False
    for number, line in enumerate(lines, 1):
        if not within:
            if head := _TABLE.match(line):
                name = head[1].replace('"', "")
                table = f"{name}."
                yield name, number
            elif key := _KEY.match(line):
                yield table + key[1], number
        within ^= len(_QUOTES.findall(line)) % 2 == 1


def of_handout(finding: Finding, confdir: Path, folder: str) -> Finding:
    """Return what is found of a handout, with its table in the catalogue if it has no place."""
    if finding.docname or finding.path or not (named := _BEGINS.match(finding.message)):
        return finding
    path = f"{folder}/catalogue.toml"
    try:
        lines = Path(confdir, path).read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return finding
    line, _last = table_lines(lines, named[1])
    return replace(finding, path=path, line=line) if line else finding
