"""Lays a clinic's letterhead out: each room as comfortably as all that stands in it fits.

The rooms in all settings are laid out in one go, each on a page of its own. The pages of the first
settings that fit become the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

import pydyf
from weasyprint import Document

from ..records.letterhead import (
    Letterhead,
    LetterheadJob,
    Overflow,
    Room,
    RoomName,
    Settings,
)
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
from .metadata import describe
from .read_back import Layout, read_back
from .room_measures import LaidRoom, rooms_of
from .spoken import spoken
from .structure import NO_HEADING, read_structure
from .tags import mended_tags

Rooms = Mapping[RoomName, Sequence[LaidRoom]]
"""Each room in its settings, the largest type first."""


def furnish(job: LetterheadJob) -> Letterhead:
    """Return the letterhead of one clinic: its rooms, or what of it does not fit them."""
    sheet, complaints = stylesheet(job.css, job.fonts)
    with collected() as lines:
        html = parsed(job.html)
        variant, fonts = variant_of(archived=job.archived), loaded(job.fonts)
        document = html.render(font_config=fonts, stylesheets=[sheet], pdf_variant=variant)
        found = rooms_of(document)
        chosen, tall = _chosen(found)
        settings = _settings(chosen, tall=tall is not None)
        overflow = tuple(_overflow(chosen, tall))
        if not overflow:
            document = document.copy([document.pages[room.page] for room in chosen])
            pdf = _written(document, variant, archived=job.archived)
    missing, log = split_log([*complaints, *lines])
    known = Letterhead(
        b"",
        settings,
        tuple(_rooms(chosen, tall, document.pages[0].height)),
        overflow,
        log=tuple(log),
        missing=tuple(locate(document, missing)),
    )
    return known if overflow else _read(known, pdf, html.etree_element, chosen, job)


def _chosen(found: Rooms) -> tuple[list[LaidRoom], LaidRoom | None]:
    """Return each room in the first setting that fits, and the tall room where that is needed."""
    chosen, tall = [], None
    for name in RoomName:
        settings = [room for room in found.get(name, ()) if not room.is_tall]
        if not settings:
            continue
        fitting = next((room for room in settings if room.fits(room.height)), None)
        if fitting is None:
            tall = next((room for room in found[name] if room.is_tall), None)
            height = tall.height if tall else settings[-1].height
            fitting = next((room for room in settings if room.fits(height)), settings[-1])
        chosen.append(fitting)
    return chosen, tall


def _settings(chosen: Sequence[LaidRoom], *, tall: bool) -> Settings:
    return replace(Settings(tall=tall), **{str(room.name): room.setting for room in chosen})


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
        yield Room(room.name, number, *(value * PT_PER_PX for value in box))


def _written(document: Document, variant: str, *, archived: bool) -> bytes:
    def finish(_document: Document, file: pydyf.PDF) -> None:
        complete_fields(file)
        describe(file, {}, archived=archived)

    with mended_tags():
        pdf: bytes = document.write_pdf(finisher=finish, pdf_variant=variant)
    return pdf


def _read(
    known: Letterhead,
    pdf: bytes,
    root: Element,
    chosen: Sequence[LaidRoom],
    job: LetterheadJob,
) -> Letterhead:
    """Read the PDF back: its rooms say what their HTML says, and reach over none of their edges."""
    problems, pieces = read_structure(pdf)
    body = Element("body", {"dir": root.get("dir", "ltr")})
    body.extend([room.element for room in chosen])
    areas = [[(r.x, r.y, r.x + r.width, r.y + r.height)] for r in known.rooms]
    misprints = read_back(pdf, pieces, spoken(body), Layout(areas, job.smallest))
    problems = tuple(problem for problem in problems if problem != NO_HEADING)
    return replace(known, pdf=pdf, problems=problems, misprints=misprints)
