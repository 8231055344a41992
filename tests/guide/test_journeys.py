"""What people come for, from the first page to the last: on a phone, by keyboard, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hosts import GUIDE
from playwright.sync_api import Browser, BrowserContext, Page, expect
from projects import pdf_text

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 664},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PAGES = [*sorted(path.stem for path in GUIDE.glob("*.md")), "search"]
FIRST_VISIT = 150_000
"""Bytes over the network, at most."""

Reader = Callable[..., Page]


@pytest.fixture
def reader(site: str, browser: Browser) -> Iterator[Reader]:
    """Return a function that opens a page on a device; nothing may go wrong on the way."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def reader(name: str = "", **device: Any) -> Page:
        context = browser.new_context(base_url=site, **device)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith(site.removesuffix("en/")) else problems.append(r.url)
            ),
        )
        page.goto(name)
        return page

    yield reader
    for context in contexts:
        context.close()
    assert problems == []


def heading(page: Page) -> str:
    """Return the title of the page that is open."""
    return page.get_by_role("heading", level=1).inner_text()


def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    name = "e => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent"
    return str(page.locator(":focus").evaluate(name)).strip()


def test_patient_on_a_phone(reader: Reader, tmp_path: Path) -> None:
    """Home, get help, a page, a search, and that page on paper: by thumb alone."""
    page = reader(**PHONE)
    page.get_by_role("banner").get_by_role("link", name="Get help now").tap()
    assert heading(page) == "Get help now"
    expect(
        page.get_by_role("main").get_by_text("or go to an emergency department now").first
    ).to_be_visible()
    page.go_back()
    page.get_by_role("main").get_by_role("link", name="Flare-ups").first.tap()
    assert heading(page) == "Flare-ups"
    page.get_by_role("button", name="Menu").tap()
    page.get_by_label("Search this guide").fill("sleep")
    page.keyboard.press("Enter")
    results = page.get_by_role("main").get_by_role("link")
    results.first.wait_for()
    assert heading(page) == "Search"
    results.get_by_text("Sleep, stress and mood").first.tap()
    assert heading(page) == "Sleep, stress and mood"
    sheet = tmp_path / "page.pdf"
    page.pdf(path=sheet, prefer_css_page_size=True)
    words = pdf_text(sheet)
    assert words.startswith("Sleep, stress and mood")
    assert "Review state: pending clinical review" in words


def test_keyboard_alone(reader: Reader) -> None:
    """Whoever uses no mouse searches, reads a result, and opens what it cites."""
    page = reader(**DESK)
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page) == "Search this guide":
            break
    page.keyboard.type("massage")
    page.keyboard.press("Enter")
    results = page.locator("main a:not(.handouts-languages a):visible")
    results.first.wait_for()
    page.locator("a", has_text="Skip to content").focus()
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator("main a:focus:not(.handouts-languages a)").count():
            break
    title = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(?!search)[\w-]+\.html"))
    assert heading(page) in title
    sources = page.locator(".page-sources")
    sources.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(sources.get_by_role("link").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources.html#*")
    assert page.locator(":target").count() == 1


def test_without_javascript(reader: Reader) -> None:
    """Every page can be reached and read; what is folded opens."""
    page = reader(java_script_enabled=False, **PHONE)
    page.get_by_role("banner").get_by_role("link", name="Get help now").tap()
    assert heading(page) == "Get help now"
    page.get_by_role("link", name="Menu", exact=True).tap()
    page.locator("#menu").get_by_role("link", name="What the research says").tap()
    assert heading(page) == "What the research says"
    page.locator(".page-sources summary").tap()
    expect(page.locator(".page-sources").get_by_role("link").first).to_be_visible()
    page.get_by_role("navigation", name="Next and previous page").get_by_role("link").last.tap()
    assert heading(page) == "What can help"
    expect(page.locator(".kept")).to_be_hidden()


# --- on paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["could-massage-help", "get-help"])
def test_page_on_paper(name: str, reader: Reader, tmp_path: Path) -> None:
    """Its text, its sources and its address; no menu, no form, no box in two halves."""
    page = reader(f"{name}.html", **DESK)
    title = heading(page)
    sheet = tmp_path / "page.pdf"
    page.pdf(path=sheet, prefer_css_page_size=True)
    words = pdf_text(sheet)
    assert words.startswith(title)
    assert f"https://back-care.example/en/{name}.html" in words
    assert "Sources of this page" in words
    assert "Journal of Orthopaedic" in words or "Cochrane Database" in words, "the box is open"
    for absent in ("Search this guide", "Menu", "Previous", "Print this", "Skip to content"):
        assert absent not in words
    page.emulate_media(media="print")
    for box in page.locator(".admonition, .in-short, figure").all():
        assert box.evaluate("box => getComputedStyle(box).breakInside") == "avoid"
    colour = "text => getComputedStyle(text).color"
    assert page.locator("article p").last.evaluate(colour) == "rgb(0, 0, 0)"


def test_paper_is_white_and_ink_black_for_readers_in_the_dark(reader: Reader) -> None:
    """Who reads white on black prints black on white."""
    page = reader("get-help.html", color_scheme="dark", **DESK)
    page.emulate_media(media="print", color_scheme="dark")
    found = page.evaluate("""() => [...document.querySelectorAll("body, main, main *")]
        .map((e) => getComputedStyle(e)).map((s) => [s.color, s.backgroundColor])""")
    assert {ink for ink, _ground in found} == {"rgb(0, 0, 0)"}
    grounds = {ground for _ink, ground in found}
    assert grounds <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)", "rgb(241, 245, 246)"}


# --- what a visit costs -------------------------------------------------------------------------


def test_first_visit_is_light(site: str, browser: Browser) -> None:
    """Any page with all that it loads, on a device that has nothing yet, is at most 150 KB."""
    context = browser.new_context(base_url=site, service_workers="block", **PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    weights = {}
    for name in PAGES:
        sizes.clear()
        page.goto(f"{name}.html")
        assert len(sizes) >= 5
        weights[name] = sum(sizes)
    context.close()
    assert {name: weight for name, weight in weights.items() if weight > FIRST_VISIT} == {}


def test_nothing_about_the_reader_stays(reader: Reader) -> None:
    """After pages and a search there is no cookie and no storage but the copy of the guide."""
    page = reader(**PHONE)
    for name in ("search.html?q=numb", "library.html", "could-massage-help.html"):
        page.goto(name, wait_until="networkidle")
        stores = "indexedDB.databases().then((all) => all.length + localStorage.length"
        assert page.evaluate(f"{stores} + sessionStorage.length)") == 0
    assert page.context.cookies() == []
