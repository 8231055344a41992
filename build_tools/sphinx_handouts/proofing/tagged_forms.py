"""Forms with tagged content of their own: a form XObject counts its marked content by itself.

A dressed sheet has one for each room of its letterhead (ISO 32000-1, 14.7.4.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

FORM_CONTENT = 1 << 20
"""More than any page has marked content."""


class TaggedForm(NamedTuple):
    """A form with tagged content, and where it is drawn."""

    page: Any
    number: int
    """Its number among the forms of its page, from 1, as they are drawn."""
    stream: Any


def owner_in_form(number: int, mcid: int) -> int:
    """Return an id for marked content within the form *number* (from 1) of a page.

    Forms are counted as they are drawn, those within marked content of the page left out.
    """
    return number * FORM_CONTENT + mcid


def tagged_forms(document: pikepdf.Pdf) -> Iterator[TaggedForm]:
    """Yield the forms with tagged content of their own."""
    for page in document.pages:
        pictures: Any = page.resources.get("/XObject", {})
        if not any("/StructParents" in picture for picture in pictures.values()):
            continue
        number = depth = 0
        for instruction in pikepdf.parse_content_stream(page, "BDC BMC EMC Do"):
            operator = str(instruction.operator)
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
            if operator != "Do" or depth:
                continue
            drawn = pictures.get(str(instruction.operands[0]))
            if drawn is not None and drawn.get("/Subtype") == "/Form":
                number += 1
                if "/StructParents" in drawn:
                    yield TaggedForm(page.obj, number, drawn)
