"""Writes the drawings as SVG files: things, people and arrows, all in one style.

The pose in which a movement starts is pale, and the one in which it ends is dark; they are told
apart in grey as well. A drawing holds no words: its caption and its text alternative stand on the
page, where they are translated.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from . import flesh
from .lower_body import draw_legs
from .paint import DARK, PALE, Paint, head, limb
from .plan import draw_plan
from .poses import TABLE, DrawingRow, Person, SceneRow, read_table
from .props import draw_arrow, draw_prop

HERE = Path(__file__).parent


def refresh(folder: Path) -> None:
    """Draw anew, into a folder, what was drawn by another program or from another table.

    The first line of a file has the digest of both.
    """
    rows = ((name, row) for name, row in read_table().items() if not row.is_part)
    write_changed(folder, TABLE, {name: partial(draw, name, row) for name, row in rows})


def write_changed(
    folder: Path, table: Path, drawings: Mapping[str, Callable[[], str]], *tables: Path
) -> None:
    """Write the drawings of a table whose file has another digest in its first line, or none.

    Other *tables* are what they are made of, too.
    """
    mark = f"<!-- drawn from {_digest(table, *tables)} -->\n"
    for name, drawn in drawings.items():
        out = folder / f"{name}.svg"
        if not (out.exists() and out.read_text("utf-8").startswith(mark)):
            _write(out, mark + drawn())


def _digest(*tables: Path) -> str:
    """Return the digest of the program and of its tables: of `poses.toml`, if none is named."""
    sources = sorted([*HERE.glob("*.py"), *(tables or (TABLE,))])
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _write(out: Path, text: str) -> None:
    """Write a file at one stroke."""
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    temporary.write_text(text, "utf-8")
    temporary.replace(out)


def draw(name: str, row: DrawingRow) -> str:
    """Draw the row of the table that has a name."""
    x, y, width, height = row.frame
    top = -(y + height)
    shapes = "\n".join(scene(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:g} {top:g} {width:g} {height:g}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" '
        'stroke-linecap="round" stroke-linejoin="round">\n'
        f'<title id="{name}-title">{escape(row.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(row.description)}</desc>\n'
        f'<rect x="{x:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="#ffffff"/>\n'
        f"{shapes}\n</svg>\n"
    )


def scene(row: SceneRow, paint: Paint = DARK) -> Iterator[str]:
    """Draw what a row shows, from behind to the front; *paint* is that of the last pose."""
    yield from _things(row, "behind")
    people = [pose.bent() for pose in row.poses]
    for number, person in enumerate(people, 1):
        last = number == len(people)
        yield from far_side(person, paint if last else PALE)
        if last:
            yield from _things(row, "between")
        yield from near_side(person, paint if last else PALE)
    for plan in row.plans:
        yield from draw_plan(plan, paint if plan is row.plans[-1] else PALE)
    yield from (draw_legs(legs) for legs in row.legs)
    yield from _things(row, "front")
    yield from (draw_arrow(arrow) for arrow in row.arrows)


def _things(row: SceneRow, layer: str) -> Iterator[str]:
    return (draw_prop(prop) for prop in row.props if prop.layer == layer)


def far_side(person: Person, paint: Paint) -> Iterator[str]:
    """Draw the arm and the leg of a person that are farther away."""
    yield limb(flesh.arm(person.far_arm), paint, paint.far_skin)
    yield limb([flesh.sleeve(person.far_arm)], paint, paint.shirt)
    yield limb([flesh.shoe(person.far_leg)], paint, paint.line)
    yield limb(flesh.leg(person.far_leg), paint, paint.far_trousers)


def near_side(person: Person, paint: Paint) -> Iterator[str]:
    """Draw the trunk and the head, then the leg and the arm that are nearer."""
    spine = person.spine
    yield limb([flesh.neck(spine)], paint, paint.skin)
    yield limb([flesh.shoe(person.leg)], paint, paint.line)
    yield limb([flesh.trunk(spine)], paint, paint.shirt)
    yield limb([flesh.seat(spine), *flesh.leg(person.leg)], paint, paint.trousers)
    at, turn = spine.joints[-1], spine.directions[-1]
    face, hair = (flesh.placed(path, at, turn) for path in (flesh.FACE, flesh.HAIR))
    yield head(face, hair, paint)
    yield limb(flesh.arm(person.arm), paint, paint.skin)
    yield limb([flesh.sleeve(person.arm)], paint, paint.shirt)
