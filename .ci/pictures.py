"""Make the pictures of README and manual anew, from what stands in ``_build``.

``python .ci/pictures.py`` writes ``docs/manual/images/{sheets,book,guide,library}.png``; then look.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[1]
HTML, SHEETS = ROOT / "_build/html", ROOT / "_build/handouts/example-clinic/en"
BOOKS = ROOT / "_build/handouts/plain/en"
IMAGES = ROOT / "docs/manual/images"
SHOWN = (("BP-02", 1), ("BP-04", 1), ("BP-16", 3), ("BP-03", 1), ("BP-18", 1), ("BP-14", 1))
"""Six sheets, and the page of each that shows what it is."""
BOOK = (("GD-01", 1), ("GD-01", 2), ("GD-01", 6), ("GD-01", -1))
"""Cover, contents, the beginning of a chapter, and index of the guide as a book."""
COLUMNS, WIDTH, GAP = 3, 420, 24
"""Of the picture of the sheets: how many stand side by side, and their width in dots."""
SCREEN, SHOWN_AT = (1280, 900), (720, 506)
"""Of a page in a browser: what it is laid out for, and how large its picture is."""
COLOURS = 128
sys.path[:0] = [str(ROOT / "tests/support")]


def page_of(folder: Path, identifier: str, number: int, width: int) -> Image.Image:
    """Return a page of a sheet, from 1, or from the end."""
    (path,) = folder.glob(f"{identifier}-*-a4-standard.pdf")
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1 if number > 0 else len(document) + number]
        return page.render(scale=width / page.get_width()).to_pil().convert("RGB")


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours: it shows print."""
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)


def picture_sheets() -> None:
    """Picture the sheets, and pages of the book, side by side."""
    keep(beside([page_of(SHEETS, *shown, WIDTH) for shown in SHOWN], COLUMNS), "sheets.png")
    width = WIDTH * COLUMNS // len(BOOK)
    keep(beside([page_of(BOOKS, *shown, width) for shown in BOOK], len(BOOK)), "book.png")


def beside(pages: list[Image.Image], columns: int) -> Image.Image:
    """Return pages of one size side by side, so many in a row."""
    width, height = pages[0].width, max(page.height for page in pages)
    rows = -(-len(pages) // columns)
    size = (GAP + columns * (width + GAP), GAP + rows * (height + GAP))
    whole = Image.new("RGB", size, "#d8dde0")
    for place, page in enumerate(pages):
        row, column = divmod(place, columns)
        whole.paste(page, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return whole


def picture_pages() -> None:
    """Picture the front page and the page of handouts, as a browser shows them."""
    from browsers import start
    from playwright.sync_api import sync_playwright
    from serve import serving

    with (
        tempfile.TemporaryDirectory(prefix="guide-") as work,
        serving(HTML, Path(work)) as address,
        sync_playwright() as playwright,
        start(playwright) as browser,
    ):
        page = browser.new_context(base_url=address, service_workers="block").new_page()
        page.set_viewport_size(dict(zip(("width", "height"), SCREEN, strict=True)))  # type: ignore[arg-type]
        for name, shown in (("guide", "en/"), ("library", "en/library.html")):
            page.goto(shown, wait_until="networkidle")
            path = Path(work, f"{name}.png")
            page.screenshot(path=path)
            with Image.open(path) as picture:
                keep(picture.convert("RGB").resize(SHOWN_AT, Image.Resampling.LANCZOS), path.name)


def main() -> None:
    """Make them all."""
    if not SHEETS.is_dir() or not (HTML / "en").is_dir():
        sys.exit(f"{HTML.parent} holds no guide and sheets: build them first, with nox")
    picture_sheets()
    picture_pages()
    print(f"Look at {IMAGES}")


if __name__ == "__main__":
    try:
        main()
    except LookupError as error:
        sys.exit(str(error))
