"""What axe finds on a page: at which widths, in which colours, by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from playwright.sync_api import Browser, BrowserContext, Page
from quick_axe import hastened

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of `TAGS` that ask for colours: all others find the same in the dark."""
SCREENS = {"desk": (1280, 1024), "phone": (390, 844), "desk at 400 %": (320, 256)}
"""Width and height in CSS pixels: enlarged four times, a desk shows a fourth of each."""
LOOK = """async ([asked, within]) => {
  const run = { runOnly: asked, resultTypes: ["violations"] };
  const where = within ? { include: [...document.querySelectorAll(within)] } : document;
  const found = (await axe.run(where, run)).violations;
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target}`));
}"""
"""Takes rules or tags to ask for, and a selector of what is looked at."""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def load_axe(context: BrowserContext, *, quickly: bool = True) -> None:
    """Put axe into each page that is opened in *context*."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    if quickly:
        script = hastened(script)
    context.add_init_script(script)


@contextmanager
def looking(browser: Browser, address: str) -> Iterator[Page]:
    """Give one window for all pages, with axe in it; its policy lets a test look in."""
    context = browser.new_context(
        base_url=address, bypass_csp=True, reduced_motion="reduce", service_workers="block"
    )
    load_axe(context)
    yield context.new_page()
    context.close()


def look(reader: Page, schemes: tuple[str, ...] = ("light", "dark", "forced")) -> dict[str, object]:
    """Return what is found on the page that is open, place by place.

    In the dark, and in colours that a reader forces, only colours differ.
    """
    found: dict[str, object] = {}
    for screen, (width, height) in SCREENS.items():
        reader.set_viewport_size({"width": width, "height": height})
        reader.emulate_media(color_scheme="light")
        found[f"{screen}, sideways"] = reader.evaluate(OVER)
        found[f"{screen}, light"] = reader.evaluate(LOOK, [TAGS])
        if "dark" in schemes:
            reader.emulate_media(color_scheme="dark")
            found[f"{screen}, dark"] = reader.evaluate(LOOK, [COLOURS])
    if "forced" in schemes:
        reader.emulate_media(forced_colors="active")
        found["forced colours"] = reader.evaluate(LOOK, [COLOURS])
        reader.emulate_media(forced_colors="none")
    return {place: what for place, what in found.items() if what}
