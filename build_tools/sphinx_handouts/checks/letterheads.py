"""What a clinic writes fits the rooms that its sheets have for it, and can be read there.

One that does not fit fails alone: its letterhead is laid out without any handout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ..records.finding import Finding, Kind, Severity
from ..records.letterhead import Letterhead, Overflow
from ..records.rendered import Misprint
from .glyphs import without_glyph

ROOMS: Mapping[str, str] = {
    "masthead": "the head of the first page",
    "contact": "the contact block",
    "phone": "the telephone line in the get-help box",
}
"""What people call the rooms."""
LOGO = "give another logo, dark on white, whose letters are paths"
MOST_TOLD = 4
"""Keys that are told of a room that is too small, the highest first."""


def check_letterhead(
    letterhead: Letterhead,
    where: str,
    names: Sequence[str],
    lines: Mapping[str, int] = MappingProxyType({}),
    line_with: Callable[[str], int] = lambda _words: 0,
) -> Iterator[Finding]:
    """Yield what is wrong with a letterhead.

    *where* is its ``brand.toml`` in messages, *names* are its paper and variant, *lines* tells
    where in the file a key stands, and *line_with* where words do; 0: nowhere.
    """
    edition = " ".join(names)
    logo = f"{where}:{lines['logo']}" if "logo" in lines else where

    def place(words: str) -> str:
        number = line_with(words)
        return f"{where}:{number}" if number else where

    for overflow in letterhead.overflow:
        line = next((f":{lines[key]}" for key in _keys(overflow) if key in lines), "")
        message = (
            f"{where}{line}: {_too_much(overflow)}; this is on {edition}, in its closest setting"
        )
        yield Finding(Kind.BRAND, message)
    for missing in letterhead.missing:
        sign = missing.character
        at = logo if missing.picture else place(sign)
        yield Finding(Kind.GLYPH, f"{at}: {without_glyph(sign, missing.picture)}")
    for misprint in letterhead.misprints:
        at = logo if misprint.in_picture else place(misprint.words.removesuffix("…"))
        message = f'{at}: on {edition}, "{misprint.words}" {misprint.problem}; {_mend(misprint)}'
        severity = Severity.WARNING if misprint.is_told_only else Severity.ERROR
        yield Finding(Kind.MISPRINT, message, severity)
    for problem in letterhead.problems:
        message = f"{where}: on {edition}, the letterhead is not accessible: {problem}; mend "
        yield Finding(Kind.STRUCTURE, f"{message}the template of your own that prints it")
    for told in letterhead.log:
        message = f"{where}: on {edition}: {told.message}"
        yield Finding(Kind.WEASYPRINT, message, Severity.WARNING)


def _mend(misprint: Misprint) -> str:
    """Return what a clinic can do about it."""
    if misprint.in_picture:
        return misprint.mend or LOGO
    return "write it in another way, or mend your own style sheet"


def _keys(overflow: Overflow) -> Iterator[str]:
    """Yield the keys that a room cannot hold, those first that need most."""
    yield from overflow.too_wide
    yield from (key for key, _height in overflow.takes)


def _too_much(overflow: Overflow) -> str:
    """Return in words what a room cannot hold, and the mend."""
    room = ROOMS.get(overflow.room, overflow.room)
    if overflow.too_wide:
        keys = " and ".join(key or "a text" for key in overflow.too_wide)
        return f"{keys} is wider than {room}; write it shorter, or with spaces"
    over = max(0.1, overflow.needs_mm - overflow.has_mm)
    most = overflow.takes[:MOST_TOLD]
    takes = ", ".join(f"{key} takes {height:.1f} mm" for key, height in most)
    # Two numbers in one text is how people write them; a room has place for one.
    number = overflow.takes[:1] and overflow.takes[0][0] == "contact.phone"
    mend = "write further numbers in contact.numbers" if number else "leave something out"
    return (
        f"{room} needs {overflow.needs_mm:.1f} mm and has {overflow.has_mm:.1f} mm: "
        f"{takes}; shorten them by {over:.1f} mm, or {mend}"
    )
