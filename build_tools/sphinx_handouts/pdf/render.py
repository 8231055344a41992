"""HTML to PDF bytes: one sheet, whole.

It runs in worker processes, for WeasyPrint is not thread-safe.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import nullcontext

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from ..finishing.imposition import booklet_order, impose
from ..finishing.opening import seams_of
from ..finishing.slots import open_slots
from ..proofing.open_pdf import Layout
from ..proofing.read_back import forgotten, read_back
from ..proofing.spoken import spoken
from ..proofing.structure import read_structure
from ..records.fonts import FAMILY
from ..records.geometry import Box as Area
from ..records.jobs import RenderJob
from ..records.rendered import Laid, Misprint, Rendered
from ..records.slots import room_of
from .actual_text import with_actual_text
from .breaks.long_boxes import let_long_boxes_break
from .engine import (
    MM_PER_PX,
    PT_PER_PX,
    collected,
    loaded,
    locate,
    parsed,
    remove_font_files,
    split_log,
    stylesheet,
    variant_of,
    with_letters,
)
from .fill import fills, reach
from .fit.formula_sizes import small_formulas
from .fit.unfit_tables import ROUNDS, set_tables_anew
from .form_fields import complete_fields
from .glyph_texts import with_true_texts
from .layout import lay_out
from .limits import at_the_end
from .metadata import describe
from .page_links import linked_anchors, write_pages
from .shown_text import join_glyphs
from .tags import mark_artifacts, mended_tags, place_pictures

_CROSS_REFERENCE = re.compile(r'data-page-of="#([^"]+)"')
"""An element that says on which page another one is."""


def start_worker() -> None:
    """Prepare a worker process: the parent alone answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    at_the_end(remove_font_files)


def render(job: RenderJob) -> Rendered:
    """Render one sheet to PDF/UA-1 bytes."""
    fonts = loaded(job.fonts)
    sheet, complaints = stylesheet(job.css, job.fonts)
    with collected() as lines:
        html, document, tables_anew, lost = _with_pages(job, sheet, fonts)
        anchors = _anchors(document)
        from_right = html.etree_element.get("dir") == "rtl"
        pdf = _written(document, job, from_right)
    if job.booklet:
        pdf = impose(pdf, from_right=from_right)
    wanted = _CROSS_REFERENCE.findall(job.html)
    named = tuple((name, anchors[name]) for name in wanted if name in anchors)
    areas = _areas(document, job.booklet, from_right)
    laid = Laid(areas, tables_anew, named, fills(document))
    problems, misprints = _read(pdf, html, job, laid, anchors)
    if job.has_slots:
        pdf = open_slots(pdf, _slots(html))
    missing, log = split_log([*complaints, *lines])
    last = document.pages[-1]._page_box
    filled = reach(last)
    return Rendered(
        pdf=pdf,
        seams=seams_of(pdf) if job.has_slots else None,
        laid=laid,
        pages=len(document.pages),
        last_page_mm=filled * MM_PER_PX,
        room_mm=(last.height - filled) * MM_PER_PX,
        log=tuple(log),
        problems=problems,
        missing=tuple(locate(document, missing)),
        misprints=(*lost, *small_formulas(document, job.smallest), *misprints),
    )


def read_again(
    pdf: bytes, job: RenderJob, laid: Laid
) -> tuple[tuple[str, ...], tuple[Misprint, ...]]:
    """Return what is wrong with the structure of a PDF, and what of *job* cannot be read on it."""
    html, anchors = parsed(job.html), dict(laid.anchors)
    if laid.tables_anew:  # what stands in their place is known when they are laid out
        sheet, _complaints = stylesheet(job.css, job.fonts)
        _lay_out(html, sheet, loaded(job.fonts), archived=job.archived)
    write_pages(html.etree_element, anchors)
    return _read(pdf, html, job, laid, anchors)


def _read(
    pdf: bytes, html: HTML, job: RenderJob, laid: Laid, anchors: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[Misprint, ...]]:
    problems, pieces = read_structure(pdf)
    layout = Layout(laid.areas, job.smallest, job.booklet, job.furniture)
    return problems, read_back(pdf, pieces, spoken(html.etree_element, anchors), layout)


def _written(document: Document, job: RenderJob, from_right: bool) -> bytes:
    """Return the PDF of what was laid out, mended while it is written."""
    letters = with_letters(job.fonts.families[0] if job.fonts.families else FAMILY)
    with (
        letters if job.has_slots else nullcontext(),
        with_true_texts(),
        with_actual_text(),
        mended_tags(job.furniture) as furniture,
    ):

        def finish(_document: Document, file: pydyf.PDF) -> None:
            mark_artifacts(file, furniture)
            complete_fields(file, from_right=from_right)
            place_pictures(file)
            join_glyphs(file)
            describe(file, job.identity.properties(), archived=job.archived)

        variant = variant_of(archived=job.archived)
        pdf: bytes = document.write_pdf(finisher=finish, pdf_variant=variant)
    return pdf


def _anchors(document: Document) -> dict[str, int]:
    """Return the page on which each element with an id begins."""
    return {
        name: number
        for number, page in reversed(list(enumerate(document.pages, 1)))
        for name in page.anchors
    }


def _with_pages(
    job: RenderJob, sheet: CSS, fonts: FontConfiguration
) -> tuple[HTML, Document, bool, tuple[Misprint, ...]]:
    """Lay a sheet out, and once more where the pages that its index names are not those it has.

    Return its tree, its pages, whether a table was written anew, and what was lost thereby.
    """
    pages = dict(job.last_pages)
    for _round in range(ROUNDS):
        html = parsed(job.html)
        asked = linked_anchors(html.etree_element)
        if pages:
            write_pages(html.etree_element, pages)
        before = spoken(html.etree_element)
        document, anew = _lay_out(html, sheet, fonts, archived=job.archived)
        lost = tuple(forgotten(before, spoken(html.etree_element))) if anew else ()
        found = _anchors(document)
        if not asked or (pages and all(pages.get(a, 0) == found.get(a, 0) for a in asked)):
            break
        pages = found
    return html, document, anew, lost


def _lay_out(
    html: HTML, sheet: CSS, fonts: FontConfiguration, *, archived: bool
) -> tuple[Document, bool]:
    """Lay a sheet out, and once more where a table or box does not fit its page.

    Return whether a table was written anew.
    """
    document, anew = lay_out(html, sheet, fonts, archived=archived), False
    for _round in range(ROUNDS):
        if set_tables_anew(document, html.etree_element):
            anew = True
        elif not let_long_boxes_break(document):
            break
        document = lay_out(html, sheet, fonts, archived=archived)
    return document, anew


def _slots(html: HTML) -> Iterator[str]:
    """Yield the rooms for which a slot stands in a sheet."""
    for picture in html.etree_element.iter("img"):
        if room := room_of(picture.get("alt", "")):
            yield room


def _areas(document: Document, booklet: bool, from_right: bool) -> tuple[tuple[Area, ...], ...]:
    """Return the page areas on each page of the PDF, in points from its lower left corner."""
    flat = []
    for page in document.pages:
        box = page._page_box
        left, top = box.content_box_x(), box.content_box_y()
        area = (left, page.height - top - box.height, left + box.width, page.height - top)
        flat.append(tuple(value * PT_PER_PX for value in area))
    if not booklet:
        return tuple((area,) for area in flat)
    width = document.pages[0].width * PT_PER_PX
    return tuple(
        tuple(
            (area[0] + side * width, area[1], area[2] + side * width, area[3])
            for side, area in enumerate(flat[n] if n < len(flat) else None for n in pair)
            if area
        )
        for pair in booklet_order(len(flat), from_right=from_right)
    )
