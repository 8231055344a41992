"""How far down the content of each page reaches, and what begins the page."""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box, LineBox, ReplacedBox, TableCellBox, TextBox

from ..records.rendered import PageFill
from .engine import boxes

_KINDS = {
    "table": "table",
    "figure": "picture",
    "img": "picture",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "section"),
}
"""What authors call a thing, by the tag that it becomes."""
_FORCED = {"always", "page", "left", "right", "recto", "verso"}
_END_MATTER = frozenset({"in-this-pack", "words-on-this-sheet", "notes", "sources"})
_BOX, _LINES = "admonition", "fill-in"
_MOST_LETTERS = 60


def fills(document: Document) -> tuple[PageFill, ...]:
    """Return for each page how much of its page area is filled, from the top, and how it begins."""
    return tuple(
        PageFill(min(1.0, reach(page._page_box) / page._page_box.height), _begins(page._page_box))
        for page in document.pages
    )


def reach(page: Box, without: Box | None = None) -> float:
    """Return how far (in px) what stands on a page reaches below the top of its page area.

    A box that goes on on the next page is drawn to the foot of this one: what is in it counts,
    unless it is asked how far the page reaches *without* it.
    """
    return max(0.0, _lowest(_content(page), without) - float(page.content_box_y()))


def height(part: Box) -> float:
    """Return how high (in px) what stands in a part of a box is, from the top of the part."""
    return max(0.0, _lowest(part) - float(part.border_box_y()))


def _lowest(box: Box, without: Box | None = None) -> float:
    return float(max((_end(one) for one in boxes(box, without) if _is_seen(one)), default=0.0))


def is_end_matter(page: Box) -> bool:
    """Return whether nothing stands on a page but the words, notes and sources of a sheet.

    Nor does it count that another sheet of a pack says where to ask.
    """
    paths = list(_paths(_content(page), ()))
    return bool(paths) and all(any(map(_ends_a_sheet, path)) for path in paths)


def _ends_a_sheet(box: Box) -> bool:
    classes = box.element.get("class", "") if box.element is not None else ""
    return not _END_MATTER.isdisjoint(classes.split())


def _content(page: Box) -> Box:
    return next(child for child in page.children if child.element_tag == "html")


def _is_seen(box: Box) -> bool:
    """Return whether *box* is content: a line, a picture, a cell or a line to write on."""
    if isinstance(box, (LineBox, ReplacedBox, TableCellBox)):
        return True
    is_leaf = not isinstance(box, TextBox) and not getattr(box, "children", ())
    return is_leaf and box.height not in ("auto", 0)


def _end(box: Box) -> float:
    if isinstance(box, LineBox):
        return float(box.position_y + box.height)
    return float(box.border_box_y() + box.border_height())


def begins_anew(page: Box) -> bool:
    """Return whether what begins a page, after its masthead, does so wherever it stands."""
    path = next((path for path in _paths(_content(page), ()) if _words(path[-1])), ())
    return any(box.style["break_before"] in _FORCED for box in path)


def _begins(page: Box) -> str:
    """Return the kind and the first words of what begins a page, after its masthead."""
    if begins_anew(page):
        return ""  # it would begin a page wherever it stood
    for path in _paths(_content(page), ()):
        if words := _words(path[-1]):
            kind = next(filter(None, map(_kind, path)), "text")
            return f'{kind} "{words[:_MOST_LETTERS].rstrip()}"'
    return ""


def _paths(box: Box, above: tuple[Box, ...]) -> Iterator[tuple[Box, ...]]:
    """Yield the lines and pictures in a box, each with the boxes around it, the outermost first."""
    path = (*above, box)
    if isinstance(box, (LineBox, ReplacedBox)):
        yield path
        return
    for child in getattr(box, "children", ()):
        yield from _paths(child, path)


def _words(box: Box) -> str:
    if isinstance(box, ReplacedBox):
        return str(box.element.get("alt", "")) if box.element is not None else ""
    return " ".join("".join(b.text for b in boxes(box) if isinstance(b, TextBox)).split())


def _kind(box: Box) -> str:
    if box.element is None:
        return ""
    classes = box.element.get("class", "").split()
    if _BOX in classes:
        return "box"
    return "lines to write on" if _LINES in classes else _KINDS.get(box.element_tag, "")
