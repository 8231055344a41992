"""The guide in four languages: from each to the others, and a word about what is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from axe import look, looking
from bs4 import BeautifulSoup
from hosts import GUIDE, LANGUAGES
from playwright.sync_api import Browser, Page, expect
from sphinx_handouts.project import message_files

SITE = "https://back-care.example/"
OTHERS = LANGUAGES[1:]
LOCALES = GUIDE / "locales"
NAMES = {"en": "English", "es": "Español", "ar": "العربية", "ko": "한국어"}
PARTLY = ("ar", "ko")
"""Languages that have some of the pages."""


@cache
def read(path: Path) -> BeautifulSoup:
    """Return a page."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def pages(folder: Path, language: str) -> list[Path]:
    """Return the pages of a language."""
    return sorted((folder / language).glob("*.html"))


def target(page: Path, href: str) -> tuple[Path, str]:
    """Return the file and the place on it that a link of a page leads to."""
    split = urlsplit(href)
    if not split.path:
        return page, split.fragment
    found = (page.parent / unquote(split.path)).resolve()
    return (found / "index.html" if found.is_dir() else found), split.fragment


def switch(page: Path) -> dict[str, tuple[str, str, str]]:
    """Return name, direction and address of each language that a page leads to."""
    (nav,) = read(page).select("nav.handouts-languages")
    return {
        str(item["lang"]): (
            item.get_text(strip=True),
            str(item["dir"]),
            str(item.a["href"]) if item.a else "",
        )
        for item in nav.select("li")
    }


# --- from page to page ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_leads_to_itself_in_the_others(folder: Path, language: str) -> None:
    """Guide, library, search, status pages, codes: each language by its name, and a page there."""
    own = "" if language == "en" else f"{language}/"
    beside = [f"h/{own}", f"h/{own}KP-01", f"codes/{own}", f"codes/{own}icd10cm/M25.561"]
    found = [*pages(folder, language), *(folder / name / "index.html" for name in beside)]
    found.append(folder / "handouts/plain" / own / "index.html")
    assert len(found) > 30
    for page in found:
        assert read(page).html is not None
        assert read(page).html["lang"] == language, page
        assert read(page).html["dir"] == ("rtl" if language == "ar" else "ltr")
        links = switch(page)
        assert {tag: name for tag, (name, _dir, _href) in links.items()} == NAMES
        assert {tag for tag, (_name, way, _href) in links.items() if way == "rtl"} == {"ar"}
        for tag, (_name, _way, href) in links.items():
            there, place = target(page, href)
            assert there.is_file(), (page, href)
            assert read(there).html["lang"] == tag
            assert (there.name == page.name and not place) or place == "not-yet", (page, href)


@pytest.mark.parametrize("language", PARTLY)
def test_a_page_that_is_not_there_says_so(folder: Path, language: str) -> None:
    """The link leads to the start of the language with a word why; so does a page in its place."""
    page, start = folder / "en/research.html", folder / language / "index.html"
    assert target(page, switch(page)[language][2]) == (start, "not-yet")
    words = read(start).select_one("#not-yet")
    assert words is not None
    there = read(folder / language / "research.html")
    assert there.h1 is not None
    assert there.h1.get_text() in words.get_text()
    links = [str(a["href"]) for a in there.select(".handouts-instead a")]
    assert links == ["../en/research.html", "index.html", "get-help.html"]
    assert there.select('meta[name="robots"][content="noindex"]')
    assert not there.select('link[rel="canonical"], link[rel="alternate"][hreflang]')
    assert not there.select(".page-notes, .page-sources, script[type='application/ld+json']")


@pytest.mark.parametrize("language", PARTLY)
def test_menu_and_cards_offer_what_is_there(folder: Path, language: str) -> None:
    """Nobody is sent from the front page, a menu or the end of a page to what is not there."""
    for name in ("index", "get-help", "sleep-stress-mood"):
        page = folder / language / f"{name}.html"
        links = read(page).select("#menu a[href], .cards a[href], .pager a[href]")
        assert len(links) > 8
        for link in links:
            there, _place = target(page, str(link["href"]))
            assert not read(there).select(".handouts-instead"), (name, link)


def test_a_draft_says_so_on_each_page(folder: Path) -> None:
    """Every page of a translation that nobody has checked has a banner; no English one has."""
    for language in OTHERS:
        for page in pages(folder, language):
            is_text = not read(page).select(".handouts-instead") and "review" not in page.name
            if page.stem in {"search", "no-connection", "genindex"} or not is_text:
                continue
            (banner,) = read(page).select(".handouts-draft")
            assert banner.get_text(strip=True)
    assert not [page for page in pages(folder, "en") if read(page).select(".handouts-draft")]


# --- for machines ---------------------------------------------------------------------------------


def alternates(page: Path) -> dict[str, str]:
    """Return the addresses of a page in each language, as it tells machines."""
    links = read(page).select('link[rel="alternate"][hreflang]')
    return {str(link["hreflang"]): str(link["href"]) for link in links}


def test_alternates_name_each_other(folder: Path) -> None:
    """Of each page, all languages tell the same addresses; English is for all others."""
    for language in LANGUAGES:
        for page in pages(folder, language):
            told = alternates(page)
            for tag, address in told.items():
                there = folder / address.removeprefix(SITE)
                assert alternates(there) == told
                assert tag == "x-default" or read(there).html["lang"] == tag
            if told:
                (canonical,) = read(page).select('link[rel="canonical"]')
                assert canonical["href"] == told[language]
                assert told["x-default"] == told["en"]


def test_lists_for_crawlers(folder: Path) -> None:
    """Each language lists the pages that it has, and what they are elsewhere; the top has all."""
    robots = (folder / "robots.txt").read_text()
    lists = [line.split()[1] for line in robots.splitlines() if line.startswith("Sitemap")]
    assert sorted(lists) == sorted(f"{SITE}{tag}/sitemap.xml" for tag in LANGUAGES)
    space = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    for tag in LANGUAGES:
        listed = ElementTree.parse(folder / tag / "sitemap.xml").findall("s:url", space)
        assert len(listed) >= 8
        for entry in listed:
            address = entry.findtext("s:loc", "", space)
            page = folder / address.removeprefix(SITE)
            assert not read(page).select(".handouts-instead")
            links = entry.findall("x:link", space)
            assert {str(one.get("hreflang")): one.get("href") for one in links} == alternates(page)


def test_letters_for_details_of_a_clinic_stay(folder: Path) -> None:
    """Arabic and Korean sheets take no details in the browser; the letters of the others stay."""
    letterheads = folder / "handouts/letterhead"
    kits = sorted(letterheads.glob("kit-*.json"))
    assert [kit.name.split("-")[1] for kit in kits] == ["en", "es"]
    for kit in kits:
        faces = json.loads(kit.read_bytes())["faces"].values()
        assert all((letterheads / face).is_file() for face in faces)


# --- the first visit ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "language"), [("es-MX", "es"), ("ko-KR", "ko"), ("ar", "ar"), ("pl-PL", "en")]
)
def test_front_address_follows_the_browser(
    nginx: str, browser: Browser, locale: str, language: str
) -> None:
    """Whoever types the address of the host gets the guide in the language of the browser."""
    with browser.new_context(locale=locale, service_workers="block") as context:
        page = context.new_page()
        page.goto(nginx)
        page.wait_for_url(f"{nginx}{language}/index.html")


def test_who_chose_another_language_keeps_it(nginx: str, browser: Browser) -> None:
    """A page never leads elsewhere by itself; a choice counts, and can be taken back."""
    with browser.new_context(locale="es-ES", service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{nginx}en/get-help.html")
        assert page.evaluate("localStorage.length + document.cookie.length") == 0
        for name, language in (("한국어", "ko"), ("English", "en")):
            page.get_by_role("link", name=name, exact=True).click()
            page.wait_for_url(f"{nginx}{language}/get-help.html")
            page.goto(nginx)
            page.wait_for_url(f"{nginx}{language}/index.html")
            page.goto(f"{nginx}{language}/get-help.html")


def test_without_scripts_the_front_address_lists_all(nginx: str, browser: Browser) -> None:
    """And the links from page to page work, with the word why."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(nginx)
        links = page.locator("main a")
        assert [a.get_attribute("hreflang") for a in links.all()] == ["en", "ar", "es", "ko"]
        page.goto(f"{nginx}en/research.html")
        page.get_by_role("link", name="한국어").click()
        expect(page.locator("#not-yet")).to_be_visible()
        page.goto(f"{nginx}ko/index.html")
        expect(page.locator("#not-yet")).to_be_hidden()


@pytest.mark.parametrize("name", ["h/es/kp-01", "h/es/KP-01/9.9", "h/ko/kp01/", "h/es/kp_1.html"])
def test_addresses_as_people_type_them(nginx: str, browser: Browser, name: str) -> None:
    """An address of a sheet in another language, with slips, leads to its page in that language."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(urljoin(nginx, name))
        page.wait_for_url(f"{nginx}{'/'.join(name.split('/')[:2])}/KP-01/")


@pytest.mark.parametrize("language", OTHERS)
def test_help_has_one_name(language: str) -> None:
    """The button on each page, the page and the sheet say the words on which the others call."""
    said = set()
    for folder, names in ((GUIDE / "_theme/locale", ["theme"]), (LOCALES, ["guide", "sheet"])):
        for name in names:
            entry = message_files.read(folder / language / "LC_MESSAGES" / f"{name}.po").get(
                "Get help now"
            )
            assert entry is not None
            said.add(entry.string)
    assert len(said) == 1


# --- nobody's way is barred -----------------------------------------------------------------------

LOOKED_AT = ["{0}/index.html", "{0}/get-help.html", "{0}/library.html", "{0}/search.html"]
LOOKED_AT += ["h/{0}/", "h/{0}/KP-01/", "codes/{0}/", "codes/{0}/icd10cm/M25.561/"]
LOOKED_AT += ["{0}/no-connection.html"]
SEARCHED = {"es": "dolor de pecho", "ar": "تدليك", "ko": "마사지"}


@pytest.fixture(scope="module")
def reader(browser: Browser, nginx: str) -> Iterator[Page]:
    """Return one window for all pages."""
    with looking(browser, nginx) as page:
        yield page


@pytest.mark.parametrize("language", OTHERS)
def test_axe_finds_nothing(language: str, reader: Page) -> None:
    """In each language, from right to left, too: no finding, and no page scrolls sideways."""
    names = [name.format(language) for name in LOOKED_AT]
    names += [f"{language}/research.html"] if language in PARTLY else []
    names += [f"{language}/search.html?q={SEARCHED[language]}"]
    found = {}
    for name in names:
        reader.goto(name, wait_until="networkidle" if "?q=" in name else "load")
        if places := look(reader, ("light",)):
            found[name] = places
    assert found == {}
