"""Writes how many people of a hundred as dots: readers see a share that they need not work out.

`counts.toml` has a row for each picture. A dot that counts is dark and full, and the others are
rings, so a copier keeps them apart. In large print the groups stand below each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from pydantic import BaseModel, ConfigDict, Field

from .figures import write_changed
from .paint import ACCENT, INK, RULE
from .poses import read_plain

TABLE = Path(__file__).with_name("counts.toml")
FONTS = "Noto Sans, Open Sans, sans-serif"
WIDE = 480
HUNDRED = 100


@dataclass(frozen=True)
class Form:
    """How a picture is laid out: for print and the web, or for large print."""

    suffix: str
    panels: int
    """How many groups stand side by side."""
    columns: int
    """How many dots stand in a line."""
    pitch: float
    text: float
    """Size of the label above the dots."""

    @property
    def panel(self) -> tuple[float, float]:
        """Width and height of a group with its label, and the room below it."""
        dots = HUNDRED // self.columns * self.pitch
        return WIDE / self.panels, 1.5 * self.text + dots + 0.6 * self.text


FORMS = (Form("", 2, 20, 11.2, 16), Form(".large-print", 1, 25, 16, 22))


class GroupRow(BaseModel):
    """A hundred people, and how many of them count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    count: int = Field(ge=0, le=HUNDRED)


class CountRow(BaseModel):
    """A picture of one group or more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    description: str
    groups: tuple[GroupRow, ...]


def read_counts() -> dict[str, CountRow]:
    """Read all pictures by their names."""
    return read_plain(TABLE, CountRow)


def refresh(folder: Path) -> None:
    """Draw anew, into a folder, what was drawn by another program or from another table."""
    rows = read_counts().items()
    forms = [(name, row, form) for name, row in rows for form in FORMS]
    write_changed(folder, TABLE, {n + f.suffix: partial(draw, n, row, f) for n, row, f in forms})


def draw(name: str, row: CountRow, form: Form) -> str:
    """Draw a picture in one of its forms."""
    across, down = form.panel
    height = down * -(-len(row.groups) // form.panels)
    shapes = "\n".join(
        shape
        for place, group in enumerate(row.groups)
        for shape in _group(
            group, form, (place % form.panels * across, place // form.panels * down)
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height:g}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">\n'
        f'<title id="{name}-title">{escape(row.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(row.description)}</desc>\n'
        f'<rect width="{WIDE}" height="{height:g}" fill="#ffffff"/>\n'
        f"{shapes}\n</svg>\n"
    )


def _group(group: GroupRow, form: Form, at: tuple[float, float]) -> Iterator[str]:
    """Draw the label, and a hundred dots below it."""
    left, top = at
    yield (
        f'<text x="{left + 1:g}" y="{top + form.text:g}" fill="{INK}" font-family="{FONTS}" '
        f'font-size="{form.text:g}" font-weight="bold">{escape(group.label)}</text>'
    )
    yield from (_dots(group, form, (left, top + 1.5 * form.text), full) for full in (True, False))


def _dots(group: GroupRow, form: Form, at: tuple[float, float], full: bool) -> str:
    """Draw the dots that count, or the others, as one path."""
    radius = 0.4 * form.pitch
    half = f"a{radius:g} {radius:g} 0 1 1"
    counted = range(group.count) if full else range(group.count, HUNDRED)
    circles = "".join(
        f"M{at[0] + 1 + column * form.pitch:.4g} {at[1] + radius + line * form.pitch:.4g}"
        f"{half} {2 * radius:g} 0{half} {-2 * radius:g} 0"
        for line, column in (divmod(dot, form.columns) for dot in counted)
    )
    fill, line = (ACCENT, ACCENT) if full else ("#ffffff", RULE)
    return f'<path d="{circles}" fill="{fill}" stroke="{line}" stroke-width="1.2"/>'
