"""Bends a person by the angles of the joints: where each joint comes to lie.

The person is seen from the side and faces right. Lengths are those of an adult of 172 units, y
points up, and 0 is the floor. Angles are in degrees and anatomical: 0 is standing straight, and a
positive number bends a joint forwards (a knee backwards, an ankle up). `trunk` alone is a direction
on the page: 90 stands upright, 180 lies on the back with the head at the left, 0 lies on the front
with the head at the right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]

PELVIS, LUMBAR, THORAX, NECK, HEAD = 13.0, 16.0, 22.0, 8.0, 11.0
THIGH, SHIN, ANKLE, HEEL, FOOT, TOES = 42.0, 41.0, 7.0, 6.0, 13.0, 7.0
UPPER_ARM, FOREARM, HAND = 29.0, 25.0, 9.0
ARM_BELOW_NECK = 3.0  # the shoulder joint lies a little below the root of the neck

RANGES = {
    "lumbar": (-30, 45),
    "thorax": (-25, 50),
    "neck": (-50, 50),
    "head": (-30, 30),
    "hip": (-25, 130),
    "knee": (-1, 150),
    "ankle": (-70, 30),
    "toes": (-5, 70),
    "shoulder": (-70, 185),
    "elbow": (-1, 150),
    "wrist": (-70, 95),
}
"""How far each joint of an adult bends, a little generous."""


@dataclass(frozen=True)
class Leg:
    """A leg: its joints on the page, and the direction of the sole and of the toes."""

    hip: Point
    knee: Point
    ankle: Point
    sole: float
    toes: float
    bends: dict[str, float]


@dataclass(frozen=True)
class Arm:
    """An arm: its joints on the page, and the direction of the hand."""

    shoulder: Point
    elbow: Point
    wrist: Point
    hand: float
    bends: dict[str, float]


@dataclass(frozen=True)
class Spine:
    """The trunk: joints from the hips to the middle of the head, and the direction at each."""

    joints: tuple[Point, ...]
    directions: tuple[float, ...]
    bends: dict[str, float]

    @property
    def shoulder(self) -> Point:
        """Where the arms hang."""
        return along(self.joints[3], self.directions[2] + 180, ARM_BELOW_NECK)


def along(start: Point, direction: float, length: float) -> Point:
    """Go from a point in a direction."""
    turned = math.radians(direction)
    return start[0] + length * math.cos(turned), start[1] + length * math.sin(turned)


def bend_spine(hip: Point, trunk: float, bends: dict[str, float]) -> Spine:
    """Put the vertebrae on the hips, one part of the back after the other."""
    joints, directions = [hip], [trunk]
    for name, length in (("", PELVIS), ("lumbar", LUMBAR), ("thorax", THORAX), ("neck", NECK)):
        direction = directions[-1] - bends.get(name, 0)
        directions.append(direction)
        joints.append(along(joints[-1], direction, length))
    directions.append(directions[-1] - bends.get("head", 0))
    joints.append(along(joints[-1], directions[-1], HEAD))
    return Spine(tuple(joints), tuple(directions[1:]), bends)


def bend_leg(hip: Point, trunk: float, bends: dict[str, float]) -> Leg:
    """Bend hip, knee, ankle and toes, one after the other."""
    thigh = trunk + 180 + bends["hip"]
    shin = thigh - bends["knee"]
    sole = shin + 90 + bends.get("ankle", 0)
    knee = along(hip, thigh, THIGH)
    toes = sole + bends.get("toes", 0)
    return Leg(hip, knee, along(knee, shin, SHIN), sole, toes, bends)


def bend_arm(shoulder: Point, chest: float, bends: dict[str, float]) -> Arm:
    """Bend shoulder, elbow and wrist, one after the other."""
    upper = chest + 180 + bends["shoulder"]
    lower = upper + bends["elbow"]
    elbow = along(shoulder, upper, UPPER_ARM)
    wrist = along(elbow, lower, FOREARM)
    return Arm(shoulder, elbow, wrist, lower + bends.get("wrist", 0), bends)


def reach_leg(hip: Point, trunk: float, ankle: Point, sole: float, toes: float) -> Leg:
    """Bend a leg so that the ankle comes to lie at a point: a foot on the floor."""
    thigh, inside = _two_bones(hip, ankle, THIGH, SHIN)
    direction = _direction(hip, ankle) + thigh
    knee = 180 - inside
    bends = {"hip": _around_zero(direction - trunk - 180), "knee": knee}
    bends["ankle"] = _around_zero(sole - (direction - knee) - 90)
    return bend_leg(hip, trunk, {**bends, "toes": toes})


def reach_arm(shoulder: Point, chest: float, wrist: Point, hand: float) -> Arm:
    """Bend an arm so that the wrist comes to lie at a point: a hand on a chair."""
    upper, inside = _two_bones(shoulder, wrist, UPPER_ARM, FOREARM)
    direction = _direction(shoulder, wrist) - upper
    elbow = 180 - inside
    bends = {"shoulder": _around_zero(direction - chest - 180, low=-100), "elbow": elbow}
    bends["wrist"] = _around_zero(hand - direction - elbow)
    return bend_arm(shoulder, chest, bends)


def _direction(start: Point, end: Point) -> float:
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def _around_zero(angle: float, low: float = -180) -> float:
    """Return the same direction as an angle from *low* up, less than a full turn."""
    return (angle - low) % 360 + low


def _two_bones(start: Point, end: Point, upper: float, lower: float) -> tuple[float, float]:
    """Return the angle at the start and the one inside the joint of two bones that span a gap."""
    gap = math.dist(start, end)
    if gap > upper + lower + 0.5:
        raise ValueError(f"is {gap:.1f} away, and its limb is {upper + lower:.0f} long")
    gap = min(gap, upper + lower)
    at_start = _corner(upper, gap, lower)
    return at_start, _corner(upper, lower, gap)


def _corner(one: float, other: float, opposite: float) -> float:
    cosine = (one**2 + other**2 - opposite**2) / (2 * one * other)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
