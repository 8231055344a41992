"""The guide's search finds what people type, puts help first, keeps nothing and traps nobody."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hosts import GUIDE, ROOT
from playwright.sync_api import Browser, BrowserContext, Page
from projects import Project, lay_out

BODY = "Call your local emergency number"
PHONE = {"width": 390, "height": 844}
SEARCHES = [
    (words.strip(), pages.split())
    for words, _bar, pages in (
        line.partition("|")
        for line in (ROOT / "tests/data/searches.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
]

SEARCH = """async (words) => {
  document.getElementById("search-words").value = words;
  document.querySelector("form.search-form").requestSubmit();
  const place = document.getElementById("search");
  do await new Promise((done) => setTimeout(done));
  while (place.ariaBusy === "true");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (selector) => all(selector).filter((element) => element.offsetParent);
  return {
    status: document.getElementById("search-status").textContent,
    links: all(".search-hit h2 a").map((a) => a.getAttribute("href")),
    marks: all("mark").map((mark) => mark.textContent),
    boxes: shown(".search-box .admonition-title").map((title) => title.textContent),
    all: shown("#search-all a").length,
    none: shown("#search-none").length > 0,
  };
}"""


@pytest.fixture(scope="module")
def window(site: str, browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone's window."""
    context = browser.new_context(viewport=PHONE, base_url=site)
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(window: BrowserContext) -> Page:
    """Return the search page."""
    page = window.new_page()
    page.goto("search.html", wait_until="networkidle")
    return page


@pytest.fixture(scope="module")
def search(page: Page) -> Callable[[str], dict[str, Any]]:
    """Return a function that searches as a person does, and tells what the page shows."""
    return lambda words: page.evaluate(SEARCH, words)


@pytest.fixture(scope="module")
def found(search: Callable[[str], dict[str, Any]]) -> Callable[[str], list[str]]:
    """Return a function that tells which links are found; it searches for the same words once."""
    return cache(lambda words: search(words)["links"])


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a function that imports a module of the layer as the guide does."""
    monkeypatch.syspath_prepend(str(GUIDE))
    return lambda name: importlib.import_module(f"_theme.{name}")


def page_of(link: str) -> str:
    """Return the name of the page that a link leads to."""
    return link.partition("#")[0].removesuffix(".html")


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "pages"), SEARCHES, ids=[words for words, _pages in SEARCHES])
def test_the_right_page_comes_first(
    words: str, pages: list[str], found: Callable[[str], list[str]]
) -> None:
    """With lay words, both spellings and slips of the finger, the first page is a right one."""
    links = found(words)
    assert links, "nothing was found"
    assert page_of(links[0]) in pages


def test_every_hard_word_is_found(folder: Path, search: Callable[[str], dict[str, Any]]) -> None:
    """Who types a word of the glossary finds what it means."""
    index = json.loads((folder / "en/_static/search-index.json").read_bytes())
    terms = [told for told in index["sections"] if told["page"] == "words" and told["anchor"]]
    assert len(terms) > 25
    lost = [
        told["heading"]
        for told in terms
        if f"words.html#{told['anchor']}" not in search(told["heading"])["links"]
    ]
    assert lost == []


def test_a_flood_of_words_is_cut(page: Page) -> None:
    """A link with a book in it is searched for its first words, and the page stays quick."""
    tab = page.context.new_page()
    tab.goto(f"search.html?q={'pillow+' * 40}{'qwertz+' * 400}")
    tab.locator(".search-hit").first.wait_for()
    assert len(tab.get_by_label("Search this guide").input_value()) == 200
    tab.close()


OLD_AND_HIDDEN = """delete window.scheduler;
window.waits = 0;
const wait = setTimeout;
window.setTimeout = (done, time, ...rest) => {
  if (!time) window.waits += 1;
  return wait(done, time, ...rest);
};"""
"""A browser without `scheduler`, in which timers are counted: a tab in the background has few."""


def test_a_tab_in_the_background_searches_too(site: str, browser: Browser) -> None:
    """Building the index waits for no timer: there, each would take a second, and it has many."""
    context = browser.new_context(base_url=site, service_workers="block")
    context.add_init_script(OLD_AND_HIDDEN)
    page = context.new_page()
    page.goto("search.html?q=sleep")
    page.locator(".search-hit").first.wait_for()
    assert page.evaluate("window.waits") == 0
    context.close()


def test_every_result_leads_somewhere(page: Page, found: Callable[[str], list[str]]) -> None:
    """Each link of each search names a page that is there, and a place on it."""
    links = {link for words, _pages in SEARCHES for link in found(words)}
    assert len(links) > 40
    missing = page.evaluate(
        """async (links) => {
          const pages = new Map();
          for (const address of new Set(links.map((link) => link.split("#")[0]))) {
            const answer = await fetch(address);
            const text = answer.ok ? await answer.text() : "";
            pages.set(address, text && new DOMParser().parseFromString(text, "text/html"));
          }
          return links.filter((link) => {
            const [address, anchor] = link.split("#");
            const page = pages.get(address);
            return !page || (anchor && !page.getElementById(anchor));
          });
        }""",
        sorted(links),
    )
    assert missing == []


@pytest.mark.parametrize(
    ("words", "status", "marks"),
    [
        (
            "exersise",
            r"We looked for “exercise” in place of “exersise”. \d+ pages found for “exercise”\.",
            "xercise",
        ),
        ("Heat Pack", r"\d+ pages? found for “Heat Pack”\.", "heat"),
        ("arthritis", r"\d+ pages found for “arthritis”\.", "arthritis"),
    ],
)
def test_results_are_told_in_words(
    words: str, status: str, marks: str, search: Callable[[str], dict[str, Any]]
) -> None:
    """How many pages, for which words; a mended word is owned up to; found words are marked."""
    shown = search(words)
    assert re.match(status, shown["status"])
    assert any(marks in mark for mark in shown["marks"])
    assert shown["all"] == 0


@pytest.mark.parametrize(
    "words", ["qwertz", "🐸", "<i>qq</i>", "\\ ( [ * ?", "constructor", "1234"]
)
def test_nothing_found_is_said_with_ways_on(
    words: str, page: Page, search: Callable[[str], dict[str, Any]]
) -> None:
    """What nobody wrote about, or no word at all: plain words, every page, and no error."""
    errors: list[str] = []
    page.once("pageerror", lambda error: errors.append(str(error)))
    shown = search(words)
    assert shown["status"] == f"No page found for “{words}”."
    assert shown["none"]
    assert shown["all"] > 15
    assert errors == []


def test_an_empty_field_lists_every_page(search: Callable[[str], dict[str, Any]]) -> None:
    """Who clears the field is where they began."""
    search("sleep")
    shown = search("  ")
    assert (shown["status"], shown["links"], shown["none"]) == ("", [], False)
    assert shown["all"] > 15


# --- help first -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "box", "first"),
    [
        ("numb down below", BODY, "get-help.html"),
        ("saddel numbness", BODY, "get-help.html"),
        ("cant feel my legs", BODY, "get-help.html"),
        ("my leg is weak", BODY, "get-help.html"),
        ("wee myself", BODY, "get-help.html"),
        ("bladder exercises", BODY, "get-help.html"),
        ("fever", "Call your clinic today", "get-help.html"),
        ("cancer", "Call your clinic today", "get-help.html"),
        (
            "I want to die",
            "Are you thinking of ending your life",
            "sleep-stress-mood.html#mood-low",
        ),
        ("suicidle", "Are you thinking of ending your life", "sleep-stress-mood.html#mood-low"),
        ("kill myself", "Are you thinking of ending your life", "sleep-stress-mood.html#mood-low"),
    ],
)
def test_an_emergency_comes_first(
    words: str, box: str, first: str, search: Callable[[str], dict[str, Any]]
) -> None:
    """Words of an emergency, misspelt as well, show the guide's own box, and its page first."""
    shown = search(words)
    assert shown["status"].startswith(("Read the box first.", "We looked for")) or not words
    assert any(title.startswith(box) for title in shown["boxes"])
    assert shown["links"][0] == first


def test_words_of_despair_find_nothing_else(search: Callable[[str], dict[str, Any]]) -> None:
    """Who wants to die does not read what else people want."""
    assert search("I want to die")["links"] == ["sleep-stress-mood.html#mood-low"]


@pytest.mark.parametrize("words", ["pillow", "posture", "massage", "goals", "number of visits"])
def test_other_words_show_no_box(words: str, search: Callable[[str], dict[str, Any]]) -> None:
    """A box that is always there would not be read."""
    assert search(words)["boxes"] == []


def test_boxes_are_those_of_the_guide(page: Page) -> None:
    """Word for word what the pages say, but for the citations."""
    texts = "[...document.querySelectorAll('{}')].map(e => e.textContent.replace(/\\s+/g, ' '))"
    boxes = page.evaluate(texts.format(".search-box .admonition"))
    assert len(boxes) == 4
    other = page.context.new_page()
    pages = ""
    for name in ("index", "get-help", "sleep-stress-mood"):
        other.goto(f"{name}.html")
        other.evaluate("document.querySelectorAll('.bibtex-citation').forEach(e => e.remove())")
        pages += "".join(other.evaluate(texts.format(".admonition"))).replace(" :", ":")
    other.close()
    assert [box for box in boxes if box.replace(" :", ":") not in pages] == []


# --- for a person ---------------------------------------------------------------------------------


@pytest.fixture
def tab(window: BrowserContext) -> Iterator[Page]:
    """Return a page of its own in the phone's window."""
    page = window.new_page()
    yield page
    page.close()


def test_from_the_menu_to_a_result_by_keyboard(tab: Page) -> None:
    """Type, Enter, Tab to a result, Enter; and back to the same results. Nothing is kept."""
    tab.goto("search.html?q=pillow")
    tab.locator(".search-hit").first.wait_for()
    field = tab.get_by_label("Search this guide")
    assert field.input_value() == "pillow"
    field.focus()
    field.press("Control+a")
    tab.keyboard.type("slipped disk")
    tab.keyboard.press("Enter")
    tab.get_by_text("pages found for “slipped disk”.").wait_for()
    assert tab.url.endswith("search.html?q=slipped+disk")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")  # the button
    tab.keyboard.press("Tab")
    assert "What is long-lasting back pain?" in tab.evaluate("document.activeElement.innerText")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/what-is-back-pain.html#basics-causes")
    tab.go_back()
    tab.get_by_text("pages found for “slipped disk”.").wait_for()
    kept = "localStorage.length + sessionStorage.length + document.cookie.length"
    assert tab.evaluate(kept) == 0


def test_results_follow_the_typing(tab: Page) -> None:
    """Without Enter, results come after a pause, and a screen reader is told once."""
    tab.goto("search.html", wait_until="networkidle")
    tab.evaluate(
        """window.told = [];
        new MutationObserver(() => told.push(document.getElementById("search-status").textContent))
          .observe(document.getElementById("search-status"), { childList: true });"""
    )
    tab.get_by_label("Search this guide").press_sequentially("arthritis")
    tab.locator(".search-hit").first.wait_for()
    told = tab.evaluate("told")
    assert len(told) == 1
    assert told[0].endswith("pages found for “arthritis”.")
    assert tab.locator("#search-status").get_attribute("role") == "status"
    heights = "[...document.querySelectorAll('.search-hit h2 a')].map((a) => a.offsetHeight)"
    assert min(tab.evaluate(heights)) >= 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_read(scheme: str, site: str, browser: Browser) -> None:
    """Dark words on yellow, whatever the ground of the page."""
    context = browser.new_context(base_url=site, color_scheme=scheme)
    page = context.new_page()
    page.goto("search.html?q=arthritis")
    style = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator("mark").first.evaluate(style) == ["rgb(26, 43, 51)", "rgb(251, 229, 138)"]
    context.close()


def test_it_works_without_a_connection(site: str, browser: Browser) -> None:
    """After one visit of any page, the device itself finds what is typed."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("index.html")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        "caches.keys().then((names) => names.some((name) => name.startsWith('guide')))"
    )
    page.wait_for_function(
        """caches.match("search.html").then((page) => page && navigator.serviceWorker.controller)"""
    )
    context.set_offline(True)
    page.goto("search.html?q=slipped+disk")
    page.get_by_text("pages found for “slipped disk”.").wait_for()
    context.close()


def test_without_the_index_every_page_is_still_there(site: str, browser: Browser) -> None:
    """No connection: it says so, and the list of pages is there to choose from."""
    context = browser.new_context(base_url=site, service_workers="block")
    context.route("**/search-index.json*", lambda route: route.abort())
    page = context.new_page()
    page.goto("search.html?q=sleep")
    page.get_by_text("The search could not be loaded.").wait_for()
    assert page.locator("#search-all a").count() > 15
    context.close()


def test_without_javascript_every_page_is_listed(site: str, browser: Browser) -> None:
    """It says why nothing is searched; each page of the menu is a link, no hidden box shows."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("search.html")
    why = page.locator("#content noscript > p:not([class])")
    assert why.is_visible()
    assert why.inner_text().startswith("Searching needs JavaScript.")
    names = {path.stem for path in GUIDE.glob("*.md")} - {"index"}
    links = page.locator("#search-all a")
    shown = {page_of(link.get_attribute("href") or "") for link in links.all()}
    assert names == shown
    assert not page.locator(".search-box").first.is_visible()
    context.close()


def test_only_what_is_needed_is_loaded(folder: Path) -> None:
    """Sphinx's own search is not loaded; the address of the index changes with what it holds."""
    html = (folder / "en/search.html").read_text("utf-8")
    assert not (folder / "en/searchindex.js").exists()
    for name in ("searchtools", "language_data", "doctools", "searchindex"):
        assert name not in html
    index = (folder / "en/_static/search-index.json").read_bytes()
    assert f"search-index.json?v={hashlib.sha256(index).hexdigest()[:8]}" in html
    assert len(gzip.compress(index)) < 70_000


# --- the index ------------------------------------------------------------------------------------


@pytest.fixture
def small(rootdir: Path, tmp_path: Path) -> Iterator[Project]:
    """Return a small guide with the layer."""
    yield lay_out(rootdir, "layer", tmp_path / "one")
    sys.path_importer_cache.clear()


def index_of(project: Project) -> dict[str, Any]:
    """Return the index of a built project."""
    index: dict[str, Any] = json.loads(project.read("_build/html/_static/search-index.json"))
    return index


def test_a_page_that_is_gone_is_in_neither_index_nor_copy(small: Project) -> None:
    """Search, the copy on a device and the website forget a deleted page and its picture."""
    small.edit("gate.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    small.edit("old.md", "# Zebra crossings\n\n![A gate](gate.svg)\n")
    index = small.read("index.md")
    small.edit("index.md", index + "\n```{toctree}\nold\n```\n")
    small.good(builder="html")
    assert "Zebra crossings" in str(index_of(small))
    assert '"old.html"' in small.read("_build/html/worker.js")
    (small.folder / "old.md").unlink()
    small.edit("index.md", index)
    small.good(builder="html")
    assert "Zebra crossings" not in str(index_of(small))
    worker = small.read("_build/html/worker.js")
    assert '"old.html"' not in worker
    assert "gate.svg" not in worker
    assert not (small.html / "old.html").exists()


def test_the_index_holds_sections_once_and_the_same(small: Project) -> None:
    """Without synonyms too; a second build, of one changed page, gives the index of a first."""
    small.good(builder="html")
    first = index_of(small)
    headings = [section["heading"] for section in first["sections"]]
    assert "Walking" in headings
    assert len(headings) == len(set(headings))
    text = small.read("walk.md")
    small.edit("walk.md", f"{text}\nA word more: zebra.\n")
    small.good(builder="html")
    assert "zebra" in json.dumps(index_of(small))
    small.edit("walk.md", text)
    small.good(builder="html")
    assert index_of(small) == first
    small.edit("walk.md", f"---\nnosearch: true\n---\n{text.rpartition('---')[2]}")
    small.build(builder="html")
    assert "walk" not in index_of(small)["pages"]


@pytest.mark.parametrize("purpose", ["search", "emergency"])
def test_words_alike_are_looked_for_once(small: Project, purpose: str) -> None:
    """A build takes them from the last one, if they were of the same words; a broken file is none.

    Two in three seconds of a build that writes one page went by with looking for them.
    """
    words = "words = ['chest hurts']\npage = 'walk'\n"
    box = "box = 'danger'\nfind = 'walk'\n"
    small.edit("search-synonyms.toml", f"[[help]]\n{words}{box}")
    memory = f"_build/doctrees/near-{purpose}-words.json"

    def files_made() -> list[bytes]:
        assert small.build(builder="html").status == 0  # that the page has no box is told
        names = ("search-index.json", "emergency.json")
        return [(small.html / "_static" / name).read_bytes() for name in names]

    made, kept = files_made(), small.read(memory)
    small.edit(memory, kept.replace('"words": [', '"words": ["qqqq", '))
    assert files_made() != made, "what is kept is used"
    for broken in (kept[:-9], "[]", kept.replace('"key": "', '"key": "0')):
        small.edit(memory, broken)
        assert files_made() == made
        assert small.read(memory) == kept


# --- what an editor writes wrongly ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[same]]\nwords = ['disc']", "same 1: words: write two words or more"),
        ("[[same]]\nword = ['disc', 'disk']", 'unknown key "word"; did you mean "words"?'),
        ("[[find]]\nwords = ['knee']", 'find 1: the key "page" is missing; add it'),
        ("[[find]]\nwords = 'knee'\npage = 'walk'", "find 1: words: must be a list"),
        ("[[help]]\nwords = ['x']\npage = 'a'\nfind = 'a'\nbox = 'red'", "help 1: box: "),
        ("[[same]", "not valid TOML"),
    ],
)
def test_a_wrong_table_is_told_in_one_sentence(
    text: str, sentence: str, tmp_path: Path, layer: Callable[[str], ModuleType]
) -> None:
    """The file, the table by its number, the key and the mend."""
    (tmp_path / "search-synonyms.toml").write_text(text, "utf-8")
    found, problems = layer("search_synonyms").read_synonyms(tmp_path)
    assert found == layer("search_synonyms").Synonyms()
    assert all(problem.startswith("search-synonyms.toml: ") for problem in problems)
    assert any(sentence in problem for problem in problems)


@pytest.mark.parametrize(
    ("sign", "sentence"),
    [
        ("leg + weka", 'help 1: signs: there is no group "weka"; did you mean "weak"?'),
        ("leg", 'help 1: signs: "leg" must name two groups or more, each once'),
        ("leg + leg", "must name two groups or more, each once"),
    ],
)
def test_a_stray_sign_is_told_and_left_out(
    sign: str, sentence: str, tmp_path: Path, layer: Callable[[str], ModuleType]
) -> None:
    """The sign, its table and the mend; the words of the table, and its other signs, stay."""
    (tmp_path / "search-synonyms.toml").write_text(
        "[[group]]\nname = 'leg'\nwords = ['leg']\n[[group]]\nname = 'weak'\nwords = ['limp']\n"
        "[[help]]\nwords = ['x']\npage = 'a'\nfind = 'a'\nbox = 'note'\n"
        f"signs = ['leg + weak', '{sign}']\n",
        "utf-8",
    )
    found, problems = layer("search_synonyms").read_synonyms(tmp_path)
    assert found.help[0].signs == ("leg + weak",)
    (problem,) = problems
    assert problem.startswith("search-synonyms.toml: ")
    assert sentence in problem


def test_a_stray_target_is_told_and_left_out(small: Project) -> None:
    """A page, label or box that is not there stops a strict build; another build goes on."""
    small.edit(
        "search-synonyms.toml",
        "[[find]]\nwords = ['hike']\npage = 'walk'\n"
        "[[find]]\nwords = ['run']\npage = 'walk#nowhere'\n"
        "[[help]]\nwords = ['fall']\npage = 'walk'\nbox = 'danger'\nfind = 'walk'\n",
    )
    built = small.build(builder="html")
    assert built.said("search-synonyms.toml: find 2: page: ", "walk#nowhere", "[guide.search]")
    assert built.said("search-synonyms.toml: help 1: box: ", '"walk"', "[guide.search]")
    assert [found["words"] for found in index_of(small)["find"]] == [["hike"]]
    assert index_of(small)["help"] == []


@pytest.mark.parametrize(("builder", "link"), [("html", "walk.html"), ("dirhtml", "../walk/")])
def test_the_links_of_a_box_lead_on(builder: str, link: str, small: Project) -> None:
    """A box may come from a page in a folder, and has its links, seen from the search."""
    box = ":::{admonition} Stop\n:class: danger\n\nRead [this](../walk.md).\n:::\n"
    small.edit("signs/fast.md", f"---\norphan: true\n---\n# Signs\n\n{box}")
    small.edit(
        "search-synonyms.toml",
        "[[help]]\nwords = ['fall']\npage = 'signs/fast'\nbox = 'danger'\nfind = 'walk'\n",
    )
    small.good(builder=builder)
    html = small.folder / "_build" / builder
    page = html / ("search.html" if builder == "html" else "search/index.html")
    (box_html,) = re.findall(
        r'<div class="search-box" data-help="0" hidden>(.*?)</div>', page.read_text(), re.DOTALL
    )
    assert f'href="{link}"' in box_html


def test_a_missing_script_is_told(
    small: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    layer: Callable[..., ModuleType],
) -> None:
    """Who builds by hand from a fresh clone is told what to run, and gets the pages."""
    monkeypatch.setattr(layer("search"), "SCRIPT", "missing.js")
    built = small.build(builder="html")
    assert built.said("The search page lacks its script, missing.js: run nox -s bundle")
    assert built.status == 0
    assert (small.html / "search.html").is_file()
