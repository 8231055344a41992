"""Measures the rooms of a letterhead where they were laid out: what stands in them, how high."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from weasyprint import Document
from weasyprint.formatting_structure.boxes import Box, InlineBlockBox, LineBox, ReplacedBox, TextBox

from ..records.letterhead import RoomName, Setting

SLACK = 0.5
"""Pixels by which something may reach over its room: arithmetic, not ink."""


@dataclass
class LaidRoom:
    """One room in one setting, in pixels from the top left of its page."""

    name: RoomName
    setting: Setting
    is_tall: bool
    element: Element
    page: int
    """Number of the page on which it begins, from 0."""
    left: float
    top: float
    width: float
    height: float
    """How high the room is, whatever stands in it."""
    direction: str = "ltr"
    needs: float = 0.0
    """How high that is which stands in it."""
    takes: dict[str, float] = field(default_factory=dict)
    """Height of each key of ``brand.toml``."""
    too_wide: dict[str, None] = field(default_factory=dict)
    """Keys of what reaches over its side."""

    def fits(self, height: float) -> bool:
        """Return whether all of it fits a room of this *height*."""
        return self.needs <= height + SLACK and not self.too_wide

    def add(self, part: Box) -> None:
        """Measure what stands in a part of the room: it may go on on other pages."""
        top = part.content_box_y()
        bottom = top
        lines: dict[int, tuple[str, float, float]] = {}
        for box, holder, frame in _boxes(part, part):
            key = holder.get("data-key", "")
            start, end = box.position_y, box.position_y + box.margin_height()
            if isinstance(box, (LineBox, ReplacedBox)):
                bottom = max(bottom, end)
            if isinstance(box, ReplacedBox) or (isinstance(box, TextBox) and box.text.strip()):
                _key, first, last = lines.get(id(holder), (key, start, end))
                lines[id(holder)] = key, min(first, start), max(last, end)
                if _leaves(box, frame):
                    self.too_wide[key] = None
        self.needs += bottom - top
        for key, first, last in lines.values():
            if key:
                self.takes[key] = self.takes.get(key, 0.0) + last - first


def _leaves(box: Box, frame: Box) -> bool:
    """Return whether a text or picture reaches over the side of what it stands in."""
    start, left = box.position_x, frame.content_box_x()
    return bool(start < left - SLACK or start + box.margin_width() > left + frame.width + SLACK)


def leave(root: Element, names: Container[RoomName]) -> None:
    """Leave of the rooms in the tree of *root* those of these *names*: only they are laid out."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _is_room(child) and _name(child) not in names:
                parent.remove(child)


def rooms_of(document: Document) -> Iterable[LaidRoom]:
    """Return each room of *document*, measured, in their order."""
    found: dict[int, LaidRoom] = {}
    for number, page in enumerate(document.pages):
        for box in _room_boxes(page._page_box):
            found.setdefault(id(box.element), _laid(box, number)).add(box)
    return found.values()


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _is_room(element: Element) -> bool:
    return "room" in _classes(element)


def _name(element: Element) -> RoomName:
    classes = _classes(element)
    return next(name for name in RoomName if f"room--{name}" in classes)


def _laid(box: Box, page: int) -> LaidRoom:
    classes = _classes(box.element)
    setting = next((s for s in Setting if f"room--{s}" in classes), Setting.COMFORTABLE)
    place = box.content_box_x(), box.content_box_y(), box.width, box.height
    direction = box.style["direction"]
    return LaidRoom(
        _name(box.element), setting, "room--tall" in classes, box.element, page, *place, direction
    )


def _room_boxes(box: Box) -> Iterator[Box]:
    """Yield the rooms within a box."""
    if box.element is not None and _is_room(box.element):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _room_boxes(child)


def _boxes(
    box: Box, frame: Box, holder: Element | None = None
) -> Iterator[tuple[Box, Element, Box]]:
    """Yield all boxes, each with the innermost element with a key, and the box, around it."""
    if holder is None or (box.element is not None and "data-key" in box.element.attrib):
        holder = box.element
    frame = box if isinstance(box, InlineBlockBox) else frame
    yield box, holder, frame
    for child in getattr(box, "children", ()):
        yield from _boxes(child, frame, holder)
