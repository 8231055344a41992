"""Gives bones their flesh and clothes: rounded outlines around the joints of a person."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from .body import ANKLE, FOOT, HAND, HEEL, TOES, Arm, Leg, Point, Spine, along

Widths = Sequence[tuple[float, float, float]]

# Half widths along a bone: (share of its length, towards the front, towards the back).
THIGH_WIDTHS = ((0, 10.2, 10.4), (0.3, 10, 9.6), (0.7, 8, 7.6), (1, 6.6, 6.8))
SHIN_WIDTHS = ((0, 6.6, 6.6), (0.28, 5.8, 7.6), (0.65, 5, 5.6), (1, 4.6, 4.4))
UPPER_ARM_WIDTHS = ((0, 6.4, 6.4), (0.45, 5.6, 5.6), (1, 4.5, 4.5))
FOREARM_WIDTHS = ((0, 4.5, 4.5), (0.3, 4.6, 4.4), (1, 3.1, 3.1))
SLEEVE_WIDTHS = ((0, 7, 7), (0.58, 6.3, 6.3))
HAND_WIDTHS = ((0, 3.2, 3.2), (0.5, 3.8, 3.6), (1, 2.4, 2.4))
NECK_WIDTHS = ((0, 5.4, 5.6), (1, 4.8, 5.2))
# The trunk from the seat up: (share of the way along the spine, to the front, to the back).
SEAT_WIDTHS = (
    (-0.13, 7, 8.5),
    (0.06, 10.8, 12.4),
    (0.2, 11.2, 11),
)
TRUNK_WIDTHS = (
    (0, 9.6, 11.6),
    (0.12, 10.8, 11.6),
    (0.3, 11, 9.4),
    (0.52, 10.6, 8.2),
    (0.78, 11.6, 9.6),
    (0.93, 8.6, 8.6),
    (1.02, 4.6, 5.8),
)


def bone(start: Point, end: Point, widths: Widths, *, cut: bool = False) -> str:
    """Outline a limb between two joints, its front at the left of its way; *cut* ends it straight.

    Else it is round at both ends, so that two of them make a joint.
    """
    length = math.dist(start, end)
    way = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    fore = [along(along(start, way, at * length), way + 90, front) for at, front, _ in widths]
    back = [along(along(start, way, at * length), way - 90, rear) for at, _, rear in widths]
    first, last = sum(widths[0][1:]) / 2, sum(widths[-1][1:]) / 2
    ending = f"L{svg_point(back[-1])}" if cut else _arc(last, back[-1])
    return f"M{svg_point(fore[0])}{smooth(fore)}{ending}{smooth(back[::-1])}{_arc(first, fore[0])}Z"


def leg(part: Leg) -> list[str]:
    """Outline a leg of long trousers, down from the hip."""
    return [bone(part.hip, part.knee, THIGH_WIDTHS), bone(part.knee, part.ankle, SHIN_WIDTHS)]


def shoe(part: Leg) -> str:
    """Outline a shoe: flat from the heel to the ball, then the toes in their own direction."""
    sole, toes = part.sole, part.toes
    under = along(part.ankle, sole - 90, ANKLE)
    heel, ball = along(under, sole + 180, HEEL), along(under, sole, FOOT)
    tip = along(ball, toes, TOES)
    top = along(tip, toes + 90, 3.6)
    bridge = along(along(ball, sole + 180, 3), sole + 90, 7.6)
    front = along(along(part.ankle, sole, 5.2), sole + 90, 2.4)
    rear = along(along(part.ankle, sole + 180, 5), sole + 90, 2)
    heel_top = along(along(heel, sole + 180, 0.6), sole + 90, 4)
    return (
        f"M{svg_point(heel)}L{svg_point(ball)}L{svg_point(tip)}"
        f"C{svg_point(along(tip, toes, 2.6))} {svg_point(along(top, toes, 2.4))} {svg_point(top)}"
        f"Q{svg_point(along(bridge, toes, 3))} {svg_point(bridge)}"
        f"L{svg_point(front)}L{svg_point(rear)}"
        f"Q{svg_point(heel_top)} {svg_point(along(heel, sole + 180, 1.2))}Z"
    )


def arm(part: Arm) -> list[str]:
    """Outline a bare arm with its hand."""
    tip = along(part.wrist, part.hand, HAND)
    return [
        bone(part.shoulder, part.elbow, UPPER_ARM_WIDTHS),
        bone(part.elbow, part.wrist, FOREARM_WIDTHS),
        bone(part.wrist, tip, HAND_WIDTHS),
    ]


def sleeve(part: Arm) -> str:
    """Outline the short sleeve of a shirt."""
    return bone(part.shoulder, part.elbow, SLEEVE_WIDTHS, cut=True)


def trunk(spine: Spine) -> str:
    """Outline the trunk along the curve of the spine."""
    fore, back = _sides(spine, TRUNK_WIDTHS)
    ring = [*back, *fore[::-1]]
    return f"M{svg_point(ring[0])}{smooth(ring, closed=True)}Z"


def seat(spine: Spine) -> str:
    """Outline the seat of the trousers, up to the waist."""
    fore, back = _sides(spine, SEAT_WIDTHS)
    ring = [*fore[::-1], *back]
    return f"M{svg_point(ring[0])}{smooth(ring)}Z"


def _sides(spine: Spine, widths: Widths) -> tuple[list[Point], list[Point]]:
    """Return points along the front and along the back of the trunk, from the seat up."""
    fore, back = [], []
    for at, front, rear in widths:
        point, way = _on_spine(spine, at)
        fore.append(along(point, way - 90, front))
        back.append(along(point, way + 90, rear))
    return fore, back


def neck(spine: Spine) -> str:
    """Outline the neck, from the shoulders into the head."""
    root = along(spine.joints[3], spine.directions[2] + 180, 4)
    return bone(root, along(spine.joints[4], spine.directions[4], 5), NECK_WIDTHS)


FACE = (
    "M-2.5 -11.6C4.5 -12.4 9.3 -8.6 9.7 -3.4C9.8 -2.2 9.5 -1.6 9.8 -0.8"
    "C10.4 0.6 12 2.2 11.8 3.1C11.6 3.9 10.5 3.8 10.1 4.3C9.8 4.8 10.4 5.4 10.2 6"
    "C10 6.5 9.6 6.6 9.6 7C9.6 7.5 10 7.8 9.8 8.4C9.4 9.9 8.4 11 6.8 11.4"
    "C3 12 -0.6 10.6 -3 8.6C-8 7 -10.4 3 -10.4 -1.8C-10.4 -7.6 -7.4 -11.2 -2.5 -11.6Z"
)
HAIR = (
    "M9.2 -5.6C8.6 -11.4 3.6 -14.2 -2 -13.8C-8.6 -13.4 -12.4 -8.6 -12.2 -2.6"
    "C-12 2.6 -9.8 6.4 -6 8.6C-3.8 9 -2.8 7.6 -3.2 5.4"
    "C-4.6 3.2 -3.8 0.4 -1.4 0.6C0.2 -0.6 -0.4 -3 0.6 -4.6"
    "C3.4 -4.4 7 -6.6 9.2 -5.6Z"
)

FACE_FROM_FRONT = (
    "M-9.4 -2C-9.4 -14.5 9.4 -14.5 9.4 -2C9.4 6.4 5.6 11.6 0 11.6C-5.6 11.6 -9.4 6.4 -9.4 -2Z"
)
HAIR_FROM_FRONT = (
    "M-10.2 1.6C-12.4 -10 -7.4 -14.6 0 -14.6C7.4 -14.6 12.4 -10 10.2 1.6C8.8 -1.6 8.6 -4.6 7.2 -6.8"
    "C2 -4.2 -4 -4.6 -7.2 -6.8C-8.6 -4.6 -8.8 -1.6 -10.2 1.6Z"
)
TRUNK_FROM_FRONT: tuple[Point, ...] = (
    (0, -9),
    (9, -8),
    (16, 0),
    (15.4, 12),
    (13, 22),
    (15.6, 34),
    (18.4, 44),
    (13, 50.5),
    (0, 51.5),
)


def placed(path: str, at: Point, turn: float) -> str:
    """Put a path that was drawn upright around the origin where it belongs."""
    return f'transform="translate({svg_point(at)}) rotate({_number(90 - turn)})" d="{path}"'


def trunk_from_front(hips: Point) -> str:
    """Outline the trunk as it is seen from the front, even on both sides."""
    x, y = hips
    right = [(x + across, y + up) for across, up in TRUNK_FROM_FRONT]
    left = [(x - across, y + up) for across, up in TRUNK_FROM_FRONT[-2:0:-1]]
    return f"M{svg_point(right[0])}{smooth([*right, *left], closed=True)}Z"


def _on_spine(spine: Spine, share: float) -> tuple[Point, float]:
    """Return a point along the curve through the joints of the trunk, and the way at it."""
    points = spine.joints[:4]
    lengths = [math.dist(*pair) for pair in pairwise(points)]
    wanted = share * sum(lengths)
    knots = [0.0]
    for length in lengths:
        knots.append(knots[-1] + length)
    last = len(lengths) - 1
    number = next((n for n in range(last) if wanted < knots[n + 1]), last)
    point = along(points[number], spine.directions[number], wanted - knots[number])
    return point, _way(spine.directions[:3], knots, wanted)


def _way(directions: Sequence[float], knots: Sequence[float], at: float) -> float:
    """Turn gently from one part of the back to the next: between the middles of the parts."""
    middles = [(low + high) / 2 for low, high in pairwise(knots)]
    if at <= middles[0]:
        return directions[0]
    for number in range(len(middles) - 1):
        if at <= middles[number + 1]:
            share = (at - middles[number]) / (middles[number + 1] - middles[number])
            return directions[number] + share * (directions[number + 1] - directions[number])
    return directions[-1]


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """Run a soft curve (Catmull and Rom's) through points, from the first to the last."""
    count = len(points)
    parts = []
    for number in range(count if closed else count - 1):
        if closed:
            before, start, end, after = (points[(number + step) % count] for step in (-1, 0, 1, 2))
        else:
            start, end = points[number], points[number + 1]
            before = points[number - 1] if number else start
            after = points[number + 2] if number + 2 < count else end
        one = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        two = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        parts.append(f"C{svg_point(one)} {svg_point(two)} {svg_point(end)}")
    return "".join(parts)


def _arc(radius: float, end: Point) -> str:
    size = _number(radius)
    return f"A{size} {size} 0 0 1 {svg_point(end)}"


def svg_point(point: Point) -> str:
    """Write a point as SVG counts: y points down."""
    return f"{_number(point[0])} {_number(-point[1])}"


def _number(value: float) -> str:
    return f"{round(value, 1) + 0:g}"
