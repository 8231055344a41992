"""Objects of a PDF as they are written in its file (ISO 32000-1, 7.3 and 7.5).

A sheet is dressed by adding to the file of its template: to have all of it read and written anew
takes several times as long as all that is another for a clinic.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..records.geometry import Matrix
from .pdftree import SMALLEST

ROW = struct.Struct(">BIH")
"""A row of the table of objects: its kind, and two numbers that say where the object is."""
KINDS = b"/W [ 1 4 2 ]"
"""The same, as the file says it."""
STANDS, IN_A_STREAM = 1, 2
"""Kinds of rows: an object that stands in the file by itself, and one in a stream of objects."""
_TABLE = re.compile(rb"(\d+) 0 obj\b")
_REFERS = b" R"
"""Stands in what refers to an object."""
_UP = 2
"""The number of the PNG filter by which each row is written as its difference from the last."""


def written(thing: Any) -> bytes:
    """Return a value as it is written; what has a number is referred to."""
    if isinstance(thing, Object):
        return thing.unparse()
    if thing is None:
        return b"null"
    if isinstance(thing, bool):
        return b"true" if thing else b"false"
    return number(thing)


def number(value: Any, digits: int = 6) -> bytes:
    """Return a number as it is written, with so many *digits* after the point at most."""
    short = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return short.encode() if short != "-0" else b"0"


def name(words: str) -> bytes:
    """Return a name ("/Font") as it is written."""
    return Name(words).unparse()


def entries(thing: Any, without: Collection[str] = ()) -> bytes:
    """Return the entries of a dictionary, or of that of a stream, as they are written."""
    return b" ".join(
        b"%s %s" % (name(key), written(value)) for key, value in thing.items() if key not in without
    )


def raw(text: str) -> bytes:
    """Return what is written in a file, from a record that keeps it as text."""
    return text.encode("latin-1")


def array(values: Iterable[bytes]) -> bytes:
    """Return an array of what is written already."""
    return b"[ %s ]" % b" ".join(values)


def exactly(matrix: Matrix) -> bytes:
    """Return a matrix with more digits than usual: letters keep their place to a hair."""
    return array(number(value, 10) for value in matrix)


def reference(number: int) -> bytes:
    """Return a reference to an object."""
    return b"%d 0 R" % number


Pieces = tuple[bytes | int, ...]
"""Something of another file, as it is written: numbers stand where it refers to objects."""


@dataclass(frozen=True, slots=True)
class Loose:
    """An object of another file."""

    pieces: Pieces
    data: bytes | None = None
    """What a stream holds; it is compressed."""


@dataclass
class Takings:
    """Objects that are taken from another file, by their numbers there."""

    objects: dict[int, Loose] = field(default_factory=dict)

    def entries(self, thing: Any, without: Collection[str] = ()) -> Pieces:
        """Return the entries of a dictionary, or of that of a stream; take what they refer to."""
        return tuple(self._entries(thing, without))

    def take(self, thing: Any) -> int:
        """Take an object, and all that it refers to; return its number."""
        at = int(thing.objgen[0])
        if at not in self.objects:
            self.objects[at] = Loose(())  # it may refer to itself
            self.objects[at] = (
                self._stream(thing) if isinstance(thing, Stream) else self._loose(thing)
            )
        return at

    def _loose(self, thing: Any) -> Loose:
        return Loose(tuple(self._pieces(thing)))

    def _stream(self, thing: Any) -> Loose:
        pieces, data = self.entries(thing, ("/Length",)), thing.read_raw_bytes()
        if "/Filter" in thing:
            return Loose(pieces, data)
        return Loose((*pieces, b"/Filter /FlateDecode"), zlib.compress(data, SMALLEST))

    def _entries(self, thing: Any, without: Collection[str] = ()) -> Iterator[bytes | int]:
        for key, value in thing.items():
            if key not in without:
                yield name(key) + b" "
                yield from self._value(value)

    def _value(self, value: Any) -> Iterator[bytes | int]:
        if isinstance(value, Object) and value.is_indirect:
            yield self.take(value)
        else:
            yield from self._pieces(value)
        yield b" "

    def _pieces(self, thing: Any) -> Iterator[bytes | int]:
        """Yield an object itself, and not a reference to it."""
        whole = thing.unparse(resolved=True) if isinstance(thing, Object) else written(thing)
        if not isinstance(thing, Dictionary | Array) or _REFERS not in whole:
            yield whole  # most have hundreds of numbers, and refer to nothing
        elif isinstance(thing, Dictionary):
            yield b"<< "
            yield from self._entries(thing)
            yield b">>"
        else:
            yield b"[ "
            for value in thing:
                yield from self._value(value)
            yield b"]"


@dataclass
class Addition:
    """Objects to add to a file, or to put in the place of its own, by their numbers."""

    free: int
    """The next number that no object has."""
    texts: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, bytes] = field(default_factory=dict)

    def reserve(self) -> int:
        """Return a number for an object that is added later."""
        self.free += 1
        return self.free - 1

    def add(self, text: bytes) -> int:
        """Add an object, as it is written; return its number."""
        at = self.reserve()
        self.texts[at] = text
        return at

    def put_stream(self, at: int, about: bytes, data: bytes) -> None:
        """Put a stream of *data*, of which its entries tell all but its length."""
        self.streams[at] = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(data), data)

    def ending(self, at: int, rows: bytes, entries: bytes, identifier: bytes) -> bytes:
        """Return what is added, to stand in a file behind so many bytes, with *rows* of objects.

        The *entries* are those of its trailer; what the file is called, comes from *identifier*.
        """
        shelf = self._shelved()
        last = self.reserve()
        table = bytearray(rows) + bytes(ROW.size * (last + 1) - len(rows))
        parts = []
        for where, stream in sorted(self.streams.items()):
            ROW.pack_into(table, ROW.size * where, STANDS, at, 0)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (where, stream))
            at += len(parts[-1])
        for index, where in enumerate(sorted(self.texts)):
            ROW.pack_into(table, ROW.size * where, IN_A_STREAM, shelf, index)
        ROW.pack_into(table, ROW.size * last, STANDS, at, 0)
        digest = hashlib.md5(identifier + b"".join(parts), usedforsecurity=False).hexdigest()
        about = b"/Type /XRef %s /Size %d %s /ID [ <%s> <%s> ] %s" % (
            *(KINDS, last + 1, entries, identifier, digest.encode()),
            b"/Filter /FlateDecode /DecodeParms << /Columns %d /Predictor 12 >>" % ROW.size,
        )
        data = zlib.compress(_differences(bytes(table)), SMALLEST)
        parts.append(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (last, about, len(data)))
        parts.append(data + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at)
        return b"".join(parts)

    def _shelved(self) -> int:
        """Put what is no stream into a stream of objects; return its number."""
        places, at = [], 0
        for where, text in sorted(self.texts.items()):
            places.append(b"%d %d" % (where, at))
            at += len(text) + 1
        head = b" ".join(places) + b"\n"
        held = b"\n".join(text for _where, text in sorted(self.texts.items()))
        about = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(places), len(head))
        shelf = self.reserve()
        self.put_stream(shelf, about, zlib.compress(head + held, SMALLEST))
        return shelf


@dataclass
class Imports:
    """What a file gets of another one: of its objects, those that are asked for."""

    objects: Mapping[int, Loose]
    new: Addition
    known: dict[int, int] = field(default_factory=dict)
    """The numbers that objects have here, by those that they have there."""

    def text(self, pieces: Pieces) -> bytes:
        """Return something of the other file as it is written here."""
        return b"".join(
            piece if isinstance(piece, bytes) else reference(self.take(piece)) for piece in pieces
        )

    def take(self, there: int) -> int:
        """Return the number that an object has here."""
        if there not in self.known:
            self.known[there] = here = self.new.reserve()
            loose = self.objects[there]
            text = self.text(loose.pieces)
            if loose.data is None:
                self.new.texts[here] = text
            else:
                self.new.put_stream(here, text, loose.data)
        return self.known[there]


def _differences(table: bytes) -> bytes:
    """Return the rows of a *table*, each as its difference from the one before."""
    width = ROW.size
    above = bytes(width) + table
    changes = bytes((new - old) & 255 for new, old in zip(table, above, strict=False))
    sign = bytes([_UP])
    return b"".join(sign + changes[at : at + width] for at in range(0, len(changes), width))


def table_of(pdf: Pdf, data: bytes) -> tuple[int, list[tuple[int, int, int]]]:
    """Return where the table of objects stands in a file that *pdf* has opened, and its rows.

    They are those of all objects but the table, which is the last.

    Raises
    ------
    ValueError
        Where it is not written as a stream, at the end of the file.
    """
    at = int(data[data.rindex(b"startxref") :].split()[1])
    listed = _TABLE.match(data, at)
    stream: Any = pdf.get_object(int(listed[1]), 0) if listed else Dictionary(Prev=0)
    if "/Index" in stream or "/Prev" in stream:
        raise ValueError("its objects are listed in another way than ours")
    rows, ends = stream.read_bytes(), [*accumulate((int(w) for w in stream.W), initial=0)]
    columns = (
        zip(*(rows[place :: ends[-1]] for place in range(start, end)), strict=True)
        for start, end in pairwise(ends)
    )
    found = [
        (int.from_bytes(kind), int.from_bytes(where), int.from_bytes(which))
        for kind, where, which in zip(*columns, strict=True)
    ]
    if found.pop()[:2] != (STANDS, at):
        raise ValueError("its objects are listed in another order than ours")
    return at, found
