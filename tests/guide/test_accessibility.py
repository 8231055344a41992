"""No page stands in anybody's way: axe finds nothing on any page, at any width, in any colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import COLOURS, LOOK, load_axe, look, looking
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


SPOIL = """() => {
  const colours = [
    "#777", "rgba(0, 0, 0, .4)", "hsl(200 50% 50%)", "oklch(60% .1 200)",
    "color-mix(in srgb, red 40%, white)", "transparent",
  ];
  const spoil = (one, place) => {
    const looks = [
      [2, "color", colours[place % 6]],
      [3, "opacity", 0.5],
      [5, "backgroundColor", colours[(place + 1) % 6]],
      [7, "textShadow", "0 0 2px #888"],
      [11, "mixBlendMode", "multiply"],
    ];
    looks.filter(([each]) => place % each === 0).forEach(([, name, is]) => (one.style[name] = is));
  };
  [...document.querySelectorAll("main *")].forEach(spoil);
}"""
ALL = """async () => {
  const { passes, violations, incomplete } = await axe.run();
  const told = [passes, violations, incomplete].map((kind) => kind.map(({ id, nodes }) => [
    id, nodes.map(({ target, any, all, none }) => [target, any, all, none]),
  ]));
  return [JSON.stringify(told), violations.flatMap(({ nodes }) => nodes).length];
}"""


def test_axe_tells_the_same_in_half_of_the_time(nginx: str, browser: Browser) -> None:
    """What helps axe along changes no word of what it says, of a page of all colours, too.

    Nor does it remember a page as it was: in the dark it finds what is found in the dark.
    """
    told = []
    for quickly in (False, True):
        with browser.new_context(bypass_csp=True, service_workers="block") as context:
            load_axe(context, quickly=quickly)
            page = context.new_page()
            page.goto(f"{nginx}en/after-massage.html")
            page.evaluate(SPOIL)
            found = page.evaluate(ALL)
            page.emulate_media(color_scheme="dark")
            told.append((*found, page.evaluate(LOOK, [COLOURS])))
    plain, quick = told
    assert plain == quick
    _all, count, dark = plain
    assert min(count, len(dark)) > 20
