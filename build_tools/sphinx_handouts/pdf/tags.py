"""Mends the structure tree that WeasyPrint writes: artifacts, and the language of inner elements.

Running headers and footers are page furniture: a screen reader must not read them on every page.
WeasyPrint 70 tags them to elements outside the tree, and does not write the ``lang`` of inner
elements.  Both are mended while it builds the tree, by a wrapper around its own function.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import Box, MarginBox
from weasyprint.pdf import tags

ARTIFACT = ("/Artifact", "<</Type /Pagination>>", "BDC")

MarkedContent = set[tuple[int, int]]
"""Page numbers (from 0) and ids of marked content."""


@contextmanager
def mended_tags() -> Iterator[MarkedContent]:
    """Mend the tree of the PDF written meanwhile; yield the marked content of page furniture."""
    original = tags._build_box_tree
    furniture: MarkedContent = set()

    def build(
        box: Box,
        parent: Any,
        pdf: pydyf.PDF,
        page_number: int,
        nums: dict[int, Any],
        *rest: Any,
    ) -> Iterator[Any]:
        before = set(nums) if isinstance(box, MarginBox) else None
        for element in original(box, parent, pdf, page_number, nums, *rest):
            language = box.element.get("lang") if box.element is not None else None
            if language and parent["S"] != "/Document":
                element["Lang"] = pydyf.String(language)
            yield element
        if before is not None:
            for mcid in set(nums) - before:
                nums[mcid] = "null"  # nothing in the tree owns it any more
                furniture.add((page_number, mcid))

    tags._build_box_tree = build
    try:
        yield furniture
    finally:
        tags._build_box_tree = original


def mark_artifacts(pdf: pydyf.PDF, furniture: MarkedContent) -> None:
    """Turn the marked content in *furniture* into artifacts."""
    pages = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    for page_number, page in enumerate(pages):
        stream = pdf.objects[int(page["Contents"].split()[0])].stream
        wanted = {mcid for number, mcid in furniture if number == page_number}
        for index, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in wanted:
                stream[index - 1 : index + 2] = ARTIFACT
