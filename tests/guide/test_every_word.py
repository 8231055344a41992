"""Everything that is said to a reader can be translated: seen in a language of accents.

One small guide with all that this project says by itself is translated whole, built, and read as
readers meet it. A word with a bare letter is one that no translator was ever shown.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import around
import pikepdf
import pytest
from accents import TAG, accented, translate
from bs4 import BeautifulSoup
from hosts import serving
from messages import CATALOGUES
from once import once
from playwright.sync_api import Browser, Page
from projects import Project, lay_out
from sphinx_handouts.pages.drawing_words import words_of as words_of_drawing
from sphinx_handouts.project.revisions import Revision, Withdrawal, append

# No translation: all that is beside the pages is written, and nothing is asked of catalogues.
LANGUAGE = ("-D", f"language={TAG}", "-D", f"handouts_source_language={TAG}")
HERE = Path(__file__).parents[2]
NAMES = re.compile(
    r"""Example\ Clinic | English | en[-_]XA | En[\W_]+XA | Dr\ Test\ Example | Physiotherapist
    | (KP|BP|PG)-\d+ | ICD-10-CM | M25\.561 | knee-guide
    | \S+@\S+ | (https?://)?[\w-]+(\.[\w-]+)*\.example\S*  # addresses
    | \+draft  # of a version
    | PDF | SVG | PNG | JPEG | QR | CC\ BY | Furo | JavaScript | A[45] | \bX\b
    | \b(Smith | van\ den\ Berg)\b
    | Walking\ with\ OA\ of\ the\ knee | Journal\ of\ Knees | \bHills\b | Hill\ Press
    | doi(:\S+)? | 10\.1000/\S+ | ISBN | [Kk]P\d+""",
    re.VERBOSE,
)
"""What is the same in every language: names, addresses, ids, and sources in their own words.

A single letter may be the mark of a note.
"""


def bare(text: str) -> list[str]:
    """Return the words of a text that were never translated."""
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", text))


# --- the guide ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the guide: extracted, translated and built."""

    def build(work: Path) -> None:
        project = lay_out(rootdir, "words", work / "project")
        project.good("-d", str(work / "extracted"), builder="gettext")
        own = sorted((project.folder / "_build/gettext").glob("*.pot"))
        templates = [path for path in own if path.stem != "sphinx"]
        translate(
            [*templates, *(words.template for words in CATALOGUES)], project.folder / "locales"
        )
        project.good(*LANGUAGE, "-D", "handouts_only=KP-01,plain,a4,standard")
        _release(project)  # the one of which it must know what it says
        project.good(*LANGUAGE)
        site = ("-D", f"handouts_manifest={project.out}/manifest.json")
        project.good("-W", *LANGUAGE, *site, builder="html", out=f"site/{TAG}")
        # Once more as a translation that stands beside the pages in English.
        beside = ("-D", "handouts_language_pages=../{language}", "-D", f"language={TAG}")
        beside += ("-d", str(work / "beside"))
        project.good("-W", *beside, *site, builder="html", out=f"beside/{TAG}")

    return Project(once(tmp_path_factory, "every-word", build) / "project")


def _release(project: Project) -> None:
    """Let one handout have a past, and one be withdrawn."""
    new = project.editions().values()
    digests = {entry["id"]: entry["content_hash"] for entry in new}
    common = {"language": TAG, "date": dt.date(2026, 3, 9)}
    change = accented("Shorter.")
    past = {"id": "KP-01", "hash": "sha256:" + 64 * "a", "change": change, "version": "1.0"}
    now = {"id": "KP-01", "hash": digests["KP-01"], "change": change, "version": "1.1"}
    append(
        project.folder / "handouts/revisions.toml",
        [
            Revision(**common, **past),
            Revision(**common, **now, supersedes="1.0"),
            Withdrawal(
                id="KP-03", date=dt.date(2026, 5, 1), reason=accented("Wrong."), see="KP-01"
            ),
        ],
    )


@pytest.fixture(scope="module")
def site(project: Project) -> Path:
    """Return the hosted folder, with the pages around the guide."""
    return project.folder / "_build/site"


# --- paper --------------------------------------------------------------------------------------


def said_by(pdf: Path) -> Iterator[str]:
    """Yield what a PDF says to eyes, to ears, and in its fields."""
    yield subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    with pikepdf.open(pdf) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary):
                for key in ("/Alt", "/TU", "/ActualText", "/E"):
                    if key in thing:
                        yield str(thing[key])


def test_sheets(project: Project) -> None:
    """No sheet, pack or contents sheet says a word that cannot be translated."""
    pdfs = sorted(project.out.rglob("*.pdf"))
    assert len(pdfs) > 10
    found = {pdf.name: bare(" ".join(said_by(pdf))) for pdf in pdfs}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_words_are_there(project: Project) -> None:
    """The test can fail: what is translated is printed, down to the labels of a drawing."""
    (pdf,) = project.out.glob("plain/*/*walk*a4*standard*.pdf")
    text = " ".join(said_by(pdf))
    for words in ("Where to ask", "Telephone", "Walk a little", "How sure are we?", "of it."):
        assert " ".join(accented(words).split()) in " ".join(text.split())
    assert bare("Where to ask") == ["Where", "to", "ask"]


# --- pages --------------------------------------------------------------------------------------

ATTRIBUTES = {
    *("alt", "title", "aria-label", "placeholder", "value", "content", "data-texts", "data-found"),
    *("data-none", "data-mended", "data-box", "data-also", "data-loading", "data-failed"),
    *("data-from", "data-listen", "data-pause", "data-on", "data-stop"),
}
"""What is said where no text stands, some of it by scripts."""
WORDLESS = {
    *("viewport", "generator", "theme-color", "color-scheme", "robots", "refresh"),
    *("og:type", "og:locale", "og:site_name", "og:image", "og:url"),
}
PLACES = re.compile(r"\{\w+\}|\"\w+\":|og:\w+")
"""What scripts fill in, and the names of what they say."""


def words_of(page: Path, part: str = "html") -> str:
    """Return what a page says, in text and in attributes; sources are said in their own words."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one(part)
    assert soup is not None, page
    for unread in soup.select("option[lang], .bibtex-citation, .citation"):
        unread.decompose()
    for program in soup.select("script, style"):
        program.clear()  # its attributes are what it says
    said = [soup.get_text(" ")]
    for element in soup.find_all(True):
        kinds = {element.get(name) for name in ("name", "http-equiv", "property")}
        if kinds & WORDLESS or element.get("type") in {"radio", "checkbox", "hidden"}:
            continue
        names = ATTRIBUTES & element.attrs.keys() if element.name != "option" else set()
        said += [str(element[name]) for name in sorted(names)]
    return PLACES.sub(" ", " ".join(said))


def test_pages(project: Project, site: Path) -> None:
    """No page of guide, library, clinic, version or code has a word that cannot be translated."""
    around.put(site, "", project.folder / "locales")
    pages = sorted(site.rglob("*.html"))
    assert {"library.html", "search.html", "404.html", "stroll.html"} <= {p.name for p in pages}
    assert any("/h/KP-01/1.0/" in page.as_posix() for page in pages)
    assert any("/codes/icd10cm/" in page.as_posix() for page in pages)
    found = {}
    for page in pages:
        # The pages around the guide speak the language in which it is written, and then this one.
        part = f':is(article, p)[lang="{TAG.replace("_", "-")}"]' if page.parent == site else "html"
        found[page.relative_to(site).as_posix()] = bare(words_of(page, part))
    assert {name: words for name, words in found.items() if words} == {}


def test_what_is_said_of_other_languages(project: Project) -> None:
    """Nor has what stands above a page: the other languages, drafts, and what is not there yet."""
    folder = project.folder / f"_build/beside/{TAG}"
    start = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    (nav,) = start.select("nav.handouts-languages")
    assert len(nav.select("li")) == 2
    assert start.select(".handouts-draft")
    assert start.select(".handouts-not-yet")
    for page in sorted(folder.glob("**/*.html")):
        assert bare(words_of(page)) == [], page


def test_drawings(site: Path) -> None:
    """The labels of a drawing are translated on the web, too."""
    (drawing,) = (site / TAG / "_images").glob("*.svg")
    text = drawing.read_text("utf-8")
    for words in ("A path", "Start", "The end", "of it."):
        assert f">{accented(words)}<" in text or f" {accented(words)}<" in text
    assert bare(" ".join(words_of_drawing(drawing.read_bytes()))) == []


# --- scripts ------------------------------------------------------------------------------------

SAYS = re.compile(
    r"""(?:\b(?:textContent|innerText|ariaLabel|placeholder|alt|title)(?:\s*=(?!=)|:)
    | setAttribute\(["'](?:aria-label|alt|placeholder|title)["'],)(?P<said>[^\n;]*)""",
    re.VERBOSE,
)
"""Where a script gives a reader words."""
FILLED = re.compile(r"\$\{[^}]*\}|\b(?:querySelector|find|closest|getAttribute)\([^)]*\)")
LITERAL = re.compile(r"""(["'`])((?:(?!\1)[^\\\n])*)\1""")


SENTENCE = re.compile(r"""["'`>]\s*([A-Z][a-z]+ [A-Za-z][^"'`<\n]*)""")
"""Several words of which the first has a capital: said to a reader, whatever is done with it."""
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$|\s//\s.*?$", re.DOTALL | re.MULTILINE)
NO_WORDS = {"Noto Sans", "Handouts Letterhead"}
"""A typeface, and what a viewer of PDF files calls a layer."""


def test_scripts_have_no_words_of_their_own() -> None:
    """What scripts say comes from their pages, also where no test makes them say it."""
    scripts = [
        path
        for folder in (HERE / "build_tools/sphinx_handouts", HERE / "docs/guide/_theme")
        for path in sorted(folder.rglob("*.*js"))
        if not path.with_name(f"{path.name}.LICENSES.txt").exists()  # it is bundled from these
    ]
    assert len(scripts) > 20
    found = [(path.name, words) for path in scripts for words in said_in(path)]
    assert found == []


def said_in(script: Path) -> Iterator[str]:
    """Yield what a script says in words of its own."""
    text = COMMENT.sub("", script.read_text("utf-8"))
    for line in SAYS.finditer(text):
        for _quote, literal in LITERAL.findall(FILLED.sub("", line["said"])):
            if bare(PLACES.sub(" ", literal)):
                yield literal
    if script.parent.name != "static-live":  # that one speaks to authors
        yield from (words for words in SENTENCE.findall(text) if words not in NO_WORDS)


def test_a_word_of_a_script_is_found(tmp_path: Path) -> None:
    """The test can fail, however a script says it."""
    script = tmp_path / "a.js"
    for said in (
        'a.textContent = b ? "Yes" : "No";',
        'a.append("Please wait");',
        'a.insertAdjacentHTML("beforeend", "<p>Please wait</p>");',
        'alert("Please wait");',
        'new Option("All of them");',
        "a.innerHTML = `<b>Please wait</b>`;",
        'a.textContent =\n  "Please wait";',
    ):
        script.write_text(said)
        assert list(said_in(script)), said
    script.write_text('// "Please wait"\na.append(texts.wait); // or "Please wait"\n')
    assert list(said_in(script)) == []


VISIBLE = """() => {
  const names = ["alt", "title", "aria-label", "placeholder"];
  const said = [document.body.innerText];
  for (const element of document.querySelectorAll("*"))
    for (const name of names) if (element.getAttribute(name)) said.push(element.getAttribute(name));
  return said.join("\\n");
}"""


@pytest.fixture
def tab(site: Path, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Return a tab of a browser, on the start of the guide."""
    with serving(site, tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}{TAG}/index.html")
        yield page


def test_library_script(tab: Page) -> None:
    """The library says nothing of its own while somebody chooses, packs, and types details."""
    tab.goto(tab.url.replace("index.html", "print/library.html"))
    tab.locator("[data-ready]").wait_for()
    said = [tab.evaluate(VISIBLE)]
    tab.locator(".handout-filters [name=q]").fill("qqqq")
    said.append(tab.evaluate(VISIBLE))
    tab.locator(".handout-filters [name=q]").fill("")
    tab.locator(".handout-filters select[name=clinic]").select_option("plain")
    for tick in tab.locator(".handout-card__pick input").all():
        tick.check()
    tab.locator(".handout-tray__open").click()
    said.append(tab.evaluate(VISIBLE))
    tab.locator(".handout-pack__close").click()
    tab.locator(".handout-own__open").click()
    tab.locator(".handout-own [type=submit]").click()
    tab.locator("#own-name-error:not([hidden])").wait_for()
    said.append(tab.evaluate(VISIBLE))
    assert bare("\n".join(said).replace("qqqq", "")) == []


@pytest.mark.parametrize("query", [accented("walk"), "qqqq", "numb"])
def test_search_script(tab: Page, query: str) -> None:
    """Nor does the search, whatever it finds."""
    tab.goto(tab.url.replace("index.html", f"search.html?q={query}"))
    tab.locator("#search-status:not(:empty)").wait_for()
    tab.wait_for_load_state("networkidle")
    assert bare(tab.evaluate(VISIBLE).replace(query, "")) == []
