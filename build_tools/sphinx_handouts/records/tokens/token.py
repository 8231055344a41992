"""What a token is, and the words and values that several of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .values import Reader

SIZE, LENGTH = "a size of type", "a length"
"""What many tokens take."""
NO_LINE = "0 none"
HAIRLINE, FRAME = "var(--hairline)", "var(--line)"
"""Borders: none, a thin line, and that of frames."""


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a theme may say."""

    key: str
    """Table and key: "type.body"."""
    takes: str
    """What it takes, in words."""
    help: str
    shown: str
    """A value that looks different from the built-in one, for the manual."""
    read: Reader
    is_type: bool = False
    """Whether it is a size of type, which no variant prints smaller than its least."""
    least: Mapping[str, float] = field(default_factory=dict)
    """Least millimetres by variant, where it needs more room than elsewhere."""

    @property
    def group(self) -> str:
        """The table in which it stands."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its key in that table."""
        return self.key.partition(".")[2]
