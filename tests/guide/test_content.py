"""The guide and its handouts: complete, cited, plain, illustrated, and nothing that must not be."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeTree
import pytest
import yaml
from once import once
from projects import html_blocks, html_links, normal, pdf_pages, pdf_text
from pybtex.database import Entry, parse_file
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.schema.page_review import PageReview
from sphinx_handouts.records.states import State
from tagged import fields, opened, read_aloud, spoken_words

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
CLAIMS = ROOT / "docs/manual/explanation/seed-article-claims.md"
SVG = "{http://www.w3.org/2000/svg}"
MM = 72 / 25.4

TITLES = {
    "index": "Chronic back pain and massage",
    "get-help": "Get help now",
    "what-is-back-pain": "What is long-lasting back pain?",
    "hurt-and-harm": "Hurt, harm and what to expect",
    "what-can-help": "What can help",
    "could-massage-help": "Could massage help me?",
    "research": "What the research says",
    "is-massage-safe": "Is massage safe for me?",
    "choosing-a-therapist": "Choosing a massage therapist",
    "first-visit": "Your first massage visit",
    "after-massage": "After a massage",
    "massage-at-home": "Massage at home: hands, partner, tools",
    "massage-and-conditions": "Massage and my health condition",
    "medicines": "Medicines: questions for my pharmacist",
    "scans-injections-operations": "Do I need a scan, an injection or an operation?",
    "other-treatments": "Other treatments compared",
    "staying-active": "Staying active",
    "exercises": "Back exercises, drawn",
    "leg-pain": "Leg pain and sciatica",
    "comfort": "Comfort at home: heat, cold, sleep, mattress",
    "flare-ups": "Flare-ups",
    "sleep-stress-mood": "Sleep, stress and mood",
    "work-and-home": "Work and home",
    "older-backs": "Older backs, weak bones and falls",
    "my-tools": "My tools",
    "words": "Words explained",
    "sources": "Sources and review dates",
}
"""The home page and the other pages."""
HANDOUTS = {
    "BP-01": "Long-lasting back pain: the basics",
    "BP-02": "Get help now",
    "BP-03": "Could massage help me?",
    "BP-04": "Is massage safe for me?",
    "BP-05": "Your first massage visit",
    "BP-06": "After your massage",
    "BP-07": "Choosing a massage therapist",
    "BP-08": "Keep moving plan",
    "BP-09": "Flare-up plan",
    "BP-10": "Pain and activity diary",
    "BP-11": "Goals and pacing sheet",
    "BP-12": "Questions to ask",
    "BP-13": "Sleep, stress and pain",
    "BP-14": "My back care plan",
    "BP-15": "Hurt, harm and what to expect",
    "BP-16": "Back exercises, drawn",
    "BP-17": "Medicines: questions for my pharmacist",
    "BP-18": "Leg pain and sciatica",
    "BP-19": "Massage at home: hands, partner, tools",
    "BP-20": "Comfort at home: heat, cold, sleep, mattress",
    "BP-21": "Do I need a scan, an injection or an operation?",
    "BP-22": "Back pain and work",
    "BP-23": "Older backs, weak bones and falls",
    "BP-24": "Massage and my health condition",
}
BOOK = "GD-01"
"""The whole guide as a book, for no clinic and on one paper."""
NOT_IN_THE_BOOK = {"index", "library", "sources"}
BOXES = 4
"""Boxes of the book: pages have it where the guide has it, that on getting help first of all."""
TALLER = ("BP-17", "BP-19", "BP-23", "BP-24")
"""Handouts that may take another page on Letter, which is shorter than A4."""
MOST_PAGES = {"BP-02": 2, "BP-14": 2, "BP-16": 6, "BP-18": 4, "BP-20": 4}
"""Of a handout on A4; the others have three at most. Two leaves hold four."""
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
EMERGENCY = {"plain": "your local emergency number", "example-clinic": "999"}
ADVICE = {"plain": "a health advice line", "example-clinic": "111"}
CRISIS = {"plain": "your local crisis line", "example-clinic": "Samaritans on 116 123"}
PHONE = {"plain": "Your clinic:", "example-clinic": "Your clinic: 01632 960001"}


# --- the guide, built once ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the standard sheets on A4 and Letter, and the guide; return the folder of both."""

    def build(folder: Path) -> None:
        _sphinx(folder, "handouts", "handouts", "-D", "handouts_only=standard,a4,letter")
        _sphinx(folder, "html", "html/en")

    return once(tmp_path_factory, "content", build)


def _sphinx(folder: Path, builder: str, out: str, *options: str) -> None:
    # The cache is that of the guide: what `nox -s build` has rendered is not rendered again.
    settings = {
        "handouts_manifest": folder / "handouts/manifest.json",
        "handouts_reports": folder / "reports",
    }
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", builder]
    command += [word for name, path in settings.items() for word in ("-D", f"{name}={path}")]
    command += ["-d", str(folder / "doctrees"), *options, str(GUIDE), str(folder / out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


@pytest.fixture(scope="session")
def manifest(built: Path) -> dict[str, Any]:
    """Return the manifest."""
    made: dict[str, Any] = json.loads((built / "handouts/manifest.json").read_bytes())
    return made


@pytest.fixture(scope="session")
def sheets(built: Path, manifest: dict[str, Any]) -> dict[str, str]:
    """Return the text of each sheet by its path."""
    paths = [entry["path"] for entry in manifest["editions"]]
    return {path: pdf_text(built / "handouts" / path) for path in paths}


@pytest.fixture(scope="session")
def web(built: Path) -> dict[str, str]:
    """Return the HTML of each page of the guide by its name."""
    return {name: (built / f"html/en/{name}.html").read_text("utf-8") for name in TITLES}


def main_text(markup: str) -> str:
    """Return the words of the main part of a page."""
    (article,) = re.findall(r"<article[^>]*>(.*)</article>", markup, re.DOTALL)
    return normal(re.sub("<[^>]+>", " ", article))


def source(name: str) -> str:
    """Return the source of a page."""
    return (GUIDE / f"{name}.md").read_text("utf-8")


@cache
def everything_written() -> str:
    """Return the source of every page and snippet."""
    paths = sorted([*GUIDE.glob("*.md"), *GUIDE.glob("snippets/*.md")])
    return "\n".join(path.read_text("utf-8") for path in paths)


# --- sources --------------------------------------------------------------------------------------


@cache
def bibliography() -> dict[str, Entry]:
    """Return the sources by key."""
    return dict(parse_file(str(GUIDE / "references.bib")).entries)


@cache
def cited() -> set[str]:
    """Return the keys that pages and snippets cite."""
    found = re.findall(r"\{cite:[a-z]+\}`([^`]+)`", everything_written())
    return {key.strip() for keys in found for key in keys.split(",")}


def is_isbn(text: str) -> bool:
    """Return whether the check digit of an ISBN of 13 digits is right."""
    digits = [int(digit) for digit in text if digit.isdigit()]
    weighted = sum(digit * (3 if i % 2 else 1) for i, digit in enumerate(digits))
    return len(digits) == 13 and weighted % 10 == 0


def test_every_citation_has_a_source() -> None:
    """Each key that a page or snippet cites is in the list of sources."""
    assert len(cited()) > 10
    assert sorted(cited() - set(bibliography())) == []


@pytest.mark.parametrize("key", sorted(cited()))
def test_identifier(key: str) -> None:
    """A source that is used has a DOI, an ISBN or an address, a title, a year and an author."""
    entry = bibliography()[key]
    doi, isbn = entry.fields.get("doi", ""), entry.fields.get("isbn", "")
    address = entry.fields.get("url", "")
    assert (
        re.fullmatch(r"10\.\d{4,9}/[^\s{}]+", doi) or is_isbn(isbn) or address.startswith("https:")
    )
    assert entry.fields["title"]
    assert 1980 <= int(entry.fields["year"]) <= dt.datetime.now(dt.UTC).year
    assert entry.persons["author"]
    assert key.endswith(entry.fields["year"]) or "updated" in entry.fields.get("note", "")


def test_every_source_is_listed(web: dict[str, str]) -> None:
    """Each source stands on the page of sources, with its identifier, and none stands twice."""
    page = main_text(web["sources"])
    for key, entry in bibliography().items():
        found = re.findall(rf"(?:doi:|ISBN:? ?|URL: ?){re.escape(identifier(entry))}(?!\w)", page)
        assert len(found) == 1, key
    identifiers = list(map(identifier, bibliography().values()))
    assert len(set(identifiers)) == len(identifiers)


def identifier(entry: Entry) -> str:
    """Return what a source is found by: its DOI, its ISBN, or the address of a page."""
    fields = entry.fields
    return str(fields.get("doi") or fields.get("isbn") or fields["url"])


def test_sources_of_a_sheet(sheets: dict[str, str]) -> None:
    """The numbers on a sheet are those of its list, each with DOI, ISBN or address."""
    lists = 0
    addresses = [
        identifier(entry).removeprefix("https://").rstrip("/")
        for entry in bibliography().values()
        if "url" in entry.fields
    ]
    for path, text in sheets.items():
        numbers = {int(n) for group in re.findall(r"\[([\d, ]+)\]", text) for n in group.split(",")}
        _body, _heading, end = text.partition("Where this comes from")
        assert bool(end) == bool(numbers), path
        if numbers:
            assert numbers == set(range(1, len(numbers) + 1)), path
            marks = len(re.findall(r"doi:\s?10\.|ISBN 978", end))
            end = re.sub(r"[\s-]", "", end)  # poppler mends words that a line parts at a hyphen
            marks += sum(address.replace("-", "") in end for address in addresses)
            assert marks == len(numbers), path
            lists += 1
    assert lists > 20


# --- pages ----------------------------------------------------------------------------------------


def test_no_orphan_page() -> None:
    """Every page that there is stands in the menu, once."""
    menus = re.findall(r":::\{toctree\}\n(?::[^\n]*\n)*\n(.*?)\n:::", source("index"), re.DOTALL)
    pages = {path.stem for path in GUIDE.glob("*.md")} - {"index"}
    assert sorted(" ".join(menus).split()) == sorted(pages)
    assert pages == set(TITLES) - {"index"} | {"library"}


@pytest.mark.parametrize("name", TITLES)
def test_page(name: str, web: dict[str, str]) -> None:
    """Each page has its title, shows its review state, and ends with one thing to do.

    The front page has doors in place of that.
    """
    assert re.findall(r"^# (.*)$", source(name), re.MULTILINE) == [TITLES[name]]
    text = main_text(web[name])
    assert text.count("Do one thing now") == (name != "index")
    assert "Review state: pending clinical review." in text
    assert "Approved by" not in text


def reviews() -> dict[str, dict[str, Any]]:
    """Return the review table of each page."""
    found = {}
    for name in TITLES:
        head = source(name).split("---\n")[1]
        found[name] = yaml.safe_load(head)["review"]
    return found


def test_reviews() -> None:
    """Each page has a valid review table with an id of its own; nobody is named as its reviewer."""
    tables = {name: PageReview.model_validate(table) for name, table in reviews().items()}
    ids = [table.id for table in tables.values()]
    assert all(re.fullmatch(r"PG-\d\d", name) for name in ids)
    assert len(set(ids)) == len(ids)
    for name, table in tables.items():
        assert table.state is State.PENDING, name
        assert {"reviewer", "reviewer_role", "approved"}.isdisjoint(reviews()[name])
        assert (table.author, table.reviewer) == ("", "")
        assert re.fullmatch(r"[A-Z][a-z]+( [a-z]+)*", table.owner)  # a role, not a name
        assert table.next_review - table.evidence_searched <= dt.timedelta(2 * 366)
    safety = ("get-help", "is-massage-safe", "flare-ups", "massage-and-conditions", "medicines")
    for name in safety:  # every year
        assert tables[name].next_review - tables[name].evidence_searched <= dt.timedelta(366)


def test_links_of_the_guide(built: Path) -> None:
    """Every link of every page leads to a file that is there, and to a place that is in it."""
    seen = 0
    for path in sorted((built / "html/en").glob("*.html")):
        for link in set(html_links(path)):
            address, anchor = urldefrag(link)
            if "://" in address or address.startswith("mailto:"):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            if target.parent.parent == built / "html" and target.parent.name in {"ar", "es", "ko"}:
                continue  # the languages beside it, which are not built here
            assert target.exists(), f"{path.name}: {link}"
            if anchor and target.suffix == ".html":
                assert f'id="{unquote(anchor)}"' in target.read_text("utf-8"), (
                    f"{path.name}: {link}"
                )
            seen += 1
    assert seen > 300


# --- handouts -------------------------------------------------------------------------------------


def catalogue() -> list[dict[str, Any]]:
    """Return the handouts of the catalogue, but the book."""
    table = tomllib.loads((ROOT / "handouts/catalogue.toml").read_text("utf-8"))
    return [handout for handout in table["handout"] if handout["id"] != BOOK]


def test_handouts() -> None:
    """All are there, each made of labelled parts of pages, the get-help box among them."""
    assert {handout["id"]: handout["title"] for handout in catalogue()} == HANDOUTS
    for handout in catalogue():
        parts = [part.partition("#") for part in handout["parts"]]
        assert {page for page, _hash, _label in parts} <= set(TITLES)
        for page, _hash, label in parts:
            assert re.search(rf"^(\({label}\)=|:name: {label})$", source(page), re.MULTILINE), label
        assert ("get-help", "#", "get-help-box") in parts
        assert handout["pages"] <= MOST_PAGES.get(handout["id"], 3)


def test_every_edition(manifest: dict[str, Any]) -> None:
    """Each handout is printed for both brands on both papers, on no more pages than it may have."""
    found = {(e["id"], e["brand"], e["paper"]): e for e in manifest["editions"]}
    assert found.pop((BOOK, "plain", "a4"))
    assert set(found) == {
        (name, brand, paper)
        for name in HANDOUTS
        for brand in EMERGENCY
        for paper in ("a4", "letter")
    }
    for (name, _brand, paper), entry in found.items():
        more = paper == "letter" and name in TALLER
        assert entry["pages"] <= MOST_PAGES.get(name, 3) + more, entry["path"]
        most = 200_000 if name == "BP-16" else 150_000  # its drawings
        assert entry["bytes"] <= most, entry["path"]
        assert entry["variant"] == "standard"
        assert set(entry["sources"]) <= set(TITLES)
        assert entry["state"] in {"pending clinical review", "draft"}


def test_book_holds_the_guide(built: Path, manifest: dict[str, Any]) -> None:
    """All pages of the menus are chapters, in their order, each on the page that is told."""
    (book,) = (entry for entry in manifest["editions"] if entry["id"] == BOOK)
    assert set(book["sources"]) == set(TITLES) - NOT_IN_THE_BOOK
    pages = pdf_pages(built / "handouts" / book["path"])
    assert len(pages) == book["pages"] > 60
    contents = normal(re.sub(r"(?: ?\.){2,}", " ", pages[1]))
    for name in book["sources"]:
        assert TITLES[name] in contents, name
        assert any(re.match(rf"(.* )?\d+ {re.escape(TITLES[name])} ", text) for text in pages[2:])


def test_marked(sheets: dict[str, str], manifest: dict[str, Any]) -> None:
    """Every page of every sheet says that nobody has approved it."""
    for entry in manifest["editions"]:
        text = sheets[entry["path"]]
        marks = text.count("Not yet approved: pending clinical review") + text.count("Draft: not")
        assert marks == entry["pages"], entry["path"]


def test_packs(built: Path, manifest: dict[str, Any]) -> None:
    """The packs are bound for each brand and paper, each as accessible as its sheets."""
    packs = (ROOT / "handouts/catalogue.toml").read_text("utf-8").count("[[pack]]")
    assert len(manifest["packs"]) == packs * len(EMERGENCY) * 2
    for pack in manifest["packs"]:
        data = (built / "handouts" / pack["path"]).read_bytes()
        assert structure_problems(data) == (), pack["path"]


# --- the get-help box -----------------------------------------------------------------------------


def letters(text: str) -> str:
    """Return the letters and digits of a text, whatever stands between them."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def box(brand: str, phone: str = "") -> str:
    """Return the letters of the get-help snippet, with the words of a brand."""
    text = (GUIDE / "snippets/get-help.md").read_text("utf-8")
    text = text.replace("{brand}`emergency`", EMERGENCY[brand])
    text = text.replace("{brand}`advice`", ADVICE[brand])
    text = text.replace(":::{clinic-phone}", phone or PHONE[brand])
    return letters(re.sub(r"^:+(\{admonition\}|class:.*)?", "", text, flags=re.MULTILINE))


def test_no_sources_in_the_box() -> None:
    """Who is frightened reads signs, not names and years: the sources stand at the foot."""
    snippets = ("get-help", "get-help-short", "precautions")
    for name in snippets:
        assert "{cite" not in (GUIDE / f"snippets/{name}.md").read_text("utf-8")
    assert source("get-help").count("{cite:p}") >= 6


@pytest.mark.parametrize("name", ["get-help", "flare-ups"])
def test_box_on_pages(name: str, built: Path) -> None:
    """The box stands on its page, and where else it is used, word for word."""
    found = html_blocks(built / f"html/en/{name}.html", ".snippet--get-help")
    assert letters(" ".join(found)) == box("plain", "Your clinic can tell you its number.")


def test_box_on_sheets(built: Path, manifest: dict[str, Any]) -> None:
    """The box stands on every sheet, whole and in order, with the brand's number and no other."""
    for entry in manifest["editions"]:
        text = spoken_words((built / "handouts" / entry["path"]).read_bytes())
        times = BOXES if entry["id"] == BOOK else 1
        assert letters(text).count(box(entry["brand"])) == times, entry["path"]


def test_box_is_read_aloud(built: Path, manifest: dict[str, Any]) -> None:
    """So poppler tells it, too: a screen reader meets the box whole, one tier after the other."""
    for entry in manifest["editions"]:
        if (entry["id"], entry["paper"]) == ("BP-03", "letter"):
            spoken = read_aloud((built / "handouts" / entry["path"]).read_bytes())
            text = "".join(re.findall(r'"(.*)"', spoken))
            assert letters(text).count(box(entry["brand"])) == 1


def test_page_one_says_where_the_box_is(built: Path, manifest: dict[str, Any]) -> None:
    """The box begins on page 1, or page 1 says on which page it does."""
    for entry in manifest["editions"]:
        path = built / "handouts" / entry["path"]
        pages = pdf_pages(path)
        assert len(pages) == entry["pages"]
        places = [n for n, text in enumerate(pages, 1) if "if one of these signs is" in text]
        assert len(places) == (BOXES if entry["id"] == BOOK else 1)
        place = places[0]
        told = re.search(r"When to get help: see the box on page (\d+)\.", pages[0])
        assert int(told[1]) == place if told else place == 1, entry["path"]


def test_crisis_line(sheets: dict[str, str]) -> None:
    """Who thinks of ending their life reads whom to call, with a region and without."""
    found = [path for path in sheets if "BP-13" in path]
    assert found
    for path in found:
        brand = path.partition("/")[0]
        words = (
            f"Call {CRISIS[brand]}, any time, day or night. In danger now? Call {EMERGENCY[brand]}"
        )
        assert normal(words) in normal(sheets[path].replace("\N{NO-BREAK SPACE}", " "))


def test_emergency_number(sheets: dict[str, str]) -> None:
    """No number is on a sheet without a region; the number of the region is on those with one."""
    numbers = re.compile(r"\b(?:call|ring|dial|phone)\s+\d", re.IGNORECASE)
    for path, text in sheets.items():
        if path.startswith("plain/"):
            assert not numbers.search(text), path
            assert "Call your local emergency number" in text, path
        else:
            called = {match.split()[-1] for match in numbers.findall(text)}
            assert called == {"9", "1"}, path  # the first digits of 999 and 111
            assert "Call 999" in text
            assert "your local emergency number" not in text, path


def test_no_number_on_the_web(web: dict[str, str]) -> None:
    """The guide does not know where its reader is."""
    for name, markup in web.items():
        assert not re.search(r"\b(?:call|dial|ring) (?:999|911|112|000|111|119)\b", markup), name


# --- what must not be there -----------------------------------------------------------------------


def test_no_hangul(built: Path, sheets: dict[str, str]) -> None:
    """No word of advertising in another script is in any output."""
    kinds = {".html", ".json", ".js", ".svg", ".txt", ".xml", ".csv"}
    search = {"alarm.js", "search.js", "library-search.js"}  # which know the letters of Korean
    texts = [
        path
        for path in (built / "html").rglob("*")
        if path.suffix in kinds and path.name not in search
    ]
    assert len(texts) > 50
    for path in texts:
        text = path.read_text("utf-8", errors="replace").replace("한국어", "")  # a language's name
        assert not HANGUL.search(text), path
    for path, text in sheets.items():
        assert not HANGUL.search(text), path
    assert not HANGUL.search(everything_written())


def test_no_banned_phrase(web: dict[str, str], sheets: dict[str, str]) -> None:
    """No promise that the list bans is on a page or sheet."""
    lines = (ROOT / "handouts/banned-phrases.txt").read_text("utf-8").splitlines()
    phrases = [line.partition("#")[0].strip() for line in lines]
    phrases = [phrase for phrase in phrases if phrase]
    assert {"healing power", "numerous studies", "clinically proven"} <= set(phrases)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
    for name, text in [*((n, main_text(m)) for n, m in web.items()), *sheets.items()]:
        assert pattern.findall(text) == [], name


def test_no_quality_marks(web: dict[str, str], sheets: dict[str, str]) -> None:
    """Nothing claims to be certified."""
    marks = re.compile(r"HONcode|PIF TICK|certified|WCAG|compliant", re.IGNORECASE)
    for name, text in [*((n, main_text(m)) for n, m in web.items()), *sheets.items()]:
        assert not marks.search(text), name


# --- plain words ----------------------------------------------------------------------------------


def test_reading_grades(built: Path) -> None:
    """Every page and handout is measured, and is as easy to read as was promised."""
    made = json.loads((built / "reports/reading.json").read_bytes())
    found = {reading["name"]: reading for reading in made["readings"]}
    pages = {f"page {name}" for name in TITLES} - {"page words", "page sources"}
    assert set(found) == pages | {f"handout {name}" for name in (*HANDOUTS, BOOK)}
    for name, reading in found.items():
        assert reading["words"] > 60, name
        assert reading["flesch_kincaid"] <= 6, name
        assert reading["smog"] <= 8, name
        assert reading["longest"] <= 25, name


# --- figures --------------------------------------------------------------------------------------

FIGURES = sorted(path.name for path in (GUIDE / "figures").glob("*.svg"))


def drawing(name: str) -> Element:
    """Return the root of a drawing."""
    root: Element = SafeTree.parse(GUIDE / "figures" / name).getroot()
    return root


def drawn_text(name: str) -> str:
    """Return the words in a drawing."""
    return " ".join("".join(text.itertext()) for text in drawing(name).iter(f"{SVG}text"))


def test_all_figures_are_there() -> None:
    """Each figure of the guide exists, and each that exists is used."""
    used = set(re.findall(r"\{figure\} figures/(\S+)", everything_written()))
    assert used == {name for name in FIGURES if ".large-print." not in name}
    assert {name.replace(".large-print.", ".") for name in FIGURES} == used
    assert len(used) >= 8


@pytest.mark.parametrize("name", FIGURES)
def test_figure(name: str) -> None:
    """A drawing names and describes itself, and loads nothing."""
    root = drawing(name)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert len(str(title.text)) > 5
    assert len(str(description.text)) > 40
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("role") == "img"
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "foreignObject"}
        for key, value in element.attrib.items():
            assert not key.endswith("href") or value.startswith("#")


def test_figures_have_alternatives(web: dict[str, str]) -> None:
    """Each figure has a text alternative where it stands, and a caption."""
    blocks = re.findall(r":::\{figure\} \S+\n(.*?)\n:::", everything_written(), re.DOTALL)
    assert len(blocks) >= len({name.replace(".large-print.", ".") for name in FIGURES})
    for block in blocks:
        (alternative,) = re.findall(r"^:alt: (.+)$", block, re.MULTILINE)
        assert len(alternative) > 40
        assert block.rpartition("\n\n")[2].strip(), block  # the caption
    for name, markup in web.items():
        for image in re.findall(r"<img [^>]*>", markup):
            is_decoration = re.search(r'class="(card__|title-)picture"', image)  # beside a title
            told = re.search(r'alt="[^"]+"', image) or "sidebar-logo" in image
            assert told or is_decoration, (name, image)


LEVELS = [path.stem.partition("-")[2] for path in sorted(GUIDE.glob("snippets/certainty-*.md"))]
"""Those that a finding of the guide has."""


@pytest.mark.parametrize("level", LEVELS)
def test_certainty_scale(level: str) -> None:
    """The drawn scale says of each step what its snippet says, and so does its description."""
    words = (GUIDE / f"snippets/certainty-{level}.md").read_text("utf-8").strip()
    step = level.replace("-", " ").capitalize()
    assert f"{step}. {words}" in normal(drawn_text("certainty-scale.svg"))
    description = drawing("certainty-scale.svg").find(f"{SVG}desc")
    assert description is not None
    assert letters(words) in letters(str(description.text))


def test_certainty_snippets_stand_by_their_level() -> None:
    """Where a finding is of a certainty, the sentence below it is of the same."""
    found = re.findall(
        r"\{certainty\} (\S+)\n.*?\{snippet\} certainty-(\S+)", everything_written(), re.DOTALL
    )
    assert found
    assert all(level == snippet for level, snippet in found)


def test_urgency_ladder() -> None:
    """The three upper steps of the ladder are those of the get-help box, word for word."""
    snippet = (GUIDE / "snippets/get-help.md").read_text("utf-8")
    titles = re.findall(r"\{admonition\} (.+)$", snippet, re.MULTILINE)
    titles = [title.replace("{brand}`emergency`", EMERGENCY["plain"]) for title in titles]
    assert len(titles) == 3
    bold = [
        "".join(text.itertext())
        for text in drawing("urgency-ladder.svg").iter(f"{SVG}text")
        if text.get("font-weight") == "bold"
    ]
    assert normal(" ".join(bold)).startswith(" ".join(titles))
    description = drawing("urgency-ladder.svg").find(f"{SVG}desc")
    assert description is not None
    for title in titles:
        assert title in str(description.text)
        assert title in source("get-help").partition(":alt: ")[2]
    signs = letters(snippet)
    for sign in ("fever or shivers", "hard to hold or feel", "pain between your shoulder blades"):
        assert sign in normal(drawn_text("urgency-ladder.svg"))
        assert letters(sign) in signs


def rows() -> list[dict[str, str]]:
    """Return the rows of the data that are drawn."""
    with (GUIDE / "figures/benefit.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["measure"] == "daily tasks"]


def test_benefit_in_words() -> None:
    """Every number and note of the data is in the drawing, and in its alternatives."""
    description = str(drawing("benefit.svg").findtext(f"{SVG}desc"))
    text = normal(drawn_text("benefit.svg"))
    alternatives = re.findall(
        r"figures/benefit\.svg\n:alt: (.+)$", everything_written(), re.MULTILINE
    )
    assert len(alternatives) == 2
    for row in rows():
        assert f"At {row['week']} weeks" in description
        for place in (description, text):
            assert (row["note"] or row["difference"]) in place
        for place in alternatives:
            assert row["note"].split(",")[0].rstrip(".").casefold() in place.casefold()
            assert row["difference"] in place
        if row["difference"]:
            assert f"(likely range {row['ci_low']} to {row['ci_high']})" in description
    drawn = set(re.findall(r"\d\.\d", text))
    assert drawn == {row["difference"] for row in rows() if row["difference"]}


def test_benefit_as_drawn() -> None:
    """Marks and bars stand on the scale where the numbers say."""
    root = drawing("benefit.svg")
    ticks = {
        int(text.text): float(text.get("x", "0"))
        for text in root.iter(f"{SVG}text")
        if re.fullmatch(r"[0-4]", text.text or "") and text.get("text-anchor") == "middle"
    }
    assert sorted(ticks) == [0, 1, 2, 3, 4]
    unit = (ticks[4] - ticks[0]) / 4

    def value(x: str) -> float:
        return (float(x) - ticks[0]) / unit

    bars = [
        re.fullmatch(r"M ([\d.]+) ([\d.]+) L ([\d.]+) \2", path.get("d", ""))
        for path in root.iter(f"{SVG}path")
        if path.get("stroke-width") == "3" and path.get("stroke") == "#0b5563"
    ]
    measured = [row for row in rows() if row["difference"]]
    assert len(bars) == len(measured) == 2
    marks = {use.get("y"): use.get("x", "0") for use in root.iter(f"{SVG}use")}
    for bar, row in zip(bars, measured, strict=True):
        assert bar is not None
        assert value(bar[1]) == pytest.approx(float(row["ci_low"]), abs=0.02)
        assert value(bar[3]) == pytest.approx(float(row["ci_high"]), abs=0.02)
        assert value(marks[bar[2]]) == pytest.approx(float(row["difference"]), abs=0.02)


# --- worksheets -----------------------------------------------------------------------------------

WORKSHEETS = tuple(f"BP-{number:02}" for number in (*range(6, 16), 17, 19, 21, 22, 23, 24))


@pytest.fixture(params=["a4", "letter"])
def worksheets(
    request: pytest.FixtureRequest, built: Path, manifest: dict[str, Any]
) -> Iterator[dict[str, Path]]:
    """Return the worksheets on a paper."""
    paths = {
        e["id"]: built / "handouts" / e["path"]
        for e in manifest["editions"]
        if e["id"] in WORKSHEETS and (e["brand"], e["paper"]) == ("plain", request.param)
    }
    assert set(paths) == set(WORKSHEETS)
    return paths


def test_room_to_write(worksheets: dict[str, Path]) -> None:
    """A line to write on has 8 mm and more, a cell as well, a box to tick 4 mm."""
    for path in worksheets.values():
        with opened(path.read_bytes()) as pdf:
            found = fields(pdf)
        assert found, path
        for before, after in pairwise(found):
            if ", line " in after.tooltip and not after.tooltip.endswith("line 1"):
                assert before.bottom - after.bottom >= 8 * MM, (path, after)
                assert after.page == before.page
        for field in found:
            if field.kind == "Btn":
                assert min(field.right - field.left, field.top - field.bottom) >= 4 * MM
            elif not field.name.startswith("phone-"):  # one number, on a line of the box
                assert field.top - field.bottom >= 7 * MM, (path, field)
                assert field.right - field.left >= 15 * MM, (path, field)


def test_diary_has_a_week(worksheets: dict[str, Path]) -> None:
    """The diary has a row for each day, on one page, with room for what was done and taken."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    with opened(worksheets["BP-10"].read_bytes()) as pdf:
        found = fields(pdf)
    for day in days:
        row = [field for field in found if field.tooltip.endswith(f", {day}")]
        assert [field.tooltip.removesuffix(f", {day}") for field in row] == [
            "Pain, 0 to 10",
            "Sleep",
            "What I did, and what helped",
            "Massage or medicine",
        ]
        assert {field.page for field in row} == {0}
        assert all(field.right - field.left >= 35 * MM for field in row[2:]), day


def test_no_cell_is_too_small_for_a_pen(worksheets: dict[str, Path]) -> None:
    """A cell for words is at least 35 mm wide and 9 mm high; a narrower one takes a number."""
    others = ("Pain", "Sleep", "Date", "Your clinic", "Telephone")
    cells = 0
    for path in worksheets.values():
        with opened(path.read_bytes()) as pdf:
            found = fields(pdf)
        for field in found:
            wide = field.right - field.left
            if field.kind == "Btn" or wide > 120 * MM or field.tooltip.startswith(others):
                continue  # a box to tick, a line across the page, a number, the clinic
            cells += 1
            assert wide >= 33 * MM, (path, field)  # the cell less its padding
            assert field.top - field.bottom >= 9 * MM - 0.5, (path, field)
    assert cells > 50


# --- the seed article -----------------------------------------------------------------------------

SUBJECTS = (
    *("millions", "three months", "daily life", "comprehensive"),
    *("imbalance", "wear and tear|degenerati", "scoliosis", "posture", "stress, anxiety"),
    *("relieves pain", "endorphins", "circulation", "fascia", "flexibility", "spasms"),
    *("cortisol", "psychological", "holistic", "restores balance"),
    *("numerous studies", "meta-analysis", "Journal of Pain Management", "Cochrane"),
    *("healing power", "safe and supportive", "comprehensive plan", "two links"),
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_claim_is_in_the_table(subject: str) -> None:
    """Each subject of the seed article has a row in the table that says where it went."""
    lines = [line for line in CLAIMS.read_text("utf-8").splitlines() if line.startswith("| ")]
    claims = [line.split("|")[1] for line in lines]
    assert [claim for claim in claims if re.search(subject, claim, re.IGNORECASE)]
