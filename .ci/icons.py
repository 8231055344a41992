"""Draw the icons of the guide from its favicon, for devices that take no SVG.

``python .ci/icons.py`` writes them to docs/guide/_theme/static/icons, with the Chromium of this
machine. A test fails when they do not look like the favicon any more.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

STATIC = Path(__file__).parents[1] / "docs/guide/_theme/static"
SIZES = {"any": (192, 512), "maskable": (512,)}
"""Pixels; the corners of a maskable icon are cut off by the device."""


def draw(browser: Browser, purpose: str, size: int) -> Image.Image:
    """Return an icon."""
    drawing = (STATIC / "favicon.svg").read_text("utf-8")
    if purpose == "maskable":  # ground to the edges, the sign within the inner four fifths
        drawing = drawing.replace('rx="7"', "").replace(
            "<path", '<path transform="translate(3.2 3.2) scale(.8)"'
        )
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f'<body style="margin: 0">{drawing}')
    png = page.screenshot(omit_background=True)
    page.close()
    return Image.open(io.BytesIO(png)).convert("RGBA")


def main() -> None:
    """Draw them all."""
    from browsers import start

    with sync_playwright() as playwright, start(playwright) as browser:
        for purpose, sizes in SIZES.items():
            for size in sizes:
                target = STATIC / f"icons/{purpose}-{size}.png"
                target.parent.mkdir(exist_ok=True)
                draw(browser, purpose, size).quantize(64).save(target, optimize=True)
                print(target)


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(Path(__file__).parents[1] / "tests/support"))
    main()
