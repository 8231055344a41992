"""The one style of all drawings: colours, lines, and shapes that flow into each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

INK, ACCENT, TINT, RULE = "#1a2b33", "#0b5563", "#e6f0f1", "#7d8f96"
LINE = 1.6


@dataclass(frozen=True)
class Paint:
    """The colours of a person."""

    line: str
    skin: str
    shirt: str
    trousers: str
    far_trousers: str
    far_skin: str
    hair: str
    width: float = LINE


DARK = Paint(INK, "#ffffff", ACCENT, "#8fb0b6", "#6b9098", "#e4e9eb", INK)
PALE = Paint("#93a4aa", "#ffffff", "#dbe6e8", "#f0f4f5", "#e6edee", "#f6f8f9", "#c3ced2")


def limb(paths: Sequence[str], paint: Paint, fill: str) -> str:
    """Draw shapes that flow into each other: first all of their edges, then all insides."""
    joined, line = "".join(paths), paint.line
    if len(paths) == 1:
        edge = f'stroke="{line}" stroke-width="{1.25 * paint.width:g}"'
        return f'<path d="{joined}" fill="{fill}" {edge}/>'
    return (
        f'<path d="{joined}" fill="{line}" stroke="{line}" stroke-width="{2 * paint.width:g}"/>'
        f'<path d="{joined}" fill="{fill}"/>'
    )


def head(face: str, hair: str, paint: Paint) -> str:
    """Draw a head, whose two shapes have been put in their place."""
    return (
        f'<path {face} fill="{paint.skin}" stroke="{paint.line}" stroke-width="{paint.width}"/>'
        f'<path {hair} fill="{paint.hair}" stroke="{paint.line}" stroke-width="1"/>'
    )
