"""Writes the small drawings of the cards on the front page: one a page, named like the page.

`cards.toml` has a row for each. They are ornaments: the title beside them says everything, so they
carry no words, and their ground is that of the place where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from .figures import scene, write_changed
from .paint import ACCENT, DARK, INK, TINT
from .poses import CardRow, ShapeRow, read_rows

TABLE = Path(__file__).with_name("cards.toml")
BOLD = replace(DARK, width=3)
"""A person in lines that are still seen where a drawing is as large as a thumbnail."""
PAINTS = {
    "none": "none",
    "paper": "#ffffff",
    "tint": TINT,
    "soft": DARK.trousers,
    "accent": ACCENT,
    "ink": INK,
}


def refresh(folder: Path) -> None:
    """Draw anew, into a folder, what was drawn by another program or from another table."""
    folder.mkdir(exist_ok=True)
    rows = read_rows(TABLE, CardRow)
    write_changed(folder, TABLE, {name: partial(draw, row) for name, row in rows.items()})


def draw(row: CardRow) -> str:
    """Draw a row of the table."""
    x, y, width, height = row.frame
    shapes = "\n".join([*_shapes(row, "behind"), *scene(row, BOLD), *_shapes(row, "front")])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{x:g} {-(y + height):g} {width:g} {height:g}" '
        'stroke-linecap="round" stroke-linejoin="round">\n'
        f"{shapes}\n</svg>\n"
    )


def _shapes(row: CardRow, layer: str) -> Iterator[str]:
    return (_shape(shape) for shape in row.shapes if shape.layer == layer)


def _shape(row: ShapeRow) -> str:
    fill, line = PAINTS[row.fill], PAINTS[row.line]
    return f'<path d="{row.d}" fill="{fill}" stroke="{line}" stroke-width="{row.width:g}"/>'
