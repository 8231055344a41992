"""No page stands in anybody's way: axe finds nothing on any page, at any width, in any colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import look, looking
from hosts import GUIDE
from playwright.sync_api import Browser, Page

PAGES = [f"en/{path.stem}.html" for path in sorted(GUIDE.glob("*.md"))]
PAGES += ["en/search.html?q=massage", "en/search.html?q=numb+cancer", "no/page"]
PAGES += ["codes/", "codes/icd10cm/M25.561/", "h/", "h/KP-01/", "handouts/plain/"]
PAGES += ["en/no-connection.html"]


@pytest.fixture(scope="module")
def reader(browser: Browser, nginx: str) -> Iterator[Page]:
    """Return one window for all pages."""
    with looking(browser, nginx) as page:
        yield page


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, reader: Page) -> None:
    """WCAG 2.2 A and AA and good practice, with all boxes open; no page scrolls sideways."""
    reader.goto(name, wait_until="networkidle" if "search" in name else "load")
    reader.evaluate("document.querySelectorAll('details').forEach((box) => (box.open = true))")
    assert look(reader) == {}


MANUAL = [
    "index",
    "tutorial/your-first-handout",
    "how-to/host-the-guide",
    "explanation/seed-article-claims",
    "reference/checks",
    "reference/options",
    "reference/what-you-can-write",
    "search",
]
"""One page of each kind, and those whose building blocks are their own."""


@pytest.mark.parametrize("name", MANUAL)
def test_axe_finds_nothing_in_the_manual(name: str, reader: Page) -> None:
    """Staff read, too: on a phone and a desk, light, dark and in colours of their own."""
    reader.goto(f"manual/{name}.html")
    assert look(reader) == {}


def test_axe_finds_nothing_in_the_open_menu(reader: Page) -> None:
    """On a phone the menu lies over the page."""
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto("en/research.html")
    reader.get_by_role("button", name="Menu").click()
    assert look(reader) == {}


def test_axe_finds_nothing_without_scripts(reader: Page) -> None:
    """Where no script is loaded, the page and the menu that its link opens are as good."""
    reader.route("**/*.js*", lambda route: route.abort())
    reader.goto("en/research.html")
    assert look(reader) == {}
    reader.get_by_role("link", name="Menu", exact=True).click()
    assert look(reader) == {}
    reader.unroute("**/*.js*")
