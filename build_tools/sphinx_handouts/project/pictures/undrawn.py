"""What a browser draws of an SVG and the press does not: it would print another picture in silence.

Each is named as it stands in the file. What is declared, but changes nothing, is let through:
drawing programs write their defaults into every file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeTree
import tinycss2

from ..validation import quoted
from .safety import local_name

INSTEAD = "put a PNG of it in its place, or save it without that"
"""What an author can do, whatever it is."""

_NOTHING = frozenset(("", "none", "auto", "normal", "initial", "inherit", "unset", "revert"))
_DRAWN_FILTERS = frozenset(("feoffset", "feblend"))
_UNKNOWN = {
    "meshgradient": "a mesh of colours",
    "mesh": "a mesh of colours",
    "hatch": "a hatching",
    "solidcolor": "a colour with a name",
    "tref": "a text from another place",
    "flowroot": "a text that flows",
}
"""Elements that are not drawn at all."""
_FUNCTIONS = frozenset(
    ("var", "calc", "env", "attr", "min", "max", "clamp", "light-dark", "color-mix")
)
"""Functions of CSS that are not worked out."""
_UNITS = frozenset(("ch", "cap", "ic", "lh", "rlh", "vw", "vh", "vi", "vb", "vmin", "vmax"))
_SHAPES = re.compile(r"\b(?:circle|ellipse|inset|polygon|path|rect|xywh)\(")
_NOT_ON_PAPER = re.compile(r"^\s*(?:only\s+)?screen|\bdark\b|\breduce\b", re.IGNORECASE)
"""Conditions that no paper meets."""
_NAMED = re.compile(r"url\(\s*[\"']?#([^\"')]+)")


def check_drawn(data: bytes) -> None:
    """Refuse an SVG of which the press would draw less, or something else, than a browser.

    *data* has been looked at by `check_picture`.

    Raises
    ------
    ValueError
        The words follow the picture's name in a sentence.
    """
    root = SafeTree.fromstring(data)
    named = {element.get("id", ""): element for element in root.iter()}
    for element in root.iter():
        for fault in _faults(element, named):
            raise ValueError(f"has {fault}, which is not printed; {INSTEAD}")


def _faults(element: Element, named: Mapping[str, Element]) -> Iterator[str]:
    """Yield what of an element is not drawn, in words that follow "has"."""
    tag = local_name(element.tag)
    if tag in _UNKNOWN:
        yield f"{_UNKNOWN[tag]} (<{tag}>)"
    if tag == "switch" and len(element) > 1:
        yield "several drawings of which one is shown (<switch>)"
    if tag == "clippath" and any(local_name(child.tag) in {"text", "image"} for child in element):
        yield "letters or a picture to cut a drawing with (<clipPath>)"
    declared = {local_name(name): value for name, value in element.attrib.items()}
    for one in (declared, *_styles(element, tag)):
        for name, value in one.items():
            if look := _LOOKS.get(name):
                yield from look(value.strip(), one, named)
        yield from _not_worked_out(one)


def _styles(element: Element, tag: str) -> Iterator[dict[str, str]]:
    """Yield what the style of an element declares, or each rule of a style sheet."""
    if "style" in element.attrib:
        yield _declared(tinycss2.parse_blocks_contents(element.attrib["style"]))
    if tag != "style":
        return
    text = "".join(element.itertext())
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield _declared(tinycss2.parse_blocks_contents(rule.content))
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in _CONDITIONS:
            yield {f"@{rule.lower_at_keyword}": tinycss2.serialize(rule.prelude)}


_CONDITIONS = frozenset(("media", "supports", "layer", "container", "scope"))


def _declared(parts: list[tinycss2.ast.Node]) -> dict[str, str]:
    return {
        part.lower_name: tinycss2.serialize(part.value).strip()
        for part in parts
        if part.type == "declaration" and not part.name.startswith("-")
    }


_MEASURES = frozenset(
    (
        *("fill", "stroke", "color", "stop-color", "opacity", "fill-opacity", "stroke-opacity"),
        *("stop-opacity", "stroke-width", "stroke-dasharray", "font-size", "letter-spacing"),
        *("x", "y", "width", "height", "r", "rx", "ry", "cx", "cy", "x1", "x2", "y1", "y2"),
        *("dx", "dy"),
    )
)
"""Colours and lengths."""


def _not_worked_out(declared: Mapping[str, str]) -> Iterator[str]:
    for name in _MEASURES.intersection(declared):
        value = declared[name]
        if "(" not in value and not value[-1:].isalpha():
            continue  # a number alone
        for token in tinycss2.parse_component_value_list(value):
            is_function = token.type == "function" and token.lower_name in _FUNCTIONS
            if is_function or (token.type == "dimension" and token.lower_unit in _UNITS):
                yield quoted(f"{name}: {value}")


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


_LOOKS: Mapping[str, Look] = {
    "filter": _filter,
    "mix-blend-mode": _blend,
    "clip-path": _clip,
    "baseline-shift": _baseline,
    "writing-mode": _writing,
    "paint-order": _order,
    "vector-effect": _effect,
    "pathlength": _dashes,
    **{f"@{name}": _condition for name in _CONDITIONS},
}
