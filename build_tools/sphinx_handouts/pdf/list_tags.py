"""Tags the parts of a list: the label of an item and its body, a word and what it means.

WeasyPrint 70 takes the drawn marker of an item for a part of its text, and the words and meanings
of a definition list for items of their own.
"""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import Box


class ListTags:
    """Mends the lists of one PDF while its structure tree is built, from the leaves to the root."""

    def __init__(self) -> None:
        self._markers: list[Any] = []
        """Elements of the markers of list items that are not complete yet."""

    @property
    def waiting(self) -> int:
        """How many markers wait for their item."""
        return len(self._markers)

    def mend(self, box: Box, element: Any, pdf: pydyf.PDF, waiting: int) -> None:
        """Mend one element, when all below it is there; so many were *waiting* before it began."""
        if box.element_tag == "li::before":
            self._markers.append(element)
        elif element["S"] == "/LI" and box.element_tag == "li":
            self._label(element, pdf, waiting)
        elif element["S"] == "/LBody" and box.element_tag == "dt":
            element["S"] = "/Lbl"
        elif element["S"] == "/L" and box.element_tag == "dl":
            _join_terms(element, pdf)

    def _label(self, item: Any, pdf: pydyf.PDF, waiting: int) -> None:
        """Move the marker of a list item before its body."""
        own = self._markers[waiting:]
        del self._markers[waiting:]
        for marker in own[:1]:
            _object(pdf, marker["P"])["K"].remove(marker.reference)
            marker["S"], marker["P"] = "/Lbl", item.reference
            item["K"].insert(0, marker.reference)


def _object(pdf: pydyf.PDF, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _join_terms(definitions: Any, pdf: pydyf.PDF) -> None:
    """Put each meaning into the item of the word before it."""
    joined: list[Any] = []
    for reference in definitions["K"]:
        item = _object(pdf, reference)
        last = _object(pdf, joined[-1]) if joined else None
        if last is None or not _ends_in_label(last, pdf) or _ends_in_label(item, pdf):
            joined.append(reference)
            continue
        for kid in item["K"]:
            _object(pdf, kid)["P"] = last.reference
            last["K"].append(kid)
    definitions["K"][:] = joined


def _ends_in_label(item: Any, pdf: pydyf.PDF) -> bool:
    return bool(item["K"]) and _object(pdf, item["K"][-1])["S"] == "/Lbl"
