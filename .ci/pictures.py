"""Make the pictures of README and manual anew, from what stands in ``_build``.

``python .ci/pictures.py`` writes ``docs/manual/images/{sheets,book,guide,library}.png``, and
``themes.png`` and ``themes-phone.png`` of a small project that it builds; ``python .ci/pictures.py
themes`` makes these two alone. Then look.
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
DESK, PHONE = (1280, 800), (390, 844)
sys.path[:0] = [str(ROOT / "tests/support")]


def page_of(folder: Path, identifier: str, number: int, width: int) -> Image.Image:
    """Return a page of a sheet, from 1, or from the end."""
    (path,) = folder.glob(f"{identifier}-*-a4-standard.pdf")
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1 if number > 0 else len(document) + number]
        return page.render(scale=width / page.get_width()).to_pil().convert("RGB")


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours: it shows print. Rare colours, such as of buttons, stay."""
    few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(IMAGES / name, optimize=True)


def side_by_side(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Return one picture of many of about the same size, row by row."""
    width, height = (max(getattr(p, side) for p in pictures) for side in ("width", "height"))
    rows = -(-len(pictures) // columns)
    size = (GAP + columns * (width + GAP), GAP + rows * (height + GAP))
    whole = Image.new("RGB", size, "#d8dde0")
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        whole.paste(picture, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return whole


def picture_sheets() -> None:
    """Picture the sheets, and pages of the book, side by side."""
    sheets = [page_of(SHEETS, *shown, WIDTH) for shown in SHOWN]
    keep(side_by_side(sheets, COLUMNS), "sheets.png")
    width = WIDTH * COLUMNS // len(BOOK)
    keep(side_by_side([page_of(BOOKS, *shown, width) for shown in BOOK], len(BOOK)), "book.png")


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
        page.set_viewport_size(dict(zip(("width", "height"), SCREEN, strict=True)))
        for name, shown, down in (("guide", "en/", 0), ("library", "en/library.html", 240)):
            page.goto(shown, wait_until="networkidle")
            page.evaluate("down => scrollTo(0, down)", down)  # to the first Print button
            path = Path(work, f"{name}.png")
            page.screenshot(path=path)
            with Image.open(path) as picture:
                keep(picture.convert("RGB").resize(SHOWN_AT, Image.Resampling.LANCZOS), path.name)


def picture_themes() -> None:
    """Picture a small project under five themes: on a desk, light and dark, and on a phone."""
    from browsers import start
    from playwright.sync_api import sync_playwright
    from projects import lay_out
    from serve import serving
    from themes import LIBRARY, PARTS, THEMES, build_in_themes

    with tempfile.TemporaryDirectory(prefix="themes-") as work:
        project = lay_out(ROOT / "tests/roots", "library", Path(work, "project"))
        project.good()
        site = build_in_themes(project)
        with (
            serving(site, Path(work)) as address,
            sync_playwright() as playwright,
            start(playwright) as browser,
        ):
            # The policy of the site file would stop styles that themes write into pages.
            page = browser.new_context(base_url=address, bypass_csp=True).new_page()

            def shot(name: str, scheme: str, size: tuple[int, int], width: int) -> Image.Image:
                page.set_viewport_size({"width": size[0], "height": size[1]})
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.goto(name)
                if name.endswith(LIBRARY):
                    page.get_by_role("checkbox", name="Add to a pack My tools").check()
                    page.evaluate("scrollTo(0, 0)")
                page.screenshot(path=Path(work, "shot.png"))
                with Image.open(Path(work, "shot.png")) as picture:
                    height = round(size[1] * width / size[0])
                    return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)

            desks, phones = [], []
            for theme in THEMES:
                desks.append(shot(f"{theme}/{LIBRARY}", "light", DESK, 440))
                desks.append(shot(f"{theme}/{PARTS}", "dark", DESK, 440))
                phones.append(shot(f"{theme}/{LIBRARY}", "light", PHONE, 180))
    keep(side_by_side(desks, 2), "themes.png")
    keep(side_by_side(phones, len(phones)), "themes-phone.png")


def main(chosen: list[str]) -> None:
    """Make them all, or those of the themes alone."""
    picture_themes()
    if chosen == ["themes"]:
        return
    if not SHEETS.is_dir() or not (HTML / "en").is_dir():
        sys.exit(f"{HTML.parent} holds no guide and sheets: build them first, with nox")
    picture_sheets()
    picture_pages()
    print(f"Look at {IMAGES}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LookupError as error:
        sys.exit(str(error))
