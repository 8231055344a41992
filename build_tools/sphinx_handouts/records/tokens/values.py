"""What tokens of the print design take: readers of values, each with its bounds.

A reader turns a value of `theme.toml` into custom properties of the print style sheet, or says in
a part of a sentence what is wrong with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from ..fonts import FAMILY
from ..geometry import SMALLEST
from ..schema.colours import contrast_on_white, rgb

Properties = Mapping[str, str]
"""Custom properties of the style sheet, and what they are."""
Reader = Callable[[object], Properties]
"""Returns what a value becomes; it raises ValueError with what is wrong, and the mend."""

DARK = 7.0
"""Least contrast of running text on white (WCAG 2.2, success criterion 1.4.6)."""
SOFT = 4.5
"""Least contrast of smaller words (1.4.3)."""
LINE = 3.0
"""Least contrast of lines (1.4.11)."""
PALEST = 1.35
"""Most contrast of a ground on white: an accent of 4.5:1 is still read on it in large bold type."""
LARGEST = 72.0
"""Points: no type is larger."""

_POINTS: Mapping[str, float] = {"pt": 1, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72}
_LENGTH = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)(pt|mm|cm|in)")
_FAMILY = re.compile(r"[^\x00-\x1f\"\\<>&;{}\ue000-\uf8ff]{1,80}")


def points(length: str) -> float | None:
    """Return a length in points; None where it depends on something else."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _POINTS[found[2]] if found else None


def _length(value: object, least: float, most: float, unit: str) -> str:
    """Return a length between bounds, which are in *unit*."""
    size = points(value) if isinstance(value, str) else None
    if size is None:
        raise ValueError(f'must be a length in quotation marks, such as "{least:g}{unit}"')
    within = size / _POINTS[unit]
    if not least - 0.001 <= within <= most + 0.001:
        raise ValueError(f"must be from {least:g}{unit} to {most:g}{unit}")
    return str(value)


def size(name: str, *, may_be_body: bool = False) -> Reader:
    """Return a reader of sizes of type; they may be that of the text."""

    def read(value: object) -> Properties:
        if may_be_body and value == "body":
            return {name: "var(--size-body)"}
        return {name: _length(value, SMALLEST, LARGEST, "pt")}

    return read


def space(name: str, least: float, most: float) -> Reader:
    """Return a reader of lengths between millimetres."""
    return lambda value: {name: _length(value, least, most, "mm")}


def thickness(name: str, most: float = 3) -> Reader:
    """Return a reader of the thickness of lines, in points."""
    return lambda value: {name: _length(value, 0.25, most, "pt")}


def measure(value: object) -> Properties:
    """Read the length of lines."""
    return {"--measure": "100%" if value == "full" else _length(value, 60, 250, "mm")}


def _number(value: object, least: float, most: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"must be a number without quotation marks, such as {least:g}")
    if not least <= value <= most:
        raise ValueError(f"must be from {least:g} to {most:g}")
    return float(value)


def ratio(name: str, least: float, most: float) -> Reader:
    """Return a reader of numbers between bounds."""
    return lambda value: {name: f"{_number(value, least, most):g}"}


def scale(value: object) -> Properties:
    """Return headings that grow step by step from the size of the text."""
    step = _number(value, 1, 1.5)
    names = ("--size-subheading", "--size-heading", "--size-title")
    return {
        name: f"calc({step**power:.4g} * var(--size-body))" for power, name in enumerate(names, 1)
    }


def family(name: str, *rest: str, otherwise: str = "") -> Reader:
    """Return a reader of font families; nothing means *otherwise*, where that is given."""

    def read(value: object) -> Properties:
        if otherwise and value == "":
            return {name: otherwise}
        if not isinstance(value, str) or not _FAMILY.fullmatch(value.strip()):
            raise ValueError(f'must be the name of one font family, such as "{FAMILY}"')
        return {name: ", ".join([f'"{value.strip()}"', *rest])}

    return read


def choice(**options: Properties) -> Reader:
    """Return a reader of one of the names of *options*."""

    def read(value: object) -> Properties:
        if not isinstance(value, str) or value not in options:
            raise ValueError("must be " + " or ".join(f'"{name}"' for name in options))
        return options[value]

    return read


def _contrast(value: object) -> float:
    if not isinstance(value, str) or len(value) > 60:
        raise ValueError('must be a colour in quotation marks, such as "#111111"')
    return contrast_on_white(value)


def _hex(value: object) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb(str(value)))


def ink(name: str, least: float) -> Reader:
    """Return a reader of colours that are dark enough on white paper."""

    def read(value: object) -> Properties:
        contrast = _contrast(value)
        if contrast < least:
            told = math.floor(100 * contrast) / 100
            raise ValueError(
                f"has a contrast of {told}:1 on white; choose a darker colour, {least:g}:1 or more"
            )
        return {name: _hex(value)}

    return read


def ground(value: object) -> Properties:
    """Read a colour that is pale enough to carry text."""
    if value == "none":
        return {"--tint": "none"}
    contrast = _contrast(value)
    if contrast > PALEST:
        told = math.ceil(100 * contrast) / 100
        raise ValueError(
            f"is too dark for text to stand on ({told}:1 on white); choose a paler colour, "
            f'{PALEST:g}:1 at most, or "none"'
        )
    return {"--tint": _hex(value)}
