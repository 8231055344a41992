"""What a browser draws of an SVG and the press does not: it would print another picture in silence.

Each is named as it stands in the file. What is declared, but changes nothing, is let through:
drawing programs write their defaults into every file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeTree
import tinycss2

from ..validation import quoted
from .declarations import CONDITIONS, LOOKS, not_worked_out, unreadable
from .safety import local_name

INSTEAD = "put a PNG of it in its place, or save it without that"
"""What an author can do, whatever it is."""

_UNKNOWN = {
    "meshgradient": "a mesh of colours",
    "mesh": "a mesh of colours",
    "hatch": "a hatching",
    "solidcolor": "a colour with a name",
    "tref": "a text from another place",
    "flowroot": "a text that flows",
    "textpath": "a text along a path",
    **dict.fromkeys(("animate", "animatemotion", "animatetransform", "set"), "what moves"),
}
"""Elements that are not drawn at all, or without what they are for."""


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
    yield from _shaped(element, tag, declared, named)
    for one in (declared, *_styles(element, tag)):
        for name, value in one.items():
            if look := LOOKS.get(name):
                yield from look(value.strip(), one, named)
        yield from not_worked_out(one)
        yield from unreadable(one)


def _shaped(
    element: Element, tag: str, declared: Mapping[str, str], named: Mapping[str, Element]
) -> Iterator[str]:
    """Yield what an element means by attributes that it lacks, or that the press passes over."""
    if tag == "use" and not {"width", "height"} <= declared.keys():
        target = named.get(declared.get("href", "").strip().removeprefix("#"))
        if target is not None and local_name(target.tag) == "symbol" and "viewBox" in target.attrib:
            yield "a symbol of which <use> tells no width and height"
    behind = " ".join((child.tail or "").strip() for child in element).strip()
    if tag == "tspan" and behind:
        yield f"words behind a <tspan> within another ({quoted(behind)})"
    if tag == "ellipse" and len({"rx", "ry"} & declared.keys()) == 1:
        yield "an <ellipse> with one radius"
    if tag == "radialgradient" and declared.get("spreadmethod", "pad") != "pad":
        yield "rings of colours that are repeated (spreadMethod)"
    if tag == "clippath" and any(map(_is_hollow, element.iter())):
        yield "a hole in what a drawing is cut with (clip-rule)"


def _is_hollow(part: Element) -> bool:
    """Return whether a path has several parts, of which "evenodd" makes holes."""
    rule = part.get("clip-rule") or part.get("style") or ""
    return "evenodd" in rule and len(re.findall("[Mm]", part.get("d") or "")) > 1


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
        elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in CONDITIONS:
            yield {f"@{rule.lower_at_keyword}": tinycss2.serialize(rule.prelude)}


def _declared(parts: list[tinycss2.ast.Node]) -> dict[str, str]:
    return {
        part.lower_name: tinycss2.serialize(part.value).strip()
        for part in parts
        if part.type == "declaration" and not part.name.startswith("-")
    }
