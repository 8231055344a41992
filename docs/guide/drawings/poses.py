"""Reads `poses.toml`, and bends the people of a drawing as it says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from .body import (
    RANGES,
    Arm,
    Leg,
    Point,
    Spine,
    bend_arm,
    bend_leg,
    bend_spine,
    reach_arm,
    reach_leg,
)

Fill = Literal["none", "paper", "tint", "soft", "accent", "ink"]
"""Paints of a simple shape, by the names that the table of the cards gives them."""

TABLE = Path(__file__).with_name("poses.toml")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LegRow(_Row):
    """A leg, by the angles of its joints, or by the place of its ankle."""

    to: Point | None = None
    sole: float = 0
    hip: float | None = None
    knee: float = 0
    ankle: float = 0
    toes: float = 0

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.to is None) == (self.hip is None):
            raise ValueError('give either the place "to", or the angle of the "hip"')
        return self

    def bent(self, hip: Point, trunk: float) -> Leg:
        """Bend the leg that hangs at a hip."""
        if self.to is not None:
            return reach_leg(hip, trunk, self.to, self.sole, self.toes)
        angles = {"hip": self.hip or 0, "knee": self.knee, "ankle": self.ankle}
        return bend_leg(hip, trunk, {**angles, "toes": self.toes})


class ArmRow(_Row):
    """An arm, by the angles of its joints, or by the place of its wrist."""

    to: Point | None = None
    hand: float = 0
    shoulder: float | None = None
    elbow: float = 0
    wrist: float = 0

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.to is None) == (self.shoulder is None):
            raise ValueError('give either the place "to", or the angle of the "shoulder"')
        return self

    def bent(self, shoulder: Point, chest: float) -> Arm:
        """Bend the arm that hangs at a shoulder."""
        if self.to is not None:
            return reach_arm(shoulder, chest, self.to, self.hand)
        angles = {"shoulder": self.shoulder or 0, "elbow": self.elbow, "wrist": self.wrist}
        return bend_arm(shoulder, chest, angles)


class PoseRow(_Row):
    """A person: where the hips are, how the trunk stands, and each joint from there."""

    hip: Point
    trunk: float = 90
    lumbar: float = 0
    thorax: float = 0
    neck: float = 0
    head: float = 0
    leg: LegRow
    far_leg: LegRow | None = None
    arm: ArmRow
    far_arm: ArmRow | None = None

    def bent(self) -> Person:
        """Bend the person."""
        bends = {name: getattr(self, name) for name in ("lumbar", "thorax", "neck", "head")}
        spine = bend_spine(self.hip, self.trunk, bends)
        chest = spine.directions[2]
        return Person(
            spine,
            (self.far_leg or self.leg).bent(self.hip, self.trunk),
            self.leg.bent(self.hip, self.trunk),
            (self.far_arm or self.arm).bent(spine.shoulder, chest),
            self.arm.bent(spine.shoulder, chest),
        )


class PlanRow(_Row):
    """A person who lies on the back, seen from above: where the joints lie."""

    hips: Point
    left_leg: tuple[Point, Point]
    right_leg: tuple[Point, Point]
    left_arm: tuple[Point, Point]
    right_arm: tuple[Point, Point]


class LegsRow(_Row):
    """The lower half of a body, from the front or from behind, and the bands on it."""

    at: Point
    behind: bool = False
    bands: tuple[tuple[tuple[float, float, float], ...], ...] = ()


class ArrowRow(_Row):
    """The way of a movement: a bow from one point to the other."""

    start: Point
    end: Point
    bow: float = 0


class PropRow(_Row):
    """A thing: what it is, and where it stands."""

    kind: str
    at: Point = (0, 0)
    size: Point = (0, 0)
    turn: float = 0
    layer: Literal["behind", "between", "front"] = "behind"


class SceneRow(_Row):
    """What is drawn: things, people from the first pose to the last, and arrows."""

    frame: tuple[float, float, float, float]
    props: tuple[PropRow, ...] = ()
    poses: tuple[PoseRow, ...] = ()
    plans: tuple[PlanRow, ...] = ()
    arrows: tuple[ArrowRow, ...] = ()
    legs: tuple[LegsRow, ...] = ()


class DrawingRow(SceneRow):
    """A drawing that explains: what it is called, and what it shows."""

    title: str
    description: str
    is_part: bool = False
    """Whether it is shown within a strip alone."""


class ShapeRow(_Row):
    """A simple shape: a path as SVG writes it, and its paints."""

    d: str
    fill: Fill = "none"
    line: Fill = "ink"
    width: float = 2.6
    layer: Literal["behind", "front"] = "front"


class CardRow(SceneRow):
    """The small drawing of a card: it is an ornament, so it has no words."""

    shapes: tuple[ShapeRow, ...] = ()


@dataclass(frozen=True)
class Person:
    """A person whose joints have been bent."""

    spine: Spine
    far_leg: Leg
    leg: Leg
    far_arm: Arm
    arm: Arm

    @property
    def bends(self) -> list[tuple[str, float]]:
        """Every joint and how far it is bent."""
        parts = (self.spine, self.far_leg, self.leg, self.far_arm, self.arm)
        return [bend for part in parts for bend in part.bends.items()]

    @property
    def impossible(self) -> list[str]:
        """The joints that no adult bends so far, in words."""
        return [
            f"{name} {angle:.0f} (from {RANGES[name][0]} to {RANGES[name][1]})"
            for name, angle in self.bends
            if not RANGES[name][0] <= angle <= RANGES[name][1]
        ]


Row = TypeVar("Row", bound=BaseModel)
Scene = TypeVar("Scene", bound=SceneRow)


def read_table(path: Path = TABLE) -> dict[str, DrawingRow]:
    """Read the drawings that explain, by their names."""
    return read_rows(path, DrawingRow)


def read_rows(path: Path, kind: type[Scene]) -> dict[str, Scene]:
    """Read all drawings by their names; an error names the drawing, the key and the mend."""
    drawings = read_plain(path, kind)
    for name, row in drawings.items():
        try:
            for pose in row.poses:
                pose.bent()
        except ValueError as error:
            raise ValueError(f'{path.name}: {name}: a place "to" {error}') from None
    return drawings


def read_plain(path: Path, kind: type[Row]) -> dict[str, Row]:
    """Read a table of rows in which nobody bends; an error names the row and the key."""
    rows = {}
    for name, row in tomllib.loads(path.read_text("utf-8")).items():
        try:
            rows[name] = kind.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            raise ValueError(f"{path.name}: {name}.{key}: {first['msg']}") from None
    return rows
