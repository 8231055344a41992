"""Picture the built guide, to be looked at: each page on phone and desk, light and dark.

``python .ci/screenshots.py`` writes ``_build/screenshots/<page>-<width>-<scheme>.png``.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build/html"
TARGET = ROOT / "_build/screenshots"
SCREENS = ((1280, 900), (390, 844), (320, 568))
SCHEMES = ("light", "dark")
sys.path[:0] = [str(ROOT / "tests/support")]


def pages() -> list[str]:
    """Return the pages of the guide, and one of each other kind."""
    found = [path.relative_to(HTML).as_posix() for path in sorted(HTML.glob("en/*.html"))]
    found += ["en/search.html?q=massage", "404.html", "codes/"]
    for pattern in ("codes/*/*/index.html", "h/*/index.html", "h/*/*/index.html"):
        found += [path.relative_to(HTML).as_posix() for path in sorted(HTML.glob(pattern))[:1]]
    return found


def main(chosen: list[str]) -> None:
    """Picture the pages, or those that are named."""
    from browsers import start
    from playwright.sync_api import sync_playwright
    from serve import serving

    if not (HTML / "index.html").is_file():
        sys.exit(f"{HTML} holds no guide: build it first, with nox")
    TARGET.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="guide-") as work,
        serving(HTML, Path(work)) as address,
        sync_playwright() as playwright,
        start(playwright) as browser,
    ):
        page = browser.new_context(base_url=address, service_workers="block").new_page()
        for name, (width, height), scheme in product(chosen or pages(), SCREENS, SCHEMES):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.goto(name, wait_until="networkidle" if "?" in name else "load")
            stem = name.partition("?")[0].strip("/").removesuffix(".html").replace("/", "-")
            stem += "-results" if "?" in name else ""
            page.screenshot(path=TARGET / f"{stem}-{width}-{scheme}.png", full_page=True)
    print(f"Look at {TARGET}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LookupError as error:
        sys.exit(str(error))
