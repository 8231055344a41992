"""Draws a person who lies on the back, seen from above."""

from __future__ import annotations

import math
from collections.abc import Iterator

from . import flesh
from .body import Arm, Point, along
from .paint import Paint, head, limb
from .poses import PlanRow

SHOULDER: Point = (14.5, 45)
HIP: Point = (8.2, 0)
THROAT, CHIN, HEAD = 48, 58, 66
TOES = ((0, 4.4, 4.4), (1, 4, 4))
FOOT = 12


def draw_plan(plan: PlanRow, paint: Paint) -> Iterator[str]:
    """Draw a person from the floor up: arms, trunk, legs and head."""
    x, y = plan.hips
    yield limb([flesh.bone((x, y + THROAT), (x, y + CHIN), flesh.NECK_WIDTHS)], paint, paint.skin)
    for side, arm in ((-1, plan.left_arm), (1, plan.right_arm)):
        yield from _arm((x + side * SHOULDER[0], y + SHOULDER[1]), *arm, paint)
    yield limb([flesh.trunk_from_front(plan.hips)], paint, paint.shirt)
    yield from _leg((x - HIP[0], y), *plan.left_leg, paint, paint.far_trousers)
    yield from _leg((x + HIP[0], y), *plan.right_leg, paint, paint.trousers)
    shapes = (flesh.FACE_FROM_FRONT, flesh.HAIR_FROM_FRONT)
    face, hair = (flesh.placed(path, (x, y + HEAD), 90) for path in shapes)
    yield head(face, hair, paint)


def _arm(shoulder: Point, elbow: Point, wrist: Point, paint: Paint) -> Iterator[str]:
    way = math.degrees(math.atan2(wrist[1] - elbow[1], wrist[0] - elbow[0]))
    arm = Arm(shoulder, elbow, wrist, way, {})
    yield limb(flesh.arm(arm), paint, paint.skin)
    yield limb([flesh.sleeve(arm)], paint, paint.shirt)


def _leg(hip: Point, knee: Point, ankle: Point, paint: Paint, fill: str) -> Iterator[str]:
    yield limb([flesh.bone(ankle, along(ankle, -90, FOOT), TOES)], paint, paint.line)
    bones = [flesh.bone(hip, knee, flesh.THIGH_WIDTHS), flesh.bone(knee, ankle, flesh.SHIN_WIDTHS)]
    yield limb(bones, paint, fill)
