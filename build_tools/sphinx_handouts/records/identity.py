"""Which sheet a PDF is: said in its metadata (XMP), and read back from there.

The reader looks for the metadata in the bytes of the file, as XMP is made for, and never opens the
PDF: a file from a stranger can cost it neither time nor memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from xml.etree import ElementTree as ET

NAMESPACE = "urn:uuid:b770ab12-c68a-4809-80ea-beeb79cd5ca0#"
"""Namespace of our XMP properties: an address that nobody can own, and that leads nowhere."""
PREFIX = "handout"
NAME = "\ue000clinic\ue001"
KEY = "\ue000brand\ue001"
"""Stand in for the name of a clinic, and of its folder, where both are filled in afterwards."""
DRAFT = "+draft"
"""End of the version of content that was not released."""

LARGEST_PACKET = 1 << 18
"""Bytes of metadata that are read; ours are about two thousand."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PACKET = re.compile(rb"<\?xpacket begin=.{0,200}?\?>(.*?)<\?xpacket end=", re.DOTALL)
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")


class NoIdentity(ValueError):
    """Why a file does not say which sheet it is, in a few words."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a PDF says of itself; what does not apply is empty.

    The names of the fields are those of the XMP properties.
    """

    id: str = ""
    """Id of the handout; empty for a pack."""
    slug: str = ""
    version: str = ""
    contentHash: str = ""  # noqa: N815 - XMP properties are spelt so
    """Digest of what the reader reads, as in the ledger."""
    state: str = ""
    nextReview: str = ""  # noqa: N815 - as above
    brand: str = ""
    clinic: str = ""
    language: str = ""
    paper: str = ""
    variant: str = ""
    members: tuple[str, ...] = ()
    """For a pack, its handouts in printing order: "BP-03 1.0 sha256:...".

    For a contents sheet, which prints nothing of their content: "BP-03 1.0".
    """

    def properties(self) -> dict[str, str | list[str]]:
        """Return the properties that are not empty, in the order of the fields."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value
        }


def stand_in(identity: Identity) -> Identity:
    """Return what a sheet says of itself that is laid out once for all clinics."""
    return replace(identity, brand=KEY, clinic=NAME if identity.clinic else "")


def parts(pack: Identity) -> list[Identity]:
    """Return what a pack or a contents sheet says of its members.

    Raises
    ------
    NoIdentity
        Where it cannot be understood.
    """
    found = []
    for member in pack.members:
        words = member.split(" ")
        if len(words) not in {2, 3}:
            raise NoIdentity("its list of handouts cannot be understood")
        identifier, version, content = (*words, "")[:3]
        found.append(Identity(identifier, "", version, content, language=pack.language))
    return found


def find(data: bytes) -> Identity:
    """Return what the bytes of a PDF say of it.

    Raises
    ------
    NoIdentity
        Where they say nothing, or contradict themselves.
    """
    if b"%PDF-" not in data[:1024]:
        raise NoIdentity("is no PDF")
    found = {identity for packet in _packets(data) if (identity := _parse(packet))}
    if len(found) > 1:
        raise NoIdentity("says two different things of itself")
    if not found and _ENCRYPTED.search(data):
        raise NoIdentity("is encrypted")
    if not found:
        raise NoIdentity("does not say which handout it is: it was not made by sphinx-handouts")
    return found.pop()


def _packets(data: bytes) -> list[bytes]:
    """Return the metadata in a file: its own, and that of pictures in it."""
    return [
        match[1]
        for match in _PACKET.finditer(data)
        if len(match[1]) <= LARGEST_PACKET and NAMESPACE.encode() in match[1]
    ]


def _parse(packet: bytes) -> Identity | None:
    """Return what a piece of metadata says of our properties, if anything."""
    if b"<!" in packet:  # no declaration has a place here: an entity can blow up memory
        raise NoIdentity("has metadata that cannot be read")
    try:
        root = ET.fromstring(packet)
    except (ET.ParseError, ValueError):
        raise NoIdentity("has metadata that cannot be read") from None
    known = {field.name for field in fields(Identity)}
    values: dict[str, Any] = {
        name: value
        for description in root.iter(f"{{{_RDF}}}Description")
        for name, value in _properties(description).items()
        if name in known and isinstance(value, tuple) == (name == "members")
    }
    identity = Identity(**values)
    return identity if identity.id or identity.members else None


def _properties(description: ET.Element) -> Mapping[str, str | tuple[str, ...]]:
    """Return our properties of one description: attributes, elements, and lists of them."""
    ours = f"{{{NAMESPACE}}}"
    values: dict[str, str | tuple[str, ...]] = {
        name.removeprefix(ours): text for name, text in description.items() if name.startswith(ours)
    }
    for child in description:
        if child.tag.startswith(ours):
            listed = child.find(f"{{{_RDF}}}Seq")
            values[child.tag.removeprefix(ours)] = (
                child.text or "" if listed is None else tuple(item.text or "" for item in listed)
            )
    return values
