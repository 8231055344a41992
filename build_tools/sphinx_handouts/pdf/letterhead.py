"""Lays a clinic's letterhead out: each room as comfortably as all that stands in it fits.

The rooms are laid out in one setting after the other, each room on a page of its own. The pages of
the first settings that fit become the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

import pydyf
from weasyprint import Document

from ..proofing.open_pdf import Layout
from ..proofing.pictures import coarse_pictures, small_pictures
from ..proofing.read_back import read_back
from ..proofing.spoken import spoken
from ..proofing.structure import NO_HEADING, read_structure
from ..records.letterhead import (
    Letterhead,
    LetterheadJob,
    Overflow,
    Room,
    RoomName,
    Setting,
    Settings,
)
from .actual_text import with_actual_text
from .engine import (
    MM_PER_PX,
    PT_PER_PX,
    collected,
    loaded,
    locate,
    parsed,
    split_log,
    stylesheet,
    variant_of,
)
from .form_fields import complete_fields
from .glyph_texts import with_true_texts
from .layout import lay_out
from .metadata import describe
from .room_measures import LaidRoom, leave, rooms_of
from .shown_text import join_glyphs
from .tags import mended_tags, place_pictures


def furnish(job: LetterheadJob) -> Letterhead:
    """Return the letterhead of one clinic: its rooms, or what of it does not fit them."""
    with collected() as lines:
        complaints = stylesheet(job.css, job.fonts)[1]
        laid = list(_lay_out(job))
        chosen, tall = _chosen([room for _document, rooms in laid for room in rooms])
        overflow = tuple(_overflow(chosen, tall))
        pages = {id(room): d.pages[room.page] for d, rooms in laid for room in rooms}
        document = laid[0][0].copy([pages[id(room)] for room in chosen])
        pdf = b"" if overflow else _written(document, chosen, archived=job.archived)
    missing, log = split_log([*complaints, *lines])
    known = Letterhead(
        pdf,
        _settings(chosen, tall=tall is not None),
        tuple(_rooms(chosen, tall, document.pages[0].height)),
        overflow,
        log=tuple(log),
        missing=tuple(locate(document, missing)),
    )
    return known if overflow else _read(known, chosen, job)


def _lay_out(job: LetterheadJob) -> Iterator[tuple[Document, list[LaidRoom]]]:
    """Lay the rooms out in one setting after the other, until one of each fits."""
    fonts = loaded(job.fonts)
    sheet, _complaints = stylesheet(job.css, job.fonts)
    waiting = set(RoomName)
    for html in job.html:
        tree = parsed(html)
        leave(tree.etree_element, waiting)
        document = lay_out(tree, sheet, fonts, archived=job.archived)
        rooms = list(rooms_of(document))
        yield document, rooms
        waiting &= {room.name for room in rooms}
        waiting -= {room.name for room in rooms if room.fits(room.height)}
        if not waiting:
            break


def _chosen(found: Sequence[LaidRoom]) -> tuple[list[LaidRoom], LaidRoom | None]:
    """Return each room in the first setting that fits, and the tall room where that is needed."""
    chosen, tall = [], None
    for name in RoomName:
        settings = [room for room in found if room.name is name and not room.is_tall]
        if not settings:
            continue  # a template of the project's own has no such room
        fitting = next((room for room in settings if room.fits(room.height)), None)
        if fitting is None:
            tall = next((room for room in found if room.name is name and room.is_tall), tall)
            height = tall.height if tall and tall.name is name else settings[-1].height
            fitting = next((room for room in settings if room.fits(height)), settings[-1])
        chosen.append(fitting)
    return chosen, tall


def _settings(chosen: Sequence[LaidRoom], *, tall: bool) -> Settings:
    known = {room.name: room.setting for room in chosen}
    masthead, contact, phone = (known.get(name, Setting.COMFORTABLE) for name in RoomName)
    return Settings(masthead, contact, phone, tall)


def _overflow(chosen: Sequence[LaidRoom], tall: LaidRoom | None) -> Iterator[Overflow]:
    for room in chosen:
        height = tall.height if tall and room.name is tall.name else room.height
        if not room.fits(height):
            takes = sorted(room.takes.items(), key=lambda item: -item[1])
            yield Overflow(
                room.name,
                room.needs * MM_PER_PX,
                height * MM_PER_PX,
                tuple((key, taken * MM_PER_PX) for key, taken in takes),
                tuple(room.too_wide),
            )


def _rooms(chosen: Sequence[LaidRoom], tall: LaidRoom | None, page_height: float) -> Iterator[Room]:
    for number, room in enumerate(chosen):
        height = tall.height if tall and room.name is tall.name else room.height
        bottom = page_height - room.top - height
        box = (room.left, bottom, room.width, height)
        yield Room(str(room.name), number, *(value * PT_PER_PX for value in box))


def _written(document: Document, chosen: Sequence[LaidRoom], *, archived: bool) -> bytes:
    from_right = any(room.direction == "rtl" for room in chosen)

    def finish(_document: Document, file: pydyf.PDF) -> None:
        complete_fields(file, from_right=from_right)
        place_pictures(file)
        join_glyphs(file)
        describe(file, {}, archived=archived)

    with with_true_texts(), with_actual_text(), mended_tags():
        variant = variant_of(archived=archived)
        pdf: bytes = document.write_pdf(finisher=finish, pdf_variant=variant)
    return pdf


def _read(known: Letterhead, chosen: Sequence[LaidRoom], job: LetterheadJob) -> Letterhead:
    """Read the PDF back: its rooms say what their HTML says, and reach over none of their edges."""
    problems, pieces = read_structure(known.pdf)
    body = Element("body", {"dir": chosen[0].direction})
    body.extend([room.element for room in chosen])
    areas = [[(r.x, r.y, r.x + r.width, r.y + r.height)] for r in known.rooms]
    layout = Layout(areas, job.smallest)
    looks = (coarse_pictures, small_pictures)
    misprints = read_back(known.pdf, pieces, spoken(body), layout, *looks)
    problems = tuple(problem for problem in problems if problem != NO_HEADING)
    return replace(known, problems=problems, misprints=misprints)
