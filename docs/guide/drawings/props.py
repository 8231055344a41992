"""Draws what a person stands, sits and lies on, and the arrows of a movement."""

from __future__ import annotations

import math
from collections.abc import Callable

from .body import Point, along
from .flesh import svg_point as _at
from .paint import ACCENT, INK, LINE, RULE, TINT
from .poses import ArrowRow, PropRow


def draw_prop(row: PropRow) -> str:
    """Draw a thing; its place is its lower left corner, or the middle of a pillow."""
    return PROPS[row.kind](row)


def draw_arrow(row: ArrowRow) -> str:
    """Draw an arrow that bows to the left of its way, on a pale edge so that it stands out."""
    (x, y), (end_x, end_y) = row.start, row.end
    length = math.dist(row.start, row.end)
    way = math.degrees(math.atan2(end_y - y, end_x - x))
    middle = along(((x + end_x) / 2, (y + end_y) / 2), way + 90, 2 * row.bow)
    last = math.degrees(math.atan2(end_y - middle[1], end_x - middle[0])) if length else way
    neck = along(row.end, last + 180, 6)
    shaft = f"M{_at(row.start)}Q{_at(middle)} {_at(neck)}"
    head = [row.end, along(along(row.end, last + 180, 10), last + 90, 5.4), neck]
    head.append(along(along(row.end, last + 180, 10), last - 90, 5.4))
    tip = "M" + "L".join(map(_at, head)) + "Z"
    return (
        f'<path d="{shaft}" fill="none" stroke="#ffffff" stroke-width="7"/>'
        f'<path d="{tip}" fill="#ffffff" stroke="#ffffff" stroke-width="4"/>'
        f'<path d="{shaft}" fill="none" stroke="{ACCENT}" stroke-width="3.2"/>'
        f'<path d="{tip}" fill="{ACCENT}" stroke="{ACCENT}" stroke-width="1"/>'
    )


def _floor(row: PropRow) -> str:
    return _line(row.at, (row.at[0] + row.size[0], row.at[1]), 2.2)


def _wall(row: PropRow) -> str:
    """Draw a wall whose face is at the left, hatched on the right."""
    (x, y), height = row.at, row.size[1]
    hatch = "".join(
        f"M{_at((x, y + up))}L{_at((x + 7, y + up + 7))}" for up in range(4, int(height) - 4, 9)
    )
    return (
        f'<path d="{hatch}" fill="none" stroke="{RULE}" stroke-width="1.1"/>'
        f"{_line(row.at, (x, y + height), 2.2)}"
    )


def _chair(row: PropRow) -> str:
    """Draw a solid chair without wheels: seat, back, and two legs that are seen.

    Its back is at its place, and the seat reaches from there: to the left where it is negative.
    """
    (x, y), (deep, high) = row.at, row.size
    way = math.copysign(1, deep)
    back = along((x + 3 * way, y + high), 90 + 6 * way, 48)
    legs = f"M{_at((x + 4 * way, y + high - 3))}L{_at((x + way, y))}"
    legs += f"M{_at((x + deep - 5 * way, y + high - 3))}L{_at((x + deep - 3 * way, y))}"
    rest = f"M{_at((x + 3 * way, y + high))}L{_at(back)}"
    return (
        f'<path d="{legs}{rest}" fill="none" stroke="{INK}" stroke-width="5.6"/>'
        f'<path d="{legs}{rest}" fill="none" stroke="#ffffff" stroke-width="2.2"/>'
        + _box((min(x, x + deep), y + high - 5), (abs(deep), 5), 2.2, "#ffffff")
    )


def _carton(row: PropRow) -> str:
    """Draw a box to carry; one behind the people is where a movement starts, and pale."""
    (x, y), (wide, high) = row.at, row.size
    line = RULE if row.layer == "behind" else INK
    tape = f"M{_at((x, y + 0.7 * high))}L{_at((x + wide, y + 0.7 * high))}"
    return (
        _box(row.at, row.size, 1.6, "#ffffff", line)
        + f'<path d="{tape}" fill="none" stroke="{line}" stroke-width="1.1"/>'
    )


def _bed(row: PropRow) -> str:
    """Draw a bed or a massage table from the side: a mattress on two legs."""
    (x, y), (wide, high) = row.at, row.size
    legs = f"M{_at((x + 14, y))}V{-(y + high - 8):g}M{_at((x + wide - 14, y))}V{-(y + high - 8):g}"
    return (
        f'<path d="{legs}" fill="none" stroke="{INK}" stroke-width="4"/>'
        f"{_box((x, y + high - 11), (wide, 11), 4, '#ffffff')}"
    )


def _mat(row: PropRow) -> str:
    return _box(row.at, row.size, row.size[1] / 2, TINT)


def _above(row: PropRow) -> str:
    """Draw a bed or a mat that is seen from above."""
    return _box(row.at, row.size, 9, "#ffffff", RULE)


def _pillow(row: PropRow) -> str:
    (x, y), (wide, high) = row.at, row.size
    half, up = wide / 2, high / 2
    side = f"C{-half:g} {-up * 1.05:g} {-half * 0.7:g} {-up:g} 0 {-up:g}"
    path = f"M{-half:g} 0{side}C{half * 0.7:g} {-up:g} {half:g} {-up * 1.05:g} {half:g} 0"
    path += f"C{half:g} {up * 1.05:g} {half * 0.7:g} {up:g} 0 {up:g}"
    path += f"C{-half * 0.7:g} {up:g} {-half:g} {up * 1.05:g} {-half:g} 0Z"
    place = f"translate({_at((x, y))}) rotate({-row.turn:g})"
    return (
        f'<path transform="{place}" d="{path}" fill="{TINT}" stroke="{ACCENT}" '
        f'stroke-width="{LINE}"/>'
    )


def _line(start: Point, end: Point, width: float) -> str:
    return f'<path d="M{_at(start)}L{_at(end)}" fill="none" stroke="{INK}" stroke-width="{width}"/>'


def _box(at: Point, size: Point, round_: float, fill: str, stroke: str = INK) -> str:
    x, y, wide, high = at[0], -(at[1] + size[1]), size[0], size[1]
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{round_:g}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{LINE}"/>'
    )


PROPS: dict[str, Callable[[PropRow], str]] = {
    "above": _above,
    "bed": _bed,
    "box": _carton,
    "chair": _chair,
    "floor": _floor,
    "mat": _mat,
    "pillow": _pillow,
    "wall": _wall,
}
"""The things that a row of the table may name."""
