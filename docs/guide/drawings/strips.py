"""Writes several drawings as one picture: side by side on one floor, numbered from the left.

`strips.toml` has a row for each. The numbers are those of a list on the page, so a sheet shows five
exercises in the room of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from pydantic import BaseModel, ConfigDict

from .figures import scene, write_changed
from .paint import ACCENT
from .poses import TABLE as POSES
from .poses import DrawingRow, read_plain, read_table

TABLE = Path(__file__).with_name("strips.toml")
GAP = 10
DIGIT = 38
"""Height of a number: in large print as on an A4 sheet, no label is smaller than it may be."""
FONTS = "Noto Sans, Open Sans, sans-serif"


class StripRow(BaseModel):
    """A picture of several drawings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    description: str
    of: tuple[str, ...]


def read_strips() -> dict[str, StripRow]:
    """Read all strips by their names."""
    return read_plain(TABLE, StripRow)


def refresh(folder: Path) -> None:
    """Draw anew, into a folder, what was drawn by another program or from other tables."""
    rows = read_table()
    drawings = {name: partial(draw, name, strip, rows) for name, strip in read_strips().items()}
    write_changed(folder, TABLE, drawings, POSES)


def draw(name: str, strip: StripRow, rows: Mapping[str, DrawingRow]) -> str:
    """Draw the strip of a name from the rows of the drawings."""
    parts = [rows[part] for part in strip.of]
    low = min(row.frame[1] for row in parts)
    high = max(row.frame[1] + row.frame[3] for row in parts)
    width = sum(row.frame[2] for row in parts) + GAP * (len(parts) - 1)
    shapes = "\n".join(_side_by_side(parts, high))
    top = -(high + DIGIT)
    height = high + DIGIT - low
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top:g} {width:g} {height:g}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" '
        'stroke-linecap="round" stroke-linejoin="round">\n'
        f'<title id="{name}-title">{escape(strip.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(strip.description)}</desc>\n'
        f'<rect x="0" y="{top:g}" width="{width:g}" height="{height:g}" fill="#ffffff"/>\n'
        f"{shapes}\n</svg>\n"
    )


def _side_by_side(parts: list[DrawingRow], high: float) -> Iterator[str]:
    """Draw each part in its place, below its number."""
    left = 0.0
    for number, row in enumerate(parts, 1):
        x, _y, width, _height = row.frame
        yield (
            f'<text x="{left + width / 2:g}" y="{-high - 4:g}" text-anchor="middle" '
            f'fill="{ACCENT}" font-family="{FONTS}" font-size="{DIGIT}" font-weight="bold">'
            f"{number}</text>"
        )
        yield f'<g transform="translate({left - x:g} 0)">'
        yield from scene(row)
        yield "</g>"
        left += width + GAP
