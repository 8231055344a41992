"""What we add to a page is at home under five themes, light and dark, and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe import LOOK, OVER, TAGS, load_axe
from hosts import serving
from once import once
from playwright.sync_api import Browser, Page
from projects import LayOut
from themes import LIBRARY, PARTS, THEMES, build_in_themes

OURS = (
    ".handout-library, .page-notes, .in-short, .certainty, .tick-list, .fill-in, .snippet, .reviews"
)
"""All that this extension adds to a stranger's pages."""
DESK, PHONE, SMALL = (1440, 900), (390, 844), (320, 568)
SCREENS = {"light": (DESK, PHONE, SMALL), "dark": (PHONE,)}
BESIDE = """(ours) => [...document.querySelectorAll(ours)]
  .filter((part) => part.checkVisibility())
  .map((part) => [part.className, part.getBoundingClientRect()])
  .filter(([, { left, right }]) => left < 0 || right > innerWidth)
  .map(([name]) => name)"""
"""Finds what reaches over a side of the view."""
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (!one.closest(".handout-library")) return "";
  const shown = one.matches(".handout-filters__pill *") ? one.nextElementSibling : one;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const over = document.elementFromPoint(x, y);
  const label = one.closest("label");
  const seen = over && (one.contains(over) || over.contains(one) || label?.contains(over));
  const ringed = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  if (seen && ringed) return "good";
  return `${one.outerHTML.slice(0, 90)} seen ${Boolean(seen)}, ring ${ringed}`;
}"""
LONG = """(ours) => {
  const words = [...document.querySelectorAll(`:is(${ours}) :is(h3, p)`)]
    .filter((one) => one.checkVisibility() && !one.childElementCount);
  for (const one of words) one.textContent = "Bandscheibenoperations".repeat(4);
  return words.filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.parentElement.outerHTML.slice(0, 90));
}"""
"""Writes a compound of 88 letters, and tells where it is cut off or runs over its end."""
KINDS = ("color", "background", "border", "font", "margin", "padding", "text", "list", "display")
OTHERS = """([ours, kinds]) => {
  const names = [...getComputedStyle(document.body)];
  const kept = names.filter((name) => kinds.some((kind) => name.startsWith(kind)));
  const parts = [...document.querySelectorAll("body, body *")]
    .filter((one) => !one.closest(ours))
    .flatMap((one) => ["", "::before", "::after"].map((part) => [one, part]));
  const looks = (on) => {
    for (const sheet of document.styleSheets) {
      if (sheet.href?.includes("/_static/handouts")) sheet.disabled = !on;
    }
    return parts.map(([one, part]) => {
      const style = getComputedStyle(one, part);
      const said = kept.map((name) => `${name}: ${style.getPropertyValue(name)}`);
      return `${one.tagName}.${one.className}${part} { ${said.join("; ")} }`;
    });
  };
  const [bare, dressed] = [looks(false), looks(true)];
  const changed = bare.flatMap((look, at) => (look === dressed[at] ? [] : [[look, dressed[at]]]));
  return [parts.length, changed];
}"""
"""Returns how many parts are not ours, and how those look without our style sheets that change."""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory, lay_out_warm: LayOut) -> Iterator[str]:
    """Serve the project under each theme; return the address."""

    def build(work: Path) -> None:
        project = lay_out_warm("library", work / "project")
        project.good()
        build_in_themes(project)

    folder = once(tmp_path_factory, "themes", build) / "project/_build/site"
    with serving(folder, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture(scope="module")
def readers(themed: str, browser: Browser) -> Iterator[dict[str, Page]]:
    """Return the tab of a reader who wants light, and of one who wants dark."""
    with ExitStack() as stack:
        found = {}
        for scheme in SCREENS:
            context = browser.new_context(
                base_url=themed, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce"
            )
            load_axe(stack.enter_context(context))
            found[scheme] = context.new_page()
        yield found


@pytest.fixture(scope="module", params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    """Return a theme; what is to be seen under it is looked at before the next."""
    return str(request.param)


@pytest.fixture
def open_page(readers: dict[str, Page]) -> Iterator[Open]:
    """Return a function that opens a page as somebody sees it who wants light, or dark.

    The last one that a reader has opened is left, and is not opened again on a screen of the same
    size: it stands as at first, but for what is in the pack.
    """
    opened = {}

    def open_page(name: str, scheme: str = "light", size: tuple[int, int] = DESK) -> Page:
        page = opened[scheme] = readers[scheme]
        page.mouse.move(-1, -1)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if page.url.endswith(f"/{name}") and page.evaluate("window.openedAt") == [*size]:
            page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        else:
            page.goto(name)
            page.evaluate("size => { window.openedAt = size; }", size)
        if name.endswith(LIBRARY):
            page.wait_for_selector(".handout-library[data-ready]")
            page.get_by_role("checkbox", name="Add to a pack My tools").check()
        return page

    yield open_page
    for page in opened.values():
        page.evaluate("localStorage.clear()")  # what a theme keeps


@pytest.mark.parametrize("scheme", SCREENS)
def test_our_parts_are_at_home(theme: str, scheme: str, open_page: Open) -> None:
    """Axe finds nothing in what is ours; it stays within the view, as the whole page does."""
    found: dict[str, object] = {}
    for name in (PARTS, LIBRARY):
        page = open_page(f"{theme}/{name}", scheme)
        for width, height in SCREENS[scheme]:
            page.set_viewport_size({"width": width, "height": height})
            looked = (
                page.evaluate(LOOK, [TAGS, OURS]),
                page.evaluate(BESIDE, f"{OURS}, .handout-tray"),
                page.evaluate(OVER),
            )
            if looked != ([], [], 0):
                found[f"{name} at {width}"] = looked
        if cut := page.evaluate(LONG, OURS):
            found[f"{name}: a long word"] = cut
    assert found == {}


COVERED = """() => {
  const bar = document.querySelector(".handout-tray");
  const { left, top, right, bottom } = bar.getBoundingClientRect();
  const across = [left + 9, (left + right) / 2, right - 9];
  const spots = across.flatMap((x) => [[x, top + 5], [x, bottom - 5]]);
  return spots.filter(([x, y]) => !bar.contains(document.elementFromPoint(x, y))).length;
}"""


def test_bar_of_the_pack_is_whole(theme: str, open_page: Open) -> None:
    """On every screen the bar is in sight, and no menu of the theme lies over a part of it."""
    page = open_page(f"{theme}/{LIBRARY}")
    for width in (1440, 1280, 1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        page.wait_for_function(f"() => !({BESIDE})('.handout-tray').length && !({COVERED})()")


@pytest.mark.parametrize("name", [LIBRARY, PARTS])
def test_nothing_else_changes(theme: str, name: str, open_page: Open) -> None:
    """With our style sheets or without, all that is not ours looks the same."""
    page = open_page(f"{theme}/{name}")
    page.get_by_role("button", name="Empty the pack").evaluate_all("all => all[0]?.click()")
    outside = f"{OURS}, head, script, style"
    parts, changed = page.evaluate(OTHERS, [outside, KINDS])
    assert parts > 60
    assert changed == []


@pytest.mark.parametrize("scheme", SCREENS)
def test_windows_are_at_home(theme: str, scheme: str, open_page: Open) -> None:
    """The windows of the pack and of a clinic's details are as good, and fit a phone."""
    page = open_page(f"{theme}/{LIBRARY}", scheme, SMALL)
    for opener, window in (
        ("Make the pack", ".handout-pack"),
        ("Your clinic's details", ".handout-own"),
    ):
        page.get_by_role("button", name=opener, exact=True).click()
        page.wait_for_selector(f"{window}[open]")
        assert page.evaluate(LOOK, [TAGS, window]) == []
        assert page.evaluate(BESIDE, f"{window}, {window} *") == []
        page.keyboard.press("Escape")


def test_focus_is_never_hidden(theme: str, open_page: Open) -> None:
    """Each stop of the keyboard in the library is ringed, and under no bar, ours or a theme's."""
    page = open_page(f"{theme}/{LIBRARY}", size=PHONE)
    page.get_by_role("combobox", name="Your clinic").focus()
    page.keyboard.press("Shift+Tab")
    met = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if not met[-1]:
            break
    assert met.count("good") > 15
    assert [one for one in met[:-1] if one != "good"] == []


BOX = """() => {
  const box = document.querySelector(".snippet .admonition"), title = box.firstElementChild;
  const { backgroundColor, color } = getComputedStyle(title);
  const marks = ["::before", "::after"].map((part) => getComputedStyle(title, part).content);
  return [backgroundColor, color, ...marks, box.offsetWidth / box.parentElement.clientWidth];
}"""


def test_box_of_help_is_unmistakable(open_page: Open) -> None:
    """Under any theme it has its red strip, its white words, no icon, and the full width."""
    wanted = ["rgb(155, 28, 28)", "rgb(255, 255, 255)", "none", "none", 1]
    for theme in THEMES:
        for scheme in SCREENS:
            assert open_page(f"{theme}/{PARTS}", scheme).evaluate(BOX) == wanted, (theme, scheme)


HUNG = ".body .admonition .admonition-title { position: relative; top: -20px; max-width: 90px; }"
STRIP = """() => {
  const box = document.querySelector(".snippet .admonition"), title = box.firstElementChild;
  return [title.offsetTop - box.offsetTop - box.clientTop, title.offsetWidth - box.clientWidth];
}"""


def test_no_theme_hangs_the_words_for_help_over_the_edge(open_page: Open) -> None:
    """Some set the title of a box half outside of it, and narrow: ours would be cut off."""
    page = open_page(f"alabaster/{PARTS}")
    page.add_style_tag(content=HUNG)
    strip = page.evaluate(STRIP)
    page.reload()
    assert strip == [0, 0]


ACCENTS = ("#ffd400", "#767676", "#777777", "#00a020", "#e00000", "#000080")


def test_any_accent_can_be_read(open_page: Open) -> None:
    """Words on buttons of any colour are black or white, whichever can be read better."""
    for scheme in SCREENS:
        page = open_page(f"furo/{LIBRARY}", scheme)
        button = page.locator(".handout-card__print").first
        shown = set()
        for accent in ACCENTS:
            page.add_style_tag(content=f":root {{ --handouts-accent: {accent}; }}")
            shown.add(button.evaluate("one => getComputedStyle(one).backgroundColor"))
            assert page.evaluate(LOOK, [["wcag2aa"], OURS]) == [], accent
        assert len(shown) == len(ACCENTS)
        page.goto(f"furo/{PARTS}")  # the library is no longer as it was
