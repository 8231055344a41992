"""Reads a finished PDF as a screen reader would: the structural rules of PDF/UA-1 that can break.

It is not a validator.  It catches early, and without Java, what a change of a template or of
WeasyPrint is most likely to break; veraPDF remains the judge.
"""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from ..records.geometry import Box
from .nesting import Node, nesting_problems
from .parent_tree import Owned, parent_problems
from .tagged_forms import owner_in_form, tagged_forms

_HEADING = re.compile(r"/H([1-6])")
_FONTS = re.compile(r"(/\S+) \S+ Tf\b")
_TITLE = re.compile(rb"<dc:title\b[^>]*>(?:\s|<[^>]*>)*[^\s<]")
_PDFUA = re.compile(rb"pdfuaid:part(?:=[\"']1[\"']|>\s*1\s*<)")


NO_HEADING = "no heading is tagged"
"""What is wrong with a sheet, and right with a letterhead."""


class Piece(NamedTuple):
    """A piece of marked content, or the alternative of a figure, in its place in the tree."""

    page: Any = None
    owner: int = -1
    """Id of the marked content."""
    within: str = ""
    """The innermost of `LEAVES` in which it stands, or nothing."""
    alternative: str = ""
    box: Box | None = None
    """Where the figure says that it stands, in points from the lower left corner of its page."""


FURNITURE = "Page furniture"
"""Title of an element, and place of its content, that says once what is in every margin."""
LEAVES = {"/Figure", "/Lbl", "/Formula"}
"""Elements whose content is not read like running text."""


@dataclass
class Tree:
    """What the structure tree holds."""

    tags: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    """What is read, in reading order."""
    figures_without_alt: int = 0
    content: set[tuple[Any, int]] = field(default_factory=set)
    """Page object and id of each piece of marked content that the tree owns."""
    annotations: set[Any] = field(default_factory=set)
    forms: Mapping[Any, int] = field(default_factory=dict)
    """Numbers of the forms with tagged content of their own."""
    elements: Node = field(default_factory=lambda: Node("/StructTreeRoot", None))
    owned: Owned = field(default_factory=Owned)
    empty_links: int = 0
    tables_without_headers: int = 0

    @property
    def headings(self) -> list[int]:
        """Levels of the headings, in reading order."""
        return [int(match[1]) for tag in self.tags if (match := _HEADING.fullmatch(tag))]


def structure_problems(pdf: bytes) -> tuple[str, ...]:
    """Return what is wrong with the structure of *pdf*, each in a sentence."""
    return read_structure(pdf)[0]


def read_structure(pdf: bytes) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Return what is wrong with the structure of *pdf*, and what it reads out.

    A piece's page is its number, from 0.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return ("it is not tagged",), ()
        forms = tuple(tagged_forms(document))
        tree = Tree(forms={form.stream.objgen: form.number for form in forms})
        _walk(document.Root.StructTreeRoot, None, tree, tree.elements)
        problems = tuple(problem for check in _CHECKS for problem in check(document, tree))
        numbers = {page.objgen: number for number, page in enumerate(document.pages)}
        pieces = (piece._replace(page=numbers.get(piece.page)) for piece in tree.pieces)
        return problems, tuple(pieces)


def _walk(node: Any, page: Any, tree: Tree, parent: Node) -> None:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            _walk(kid, page, tree, parent)
    elif isinstance(node, pikepdf.Dictionary):
        page = node.get("/Pg", page)
        if node.get("/Type") == "/OBJR":
            tree.annotations.add(node["/Obj"].objgen)
            tree.owned.objects.append((parent.element, node["/Obj"]))
        elif node.get("/Type") == "/MCR":
            mcid, place = int(node["/MCID"]), node.get("/Stm", page)
            form = tree.forms.get(place.objgen, 0) if "/Stm" in node else 0
            _content(owner_in_form(form, mcid), _number(page), tree, parent)
            tree.owned.content.append((parent.element, place, mcid))
        else:
            _element(node, page, tree, parent)
    elif isinstance(node, int):
        _content(node, _number(page), tree, parent)
        tree.owned.content.append((parent.element, page, node))


def _box(figure: Any) -> Box | None:
    attributes = figure.get("/A")
    if not isinstance(attributes, pikepdf.Dictionary) or "/BBox" not in attributes:
        return None
    left, bottom, right, top = map(float, attributes["/BBox"])
    return left, bottom, right, top


def _number(page: Any) -> Any:
    return None if page is None else page.objgen


def _content(owner: int, page: Any, tree: Tree, parent: Node) -> None:
    tree.content.add((page, owner))
    tree.pieces.append(Piece(page, owner, parent.leaf))


def _element(node: Any, page: Any, tree: Tree, parent: Node) -> None:
    tag = str(node.get("/S", ""))
    tree.tags.append(tag)
    is_furniture = str(node.get("/T", "")) == FURNITURE
    here = Node(tag, node, FURNITURE if is_furniture else tag if tag in LEAVES else parent.leaf)
    parent.kids.append(here)
    kids = node.get("/K")
    alternative = str(node.get("/Alt", "")).strip()
    if alternative:
        tree.pieces.append(Piece(_number(page), alternative=alternative, box=_box(node)))
    elif tag == "/Figure":
        tree.figures_without_alt += 1
    first = len(tree.tags)
    if kids is not None:
        _walk(kids, page, tree, here)
    if tag == "/Table" and "/TH" not in tree.tags[first:]:
        tree.tables_without_headers += 1
    if tag == "/Link" and (kids is None or (isinstance(kids, pikepdf.Array) and len(kids) < 2)):
        tree.empty_links += 1


def _check_catalogue(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    root: Any = document.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it is not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "it has no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "its title is not shown"
    # pikepdf's own reader of metadata takes a third of the time of all the checks together.
    metadata = root.Metadata.read_bytes() if "/Metadata" in root else b""
    if not _TITLE.search(metadata):
        yield "it has no title"
    if not _PDFUA.search(metadata):
        yield "it does not declare PDF/UA-1"


def _check_headings(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    levels = tree.headings
    if not levels:
        yield NO_HEADING
        return
    if levels[0] != 1:
        yield f"its first heading is of level {levels[0]}, not 1"
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"
    if len(levels) > 1 and "/Outlines" not in document.Root:
        yield "it has no bookmarks"


def _check_elements(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    for count, one, many in (
        (
            tree.figures_without_alt,
            "a picture has no text alternative",
            "pictures have no text alternative",
        ),
        (tree.tables_without_headers, "a table has no header cells", "tables have no header cells"),
        (tree.empty_links, "a link has no text", "links have no text"),
    ):
        if count:
            yield one if count == 1 else f"{count} {many}"
    yield from nesting_problems(tree.elements)


def _check_content(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    """All marked content belongs to the tree, or is an artifact."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
    drawn: list[tuple[Any, int, Any]] = [(page.obj, 0, page) for page in document.pages]
    drawn += tagged_forms(document)
    for page, form, content in drawn:
        for instruction in pikepdf.parse_content_stream(content, "BDC BMC"):
            operands = instruction.operands
            if len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary):
                mcid = operands[1].get("/MCID")
                owner = -1 if mcid is None else owner_in_form(form, int(mcid))
                if owner >= 0 and (page.objgen, owner) not in tree.content:
                    number = numbers[page.objgen]
                    yield f"page {number}: marked content {mcid} is not in the structure tree"


def _check_parents(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    yield from parent_problems(document, tree.owned)


def _check_annotations(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        if page.obj.get("/Tabs") != "/S":
            yield f"page {number}: its tab order is not that of the structure"
        for annotation in page.obj.get("/Annots", ()):
            kind = str(annotation.get("/Subtype", ""))
            if annotation.objgen not in tree.annotations:
                yield f"page {number}: an annotation ({kind}) is not in the structure tree"
            if kind == "/Link" and not str(annotation.get("/Contents", "")):
                yield f"page {number}: a link does not say where it goes"


def _check_fields(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    """Look for fields that do not say what they are for, or cannot be drawn as they stand."""
    form: Any = document.Root.get("/AcroForm", {})
    if form.get("/NeedAppearances", False):
        yield "it leaves it to viewers to draw its form fields"
    fonts = form.get("/DR", {}).get("/Font", {})
    names = Counter(str(field.get("/T", "")) for field in form.get("/Fields", ()))
    for name in (name for name, count in names.items() if name and count > 1):
        yield f"form fields share the name {name}: what is typed into one stands in all"
    for number, page in enumerate(document.pages, 1):
        for widget in page.obj.get("/Annots", ()):
            if widget.get("/Subtype") == "/Widget":
                yield from (f"page {number}: a form field {p}" for p in _field(widget, fonts))


def _field(widget: Any, fonts: Any) -> Iterator[str]:
    if not (widget.get("/T") and widget.get("/TU")):
        yield "has no name or no tooltip"
    drawn: Any = widget.get("/AP", {}).get("/N")
    if widget.get("/FT") == "/Btn":
        states = set() if drawn is None or isinstance(drawn, pikepdf.Stream) else set(drawn.keys())
        if len(states) < 2 or not {"/Off", str(widget.get("/AS"))} <= states:
            yield "does not show whether it is ticked"
        return
    names = _FONTS.findall(str(widget.get("/DA", "")))
    if not names or any(name not in fonts for name in names):
        yield "has a font that is not in the form"
    if not isinstance(drawn, pikepdf.Stream):
        yield "is not drawn"
    elif str(widget.get("/V", "")) and b"Tj" not in drawn.read_bytes():
        yield "does not show what it holds"


def _check_fonts(document: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    names: dict[str, None] = {}
    forms: dict[Any, list[Any]] = {}
    for form in tagged_forms(document):
        forms.setdefault(form.page.objgen, []).append(form)
    for page in document.pages:
        fonts = [page.resources, *(f.stream.Resources for f in forms.get(page.obj.objgen, ()))]
        for font in (font for found in fonts for font in found.get("/Font", {}).values()):
            inner = font.get("/DescendantFonts", [font])[0]
            descriptor: Any = inner.get("/FontDescriptor", {})
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                names[str(font.get("/BaseFont", "?"))] = None
    yield from (f"the font {name} is not embedded" for name in names)


_CHECKS: tuple[Callable[[pikepdf.Pdf, Tree], Iterator[str]], ...] = (
    _check_catalogue,
    _check_headings,
    _check_elements,
    _check_content,
    _check_parents,
    _check_annotations,
    _check_fields,
    _check_fonts,
)
