"""Draws the lower half of a body from the front or from behind, with hatched bands on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .body import Point, along
from .flesh import smooth, svg_point
from .paint import ACCENT, INK, LINE, RULE
from .poses import LegsRow

STEP = 3.4
"""From one line of a hatched band to the next."""

# The right half of the outline, from the waist down the outside and up the inside.
WAIST: tuple[Point, ...] = ((14.6, 128), (14, 116), (18.4, 104), (20.6, 92))
OUTSIDE: tuple[Point, ...] = ((20.4, 80), (17.6, 62), (15, 50), (15.8, 40), (14.8, 28), (11.6, 12))
FOOT_FRONT: tuple[Point, ...] = ((12.6, 6), (16.4, 1.6), (14, -2.4), (8.8, -2.4), (6.2, 2))
FOOT_BACK: tuple[Point, ...] = ((12.4, 6), (14.8, 1.6), (12, -0.8), (7.6, -0.8), (5.6, 2))
INSIDE: tuple[Point, ...] = ((6, 12), (4.2, 28), (3.2, 38), (4.2, 48), (3, 62), (1.4, 78))
BACK_LINES = ("M0 -104V-80", "M-1.4 -82C-6 -78 -12 -79 -16 -84", "M1.4 -82C6 -78 12 -79 16 -84")
FRONT_LINES = ("M6 -49C7 -46 11 -46 12.4 -49", "M-6 -49C-7 -46 -11 -46 -12.4 -49")


def draw_legs(row: LegsRow) -> str:
    """Draw the body up to the waist, standing at a place, and the bands of the row on it."""
    foot = FOOT_BACK if row.behind else FOOT_FRONT
    right = [*WAIST, *OUTSIDE, *foot, *INSIDE]
    left = [(-x, y) for x, y in right[::-1]]
    outline = f"M{svg_point(right[0])}{smooth(right)}L{svg_point(left[0])}{smooth(left)}"
    lines = "".join(BACK_LINES if row.behind else FRONT_LINES)
    bands = "".join(_band(band) for band in row.bands)
    return (
        f'<g transform="translate({svg_point(row.at)})">'
        f'<path d="{outline}" fill="#ffffff" stroke="{INK}" stroke-width="{LINE}"/>'
        f'<path d="{lines}" fill="none" stroke="{RULE}" stroke-width="1"/>{bands}</g>'
    )


def _band(band: Sequence[tuple[float, float, float]]) -> str:
    """Hatch a band that runs through points, each with half of its width there."""
    centre = _even([(x, y) for x, y, _ in band], [half for _, _, half in band])
    edges = []
    for number, (point, half) in enumerate(centre):
        before, after = centre[max(number - 1, 0)][0], centre[min(number + 1, len(centre) - 1)][0]
        way = math.degrees(math.atan2(after[1] - before[1], after[0] - before[0]))
        edges.append((along(point, way + 90, half), along(point, way - 90, half)))
    left, right = [edge[0] for edge in edges], [edge[1] for edge in edges]
    slant = zip(left, right[2:], strict=False)
    hatch = "".join(f"M{svg_point(one)}L{svg_point(other)}" for one, other in slant)
    ring = [*left, *right[::-1]]
    edge = f"M{svg_point(ring[0])}{smooth(ring, closed=True)}Z"
    return (
        f'<path d="{edge}" fill="#cfe0e3" stroke="{ACCENT}" stroke-width="1.2"/>'
        f'<path d="{hatch}" fill="none" stroke="{ACCENT}" stroke-width="1.3"/>'
    )


def _even(points: Sequence[Point], halves: Sequence[float]) -> list[tuple[Point, float]]:
    """Return points at even steps along a line, with the widths between."""
    spots: list[tuple[Point, float]] = []
    for number, start in enumerate(points[:-1]):
        end, count = points[number + 1], max(1, round(math.dist(start, points[number + 1]) / STEP))
        for part in range(count):
            share = part / count
            point = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
            spots.append((point, halves[number] + share * (halves[number + 1] - halves[number])))
    return [*spots, (points[-1], halves[-1])]
