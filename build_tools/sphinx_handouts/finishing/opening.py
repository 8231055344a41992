"""Where a template is open: found once, so that whoever dresses it need not read it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Dictionary, Pdf

from ..records.identity import NAME
from ..records.seams import FontSeam, FormSeam, Holder, PageSeam, Seams, Slot
from ..records.slots import room_of
from .font_letters import widths_of
from .pdftree import kids_of, parents
from .slots import slots_of
from .stand_ins import tables_of
from .writing import ROW, STANDS, entries, name, table_of, written


def seams_of(template: bytes) -> Seams:
    """Return what of a template is another for each clinic.

    Raises
    ------
    ValueError
        Where the file was not written by `pdftree.save`.
    """
    with pikepdf.open(io.BytesIO(template)) as pdf:
        root: Any = pdf.Root
        table = parents(root.StructTreeRoot)
        slots, holders, places = _slots(pdf, table)
        pages = [page.obj for page in pdf.pages if any(page.obj.objgen[0] == s.page for s in slots)]
        fonts = {font.objgen[0]: font for page in pages for font in _fonts(page)}
        gone = {root.Metadata.objgen[0], *(slot.form for slot in slots)}
        kept, rows = kept_of(pdf, template, gone)
        author = pdf.docinfo.get("/Author")
        return Seams(
            kept,
            rows.hex(),
            root=_without(root, "/AcroForm"),
            info=pdf.docinfo.objgen[0],
            author=author.objgen[0] if author is not None and str(author) == NAME else 0,
            identifier=bytes(pdf.trailer.ID[0]).hex(),
            metadata=(root.Metadata.objgen[0], root.Metadata.read_bytes().decode()),
            tree=_without(root.StructTreeRoot, "/ParentTreeNextKey"),
            parents=(
                root.StructTreeRoot.ParentTree.objgen[0],
                tuple((k, _text(written(v))) for k, v in sorted(table.items()) if k not in places),
            ),
            empty=tuple(table[key].objgen[0] for key in sorted(places)),
            slots=slots,
            holders=holders,
            pages=tuple(map(_page, pages)),
            fonts=tuple(_font(number, font) for number, font in sorted(fonts.items())),
            colours=tuple(table.objgen[0] for table in tables_of(pdf)),
            form=_form(root.get("/AcroForm")),
        )


@dataclass(frozen=True)
class Template:
    """What the sheets of all clinics have of their template."""

    data: bytes
    seams: Seams

    @cached_property
    def body(self) -> bytes:
        """What stands in each of their files."""
        return b"".join(self.data[start:end] for start, end in self.seams.kept)

    @cached_property
    def rows(self) -> bytes:
        """Where its objects stand there."""
        return bytes.fromhex(self.seams.rows)

    @cached_property
    def pages(self) -> dict[int, PageSeam]:
        """Its pages that have rooms, by their numbers."""
        return {page.number: page for page in self.seams.pages}

    @cached_property
    def fonts(self) -> dict[int, dict[str, tuple[int, frozenset[str]]]]:
        """For each of them, its fonts by their names: their numbers, and their letters."""
        all_fonts = {font.number: (font.name, _letters(font.widths)) for font in self.seams.fonts}
        return {
            page.number: {all_fonts[at][0]: (at, all_fonts[at][1]) for at in page.fonts}
            for page in self.seams.pages
        }


@lru_cache(maxsize=64)  # the templates of a language have the same letters, mostly
def _letters(widths: str) -> frozenset[str]:
    return frozenset(widths.split())


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def _without(thing: Any, key: str) -> tuple[int, str]:
    return thing.objgen[0], _text(entries(thing, (key,)))


def _slots(
    pdf: Pdf, table: Mapping[int, Any]
) -> tuple[tuple[Slot, ...], tuple[Holder, ...], Set[int]]:
    """Return the slots of all pages, what holds them, and their keys in the parent tree."""
    slots: list[Slot] = []
    holders, numbers, keys = {}, {}, set()
    for page in pdf.pages:
        for _name, form in slots_of(page.obj):
            keys.add(int(form.StructParent))
            element = table[int(form.StructParent)]
            box: Any = tuple(float(value) for value in form.BBox)
            matrix: Any = tuple(float(value) for value in form.Matrix)
            numbers[element.objgen] = len(slots)
            holders[element.P.objgen] = element.P
            places = form.objgen[0], page.obj.objgen[0], element.P.objgen[0]
            slots.append(Slot(room_of(str(element.Alt)), *places, box, matrix))
    held = (
        Holder(parent.K.objgen[0], tuple(_kid(kid, numbers) for kid in kids_of(parent)))
        for _number, parent in sorted(holders.items())
    )
    return tuple(slots), tuple(held), keys


def _kid(kid: Any, slots: dict[Any, int]) -> str | int:
    if isinstance(kid, Dictionary) and kid.objgen in slots:
        return slots[kid.objgen]
    return _text(written(kid))


def _page(page: Any) -> PageSeam:
    notes = _text(b" ".join(map(written, page.Annots)))
    fonts = tuple(font.objgen[0] for font in _fonts(page))
    return PageSeam(page.objgen[0], page.Annots.objgen[0], notes, fonts)


def _font(number: int, font: Any) -> FontSeam:
    return FontSeam(number, str(font.BaseFont), widths_of(font))


def _fonts(page: Any) -> Iterator[Any]:
    for font in page.Resources.get("/Font", {}).values():
        if font.is_indirect:
            yield font


def _form(form: Any) -> FormSeam | None:
    if form is None:
        return None
    fonts = form.DR.Font
    return FormSeam(
        form.Fields.objgen[0],
        _text(b" ".join(map(written, form.Fields))),
        tuple(str(field.get("/T", "")) for field in form.Fields),
        fonts.objgen[0],
        tuple((_text(name(key)), font.objgen[0]) for key, font in fonts.items()),
    )


def kept_of(pdf: Pdf, data: bytes, gone: Set[int]) -> tuple[tuple[tuple[int, int], ...], bytes]:
    """Return which bytes stay where the objects of *gone* go, and where all others stand then."""
    end, rows = table_of(pdf, data)
    places = sorted([*(row[1] for row in rows if row[0] == STANDS), end])
    ends = dict(pairwise(places))
    cuts = sorted((rows[number][1], ends[rows[number][1]]) for number in gone)
    starts = [0, *(after for _before, after in cuts)]
    kept = zip(starts, [*(before for before, _after in cuts), end], strict=True)
    table = bytearray()
    for kind, where, which in rows:
        cut = 0
        if kind == STANDS:
            cut = sum(after - before for before, after in cuts if after <= where)
        table += ROW.pack(kind, where - cut, which)
    return tuple(kept), bytes(table)
