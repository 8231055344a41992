"""The guide's layer over furo: what it tells machines, and the files around the pages."""

from __future__ import annotations

import importlib
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import furo
import pytest
from bundle import BUNDLES
from docutils import nodes
from docutils.utils import new_document
from hosts import GUIDE, ROOT
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser
from projects import Project, html_blocks, html_links, lay_out
from sphinx_handouts.records.page import Translated
from sphinx_handouts.records.states import State


@pytest.fixture(scope="module")
def built(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a guide of a few pages, built with the layer."""
    project = lay_out(rootdir, "layer", tmp_path_factory.mktemp("layer"))
    project.good(builder="html")
    return project


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a function that imports a module of the layer as the guide does."""
    monkeypatch.syspath_prepend(str(GUIDE))
    return lambda name: importlib.import_module(f"_theme.{name}")


# --- furo is watched ----------------------------------------------------------------------------


def test_layer_knows_when_furo_changes(layer: Callable[[str], ModuleType], tmp_path: Path) -> None:
    """The digest is that of the furo in use, and differs when a template of furo does."""
    watch = layer("furo_watch")
    assert watch.furo_digest(furo.THEME_PATH) == watch.FURO
    theme = tmp_path / "furo"
    shutil.copytree(furo.THEME_PATH, theme)
    (theme / "page.html").write_text("new markup")
    assert watch.furo_digest(theme) != watch.FURO


# --- its files ----------------------------------------------------------------------------------

MADE = {Path(bundle.output).name for bundle in BUNDLES}
COMMENTS = {
    ".py": r"\"{3}\S",
    ".js": r"//\s|/\*\s",
    ".mjs": r"//\s",
    ".css": r"/\*\s",
    ".html": r"\{#-?\s",
}
"""How a file of each kind begins that says what it is for."""


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted((GUIDE / "_theme").rglob("*"))
        if path.suffix in COMMENTS and path.name not in MADE
    ],
    ids=lambda path: path.name,
)
def test_each_file_says_its_job(path: Path) -> None:
    """Whoever opens a file of the layer reads first what it is for, in a whole sentence."""
    text = path.read_text("utf-8")
    assert re.match(COMMENTS[path.suffix], text)
    assert re.search(r"[.:]", text.partition("\n\n")[0])


# --- descriptions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("It may help.", "It may help."),
        ("It may help. But not for long.", "It may help."),
        ("One sentence that is long", "One sentence …"),
    ],
)
def test_description_is_cut_between_sentences(
    layer: Callable[[str], ModuleType], text: str, shorter: str
) -> None:
    """A description ends with a sentence, or else with a word."""
    assert layer("description").shorten(text, 18) == shorter


def test_description_leaves_citations_out(layer: Callable[[str], ModuleType]) -> None:
    """Sources are for the page, not for a list of search results."""
    citation = nodes.inline("", "[Somebody, 2015]", classes=["bibtex-citation"])
    document = new_document("page")
    document += nodes.paragraph("", "", nodes.Text("It may help "), citation, nodes.Text("."))
    assert layer("description").describe(document) == "It may help."


# --- linked data --------------------------------------------------------------------------------


class _Head(HTMLParser):
    """Collects the scripts and the named metadata of a page, as a browser reads them."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.meta: dict[str, str] = {}
        self._data = False
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._data = tag == "script"
        if tag == "script":
            self.scripts.append("")
        if tag == "meta" and (name := values.get("name") or values.get("property")):
            self.meta[name] = values.get("content") or ""

    def handle_data(self, data: str) -> None:
        if self._data:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._data = False

    @property
    def linked(self) -> Any:
        """The linked data; no other script has content."""
        (text,) = filter(None, self.scripts)
        return json.loads(text)


def test_an_approved_page_names_who_approved_it(built: Project) -> None:
    """Reviewer, date, sources and address are those of front matter, bibliography and conf.py."""
    page = _Head(built.html / "walk.html").linked
    assert page["@type"] == "MedicalWebPage"
    assert page["name"] == "Walking"
    assert page["url"] == "https://knee.example/en/walk.html"
    assert page["lastReviewed"] == "2026-02-14"
    assert page["reviewedBy"]["name"] == "Dr Test Example"
    assert page["creativeWorkStatus"] == "approved"
    assert page["audience"] == {"@type": "Patient"}
    assert "about" not in page, "nobody has said what this guide is about"
    assert page["citation"] == [
        {
            "@type": "ScholarlyArticle",
            "datePublished": "2020",
            "name": "Walking with OA of the knee",
            "url": "https://doi.org/10.1000/knee.1",
        },
        {"@type": "Book", "datePublished": "2018", "name": "Hills"},
    ]


def test_linked_data_survives_any_words(built: Project) -> None:
    """A title cannot end the script that it stands in, nor begin another one."""
    head = _Head(built.html / "hostile.html")
    title = "</script><!-- <script>alert(\"1\")</script> & 'more'"
    assert head.linked["name"].replace("’", "'").replace("‘", "'").replace("”", '"') == title
    assert "lastReviewed" not in head.linked
    assert "reviewedBy" not in head.linked
    text = (built.html / "hostile.html").read_text("utf-8")
    assert "alert(" in text
    assert "<script>" not in text
    assert "<!--" not in text


def test_a_page_without_review_claims_nothing(built: Project) -> None:
    """It is no medical page for a machine, but has its name and address."""
    head = _Head(built.html / "rest.html")
    assert not any(head.scripts)
    assert head.meta["og:title"] == "Resting"
    assert head.meta["og:url"] == "https://knee.example/en/rest.html"
    assert head.meta["og:description"] == head.meta["description"]


@pytest.mark.parametrize(
    ("original", "standing", "expected"),
    [
        (State.APPROVED, None, State.DRAFT),
        (State.APPROVED, Translated.OUTDATED, State.OUTDATED),
        (State.APPROVED, Translated.UNREVIEWED, State.PENDING),
        (State.APPROVED, Translated.APPROVED, State.APPROVED),
        (State.OVERDUE, Translated.APPROVED, State.OVERDUE),
    ],
)
def test_a_translation_stands_no_better_than_its_original(
    layer: Callable[[str], ModuleType],
    original: State,
    standing: Translated | None,
    expected: State,
) -> None:
    """Nor better than the record of its own page, if there is one."""
    assert layer("linked_data").state_of_translation(original, standing) is expected


def _linked(folder: Path) -> list[Any]:
    """Return the linked data of all pages that have some."""
    pages = [path for path in sorted(folder.glob("*.html")) if path.stem != "search"]
    return [head.linked for path in pages if any((head := _Head(path)).scripts)]


def test_the_guide_claims_no_review(folder: Path) -> None:
    """No page of the guide is approved yet, so none says so; each names the codes of its sheets."""
    linked = _linked(folder / "en")
    assert len(linked) >= 16
    translated = _linked(folder / "es")
    assert len(translated) == len(linked)
    assert {page["creativeWorkStatus"] for page in translated} == {"draft"}
    catalogue = (ROOT / "handouts/catalogue.toml").read_text("utf-8")
    for page in linked:
        assert page["creativeWorkStatus"] == "pending clinical review"
        assert not page.keys() & {"lastReviewed", "reviewedBy"}
        assert {code["codeValue"] for code in page["about"]["code"]} == {"M54.50", "279039007"}
    assert 'icd10cm = ["M54.50"], snomedct = ["279039007"]' in catalogue


# --- what a page cites --------------------------------------------------------------------------


def test_a_page_lists_what_it_cites(built: Project) -> None:
    """Each source once, in the order of the page, and a link to its entry."""
    page = built.html / "walk.html"
    listed = html_blocks(page, ".page-sources")
    assert listed == [
        "Sources of this page (2)",
        "Smith and others 2020. Walking with OA of the knee. Journal of Knees. doi:10.1000/knee.1",
        "van den Berg 2018. Hills. Hill Press. ISBN 978-0-00-000000-2",
    ]
    entries = (built.html / "sources.html").read_text("utf-8")
    links = [link for link in html_links(page) if link.startswith("sources.html#")]
    assert links
    assert all(f'id="{link.partition("#")[2]}"' in entries for link in links)
    assert "page-sources" not in (built.html / "rest.html").read_text("utf-8")


# --- moved pages --------------------------------------------------------------------------------


def test_a_moved_page_leads_on(built: Project) -> None:
    """It does so without a script, says in words where to, and is not what engines list."""
    text = (built.html / "stroll.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=walk.html">' in text
    assert '<link rel="canonical" href="https://knee.example/en/walk.html">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert html_blocks(built.html / "stroll.html", "#content")[-2:] == [
        "This page has moved",
        "You find it here now: Walking",
    ]


@pytest.mark.parametrize(
    ("moved", "complaint"),
    [
        ("walk=rest", '"walk" is a page of the guide; remove it from the table'),
        ("gone=nowhere", 'there is no page "nowhere"; name the one that took over'),
    ],
)
def test_a_wrong_move_is_told(built: Project, moved: str, complaint: str) -> None:
    """A table that would hide a page, or lead nowhere, is told with the mend."""
    result = built.build("-D", f"guide_moved.{moved}", builder="html", out="moved")
    assert result.said("conf.py: guide_moved:", complaint)


# --- search engines -----------------------------------------------------------------------------


def test_sitemap_has_every_page_and_no_other(built: Project) -> None:
    """A build that writes one page again lists all of them."""
    built.edit("rest.md", ("ten minutes", "nine minutes"))
    built.good(builder="html")
    sitemap = ElementTree.parse(built.html / "sitemap.xml")
    names = ("help", "hostile", "index", "rest", "sources", "walk")
    assert [place.text for place in sitemap.iterfind(".//{*}loc")] == [
        f"https://knee.example/en/{name}.html" for name in names
    ]
    robots = (built.html / "robots.txt").read_text("utf-8")
    assert robots.endswith("\nSitemap: https://knee.example/en/sitemap.xml\n")


def test_robots_file_stands_where_robots_look(folder: Path) -> None:
    """The guide writes it at the top of the website, not beside its pages."""
    assert (folder / "robots.txt").is_file()
    assert not (folder / "en/robots.txt").exists()


# --- on a device --------------------------------------------------------------------------------


def test_icons_are_the_favicon(browser: Browser) -> None:
    """Each icon of the manifest has its size, and looks like the favicon: .ci/icons.py draws it."""
    import icons

    for purpose, sizes in icons.SIZES.items():
        for size in sizes:
            path = icons.STATIC / f"icons/{purpose}-{size}.png"
            kept = Image.open(path).convert("RGBA")
            drawn = icons.draw(browser, purpose, size)
            assert kept.size == (size, size)
            difference = ImageStat.Stat(ImageChops.difference(kept, drawn)).mean
            assert max(difference) < 2, f"{path.name}: run .ci/icons.py"
            assert path.stat().st_size < 8_000


def test_manifest_names_files_that_are_there(folder: Path) -> None:
    """A browser finds all that it needs to install the guide."""
    manifest = json.loads((folder / "en/guide.webmanifest").read_bytes())
    assert manifest["name"] == "Back pain and massage"
    assert len(manifest["short_name"]) <= 12
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert (folder / "en" / icon["src"]).is_file()
    assert (folder / "en" / manifest["start_url"]).is_file()


def test_chromium_offers_to_install_the_guide(site: str, browser: Browser) -> None:
    """The browser itself finds the manifest right, and nothing missing but a window of its own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}index.html")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    session = context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
    context.close()


LOADED = re.compile(
    r'<(?:script|img)[^>]* src="([^"]+)"|<link rel="stylesheet"[^>]* href="([^"]+)"'
)


def worker_of(folder: Path) -> dict[str, Any]:
    """Return what a worker says of its copy."""
    text = (folder / "worker.js").read_text("utf-8")
    site: dict[str, Any] = json.loads(text.removeprefix("const SITE = ").partition(";\n")[0])
    return site


def test_copy_holds_what_pages_need_and_no_more(folder: Path) -> None:
    """Every page and every file that one loads is in the copy; sheets and others are not."""
    site = worker_of(folder / "en")
    kept = set(site["now"])
    pages = {path.name for path in (folder / "en").glob("*.html")}
    assert pages <= kept
    for page in pages:
        text = (folder / "en" / page).read_text("utf-8")
        loaded = {name for pair in LOADED.findall(text) for name in pair if name}
        # Pictures of sheets come with the sheets, when somebody looks at them.
        # What stands in the page itself is loaded from nowhere.
        assert {name for name in loaded if not name.startswith(("../", "data:"))} <= kept, page
    assert all((folder / "en" / name.partition("?")[0]).is_file() for name in kept)
    assert not [name for name in kept if name.endswith((".pdf", ".map", "sitemap.xml"))]
    assert worker_of(folder / "handouts")["now"] == []


def test_same_build_same_worker(rootdir: Path, tmp_path: Path) -> None:
    """The worker depends on what it keeps, not on time, place or order; a change is a new one."""
    one, two = (lay_out(rootdir, "layer", tmp_path / name) for name in ("one", "two"))
    one.good(builder="html")
    two.good("-j2", builder="html")
    assert worker_of(one.html) == worker_of(two.html)
    two.good(builder="html")
    assert worker_of(one.html) == worker_of(two.html)
    two.edit("rest.md", ("Sit down", "Lie down"))
    two.good(builder="html")
    assert worker_of(one.html)["build"] != worker_of(two.html)["build"]


def test_turned_off_it_takes_itself_away(built: Project) -> None:
    """No page starts a worker any more, and one that runs somewhere is told to leave."""
    built.good("-D", "guide_offline=0", builder="html", out="off")
    out = built.folder / "_build/off"
    assert "offline.js" not in (out / "walk.html").read_text("utf-8")
    for worker in (out / "worker.js", out / "handouts/worker.js"):
        assert "registration.unregister()" in worker.read_text("utf-8")
