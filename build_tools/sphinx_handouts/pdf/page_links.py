"""Writes the pages of an index, once a layout has told them: in their order, and each once.

A link to a page needs words of its own, which style sheets cannot give it.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from ..records.marks import PAGE_OF

MAIN = "page-link--main"
"""Class of what holds the page on which a word is explained."""


def linked_anchors(root: Element) -> set[str]:
    """Return the anchors whose pages `write_pages` would write."""
    return {
        str(link.get(PAGE_OF)).removeprefix("#") for link in root.iter("a") if link.get(PAGE_OF)
    }


def write_pages(root: Element, pages: Mapping[str, int]) -> bool:
    """Write into the links of *root* the *pages* on which their anchors stand.

    Return whether there was anything to write.
    """
    links = {id(link): link for link in root.iter("a") if link.get(PAGE_OF)}
    if not links:
        return False
    for parent in list(root.iter()):
        holders = [(child, link) for child in parent for link in child if id(link) in links]
        if holders:
            _write(parent, holders, pages)
    return True


def _write(
    parent: Element, holders: list[tuple[Element, Element]], pages: Mapping[str, int]
) -> None:
    """Write the pages of one word: the one on which it is explained stands out."""
    found: dict[int, Element] = {}
    for holder, link in holders:
        number = pages.get(str(link.get(PAGE_OF)).removeprefix("#"), 0)
        link.text = str(number)
        del link.attrib[PAGE_OF]
        if number not in found or MAIN in str(holder.get("class")):
            found[number] = holder
    first, last = (list(parent).index(holders[place][0]) for place in (0, -1))
    kept, tail = [found[number] for number in sorted(found)], parent[last].tail
    for holder in kept:
        holder.tail = None
    kept[-1].tail = tail
    parent[first : last + 1] = kept
