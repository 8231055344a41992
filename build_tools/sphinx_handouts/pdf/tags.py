"""Mends the structure tree that WeasyPrint writes: page furniture, links, lists, tables, languages.

Running headers and footers are page furniture: a screen reader must not read them on every page,
and must read once what they say of the whole sheet, such as that nobody has approved it.
WeasyPrint 70 tags them to elements outside the tree, calls a link by its address, and does not
write the ``lang`` of inner elements.  All is mended while it builds the tree, by a wrapper around
its own function.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import Box, MarginBox, TextBox
from weasyprint.pdf import tags

from ..proofing.structure import FURNITURE
from .engine import PT_PER_PX
from .list_tags import ListTags
from .table_tags import tie_cells

ARTIFACT = ("/Artifact", "<</Type /Pagination>>", "BDC")

MarkedContent = set[tuple[int, int]]
"""Page numbers (from 0) and ids of marked content."""


@contextmanager
def mended_tags(once: tuple[str, ...] = ()) -> Iterator[MarkedContent]:
    """Mend the tree of the PDF written meanwhile; yield the marked content of page furniture.

    A margin box of the first page that holds one of the words in *once* is read there.
    """
    original = tags._build_box_tree
    furniture: MarkedContent = set()
    lists = ListTags()

    def build(box: Box, parent: Any, pdf: pydyf.PDF, page: int, *rest: Any) -> Iterator[Any]:
        nums, _annotations, marked = rest
        if page == 0 and isinstance(box, MarginBox) and _says_one_of(box, once):
            yield _paragraph(box, parent, pdf, nums, marked)
            return
        if box.is_leader or isinstance(box, MarginBox):
            before = set(nums)
            list(original(box, parent, pdf, page, *rest))
            for mcid in set(nums) - before:
                nums[mcid] = "null"  # nothing in the tree owns it any more
                furniture.add((page, mcid))
            return
        waiting = lists.waiting
        for element in _mended(box, parent, original(box, parent, pdf, page, *rest)):
            lists.mend(box, element, pdf, waiting)
            yield element

    tags._build_box_tree = build
    try:
        yield furniture
    finally:
        tags._build_box_tree = original


def _says_one_of(box: Box, once: tuple[str, ...]) -> bool:
    words = "".join(text.text for text in _texts(box))
    return any(wanted in words for wanted in once)


def _mended(box: Box, parent: Any, elements: Iterator[Any]) -> Iterator[Any]:
    """Yield the *elements* of a box, with its language, its cells tied, and its link named."""
    language = box.element.get("lang") if box.element is not None else None
    for element in elements:
        if language and parent["S"] != "/Document":
            element["Lang"] = pydyf.String(language)
        if element["S"] == "/Table":
            tie_cells(box)
        _name_toc(box, element)
        yield element
    if getattr(box, "link_annotation", None):
        _name_link(box)


TOC_TAGS = {
    "toc__list": ("/Div", "/TOC"),
    "toc__item": ("/Div", "/TOCI"),
    "toc__entry": ("/P", "/Reference"),
}
"""Classes of the parts of a table of contents, how WeasyPrint tags them, and what they are."""


def _name_toc(box: Box, element: Any) -> None:
    """Tag a part of a table of contents as what it is."""
    classes = box.element.get("class", "").split() if box.element is not None else ()
    for name in TOC_TAGS.keys() & set(classes):
        before, after = TOC_TAGS[name]
        if element["S"] == before:
            element["S"] = after


def _texts(box: Box) -> Iterator[TextBox]:
    for child in getattr(box, "children", ()):
        if isinstance(child, TextBox):
            yield child
        else:
            yield from _texts(child)


def _paragraph(
    box: MarginBox, parent: Any, pdf: pydyf.PDF, nums: dict[int, Any], marked: dict[Any, Any]
) -> Any:
    """Return a paragraph that reads a margin box of the first page."""
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/P",
            "T": pydyf.String(FURNITURE),
            "K": pydyf.Array([]),
            "Pg": pdf.page_references[0],
            "P": parent.reference,
        }
    )
    pdf.add_object(element)
    for text in _texts(box):
        owner = marked.pop(text)["mcid"]
        element["K"].append(owner)
        nums[owner] = element.reference
    return element


def _name_link(box: Box) -> None:
    """Call a link by its words, and one to elsewhere by its address, too."""
    annotation = box.link_annotation
    words = " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
    address = "" if "Dest" in annotation else annotation["Contents"].string
    if words:
        beside = "" if not address or address.endswith(words) else f" ({address})"
        annotation["Contents"] = pydyf.String(f"{words}{beside}")


def mark_artifacts(pdf: pydyf.PDF, furniture: MarkedContent) -> None:
    """Turn the marked content in *furniture* into artifacts."""
    pages = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    for page_number, page in enumerate(pages):
        stream = pdf.objects[int(page["Contents"].split()[0])].stream
        wanted = {mcid for number, mcid in furniture if number == page_number}
        for index, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in wanted:
                stream[index - 1 : index + 2] = ARTIFACT


def place_pictures(pdf: pydyf.PDF) -> None:
    """Say where pictures are as PDF does: WeasyPrint counts pixels from the top left."""
    for figure in pdf.objects:
        if isinstance(figure, dict) and figure.get("S") == "/Figure" and "A" in figure:
            height = pdf.objects[_number(figure["Pg"])]["MediaBox"][3]
            left, top, right, bottom = (value * PT_PER_PX for value in figure["A"]["BBox"])
            figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _number(reference: bytes | str) -> int:
    return int(reference.split()[0])
