"""What single declarations of an SVG say that a browser draws and the press does not, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

import tinycss2
from tinycss2.color5 import parse_color

from ..validation import quoted
from .safety import local_name

_NOTHING = frozenset(("", "none", "auto", "normal", "initial", "inherit", "unset", "revert"))
_DRAWN_FILTERS = frozenset(("feoffset", "feblend"))
_FUNCTIONS = frozenset(
    ("var", "calc", "env", "attr", "min", "max", "clamp", "light-dark", "color-mix")
)
"""Functions of CSS that are not worked out."""
_UNITS = frozenset(("ch", "cap", "ic", "lh", "rlh", "vw", "vh", "vi", "vb", "vmin", "vmax"))
_SHAPES = re.compile(r"\b(?:circle|ellipse|inset|polygon|path|rect|xywh)\(")
_NOT_ON_PAPER = re.compile(r"^\s*(?:only\s+)?screen|\bdark\b|\breduce\b", re.IGNORECASE)
"""Conditions that no paper meets."""
_NAMED = re.compile(r"url\(\s*[\"']?#([^\"')]+)")


CONDITIONS = frozenset(("media", "supports", "layer", "container", "scope"))
"""Rules of a style sheet that others stand in."""


_MEASURES = frozenset(
    (
        *("fill", "stroke", "color", "stop-color", "opacity", "fill-opacity", "stroke-opacity"),
        *("stop-opacity", "stroke-width", "stroke-dasharray", "font-size", "letter-spacing"),
        *("x", "y", "width", "height", "r", "rx", "ry", "cx", "cy", "x1", "x2", "y1", "y2"),
        *("dx", "dy"),
    )
)
"""Colours and lengths."""


def not_worked_out(declared: Mapping[str, str]) -> Iterator[str]:
    """Yield colours and lengths that a browser works out from others."""
    for name in _MEASURES.intersection(declared):
        value = declared[name]
        if "(" not in value and not value[-1:].isalpha():
            continue  # a number alone
        for token in tinycss2.parse_component_value_list(value):
            is_function = token.type == "function" and token.lower_name in _FUNCTIONS
            if is_function or (token.type == "dimension" and token.lower_unit in _UNITS):
                yield quoted(f"{name}: {value}")


_LENGTHS = _MEASURES & frozenset(
    (
        *("stroke-width", "font-size", "letter-spacing", "x", "y", "width", "height", "r", "rx"),
        *("ry", "cx", "cy", "x1", "x2", "y1", "y2", "dx", "dy"),
    )
)
_COLOURS = frozenset(("fill", "stroke", "color", "stop-color"))
_READ_LENGTHS = re.compile(
    r"(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:px|pt|pc|r?em|ex|mm|cm|in|q|%)?(?:[\s,]+|$))+"
)
"""Lengths as they are read: their units in small letters, and beside their numbers."""
_READ_COLOURS = frozenset(
    ("none", "currentColor", "inherit", "transparent", "context-fill", "context-stroke")
)


def unreadable(declared: Mapping[str, str]) -> Iterator[str]:
    """Yield values that a browser knows, or passes over, and for which the press draws nothing."""
    for name, value in declared.items():
        plain = value.strip()
        if name in _LENGTHS and plain not in _NOTHING and not _READ_LENGTHS.fullmatch(plain):
            yield quoted(f"{name}: {value}")
        if name in _COLOURS and not _is_colour(plain) and (plain, name) != ("initial", "fill"):
            yield quoted(f"{name}: {value}")


def _is_colour(value: str) -> bool:
    if value in _READ_COLOURS or value.startswith("url(") or "icc-color(" in value:
        return True  # nobody reads colours of a press any more
    return parse_color(value) is not None


# --- what is declared -----------------------------------------------------------------------------

Look = Callable[[str, Mapping[str, str], Mapping[str, Element]], Iterator[str]]


def _filter(value: str, _all: Mapping[str, str], named: Mapping[str, Element]) -> Iterator[str]:
    if value in _NOTHING:
        return
    found = _NAMED.search(value)
    parts = (
        [local_name(part.tag) for part in named[found[1]]] if found and found[1] in named else []
    )
    if not found or (set(parts) - _DRAWN_FILTERS):
        yield f"a filter ({quoted(value)})"


def _blend(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value not in _NOTHING:
        yield f"colours that mix with those below ({quoted(value)})"


def _clip(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if _SHAPES.search(value):
        yield f"an edge that is cut by {quoted(value)}"


def _baseline(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value not in _NOTHING | {"baseline", "0", "0%", "0px"}:
        yield f"letters above or below the line ({quoted(value)})"


def _writing(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value.startswith(("tb", "vertical", "sideways")):
        yield f"a text from top to bottom ({quoted(value)})"


def _order(value: str, every: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value.startswith("stroke") and every.get("stroke", "none") not in _NOTHING:
        yield f"letters or shapes that are filled over their outline ({quoted(value)})"


def _effect(value: str, every: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value == "non-scaling-stroke" and every.get("stroke", "none") not in _NOTHING:
        yield f"lines that keep their width ({quoted(value)})"


def _dashes(_value: str, every: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if every.get("stroke-dasharray", "none") not in _NOTHING:
        yield "dashes that are measured by another length (pathLength)"


def _condition(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if not _NOT_ON_PAPER.search(value):
        yield f"rules of style that count under a condition ({quoted(value.strip())})"


def _lines(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if {"underline", "overline", "line-through"} & {*value.lower().split()}:
        yield f"letters with a line ({quoted(value)})"


def _changed(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value in {"uppercase", "lowercase", "capitalize", "full-width"}:
        yield f"letters that become others ({quoted(value)})"


def _spaced(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value not in _NOTHING and not _NO_LENGTH.fullmatch(value):
        yield f"blanks of a width of their own ({quoted(value)})"


_NO_LENGTH = re.compile(r"[-+]?0*\.?0*[a-z%]*", re.IGNORECASE)


def _font(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    first, *families = value.split(maxsplit=1)
    if families and not _READ_LENGTHS.fullmatch(first):
        yield quoted(f"font: {value}")


def _moving(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value not in _NOTHING:
        yield f"what moves ({quoted(value)})"


def _box(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value.endswith("-box") and value != "view-box":
        yield f"what is turned within its own box ({quoted(value)})"


def _path(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value.startswith("path("):
        yield "a shape that a style tells (d)"


def _mask(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value not in _NOTHING:
        yield f"a mask ({quoted(value)})"


def _stroke(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value.startswith("url("):
        yield f"lines in a run of colours or a pattern ({quoted(value)})"


def _turned(value: str, _all: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    if value not in _NOTHING and re.search("[a-z%]", value):  # the attribute has numbers alone
        yield f"what a style turns ({quoted(value)})"


def _origin(value: str, every: Mapping[str, str], _named: Mapping[str, Element]) -> Iterator[str]:
    is_corner = all(part in _CORNER for part in value.lower().split())
    if "transform" in every and value not in _NOTHING and not is_corner:
        yield f"a shape that is turned about a place ({quoted(f'transform-origin: {value}')})"


_CORNER = frozenset(("0", "0px", "0%", "left", "top"))

LOOKS: Mapping[str, Look] = {
    "animation": _moving,
    "animation-name": _moving,
    "d": _path,
    "font": _font,
    "mask": _mask,
    "rotate": _turned,
    "stroke": _stroke,
    "text-decoration": _lines,
    "text-decoration-line": _lines,
    "text-transform": _changed,
    "transform-box": _box,
    "transform-origin": _origin,
    "translate": _turned,
    "word-spacing": _spaced,
    "filter": _filter,
    "mix-blend-mode": _blend,
    "clip-path": _clip,
    "baseline-shift": _baseline,
    "writing-mode": _writing,
    "paint-order": _order,
    "vector-effect": _effect,
    "pathlength": _dashes,
    **{f"@{name}": _condition for name in CONDITIONS},
}
