"""A language for tests: English in which every letter has an accent, so that a bare one is told."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.pofile import read_po, write_po

TAG = "en_XA"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "āƀćđēƒğħīĵķļḿńōƥɋŕśţūṽŵẋŷźĀƁĆĐĒƑĞĦĪĴĶĻḾŃŌƤɊŔŚŢŪṼŴẊŶŹ"
LETTERS = str.maketrans(PLAIN, ACCENTED)

KEPT = re.compile(
    r"""\{[\w:]+\}`[^`]*`  # a role and its target
    | %\(\w+\)[sd] | %[sd] | \{\w+\}  # places to fill
    | \[\^\w+\] | \]\([^)]*\)  # a footnote; the target of a link
    | https?://\S+""",
    re.VERBOSE,
)
"""What must be the same in every language."""


TERM = re.compile(r"\{term\}`([^`<]*)`")
"""A word of the glossary: a translator writes what is read, and what it stands for."""


def accented(text: str) -> str:
    """Return *text* in the language of the tests."""
    pieces = [piece.translate(LETTERS) for piece in KEPT.split(text)]
    kept = [*KEPT.findall(text), ""]
    whole = "".join(piece + same for piece, same in zip(pieces, kept, strict=True))
    return TERM.sub(lambda found: f"{{term}}`{found[1].translate(LETTERS)} <{found[1]}>`", whole)


def translate(templates: Iterable[Path], folder: Path) -> None:
    """Write the translation of each of *templates* into *folder*, as a translator would."""
    place = folder / TAG / "LC_MESSAGES"
    place.mkdir(parents=True)
    for template in templates:
        with template.open("rb") as file:
            catalogue = read_po(file, locale="en")
        for message in catalogue:
            if isinstance(message.id, tuple):
                message.string = tuple(accented(form) for form in message.id)
            elif message.id:
                message.string = accented(message.id)
        written = io.BytesIO()
        write_po(written, catalogue)
        (place / f"{template.stem}.po").write_bytes(written.getvalue())
