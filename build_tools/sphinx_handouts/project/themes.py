"""How sheets look: themes, as tokens by the sheets for which they hold.

A theme says what it changes of the theme that it is based on. What it says for all sheets holds on
A4 and Letter as it stands; booklets, large print and ink saver are layouts of their own, and keep
their tokens until the theme says something for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..records.tables import BUILT_IN, Tables

ALL = ""
"""The scope of what holds for all sheets."""

FITTED = ("a4", "letter")
"""Papers that are merely fitted: what a theme says for all sheets replaces their tokens."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a theme says in one place."""

    css: str
    """What the custom property becomes."""
    key: str
    """The token."""
    value: object = None
    line: int = 0
    """Where a theme of the project's own says it; 0: a theme of this package."""


Scopes = Mapping[str, Mapping[str, Said]]
"""Custom properties by the sheets for which they hold: a paper, a variant, or both."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How sheets look."""

    scopes: Scopes
    css: Path | None = None
    """A style sheet of its own."""
    files: tuple[Path, ...] = ()
    """What it is read from."""
    fonts_folder: str = ""
    """Where its own font files are."""
    own_fonts: Mapping[str, str] = field(default_factory=dict)
    """Families that a theme of the project's own names, and where."""

    def style(self, tables: Tables = BUILT_IN) -> str:
        """Return its tokens as a style sheet."""
        return "".join(
            _rule(scope, self.scopes[scope], tables) for scope in _in_order(self.scopes, tables)
        )

    def style_sheets(self, folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
        """Return the style sheets after the built-in ones: its own, and *names* in *folder*."""
        return (*([self.css] if self.css else []), *(folder / name for name in names))

    def on(self, paper: str, variant: str) -> dict[str, Said]:
        """Return the tokens of a sheet on a paper in a variant."""
        found: dict[str, Said] = {}
        for scope in (ALL, paper, variant, f"{paper} {variant}"):
            found |= self.scopes.get(scope, {})
        return found


def _in_order(scopes: Scopes, tables: Tables) -> list[str]:
    """Return the scopes in the order of the cascade: the narrowest last."""
    return sorted(scopes, key=lambda scope: (_width(scope, tables), scope))


def _width(scope: str, tables: Tables) -> int:
    return scope.count(" ") + (scope in tables.variants or " " in scope) + bool(scope)


def _rule(scope: str, said: Mapping[str, Said], tables: Tables) -> str:
    kinds = "".join(f":has(.sheet--{name})" for name in scope.split())
    lines = "".join(f"  {name}: {one.css};\n" for name, one in said.items())
    return f":root{kinds} {{\n{lines}}}\n" if lines else ""


def overlaid(below: Scopes, above: Scopes) -> Scopes:
    """Return what two themes say together: where both say something, the one *above* holds.

    What it says for all sheets holds on papers that are merely fitted, and what it says for a
    variant on all of its papers.
    """
    found: dict[str, dict[str, Said]] = {}
    for scope in dict.fromkeys((*below, *above)):
        wider = [ALL] if scope in FITTED else scope.split() if " " in scope else []
        gone = {name for one in wider for name in above.get(one, {})}
        kept = {name: said for name, said in below.get(scope, {}).items() if name not in gone}
        found[scope] = kept | dict(above.get(scope, {}))
    return found
