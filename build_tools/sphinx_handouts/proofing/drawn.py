"""What is drawn on the pages of a finished PDF: texts, paths and pictures, in the order of drawing.

It is read with PDFium, from the file itself: whatever drew it, nothing is taken on trust.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ..records.geometry import IDENTITY, Box, Matrix, placed, times
from .placed_letters import PlacedLetters
from .tagged_forms import owner_in_form

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


class Kind(IntEnum):
    """What an object is, by PDFium's numbers."""

    TEXT = 1
    PATH = 2
    IMAGE = 3
    SHADING = 4
    FORM = 5


class Drawing(NamedTuple):
    """One object of a page."""

    kind: Kind
    box: Box
    owner: int
    """Id of the marked content that it belongs to; -1: none, or an artifact."""
    artifact: bool
    """Whether it is marked as an artifact: page furniture."""
    ink: float
    """Lightness of what fills it, from 0 (black) to 1 (white); -1: nothing fills it."""
    text: str = ""
    size: float = 0
    """Size of the type in points."""
    is_cut: bool = False
    """Whether a clip hides a part of it."""
    is_frame: bool = False
    """Whether it is only what stands around a box: a border is filled through a clip."""
    in_form: bool = False
    """Whether it is drawn within a group, which may be faint as a whole."""
    pixels: tuple[int, int] = (0, 0)
    """How many pixels an image has, across and down."""


SHAVED = 2.0
"""Points that a clip may take off the edge of a text: less than a letter."""

MOST_CHARACTERS = 1 << 14
"""Characters of one object that are read: a line has some hundred."""

MOST_SEGMENTS = 64
"""Segments of a path that are looked at: a frame has a dozen."""

_INVISIBLE = 3

_MOVE_TO = 2


def common(boxes: Sequence[Box]) -> Box:
    """Return what *boxes* have in common."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _on_page(box: Box, matrix: Matrix) -> Box:
    """Return where *matrix* puts a box."""
    if matrix is IDENTITY:
        return box
    left, bottom, right, top = box
    corners = [placed(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    across, upright = zip(*corners, strict=True)
    return min(across), min(upright), max(across), max(upright)


def _cuts(clip: Box, box: Box) -> bool:
    """Return whether a clip takes away what a reader needs of a text."""
    return (
        clip[0] > box[0] + SHAVED
        or clip[1] > box[1] + SHAVED
        or clip[2] < box[2] - SHAVED
        or clip[3] < box[3] - SHAVED
    )


class _Reader:
    """Reads the objects of one page; its C variables are made once."""

    def __init__(self, *, is_mixed: bool) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.is_mixed = is_mixed
        self.floats = [ctypes.c_float() for _ in range(4)]
        self.box = [ctypes.byref(value) for value in self.floats]
        self.bytes = [ctypes.c_uint() for _ in range(4)]
        self.colour = [ctypes.byref(value) for value in self.bytes]
        self.matrix = pdfium.FS_MATRIX()
        self.size = ctypes.c_float()
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.buffer = (ctypes.c_ushort * MOST_CHARACTERS)()

    def page(self, page: Any) -> Iterator[Drawing]:
        """Yield what is drawn on a page, forms opened."""
        pdfium = self.pdfium
        text_page = page.get_textpage()
        self.placed = PlacedLetters(text_page)
        forms = 0
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, index)
            own = self._is_own_form(item)
            forms += own
            for drawing in self._object(item, text_page):
                inner = own and drawing.owner >= 0
                owner = owner_in_form(forms, drawing.owner) if inner else drawing.owner
                yield drawing if owner == drawing.owner else drawing._replace(owner=owner)

    def _is_own_form(self, item: Any) -> bool:
        """Return whether an object is a form that belongs to no marked content of the page."""
        pdfium = self.pdfium
        return bool(
            pdfium.FPDFPageObj_GetType(item) == Kind.FORM
            and pdfium.FPDFPageObj_CountMarks(item) < 1
        )

    def _object(
        self,
        item: Any,
        text_page: Any,
        above: int = -1,
        matrix: Matrix = IDENTITY,
        within: Box | None = None,
    ) -> Iterator[Drawing]:
        """Yield an object, or what a form holds.

        *above* owns it, *matrix* places its form, *within* is what clips leave of that.
        """
        pdfium = self.pdfium
        kind = Kind(pdfium.FPDFPageObj_GetType(item))
        owner = pdfium.FPDFPageObj_GetMarkedContentID(item)
        owner = above if owner < 0 else owner
        clip = self._clip(item, matrix, within)
        if kind is Kind.FORM:
            inner, left = times(self._matrix(item), matrix), clip[0] if clip else None
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                part = pdfium.FPDFFormObj_GetObject(item, index)
                for drawing in self._object(part, text_page, owner, inner, left):
                    yield drawing._replace(in_form=True)
            return
        artifact = owner < 0 and pdfium.FPDFPageObj_CountMarks(item) > 0
        box, ink = self._seen(item, matrix), self._ink(item, kind)
        if kind is not Kind.TEXT:
            seen = common([box, clip[0]]) if clip else box
            is_frame = (clip is not None and clip[1]) or (ink >= 0 and self._has_hole(item))
            pixels = self._pixels(item) if kind is Kind.IMAGE else (0, 0)
            yield Drawing(kind, seen, owner, artifact, ink, is_frame=is_frame, pixels=pixels)
            return
        length = pdfium.FPDFTextObj_GetText(item, text_page, self.buffer, MOST_CHARACTERS)
        # Bytes, with a final zero of two.
        text = ctypes.string_at(self.buffer, max(0, length - 2)).decode("utf-16-le", "replace")
        text = self.placed.as_placed(item, text) if self.is_mixed else text
        size = self._type_size(item, matrix)
        is_cut = clip is not None and _cuts(clip[0], box)
        yield Drawing(kind, box, owner, artifact, ink, text, size, is_cut)

    def _seen(self, item: Any, matrix: Matrix) -> Box:
        """Return the box of an object on the page."""
        self.pdfium.FPDFPageObj_GetBounds(item, *self.box)
        left, bottom, right, top = self.floats
        return _on_page((left.value, bottom.value, right.value, top.value), matrix)

    def _clip(self, item: Any, matrix: Matrix, within: Box | None) -> tuple[Box, bool] | None:
        """Return the box that clips leave, and whether its own has a hole: a frame's."""
        pdfium = self.pdfium
        clip = pdfium.FPDFPageObj_GetClipPath(item)
        count = max(0, pdfium.FPDFClipPath_CountPaths(clip))
        if not count and not within:
            return None
        boxes, has_hole = [within] if within else [], False
        for path in range(count):
            xs, ys, begun = [], [], 0
            for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
                segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
                pdfium.FPDFPathSegment_GetPoint(segment, *self.box[:2])
                xs.append(self.floats[0].value)
                ys.append(self.floats[1].value)
                begun += pdfium.FPDFPathSegment_GetType(segment) == _MOVE_TO
            has_hole = has_hole or begun > 1
            if xs:
                boxes.append(_on_page((min(xs), min(ys), max(xs), max(ys)), matrix))
        return (common(boxes), has_hole) if boxes else None

    def _has_hole(self, path: Any) -> bool:
        """Return whether a path has more than one contour."""
        pdfium = self.pdfium
        begun = 0
        for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            begun += pdfium.FPDFPathSegment_GetType(segment) == _MOVE_TO
        return begun > 1

    def _matrix(self, item: Any) -> Matrix:
        found = self.matrix
        self.pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
        return found.a, found.b, found.c, found.d, found.e, found.f

    def _type_size(self, item: Any, matrix: Matrix) -> float:
        self.pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(self.size))
        own = self._matrix(item)
        _a, b, _c, d, _e, _f = own if matrix is IDENTITY else times(own, matrix)
        return float(self.size.value * (b * b + d * d) ** 0.5)

    def _pixels(self, image: Any) -> tuple[int, int]:
        """Return how many pixels an image has."""
        across, down = (ctypes.c_uint() for _ in range(2))
        sizes = map(ctypes.byref, (across, down))
        self.pdfium.FPDFImageObj_GetImagePixelSize(image, *sizes)
        return across.value, down.value

    def _ink(self, item: Any, kind: Kind) -> float:
        """Return the lightness of what fills an object; -1 where nothing does, or what is clear."""
        pdfium = self.pdfium
        if kind is Kind.PATH:
            pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(self.fill), ctypes.byref(self.stroke))
            if not self.fill.value:
                return -1
        elif kind is Kind.TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
                return -1
        else:
            return -1
        if not pdfium.FPDFPageObj_GetFillColor(item, *self.colour):
            return 0
        red, green, blue, opaque = self.bytes
        alpha = opaque.value
        if not alpha:
            return -1
        lightness = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
        return (lightness * alpha + 255 * (255 - alpha)) / 255**2


def drawings(document: PdfDocument, *, is_mixed: bool = True) -> Iterator[list[Drawing]]:
    """Yield what is drawn on each page, in the order of drawing.

    *is_mixed* tells whether a line may run from right to left, and hold others.
    """
    reader = _Reader(is_mixed=is_mixed)
    for page in document:
        yield list(reader.page(page))
