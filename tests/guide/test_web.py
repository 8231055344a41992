"""The hosted guide in a real browser: for a thumb, for a keyboard, and without JavaScript."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hosts import GUIDE
from playwright.sync_api import Browser, Page, ViewportSize
from tabs import leave

PAGES = [*sorted(path.stem for path in GUIDE.glob("*.md")), "search"]
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 568}
DESK: ViewportSize = {"width": 1280, "height": 900}
ALONE: dict[str, Any] = {"service_workers": "block"}
"""The copy for when there is no network is a fourth of the time, and has its own tests."""

Open = Callable[..., Page]


# --- the guide, served ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab(site: str, browser: Browser) -> Iterator[Page]:
    """Return the tab that is shared."""
    with browser.new_context(base_url=site, **ALONE) as context:
        yield context.new_page()


@pytest.fixture
def open_page(site: str, browser: Browser, tab: Page) -> Iterator[Open]:
    """Return a function that opens a page of the guide: in the shared tab, if it is set up so."""
    with ExitStack() as windows:

        def open_page(name: str, viewport: ViewportSize = PHONE, **settings: Any) -> Page:
            page = tab
            if settings:
                context = browser.new_context(base_url=site, **ALONE, **settings)
                page = windows.enter_context(context).new_page()
            else:
                windows.callback(leave, page)
            page.set_viewport_size(viewport)
            page.goto(name)
            return page

        yield open_page


def focused(page: Page) -> str:
    """Return the words of what has the focus."""
    return page.evaluate("document.activeElement.textContent.trim()")


# --- every page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def phone(site: str, browser: Browser) -> Iterator[Page]:
    """Return one window for all pages, as one reader has."""
    context = browser.new_context(viewport=SMALL, base_url=site)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=PAGES)
def opened(request: pytest.FixtureRequest, site: str, phone: Page) -> list[str]:
    """Open a page in that window, and return what went wrong; its tests follow each other."""
    problems: list[str] = []
    listeners: dict[str, Callable[[Any], None]] = {
        "request": lambda r: (
            None if r.url.startswith(site.removesuffix("en/")) else problems.append(r.url)
        ),
        "response": lambda r: problems.append(r.url) if r.status >= 400 else None,
        "console": lambda message: problems.append(message.text),
        "pageerror": lambda error: problems.append(str(error)),
    }
    for event, listener in listeners.items():
        phone.on(event, listener)
    phone.set_viewport_size(SMALL)
    phone.goto(f"{request.param}.html")
    for event, listener in listeners.items():
        phone.remove_listener(event, listener)
    return problems


def test_page_keeps_to_itself_and_to_the_screen(opened: list[str], phone: Page) -> None:
    """At 320 px: no other host is asked, nothing is missing, no error, nothing off the screen."""
    assert opened == []
    assert phone.evaluate(WHOLE) == {"lang": "en", "dir": "ltr", "wide": False, "h1": 1, "bare": 0}
    description = phone.evaluate("document.querySelector('meta[name=description]').content")
    assert 40 < len(description) <= 160
    assert "et al" not in description


WHOLE = """() => {
  const root = document.documentElement;
  return {
    lang: root.lang,
    dir: root.dir,
    wide: root.scrollWidth > root.clientWidth,
    h1: document.querySelectorAll("h1").length,
    bare: document.querySelectorAll("img:not([alt])").length,
  };
}"""


@pytest.mark.usefixtures("opened")
def test_help_is_one_tap_away(phone: Page) -> None:
    """From the top and from the end of every page, the same large link leads there."""
    for screen in (PHONE, SMALL):  # no script asks how large it is
        phone.set_viewport_size(screen)
        link = phone.get_by_role("banner").get_by_role("link", name="Get help now")
        assert link.evaluate("link => link.pathname") == "/en/get-help.html"
        for place in (0, 100_000):
            phone.evaluate(f"scrollTo(0, {place})")
            box = link.bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= screen["height"]
            assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("screen", [PHONE, SMALL], ids=["phone", "small phone"])
def test_home_says_first_when_to_get_help(screen: ViewportSize, open_page: Open) -> None:
    """The whole box is on the first screen of a phone, of a very small one as well."""
    box = open_page("index.html", screen).locator(".danger").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= screen["height"]


@pytest.mark.parametrize(
    "screen", [{"width": 360, "height": 640}, {"width": 1366, "height": 768}], ids=["phone", "desk"]
)
def test_home_offers_sheets_and_help_at_once(screen: ViewportSize, open_page: Open) -> None:
    """Nobody scrolls to print a sheet, or to find out when to get help."""
    page = open_page("index.html", screen)
    for name, target in (("Print a sheet", "library.html"), ("Get help now", "get-help.html")):
        link = page.get_by_role("link", name=name).first
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= screen["height"]
        assert box["height"] >= 44
        assert link.get_attribute("href") == target


def test_home_has_a_card_for_every_page(open_page: Open) -> None:
    """The cards stand in the groups and the order of the menu; each has a line and an ornament."""
    page = open_page("index.html")
    groups, menu = page.evaluate(CARDS), page.evaluate(MENU)
    assert [name for name, _cards in groups] == [name for name, _pages in menu]
    assert len(groups) == 4
    cards = [card for _name, listed in groups for card in listed]
    assert [card["page"] for card in cards] == [page for _name, pages in menu for page in pages]
    assert {f"{name}.html" for name in PAGES} - {card["page"] for card in cards} == {
        *("index.html", "get-help.html", "search.html")
    }
    assert {(card["alt"], card["drawn"]) for card in cards} == {("", True)}
    assert all(card["line"].endswith((".", "?")) for card in cards)


CARDS = """async () => {
  const page = (link) => link.href.split("/").pop();
  const groups = [...document.querySelectorAll("section:has(> .cards)")];
  return Promise.all(groups.map(async (group) => [
    group.querySelector("h2").textContent,
    await Promise.all([...group.querySelectorAll(".cards > li")].map(async (card) => {
      const picture = card.querySelector("img");
      picture.loading = "eager";
      await picture.decode();
      const line = card.querySelector("p:last-child").textContent;
      const { alt, naturalWidth } = picture;
      return { page: page(card.querySelector("a")), line, alt, drawn: naturalWidth > 0 };
    })),
  ]));
}"""

MENU = """() => [...document.querySelectorAll("#menu .caption")].map((caption) => [
  caption.textContent,
  [...caption.nextElementSibling.querySelectorAll(".toctree-l1 > a")].map(
    (link) => link.href.split("/").pop()
  ),
])"""


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_large_and_boxes_are_no_smaller(
    scheme: str, screen: ViewportSize, open_page: Open
) -> None:
    """Text has 18 px and room between the lines, in boxes, too."""
    page = open_page("is-massage-safe.html", screen, color_scheme=scheme)
    style = "[...document.querySelectorAll('{}')].map(p => parseFloat(getComputedStyle(p).{}))"
    where = ":is(article p, article li):not(.page-notes *, .page-sources *)"
    assert min(page.evaluate(style.format(where, "fontSize"))) >= 18
    assert min(page.evaluate(style.format("article section[id] > p", "lineHeight"))) >= 18 * 1.6


def test_lines_are_neither_long_nor_short(open_page: Open) -> None:
    """On a desk, a full line of a paragraph has 60 to 75 characters."""
    page = open_page("research.html", DESK)
    lengths = []
    for name in ("research", "could-massage-help", "sleep-stress-mood", "what-is-back-pain"):
        page.goto(f"{name}.html")
        page.evaluate(IN_NOTO)
        lengths += page.evaluate(LINES)
    assert len(lengths) >= 30
    assert 60 <= statistics.median(lengths) <= 75
    assert sorted(lengths)[int(len(lengths) * 0.9)] <= 75
    assert max(lengths) <= 85, "with a citation, which is smaller"


IN_NOTO = """document.body.style.fontFamily = "'Noto Sans'" """
"""The font that the sessions make sure of: which of the others are here does not matter."""


@pytest.mark.parametrize("family", ["serif", "monospace", "Noto Sans"])
def test_lines_have_as_many_characters_in_any_font(family: str, open_page: Open) -> None:
    """The column is as many figures wide in a reader's font, be it narrow or wide."""
    page = open_page("research.html", DESK)
    column, figure = page.evaluate(COLUMN, family)
    assert 58 <= column / figure <= 59


COLUMN = """family => {
  document.body.style.fontFamily = `'${family}', ${family}`;
  const probe = document.createElement("span");
  probe.style.cssText = "position: absolute; width: 100ch";
  document.querySelector("article").append(probe);
  const figure = probe.getBoundingClientRect().width / 100;
  return [document.querySelector(".content").getBoundingClientRect().width, figure];
}"""


LINES = """() => {
  const lengths = [];
  const range = document.createRange();
  for (const text of document.querySelectorAll("article section[id] > p")) {
    let right = Infinity;
    const lines = [];
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (box.left < right - 50) lines.push(0);
        right = box.right;
        lines[lines.length - 1] += 1;
      }
    }
    lengths.push(...lines.slice(0, -1)); // the last line is as long as it is
  }
  return lengths;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_danger_is_unmistakable(scheme: str, open_page: Open) -> None:
    """White words on dark red, in a box, whatever the theme makes of its own boxes."""
    title = open_page("get-help.html", color_scheme=scheme).locator(".danger > .admonition-title")
    style = "title => [getComputedStyle(title).color, getComputedStyle(title).backgroundColor]"
    assert title.evaluate(style) == ["rgb(255, 255, 255)", "rgb(155, 28, 28)"]
    assert title.evaluate(
        "title => parseFloat(getComputedStyle(title.parentNode).borderWidth) >= 3"
    )


# --- with a keyboard ------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_skip_link_comes_first(viewport: ViewportSize, open_page: Open) -> None:
    """The first Tab finds it, it shows itself, and it leads past bar and menu."""
    page = open_page("could-massage-help.html", viewport)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    box = page.locator(":focus").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_menu_opens_and_closes_by_keyboard(open_page: Open) -> None:
    """Enter opens it, Tab goes into it, Escape closes it and gives the focus back."""
    page = open_page("could-massage-help.html")
    button = page.get_by_role("button", name="Menu")
    menu = page.get_by_role("navigation", name="Pages of this guide")
    assert button.get_attribute("aria-expanded") == "false"
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert page.locator("#menu :focus").count() == 1
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert not menu.is_visible()
    assert focused(page) == "Menu"


def test_closed_menu_has_no_tab_stops(open_page: Open) -> None:
    """From the button, Tab goes on into the text."""
    page = open_page("could-massage-help.html")
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_leaving_the_menu_closes_it(open_page: Open) -> None:
    """What has the focus is never hidden below the menu."""
    page = open_page("could-massage-help.html")
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu a").last.focus()
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1
    assert not page.locator("#menu").is_visible()


def test_menu_targets_are_large(open_page: Open) -> None:
    """On a phone, a thumb hits the pages of the menu."""
    page = open_page("index.html")
    page.get_by_role("button", name="Menu").click()
    heights = "[...document.querySelectorAll('#menu li > a')].map(a => a.offsetHeight)"
    assert min(page.evaluate(heights)) >= 44


# --- without JavaScript, and with search ----------------------------------------------------------


def test_works_without_javascript(open_page: Open) -> None:
    """The menu opens, closes and leads on; on a desk it is there from the start."""
    page = open_page("could-massage-help.html", java_script_enabled=False)
    menu = page.locator("#menu")
    assert not menu.is_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    assert menu.is_visible()
    page.get_by_role("link", name="Close the menu").click()
    assert not menu.is_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    menu.get_by_role("link", name="Flare-ups").click()
    assert page.locator("h1").inner_text() == "Flare-ups"
    desk = open_page("could-massage-help.html", DESK, java_script_enabled=False)
    assert desk.locator("#menu").is_visible()
    assert not desk.locator(".bar__menu").is_visible()


def test_search_finds_pages_and_keeps_nothing(open_page: Open) -> None:
    """The form in the menu leads to results; the words are not stored on the device."""
    page = open_page("index.html", DESK)
    page.get_by_label("Search this guide").fill("massage")
    page.get_by_role("button", name="Search").click()
    page.locator(".search-hit a").first.wait_for()
    assert page.locator("h1").inner_text() == "Search"
    assert page.get_by_label("Search this guide").input_value() == "massage"
    assert page.evaluate("localStorage.length + document.cookie.length") == 0
