"""Pictures of the first pages, for the library: drawn from the PDFs, never rendered anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..records.finding import Finding, Kind, Severity
from ..records.manifest import Entry
from ..storage.digests import digest, rooms_digest
from ..storage.files import remove, write_atomically

FOLDER = "thumbnails"
"""Where they stand, beside the PDFs."""
WIDTH, HEIGHT = 280, 396
"""Pixels, twice those on the page: sharp on dense screens. Other papers have white around."""
ENLARGED = 3
"""How many times as large the picture is that opens: its words can be read."""
QUALITY = 60
METHOD = 2
"""The effort of the encoder, of 6: the most takes four times as long, and saves 5 % of a file."""
OURS = (f"*-*-{16 * '[0-9a-f]'}.webp", f"*-*-{16 * '[0-9a-f]'}-large.webp")


@dataclass(frozen=True, slots=True)
class Picture:
    """The paths of the two pictures of an edition, from the folder of the PDFs."""

    small: str
    large: str


def names(entry: Entry) -> Picture:
    """Return where an edition's pictures stand; they follow the PDF."""
    drawn = digest([entry.sha256, rooms_digest("web")])[:16]
    stem = f"{FOLDER}/{entry.id}-{entry.language}-{drawn}"
    return Picture(f"{stem}.webp", f"{stem}-large.webp")


@lru_cache(maxsize=64)  # a process may publish the same sheets again and again
def draw(pdf: bytes, times: int = 1) -> bytes:
    """Return a picture of the first page of a PDF, as WebP; *times* as large as the small one.

    Raises
    ------
    ValueError
        Where it cannot be drawn.
    """
    import pypdfium2
    from PIL import Image

    size = (WIDTH * times, HEIGHT * times)
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0]
            width, height = page.get_size()
            bitmap = page.render(scale=min(size[0] / width, size[1] / height))
            picture = bitmap.to_pil().convert("RGB")
            bitmap.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    sheet = Image.new("RGB", size, "white")
    sheet.paste(picture, ((size[0] - picture.width) // 2, 0))
    buffer = io.BytesIO()
    sheet.save(buffer, "WEBP", quality=QUALITY, method=METHOD)
    return buffer.getvalue()


def publish(target: Path, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Draw the pictures of *entries* that are missing in *target*, and remove all others.

    Yields what is wrong with a PDF that cannot be drawn.
    """
    wanted = {
        path: (entry, times)
        for entry in entries
        for path, times in ((names(entry).small, 1), (names(entry).large, ENLARGED))
    }
    for path, (entry, times) in wanted.items():
        if (target / path).is_file() or not (target / entry.path).is_file():
            continue  # one that is missing has been told
        try:
            picture = draw((target / entry.path).read_bytes(), times)
        except (OSError, ValueError) as error:
            words = (
                f"{entry.path}: no picture of it can be drawn: {error}; build the handouts again"
            )
            yield Finding(Kind.OUTPUT, words, Severity.WARNING)
        else:
            write_atomically(target / path, picture)
    drawn = {f"{FOLDER}/{path.name}" for ours in OURS for path in (target / FOLDER).glob(ours)}
    remove(target, drawn - wanted.keys())
