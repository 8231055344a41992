"""Where a template is open: what of its file is another for each clinic.

All else of a template is the same in every sheet that is made of it, and is not even read when it
is dressed. What stands here is written as in the file, the metadata apart: the syntax of PDF, in
Latin-1.
"""

from __future__ import annotations

from dataclasses import dataclass

from .geometry import Box, Matrix


@dataclass(frozen=True, slots=True)
class Slot:
    """A room to fill: a form that is drawn on a page, and its place in the structure tree."""

    room: str
    form: int
    """Number of the object that is drawn there."""
    page: int
    """Number of the page."""
    parent: int
    """Number of the element that holds what stands in the room."""
    box: Box
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Holder:
    """What an element holds in which rooms are."""

    number: int
    """Number of the array of its kids."""
    kids: tuple[str | int, ...]
    """Its kids; for those that are rooms, their numbers among the slots."""


@dataclass(frozen=True, slots=True)
class PageSeam:
    """A page that has rooms."""

    number: int
    notes: int
    """Number of the array of its annotations."""
    annotations: str
    fonts: tuple[int, ...]
    """Numbers of the fonts that are used there."""


@dataclass(frozen=True, slots=True)
class FontSeam:
    """A font of the pages that have rooms: a letterhead may be written in it."""

    number: int
    name: str
    widths: str
    """Its letters and their widths: `finishing.writing.widths_of`."""


@dataclass(frozen=True, slots=True)
class FormSeam:
    """The interactive form of a template."""

    list: int
    """Number of the array of its fields."""
    fields: str
    names: tuple[str, ...]
    """What its fields are called."""
    table: int
    """Number of the dictionary of its fonts."""
    fonts: tuple[tuple[str, int], ...]
    """Their names, and their numbers."""


@dataclass(frozen=True, slots=True)
class Seams:
    """What of a template is another for each clinic."""

    kept: tuple[tuple[int, int], ...]
    """Ranges of bytes of the file that are the same in each sheet."""
    rows: str
    """For each object what it is, where it stands and which it is there, in hexadecimal digits."""
    root: tuple[int, str]
    """Number and entries of the catalogue, apart from its form."""
    info: int
    """Number of the information dictionary."""
    author: int
    """Number of the author's name in it; 0 where that is no clinic."""
    identifier: str
    """What the file is called, in hexadecimal digits."""
    metadata: tuple[int, str]
    """Number and text of the metadata (XMP)."""
    tree: tuple[int, str]
    """Number and entries of the root of the structure tree, apart from the next free key."""
    parents: tuple[int, tuple[tuple[int, str], ...]]
    """Number of the parent tree, its keys and their values."""
    empty: tuple[int, ...]
    """Numbers of the elements of its slots: nothing leads to them in a sheet."""
    slots: tuple[Slot, ...]
    holders: tuple[Holder, ...]
    pages: tuple[PageSeam, ...]
    fonts: tuple[FontSeam, ...]
    colours: tuple[int, ...]
    """Numbers of the tables that hold the clinic's colour."""
    form: FormSeam | None
