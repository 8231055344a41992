"""Themes as they are read: tokens in a `theme.toml`, with a style sheet beside it if need be.

What a theme says for some sheets stands in a table ``for``. What it may not say becomes findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..records.finding import Finding, Kind
from ..records.tables import BUILT_IN, Tables
from ..records.tokens import BY_KEY, GROUPS, TOKENS
from ..records.tokens.token import Token
from ..records.tokens.values import points
from .key_lines import key_lines
from .themes import ALL, Said, Scopes, Theme, overlaid
from .validation import did_you_mean, quoted, read_toml

FILE, STYLE, FONTS = "theme.toml", "theme.css", "fonts"
"""What a theme's folder may hold."""

CLINIC, PLAIN = "clinic", "plain"

NAMES = (CLINIC, PLAIN)
"""The themes of this package."""


_MM = 72 / 25.4


@cache
def built_in(name: str) -> Theme:
    """Return a theme of this package."""
    path = Path(str(files("sphinx_handouts") / "templates" / "themes" / name / FILE))
    theme, findings = _read(path, name, BUILT_IN)
    if theme is None or findings:
        raise ValueError(f"the theme {name} of this package is broken: {findings}")
    return _without_lines(theme)


def load(confdir: Path, name: str, tables: Tables = BUILT_IN) -> tuple[Theme, list[Finding]]:
    """Return the theme that `handouts_theme` names, and what is wrong with it."""
    if name in NAMES:
        return built_in(name), []
    folder = confdir / name
    if not name or not (folder / FILE).is_file():
        known = ", ".join(f'"{one}"' for one in NAMES)
        problem = f"{quoted(name)} is no theme, and no folder with a {FILE}"
        message = f"conf.py: handouts_theme: {problem}; write {known}, or the path of such a folder"
        return built_in(CLINIC), [Finding(Kind.THEME, message)]
    theme, findings = _read(folder / FILE, f"{name.rstrip('/')}/{FILE}", tables)
    return theme or built_in(CLINIC), findings


def _read(path: Path, shown: str, tables: Tables) -> tuple[Theme | None, list[Finding]]:
    table, findings = read_toml(path, shown, Kind.THEME)
    if table is None:
        return None, findings
    reading = _Reading(shown, key_lines(path), tables)
    scopes: Scopes = {scope: reading.scope(said, scope) for scope, said in reading.tables_of(table)}
    base = reading.base(table, is_first=path.parent.name == CLINIC and shown == CLINIC)
    scopes = overlaid(base.scopes, scopes) if base else scopes
    css, fonts = path.parent / STYLE, path.parent / FONTS
    theme = Theme(
        scopes,
        css if css.is_file() else None,
        (path, *([css] if css.is_file() else ())),
        str(fonts.resolve()) if fonts.is_dir() else "",
        reading.fonts,
    )
    reading.findings += _too_small(theme, shown, tables)
    return theme, reading.findings


def _without_lines(theme: Theme) -> Theme:
    """Return a theme of this package: nobody mends its file."""
    scopes = {
        scope: {name: replace(one, line=0) for name, one in said.items()}
        for scope, said in theme.scopes.items()
    }
    return replace(theme, scopes=scopes, own_fonts={}, files=())


@dataclass
class _Reading:
    """One `theme.toml` while it is read."""

    shown: str
    lines: Mapping[str, int]
    tables: Tables
    findings: list[Finding] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)

    def complain(self, place: str, problem: str) -> None:
        """Keep what is wrong at a key."""
        line = next((self.lines[key] for key in _upwards(place) if key in self.lines), 0)
        where = f"{self.shown}:{line}" if line else self.shown
        self.findings.append(Finding(Kind.THEME, f"{where}: {problem}"))

    def base(self, table: Mapping[str, Any], *, is_first: bool) -> Theme | None:
        """Return the theme below this one."""
        name = table.get("based_on", CLINIC)
        if name not in NAMES:
            known = " or ".join(f'"{one}"' for one in NAMES)
            self.complain("based_on", f"based_on: must be {known}, not {quoted(name)}")
            name = CLINIC
        return None if is_first else built_in(name)

    def tables_of(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield each scope and what is said in it."""
        known = ["based_on", *GROUPS, "for"]
        yield ALL, {key: value for key, value in table.items() if key in GROUPS}
        for key in table:
            if key not in known:
                self.complain(key, f"unknown table {quoted(key)}{did_you_mean(key, known)}")
        scopes = table.get("for", {})
        if not isinstance(scopes, Mapping):
            self.complain("for", "for: must hold tables: [for.large-print]")
            return
        for name, said in scopes.items():
            if self._is_scope(name, said):
                yield " ".join(name.split()), said

    def _is_scope(self, name: str, said: object) -> bool:
        papers, variants = self.tables.papers, self.tables.variants
        words = name.split()
        is_pair = len(words) == 2 and words[0] in papers and words[1] in variants
        if not is_pair and (len(words) != 1 or name not in {*papers, *variants}):
            known = [*papers, *variants]
            told = did_you_mean(name, known, "write one of")
            self.complain(f"for.{name}", f"for: {quoted(name)} is no paper and no variant{told}")
            return False
        if not isinstance(said, Mapping):
            self.complain(f"for.{name}", f"for: {name}: must be a table")
            return False
        return True

    def scope(self, said: Mapping[str, Any], scope: str) -> dict[str, Said]:
        """Return the custom properties of what is *said* for some sheets."""
        found: dict[str, Said] = {}
        for token, value, line in self._tokens(said, scope):
            try:
                properties = token.read(value)
            except ValueError as error:
                message = str(error)
                problem = message if message.startswith('"') else f"{message}, not {quoted(value)}"
                if message.startswith(("has ", "is ")):
                    problem = f"{quoted(value)} {message}"
                self.complain(_place(scope, token.key), f"{_words(scope, token.key)}: {problem}")
                continue
            found |= {name: Said(css, token.key, value, line) for name, css in properties.items()}
            if token.key.endswith("font") and value:
                place = f"{self.shown}:{line}: {_words(scope, token.key)}"
                self.fonts.setdefault(str(value).strip(), place)
        return found

    def _tokens(self, said: Mapping[str, Any], scope: str) -> Iterator[tuple[Token, object, int]]:
        """Yield the tokens in the order of their declaration: a scale before single sizes."""
        known: dict[str, object] = {}
        for group, table in said.items():
            if group not in GROUPS:
                told = did_you_mean(group, GROUPS)
                problem = f"{_words(scope)}: unknown table {quoted(group)}{told}"
                self.complain(_place(scope, group), problem)
            elif not isinstance(table, Mapping):
                self.complain(_place(scope, group), f"{_words(scope, group)}: must be a table")
            else:
                known |= {f"{group}.{name}": value for name, value in table.items()}
        for key in known.keys() - BY_KEY.keys():
            group, _dot, name = key.partition(".")
            names = [token.name for token in TOKENS if token.group == group]
            problem = f"{_words(scope, group)}: unknown key {quoted(name)}"
            self.complain(_place(scope, key), problem + did_you_mean(name, names))
        for token in TOKENS:
            if token.key in known:
                line = self.lines.get(_place(scope, token.key), 0)
                yield token, known[token.key], line


def _place(scope: str, key: str) -> str:
    return f"for.{scope}.{key}" if scope else key


def _words(scope: str, key: str = "") -> str:
    """Return a key as sentences have it."""
    return ": ".join(filter(None, (f"for.{scope}" if scope else "", *key.split("."))))


def _upwards(place: str) -> Iterator[str]:
    """Yield a key, then the tables in which it stands."""
    while place:
        yield place
        place = place.rpartition(".")[0]


def _too_small(theme: Theme, shown: str, tables: Tables) -> Iterator[Finding]:
    """Yield where the theme is smaller than a variant may be, each place once."""
    told: dict[tuple[str, int], Finding] = {}
    for variant in tables.variants:
        for paper in tables.papers:
            for name, said in theme.on(paper, variant).items():
                problem = _problem(said, variant, tables) if said.line else ""
                if problem and (name, said.line) not in told:
                    message = f"{shown}:{said.line}: {_words(ALL, said.key)}: {problem}"
                    told[name, said.line] = Finding(Kind.THEME, message)
    yield from told.values()


def _problem(said: Said, variant: str, tables: Tables) -> str:
    token, size = BY_KEY[said.key], points(said.css)
    if size is None:
        return ""
    smallest = tables.variants[variant].smallest
    if token.is_type and size < smallest:
        return (
            f"{quoted(said.value)} is smaller than {variant} may be; write {smallest:g}pt or more, "
            f"or say it for that variant alone: [for.{variant}]"
        )
    least = token.least.get(variant, 0)
    if size < least * _MM - 0.01:
        return (
            f"{quoted(said.value)} is less than {variant} needs; write {least:g}mm or more, "
            f"or say it for that variant alone: [for.{variant}]"
        )
    return ""
