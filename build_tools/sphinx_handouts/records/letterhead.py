"""A clinic's letterhead."""
from __future__ import annotations
from dataclasses import dataclass

@dataclass(frozen=True, slots=True)
class Room:
    name: str
    page: int
    x: float
    y: float
    width: float
    height: float
