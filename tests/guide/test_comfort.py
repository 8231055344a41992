"""Pages follow their reader: type and spacing as the browser is set, and a voice that reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hosts import GUIDE
from playwright.sync_api import Browser, Page

PAGES = ("index", "get-help", "research", "exercises", "library", "search")
SPACED = """const style = new CSSStyleSheet();
style.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
document.adoptedStyleSheets.push(style);"""
"""The spacing of WCAG 2.2, 1.4.12."""
CUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && style.clipPath === "none";
  const [wide, high] = [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight];
  return hides && e.checkVisibility() && Math.max(wide, high) > 1;
}).map((e) => e.outerHTML.slice(0, 80))"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
VOICES = """(() => {
  const voice = (lang, localService) => ({ lang, localService, name: lang });
  const synth = new EventTarget();
  window.said = [];
  Object.assign(synth, {
    getVoices: () => window.voices.map(([lang, local]) => voice(lang, local)),
    speak: (utterance) => window.said.push(utterance),
    cancel: () => window.said.push("stopped"),
  });
  Object.defineProperty(window, "speechSynthesis", { value: synth });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
})()"""
"""Stands in for the voices of a device: a machine that tests has none."""


SCREEN: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "service_workers": "block"}


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Return a window on a small screen."""
    with browser.new_context(base_url=site, **SCREEN) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def tab(browser: Browser, site: str) -> Iterator[Page]:
    """Return such a window that is shared: nothing is asked of its device."""
    with browser.new_context(base_url=site, **SCREEN) as context:
        yield context.new_page()


@pytest.mark.parametrize("name", PAGES)
def test_wider_spacing_cuts_nothing(name: str, tab: Page) -> None:
    """With the spacing of WCAG 1.4.12 nothing is cut off, and no page scrolls sideways."""
    tab.goto(f"{name}.html")
    tab.evaluate(SPACED)
    assert tab.evaluate(CUT) == []
    assert tab.evaluate(OVER) <= 0


def test_type_follows_the_browser(page: Page) -> None:
    """Who sets larger type gets it everywhere: no size of type is written in pixels."""
    styles = [*(GUIDE / "_theme/static").glob("*.css")]
    styles += (GUIDE.parents[1] / "build_tools/sphinx_handouts").glob("**/web/*.css")
    styles += (GUIDE.parents[1] / "build_tools/sphinx_handouts/static").glob("*.css")
    assert len(styles) >= 5
    for style in styles:
        assert re.findall(r"font(?:-size)?:[^;]*\dpx", style.read_text("utf-8")) == [], style
    page.goto("get-help.html")
    size = "parseFloat(getComputedStyle(document.querySelector('main p:not([hidden])')).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate(size) == pytest.approx(2 * before)


def voices(page: Page, *known: tuple[str, bool]) -> None:
    """Give the device voices: their languages, and whether they are on it."""
    page.add_init_script(
        f"window.voices = {[list(v) for v in known]};".replace("T", "t").replace("F", "f")
    )
    page.add_init_script(VOICES)


@pytest.mark.parametrize("known", [[], [("en-GB", False)], [("de-DE", True)]], ids=str)
def test_no_button_without_a_voice_of_the_device(known: list[tuple[str, bool]], page: Page) -> None:
    """No voice, one that asks a service, or one for another language: no button."""
    voices(page, *known)
    page.goto("get-help.html")
    assert page.locator(".listen").count() == 0


@pytest.mark.parametrize("lacks", ["", "delete Element.prototype.checkVisibility"])
def test_page_is_read_aloud(lacks: str, page: Page) -> None:
    """All of the article is read, in order; it can be paused, and stopped; in old browsers, too."""
    voices(page, ("de-DE", True), ("en-GB", True))
    page.add_init_script(lacks)
    page.goto("flare-ups.html")
    page.get_by_role("button", name="Listen to this page").click()
    for _ in range(3):
        page.evaluate("said.at(-1).dispatchEvent(new Event('end'))")
    first = page.evaluate("said.map((one) => [one.text, one.voice?.lang, one.lang])")
    assert first[0] == ["Flare-ups", "en-GB", "en"]
    assert len(first) == 4
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Go on").click()
    assert page.evaluate("said.at(-2)") == "stopped"
    assert page.evaluate("said.at(-1).text") == first[3][0]
    while page.get_by_role("button", name="Pause").count():
        page.evaluate("said.at(-1).dispatchEvent(new Event('end'))")
    texts = page.evaluate("said.filter((one) => one.text).map((one) => one.text)")
    heard = re.sub(r"\s+", "", "".join(texts))
    for paragraph in page.locator("main article :is(h2, p):visible").all():
        words = paragraph.evaluate("""(e) => { const own = e.cloneNode(true);
          own.querySelectorAll(".bibtex-citation").forEach((one) => one.remove());
          return e.matches(".listen, .page-notes__print") ? "" : own.textContent; }""")
        assert re.sub(r"\s+", "", words) in heard
    assert page.get_by_role("button", name="Listen to this page").count() == 1
    assert page.get_by_role("button", name="Stop").count() == 0
