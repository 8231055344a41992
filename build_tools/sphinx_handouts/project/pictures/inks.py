"""Tells the colours of a logo, whose file has been found to be safe."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeTree
from PIL import Image

from ...records.schema.colours import rgb
from .safety import FORMATS, is_drawing

_SHAPES = {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "text"}
_PAINTS = ("fill", "stroke", "stop-color", "color")
_DECLARATION = re.compile(rf"(?<![\w-])(?:{'|'.join(_PAINTS)})\s*:\s*([^;}}]+)")
_BLACK = "#000000"
WHITE = 250
"""A grey from this on is paper."""
DARKEST = 0.05
"""The share of a picture's inked dots that counts as its darkest ink."""


def logo_inks(data: bytes) -> set[str]:
    """Return the colours that a logo is drawn with; of a photograph, its darkest grey."""
    if not is_drawing(data):
        return _darkest_ink(data)
    found = set()
    for paint in _svg_paints(SafeTree.fromstring(data)):
        try:
            found.add("#{:02x}{:02x}{:02x}".format(*rgb(paint.strip())))
        except ValueError:  # none, currentColor, a gradient, or half transparent
            continue
    return found


def _svg_paints(root: Element) -> Iterator[str]:
    """Yield the paints of a drawing; a shape that nobody has painted is black."""
    waiting = [(root, False)]  # not by recursion: a drawing may be nested as deep as it likes
    while waiting:
        element, painted = waiting.pop()
        tag = str(element.tag).rpartition("}")[2]
        if tag == "style":
            yield from _DECLARATION.findall(element.text or "")
        own = [element.attrib[name] for name in _PAINTS if name in element.attrib]
        own += _DECLARATION.findall(element.get("style", ""))
        yield from own
        painted = painted or bool(own) or "class" in element.attrib
        if tag in _SHAPES and not painted:
            yield _BLACK
        waiting += [(child, painted) for child in element]


def _darkest_ink(data: bytes) -> set[str]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    counts = Image.alpha_composite(paper, drawn).convert("L").histogram()
    inked = sum(counts[:WHITE])
    seen = 0
    for level, count in enumerate(counts[:WHITE]):
        seen += count
        if seen >= max(1, inked * DARKEST):
            return {f"#{level:02x}{level:02x}{level:02x}"}
    return {"#ffffff"} if inked == 0 else set()
