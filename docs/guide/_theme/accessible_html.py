"""Sphinx's writer, mended for people who use a keyboard or a screen reader."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

PIXELS = {"mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "pt": 96 / 72, "pc": 16, "em": 16}
"""What CSS makes of the units in which the width of a picture is written."""


class GuideTranslator(HTML5Translator):
    """Writes what assistive technology needs, and no inline style."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.places: set[str] = set()
        """Ids of citations that stand on the page: a translated text may bring one again."""

    def starttag(self, node: nodes.Element, tagname: str, *args: Any, **attributes: Any) -> str:
        """Write a start tag."""
        if isinstance(node, nodes.inline) and node["ids"]:
            node["ids"] = [name for name in node["ids"] if name not in self.places]
            self.places.update(node["ids"])
        if tagname == "th":  # header cells say what they head
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            attributes.setdefault("scope", scope)
        if tagname == "img" and "style" in attributes:  # a strict policy allows no inline style
            attributes |= _in_pixels(attributes.pop("style"))
        if tagname == "col":
            attributes.pop("style", None)
        if attributes.get("ROLE") == "heading":  # captions of menus: no heading of the text
            del attributes["ROLE"]
        if attributes.get("role") == "doc-biblioentry":  # the role is deprecated
            attributes["role"] = "listitem"
        if "table-wrapper" in node.get("classes", ()) and _is_wide(node):
            attributes |= {"tabindex": "0", "role": "region", "aria-label": _title_above(node)}
        return super().starttag(node, tagname, *args, **attributes)


def _in_pixels(style: str) -> dict[str, str]:
    """Return the sizes in the style of a picture as attributes: ``width: 92mm`` is 348 pixels."""
    sizes = re.findall(r"(width|height): ([\d.]+)(\w+);", style)
    return {name: str(round(float(size) * PIXELS.get(unit, 1))) for name, size, unit in sizes}


def _is_wide(node: nodes.Element) -> bool:
    """Return whether a table may have to be scrolled on a phone, which a keyboard must reach."""
    group = next(node.findall(nodes.tgroup), None)
    return group is not None and group["cols"] > 3


def _title_above(node: nodes.Element) -> str:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.section):
            title = node.next_node(nodes.title)
            return title.astext() if title else ""
    return ""
