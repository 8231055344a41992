"""Booklets: the pages of a tagged PDF two-up on landscape sheets, to print, fold and staple."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from .pdftree import destinations, elements, parents, save, set_parents

FOLD_MARK_PT = 14
"""Length of the fold marks, at the top and foot of the sheet."""


def booklet_order(pages: int, *, from_right: bool = False) -> list[tuple[int, int]]:
    """Return, side by side of paper, the numbers (from 0) of its left and right page.

    Printed on both sides and folded in the middle, the sheets are a booklet.  A number of *pages*
    or more is a blank page. A text *from_right* to left is bound on its right side.
    """
    padded = -(-pages // 4) * 4
    order = []
    for sheet in range(padded // 4):
        order.append((padded - 1 - 2 * sheet, 2 * sheet))
        order.append((2 * sheet + 1, padded - 2 - 2 * sheet))
    return [(right, left) for left, right in order] if from_right else order


def impose(data: bytes, *, from_right: bool = False) -> bytes:
    """Return the pages of a tagged PDF as a booklet, tagged as before; see `booklet_order`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _Booklet(pdf, from_right).make()
        return save(pdf)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page went: its side, how far right (pt), and the first id of its marked content."""

    side: Any
    shift: float
    offset: int

    def shifted(self, rectangle: Any) -> Array:
        """Return a rectangle, moved."""
        return Array([float(v) + (0 if i % 2 else self.shift) for i, v in enumerate(rectangle)])


@dataclass
class _Booklet:
    """The sheets while they are made."""

    pdf: Pdf
    from_right: bool
    places: dict[tuple[int, int], _Place] = field(default_factory=dict)
    parents: dict[int, Any] = field(default_factory=dict)
    """The parent tree of the new pages."""

    def make(self) -> None:
        old: list[Any] = [page.obj for page in self.pdf.pages]
        before = parents(self.pdf.Root.StructTreeRoot)
        width, height = (float(v) for v in old[0].MediaBox[2:])
        sides = []
        for index, pair in enumerate(booklet_order(len(old), from_right=self.from_right)):
            side: Any = self.pdf.make_indirect(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, 2 * width, height]),
                    Resources=old[0].Resources,
                    Tabs=Name.S,
                    StructParents=index,
                )
            )
            pages = [(old[n], i * width) for i, n in enumerate(pair) if n < len(old)]
            self.parents[index] = self._draw(side, pages, before, _fold_marks(width, height))
            sides.append(side)
        self._move_structure()
        self._move_targets()
        self._number_annotations(sides, before)
        for side in sides:
            self.pdf.pages.append(pikepdf.Page(side))
        del self.pdf.pages[: len(old)]
        set_parents(self.pdf, self.parents)

    def _draw(
        self, side: Any, pages: list[tuple[Any, float]], before: dict[int, Any], marks: bytes
    ) -> Array:
        """Draw up to two *pages* on *side*; return its row of the parent tree."""
        content, owners, annotations = [marks], Array(), Array()
        for page, shift in pages:
            place = _Place(side, shift, len(owners))
            self.places[page.objgen] = place
            content += [
                f"q 1 0 0 1 {shift:.3f} 0 cm\n".encode(),
                _counted_on(page, place.offset),
                b"\nQ\n",
            ]
            _move_patterns(page, shift)
            owners.extend(before[int(page.StructParents)])
            for annotation in page.get("/Annots", ()):
                annotation.Rect = place.shifted(annotation.Rect)
                if "/P" in annotation:
                    annotation.P = side
                annotations.append(annotation)
        side.Contents = self.pdf.make_stream(b"".join(content))
        if len(annotations):
            side.Annots = annotations
        return owners

    def _move_structure(self) -> None:
        """Point the structure tree at the new pages, and count its content ids on."""
        for element in list(elements(self.pdf.Root.StructTreeRoot)):
            place = self.places.get(element.Pg.objgen) if "/Pg" in element else None
            if place is None:
                continue
            element.Pg = place.side
            kids = element.get("/K")
            if isinstance(kids, Array):
                items: list[Any] = list(kids)
                element.K = Array([k + place.offset if isinstance(k, int) else k for k in items])
            elif isinstance(kids, int):
                element.K = kids + place.offset
            if "/MCID" in element:
                element.MCID = int(element.MCID) + place.offset
            attributes = element.get("/A")
            if isinstance(attributes, Dictionary) and "/BBox" in attributes:
                attributes.BBox = place.shifted(attributes.BBox)

    def _move_targets(self) -> None:
        """Point destinations and bookmarks at the new pages."""
        targets = [target for _name, target in destinations(self.pdf)]
        root: Any = self.pdf.Root
        pending = [root.Outlines.First] if "/Outlines" in root else []
        while pending:
            item = pending.pop()
            if "/Dest" in item:
                targets.append(item.Dest)
            pending += [item[key] for key in ("/First", "/Next") if key in item]
        for target in targets:
            place = self.places.get(target[0].objgen) if isinstance(target, Array) else None
            if place is not None:
                target[0] = place.side
                target[2] = float(target[2]) + place.shift

    def _number_annotations(self, sides: list[Any], before: dict[int, Any]) -> None:
        for side in sides:
            for annotation in side.get("/Annots", ()):
                if "/StructParent" in annotation:
                    key = max(self.parents) + 1
                    self.parents[key] = before[int(annotation.StructParent)]
                    annotation.StructParent = key


def _fold_marks(width: float, height: float) -> bytes:
    top = height - FOLD_MARK_PT
    lines = f"{width:.3f} 0 m {width:.3f} {FOLD_MARK_PT} l "
    lines += f"{width:.3f} {top:.3f} m {width:.3f} {height:.3f} l"
    return f"/Artifact BMC q 0.5 w [3 3] 0 d {lines} S Q EMC\n".encode()


def _move_patterns(page: Any, shift: float) -> None:
    """Move the patterns of a drawing: they lie on the page, whatever it is drawn with."""
    patterns = page.Resources.get("/Pattern", {})
    filled: list[Any] = [i.operands for i in pikepdf.parse_content_stream(page, "scn SCN")]
    names = {str(operands[-1]) for operands in filled if isinstance(operands[-1], Name)}
    for name in names & set(patterns.keys()):
        matrix = [float(v) for v in patterns[name].get("/Matrix", (1, 0, 0, 1, 0, 0))]
        matrix[4] += shift
        patterns[name].Matrix = Array(matrix)


def _counted_on(page: Any, offset: int) -> bytes:
    """Return the drawing of *page*, the ids of its marked content counted on from *offset*."""
    instructions: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        if str(instruction.operator) == "BDC" and "/MCID" in operands[1]:
            moved = Dictionary(MCID=int(operands[1].MCID) + offset)
            instructions.append(([operands[0], moved], instruction.operator))
        else:
            instructions.append(instruction)
    return pikepdf.unparse_content_stream(instructions)
