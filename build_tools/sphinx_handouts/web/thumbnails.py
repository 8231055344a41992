"""Small pictures of the first pages, for the library: drawn from the PDFs, never rendered anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from ..records.manifest import Entry
from ..records.model import Finding, Kind, Severity
from ..storage.digests import digest, rooms_digest
from ..storage.files import remove, write_atomically

FOLDER = "thumbnails"
"""Where they stand, beside the PDFs."""
WIDTH, HEIGHT = 280, 396
"""Pixels, twice those on the page: sharp on dense screens. Other papers have white around."""
QUALITY = 60
OURS = f"*-*-{16 * '[0-9a-f]'}.webp"


def name(entry: Entry) -> str:
    """Return the path of an edition's picture from the folder of the PDFs; it follows the PDF."""
    drawn = digest([entry.sha256, rooms_digest("web")])[:16]
    return f"{FOLDER}/{entry.id}-{entry.language}-{drawn}.webp"


def draw(pdf: bytes) -> bytes:
    """Return a picture of the first page of a PDF, as WebP."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        bitmap = page.render(scale=min(WIDTH / width, HEIGHT / height))
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    sheet.paste(picture, ((WIDTH - picture.width) // 2, 0))
    buffer = io.BytesIO()
    sheet.save(buffer, "WEBP", quality=QUALITY, method=6)
    return buffer.getvalue()


def publish(target: Path, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Draw the pictures of *entries* that are missing in *target*, and remove all others.

    Yields what is wrong with a PDF that cannot be drawn.
    """
    wanted = {name(entry): entry for entry in entries}
    for path, entry in wanted.items():
        if (target / path).is_file() or not (target / entry.path).is_file():
            continue  # one that is missing has been told
        try:
            picture = draw((target / entry.path).read_bytes())
        except (OSError, pypdfium2.PdfiumError) as error:
            words = (
                f"{entry.path}: no picture of it can be drawn: {error}; build the handouts again"
            )
            yield Finding(Kind.OUTPUT, words, Severity.WARNING)
        else:
            write_atomically(target / path, picture)
    drawn = {f"{FOLDER}/{path.name}" for path in (target / FOLDER).glob(OURS)}
    remove(target, drawn - wanted.keys())
