"""Dressing: a sheet that was laid out once becomes the sheet of each clinic.

What is drawn on a page of the letterhead becomes a form XObject in the slot of its room, clipped
to the room, so that a clinic's details cannot reach over a word of the sheet. Its elements take
their place in the structure tree, with references to the content of the form (ISO 32000-1,
14.7.4.2). The colour that stood in for the clinic's is exchanged, and so are the names in the
metadata. All this is added to the file of the template, which is not even read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pikepdf import String

from ..records.geometry import times
from ..records.identity import KEY, NAME
from ..records.seams import Holder, Seams, Slot
from ..records.slots import Livery
from .fillings import Element, Filling, Fillings, Form, Widget, fillings
from .opening import Template, seams_of
from .slots import Undressable
from .stand_ins import table_of
from .writing import ROW, Addition, Imports, array, exactly, number, raw, reference

TOLERANCE = 0.05
"""Points by which a room of a letterhead may differ from the slot: no eye sees them."""
PRIVATE = "\ue000"
"""Begins what stands in for something."""
_NUMBER = re.compile(r"\d*$")


def dress(
    template: bytes, liveries: Iterable[Livery], seams: Seams | None = None
) -> Iterator[bytes]:
    """Yield the sheet of each clinic; the *seams* of the template are found where none are given.

    Raises
    ------
    Undressable
        Where a letterhead does not fit the slots of the template.
    """
    opened = Template(template, seams or seams_of(template))
    for ending in endings_of(opened, liveries):
        yield opened.body + ending


def endings_of(template: Template, liveries: Iterable[Livery]) -> Iterator[bytes]:
    """Yield what follows the body of a template in the sheet of each clinic; see `dress`."""
    for livery in liveries:
        yield _Sheet(template, livery, fillings(livery)).ending()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the elements of one room go."""

    slot: Slot
    shift: tuple[float, float]
    owners: list[bytes]
    """The row of the parent tree for the content of the form."""


@dataclass
class _Sheet:
    """The sheet of a clinic while it is made."""

    template: Template
    livery: Livery
    letterhead: Fillings
    parents: dict[int, bytes] = field(default_factory=dict)
    """Rows that the parent tree has beside those of the template."""
    fields: list[tuple[int, bytes]] = field(default_factory=list)
    """The form fields that are added: their pages, and references to them."""

    def __post_init__(self) -> None:
        self.seams = self.template.seams
        self.new = Addition(len(self.template.rows) // ROW.size)
        self.next_key = max((key for key, _value in self.seams.parents[1]), default=-1) + 1
        self.drawn = Imports(self.letterhead.objects, self.new)
        own, theirs = self.seams.form, self.letterhead.form
        self.names = set(own.names) if own else set()
        # Fields of the letterhead are written in the fonts that the sheet has for its own.
        known = {raw(name): at for name, at in own.fonts} if own else {}
        fonts = theirs.fonts if theirs else {}
        shared = {at: known[name] for name, at in fonts.items() if name in known}
        self.in_fields = Imports(theirs.objects if theirs else {}, self.new, shared)

    def ending(self) -> bytes:
        """Return what is added to the template's body."""
        kids = [self._fill(slot) for slot in self.seams.slots]
        for holder in self.seams.holders:
            self._hold(holder, kids)
        self._put_parents()
        if self.fields:
            self._put_fields()
        for at in self.seams.colours:
            self.new.texts[at] = table_of(self.livery.accent)
        for at in self.seams.empty:  # what they say is no word of the sheet
            self.new.texts[at] = b"null"
        self._say_whose()
        ends = reference(self.seams.root[0]), reference(self.seams.info)
        identifier = self.seams.identifier.encode()
        begins, rows = len(self.template.body), self.template.rows
        return self.new.ending(begins, rows, b"/Root %s /Info %s" % ends, identifier)

    # --- the rooms ----------------------------------------------------------------------------

    def _fill(self, slot: Slot) -> bytes:
        """Draw a letterhead's room in its slot; return its elements."""
        filling = self.letterhead.rooms[slot.room]
        _check_size(slot, filling)
        x, y = slot.box[0] - filling.box[0], slot.box[1] - filling.box[1]
        key = self._own(b"")
        fonts = b" ".join(
            b"%s %s" % (name, reference(at)) for name, at in self._fonts(slot, filling)
        )
        about = b"/Type /XObject /Subtype /Form /Filter /FlateDecode /BBox %s /Matrix %s" % (
            array(map(number, filling.box)),
            exactly(times((1, 0, 0, 1, x, y), slot.matrix)),
        )
        resources = b"/Resources << %s /Font << %s >> >>" % (self.drawn.text(filling.others), fonts)
        tied = b"/StructParents %d /Room /%s" % (key, slot.room.encode())
        self.new.put_stream(slot.form, b" ".join([about, resources, tied]), filling.content)
        # Of a room in which nothing stands, the element is named that may hold something later.
        nobody = [b"null"] * filling.length or [reference(slot.parent)]
        place = _Place(slot, (x, y), nobody)
        made = [self._made(one, place, slot.parent) for one in filling.elements]
        self.parents[key] = reference(self.new.add(array(place.owners)))
        return b" ".join(made)

    def _own(self, owner: bytes) -> int:
        """Add a row to the parent tree; return its key."""
        key = self.next_key
        self.next_key += 1
        self.parents[key] = owner
        return key

    def _fonts(self, slot: Slot, filling: Filling) -> Iterator[tuple[bytes, int]]:
        """Yield the fonts with which a room is drawn: where the sheet has one, that."""
        known = self.template.fonts[slot.page]
        for name, font in filling.fonts.items():
            own, letters = known.get(font.name, (0, frozenset()))
            yield name, own if own and font.widths <= letters else self.drawn.take(font.number)

    def _made(self, element: Element, place: _Place, parent: int) -> bytes:
        """Add an element of a letterhead; return a reference to it."""
        at, page = self.new.reserve(), reference(place.slot.page)
        kids = []
        for kid in element.kids:
            if isinstance(kid, int):
                place.owners[kid] = reference(at)
                drawn = reference(place.slot.form), kid
                kids.append(b"<< /Type /MCR /Stm %s /MCID %d >>" % drawn)
            elif isinstance(kid, Widget):
                field = self._placed(kid, place, at)
                kids.append(b"<< /Type /OBJR /Obj %s >>" % field)
            else:
                kids.append(self._made(kid, place, at))
        attributes = element.attributes
        if element.box:
            attributes += b" /BBox %s" % _shifted(element.box, place.shift)
        if attributes:
            attributes = b"/A << %s >>" % attributes
        about = b"/Type /StructElem /S %s /P %s /Pg %s" % (element.tag, reference(parent), page)
        self.new.texts[at] = b"<< %s %s %s /K %s >>" % (
            *(about, element.about, attributes, array(kids)),
        )
        return reference(at)

    def _hold(self, holder: Holder, rooms: Sequence[bytes]) -> None:
        """Put what stands in the rooms where they stand in their element."""
        kids = (rooms[kid] if isinstance(kid, int) else raw(kid) for kid in holder.kids)
        self.new.texts[holder.number] = array(kids)

    def _put_parents(self) -> None:
        table = self.seams.parents
        rows = [b"%d %s" % (key, raw(value)) for key, value in table[1]]
        rows += [b"%d %s" % row for row in sorted(self.parents.items())]
        self.new.texts[table[0]] = b"<< /Nums %s >>" % array(rows)
        at, about = self.seams.tree
        self.new.texts[at] = b"<< %s /ParentTreeNextKey %d >>" % (raw(about), self.next_key)

    # --- form fields --------------------------------------------------------------------------

    def _placed(self, kid: Widget, place: _Place, owner: int) -> bytes:
        """Add a field of a letterhead, with a name that no other field has."""
        name = kid.name
        while name in self.names:
            name = _NUMBER.sub(lambda found: str(int(found[0] or 1) + 1), name, count=1)
        self.names.add(name)
        key = self._own(reference(owner))
        tied = b"/T %s /Rect %s /P %s /StructParent %d" % (
            String(name).unparse(),
            _shifted(kid.box, place.shift),
            *(reference(place.slot.page), key),
        )
        field = reference(self.new.add(b"<< %s %s >>" % (self.in_fields.text(kid.about), tied)))
        self.fields.append((place.slot.page, field))
        return field

    def _put_fields(self) -> None:
        """Put the fields of a letterhead on their pages, and into the form of the sheet."""
        for at in dict.fromkeys(page for page, _field in self.fields):
            page = self.template.pages[at]
            notes = [raw(page.annotations), *(field for on, field in self.fields if on == at)]
            self.new.texts[page.notes] = array(notes)
        own, theirs = self.seams.form, self.letterhead.form
        fields = [field for _page, field in self.fields]
        fonts = theirs.fonts if theirs else {}
        named = {name: reference(self.in_fields.take(at)) for name, at in fonts.items()}
        if own:
            named |= {raw(name): reference(at) for name, at in own.fonts}
            self.new.texts[own.list] = array([raw(own.fields), *fields])
            self.new.texts[own.table] = _table(named)
        elif theirs:
            self._take_form(theirs, array(fields), _table(named))

    def _take_form(self, theirs: Form, fields: bytes, fonts: bytes) -> None:
        """Give a sheet that has no form that of the letterhead."""
        about, resources = map(self.in_fields.text, (theirs.about, theirs.resources))
        form = b"<< %s /Fields %s /DR << %s /Font %s >> >>" % (about, fields, resources, fonts)
        at, about = self.seams.root[0], raw(self.seams.root[1])
        self.new.texts[at] = b"<< %s /AcroForm %s >>" % (about, reference(self.new.add(form)))

    # --- names --------------------------------------------------------------------------------

    def _say_whose(self) -> None:
        """Name the clinic in the metadata."""
        at, words = self.seams.metadata
        for stand_in, value in ((NAME, self.livery.name), (KEY, self.livery.key)):
            words = words.replace(stand_in, escape(value))
        if PRIVATE in words:
            raise Undressable("its metadata names a clinic where none is looked for")
        self.new.put_stream(at, b"/Type /Metadata /Subtype /XML", words.encode())
        if self.seams.author:
            self.new.texts[self.seams.author] = String(self.livery.name).unparse()


def _table(entries: Mapping[bytes, bytes]) -> bytes:
    return b"<< %s >>" % b" ".join(b"%s %s" % entry for entry in entries.items())


def _check_size(slot: Slot, filling: Filling) -> None:
    """Refuse a letterhead that was laid out for a room of another size."""
    for low, high in ((0, 2), (1, 3)):
        wanted = slot.box[high] - slot.box[low]
        if abs(wanted - (filling.box[high] - filling.box[low])) > TOLERANCE:
            raise Undressable(f"the room for the {slot.room} has another size than on a letterhead")


def _shifted(box: Sequence[float], shift: tuple[float, float]) -> bytes:
    return array(number(value + shift[place % 2]) for place, value in enumerate(box))
