"""The library of handouts in a real browser: for staff with 20 seconds, under two themes."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import desks
import pikepdf
import pypdfium2
import pytest
from hosts import ROOT, serving
from once import once
from playwright.sync_api import Browser, Page, ViewportSize, expect
from projects import LayOut, Project, html_links, pdf_text
from sheets import sheet
from sphinx_handouts.project import catalogue
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.states import State
from sphinx_handouts.web import library, thumbnails
from tabs import asking, leave, made, saved_in, wait_for_blobs

FURO, ALABASTER = "furo/below/a/path/print/library.html", "alabaster/print/library/"
DESK: ViewportSize = {"width": 1280, "height": 900}
NAME = "김민수 Łukasz"
CLINICS = 300

Open = Callable[..., Page]

KEEP = """(() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.kept = blob; return make.call(URL, blob); };
  const write = CanvasRenderingContext2D.prototype.fillText;
  window.written = [];
  CanvasRenderingContext2D.prototype.fillText = function (words, ...place) {
    window.written.push(words);
    return write.call(this, words, ...place);
  };
})()"""
"""Lets a test see the pack that a page makes, and the words that are drawn on its cover."""


# --- the sites ----------------------------------------------------------------------------------


def build(work: Path, lay_out_warm: LayOut) -> None:
    """Build one project under two themes, and a third library with hundreds of clinics."""
    project = lay_out_warm("library", work / "project")
    project.good()
    for theme, builder, place in (
        ("furo", "html", "furo/below/a/path"),
        ("alabaster", "dirhtml", "alabaster"),
    ):
        out = ("-D", f"html_theme={theme}", "-D", f"handouts_manifest={project.out}/manifest.json")
        project.good("-W", *out, builder=builder, out=f"site/{place}")
    many = network(project, work / "many")
    out = ("-D", "html_theme=furo", "-D", f"handouts_manifest={many}/manifest.json")
    project.good("-W", *out, builder="html", out="site/many")


def network(project: Project, folder: Path) -> Path:
    """Write a manifest of hundreds of clinics; their PDFs are those of one."""
    made = project.manifest()
    for kind in ("editions", "packs"):
        own = [entry for entry in made[kind] if entry["brand"] == "plain"]
        copies = [
            entry
            | {"brand": f"c{n:03}", "clinic": f"Clinic {n:03}"}
            | {"path": entry["path"].replace("plain", f"c{n:03}", 1)}
            for n in range(CLINICS)
            for entry in own
        ]
        for entry in own + copies:
            path = folder / entry["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project.out / f"plain/{entry['path'].partition('/')[2]}", path)
        made[kind] = own + copies
    (folder / "manifest.json").write_text(json.dumps(made))
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, lay_out_warm: LayOut) -> Project:
    """Return the project of the sites."""
    made = once(tmp_path_factory, "libraries", lambda work: build(work, lay_out_warm))
    return Project(made / "project")


@pytest.fixture(scope="module")
def sites(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sites behind nginx with its policy; return the address."""
    with serving(built.folder / "_build/site", tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture(scope="module")
def tab(sites: str, browser: Browser) -> Iterator[Page]:
    """Return the tab that is shared."""
    with browser.new_context(base_url=sites, viewport=DESK) as context:
        page = context.new_page()
        page.add_init_script(KEEP)
        yield page


@pytest.fixture
def open_page(sites: str, browser: Browser, tab: Page) -> Iterator[Open]:
    """Return a function that opens a page: the first one in the shared tab."""
    free = [tab]
    with ExitStack() as windows:

        def open_page(name: str = FURO, *, size: ViewportSize = DESK, **settings: Any) -> Page:
            if free and not settings:
                page = free.pop()
                windows.callback(leave, page)
                page.set_viewport_size(size)
            else:
                context = browser.new_context(base_url=sites, viewport=size, **settings)
                windows.callback(context.close)
                page = context.new_page()
                page.add_init_script(KEEP)
            page.goto(name)
            if settings.get("java_script_enabled", True):
                page.wait_for_selector(".handout-library[data-ready]")
            return page

        yield open_page


def shown(page: Page) -> list[str]:
    """Return the titles of the handouts and packs that can be seen."""
    return page.locator(".handout-card:visible h3").all_inner_texts()


def prints(page: Page) -> list[str]:
    """Return the file names behind the Print buttons that can be seen."""
    links = page.locator(".handout-card__print:visible")
    return [str(link.get_attribute("href")).rpartition("/handouts/")[2] for link in links.all()]


def pick(page: Page, *titles: str) -> None:
    """Tick handouts."""
    for title in titles:
        page.get_by_role("checkbox", name=f"Add to a pack {title}", exact=True).check()


def make(page: Page) -> bytes:
    """Make the pack of the window that is open, in the tab that opens; return the PDF."""
    tabs = saved_in(page.context)
    page.get_by_role("button", name="Make and open the pack").click()
    expect(page.get_by_text("The pack is open in a new tab.")).to_be_visible()
    wait_for_blobs(page, tabs, 1)
    return made(page)


# --- staff's way --------------------------------------------------------------------------------


def test_staff_print_a_sheet_and_make_a_pack(site: str, browser: Browser, tmp_path: Path) -> None:
    """Filter, open a sheet, make a pack of three: in the guide, and its policy stops nothing."""
    problems: list[str] = []
    context = browser.new_context(base_url=site, viewport=DESK)
    page = context.new_page()
    page.add_init_script(KEEP)
    page.on("console", lambda message: problems.append(f"{message.text} {message.location}"))
    page.on("pageerror", lambda error: problems.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("library.html")
    page.get_by_role("combobox", name="Your clinic").select_option(label="Example Clinic")
    page.get_by_label("Find a handout").fill("REST well")
    assert shown(page) == ["Rest well"]
    expect(page.get_by_text("Handouts shown: 1 of 3")).to_be_visible()
    with asking(page, "/handouts/clinic/en/KP-03-rest-a4-standard.pdf"):
        page.get_by_role("link", name="Print Rest well (opens in a new tab)").click()
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == 3
    pick(page, "Rest well", "Walk more", "Walk and rest")
    assert not [address for address in asked if "handouts-pack" in address], "not before it is used"
    page.get_by_role("button", name="Make the pack").click()
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Note").fill("Begin with the first.")
    expect(page.get_by_text("Pages to print: 4. Sheets of paper: 4.")).to_be_visible()
    path = tmp_path / "pack.pdf"
    path.write_bytes(make(page))
    check_pack(path)
    written = page.evaluate("window.written")
    for words in (
        NAME,
        "Example Clinic",
        "Begin with the first.",
        "Rest well",
        "Page 5 of this pack",
    ):
        assert words in written
    assert "KP-03 · pending clinical review" in written
    kept = "localStorage.length + sessionStorage.length + document.cookie.length"
    assert page.evaluate(kept) == 0
    context.close()
    assert problems == []
    assert NAME not in "".join(asked)
    assert not [address for address in asked if not address.startswith((site[:-3], "blob:"))]


def check_pack(path: Path) -> None:
    """Check the pack of the three handouts: whole, in order, each on a sheet of its own."""
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    assert structure_problems(path.read_bytes()) == ()
    texts = [pdf_text(path, page) for page in range(1, 8)]
    assert [bool(text) for text in texts] == [False, False, True, False, True, False, True]
    assert "Rest well" in texts[2]
    assert "Walk more" in texts[4]
    assert "Walk and rest" in texts[6]
    assert "Call 999" in texts[6], "the sheet of the clinic, with its region's number"
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "Handouts for you"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert len(pdf.pages) == 7
        kinds = [o.get("/Type") for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        assert kinds.count("/Page") == 7, "no second copies"


@pytest.mark.parametrize("name", [FURO, ALABASTER])
def test_pack_keeps_tags_fields_and_links(name: str, open_page: Open) -> None:
    """Sheets with the same fields are joined as ready-made packs are: no field shares a value."""
    page = open_page(f"{name}?clinic=clinic")
    pick(page, "My tools", "More tools")
    page.get_by_role("button", name="Make the pack").click()
    page.get_by_label("For printing on both sides").uncheck()
    data = make(page)
    assert structure_problems(data) == ()
    assert page.evaluate("window.written") == [], "the cover is text"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        assert len(names) == len(set(names)) > 0
        annotations = [a for p in pdf.pages for a in p.obj.get("/Annots", ())]
        assert {str(a.Subtype) for a in annotations} == {"/Link", "/Widget"}
        assert [str(a.T) for a in annotations if "/T" in a] == names
        addresses = {str(a.A.URI) for a in annotations if "/A" in a}
        assert "https://example.org/knees" in addresses
        assert len(pdf.pages) == 3
    with pypdfium2.PdfDocument(data) as document:
        assert document.get_formtype() == 1
        cover = document[0].get_textpage().get_text_range()
    assert "Handouts for you" in cover


def test_cover_has_all_of_a_note_or_says_so(open_page: Open) -> None:
    """A note of many lines is set smaller, beside the whole list; one that is longer is refused."""
    page = open_page()
    pick(page, "My tools", "More tools")
    page.get_by_role("button", name="Make the pack").click()
    note = page.get_by_label("Note")
    note.fill("\n".join(f"Step {number}" for number in range(1, 36)))
    with pypdfium2.PdfDocument(make(page)) as document:
        cover = document[0].get_textpage().get_text_range().split("\r\n")
    assert "Step 35" in " ".join(cover)
    assert "Page 3 of this pack" in " ".join(cover)
    note.fill("\n".join("Step" for _ in range(70)))
    page.get_by_role("button", name="Make and open the pack").click()
    page.get_by_text("The cover has no room for all of this.").wait_for()


def test_sheet_that_has_changed_is_not_bound(open_page: Open) -> None:
    """A sheet that is not what the page says ends in a sentence, not in a wrong pack."""
    page = open_page()
    page.route("**/KP-01-*.pdf", lambda route: route.fulfill(body=b"%PDF-1.7 broken"))
    pick(page, "My tools")
    page.get_by_role("button", name="Make the pack").click()
    page.get_by_role("button", name="Make and open the pack").click()
    expect(page.get_by_text("My tools cannot be read or has changed.")).to_be_visible()


def test_nothing_that_was_typed_stays(open_page: Open) -> None:
    """A button clears the fields; so do leaving the page, and the browser's memory of pages."""
    page = open_page()
    pick(page, "My tools")
    page.get_by_role("button", name="Make the pack").click()
    name = page.get_by_label("Name", exact=True)
    assert page.locator(".handout-pack form").get_attribute("autocomplete") == "off"
    name.fill(NAME)
    page.get_by_role("button", name="Clear what I typed").click()
    assert name.input_value() == ""
    for event in (
        "new PageTransitionEvent('pagehide')",
        "new PageTransitionEvent('pageshow', {persisted: true})",
    ):
        name.evaluate("(field, name) => { field.value = name; }", NAME)
        page.evaluate(f"dispatchEvent({event})")
        assert name.input_value() == ""
    assert page.locator(".handout-card__pick :checked").count() == 0
    assert not page.locator(".handout-pack").is_visible()


# --- filters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [FURO, ALABASTER])
def test_shared_address_opens_filtered(name: str, open_page: Open) -> None:
    """The address holds every choice, and opens with it; what it does not know is left out."""
    page = open_page(name)
    assert prints(page)[0] == "plain/en/KP-01-tools-a4-standard.pdf"
    page.get_by_role("combobox", name="Your clinic").select_option(label="Example Clinic")
    page.get_by_label("Large print").check()
    page.get_by_label("US Letter").check()
    page.get_by_label("Subject").select_option("Moving")
    page.get_by_label("Find a handout").fill("zoe")
    address = page.evaluate("location.href")
    again = open_page(address)
    assert shown(again) == ["My tools"]
    assert prints(again) == ["clinic/en/KP-01-tools-letter-large-print.pdf"]
    assert again.evaluate("location.href") == address
    again.get_by_role("button", name="Show all").click()
    assert again.evaluate("location.search") == "?clinic=clinic", "who asks stays"
    odd = open_page(f"{name}?clinic=nobody&paper=stone&subject=%3Cb%3E")
    assert len(shown(odd)) == 4
    assert odd.evaluate("location.search") == ""


def test_choices_never_end_in_nothing(open_page: Open) -> None:
    """Paper and variant follow what the clinic prints; the others are not offered."""
    page = open_page(f"{FURO}?clinic=clinic&paper=letter&variant=large-print")
    page.get_by_role("combobox", name="Your clinic").select_option("plain")
    assert prints(page)[0] == "plain/en/KP-01-tools-a4-standard.pdf"
    assert not page.get_by_text("US Letter", exact=True).is_visible()
    page.get_by_label("Find a handout").fill("nothing like it")
    expect(page.get_by_text("Nothing fits all of your choices.")).to_be_visible()
    assert shown(page) == []


def test_other_versions_are_below(open_page: Open) -> None:
    """A card has one button, and all other versions of the clinic, and of no other, below it."""
    page = open_page(f"{FURO}?clinic=clinic")
    card = page.locator("#kp-01")
    assert not card.get_by_role("link", name="large print").first.is_visible()
    card.get_by_text("More versions (3)").click()
    links = card.locator(".handout-card__editions a")
    assert links.count() == 3
    assert all("/clinic/" in str(link.get_attribute("href")) for link in links.all())
    assert card.locator("img").evaluate("i => i.complete && i.naturalWidth / i.width") == 2


def test_by_keyboard(open_page: Open) -> None:
    """Choose, tick, order and close without a mouse; the focus is never lost."""
    page = open_page()
    page.get_by_label("Standard print").focus()
    page.get_by_role("combobox", name="Your clinic").focus()
    page.keyboard.type("Exam")
    page.get_by_label("Standard print").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("Large print").is_checked()
    for title in ("My tools", "Rest well"):
        page.get_by_role("checkbox", name=f"Add to a pack {title}").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Make the pack").focus()
    page.keyboard.press("Enter")
    assert page.locator(":focus").inner_text() == "Your pack"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("aria-label") == "Remove from the pack: My tools"
    page.get_by_label("Move down: My tools").focus()
    page.keyboard.press("Enter")
    assert page.locator(".handout-pack__list li").first.inner_text().startswith("Rest well")
    expect(page.get_by_text("My tools: now number 2 of 2")).to_be_visible()
    assert "My tools" in str(page.locator(":focus").get_attribute("aria-label"))
    page.get_by_label("Remove from the pack: My tools").focus()
    page.keyboard.press("Enter")
    assert page.locator(".handout-pack__list li").count() == 1
    assert page.locator(".handout-pack :focus").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(":focus").inner_text() == "Make the pack"


COVERED = """() => {
  const [focused, bar] = [document.activeElement, document.querySelector(".handout-tray")];
  const [one, other] = [focused, bar].map((element) => element.getBoundingClientRect());
  if (bar.contains(focused) || focused === document.body) return "";
  if (one.right <= 0 || one.left >= innerWidth) return ""; // furo's closed menu, beside the screen
  const over = one.bottom > other.top + 1 && one.top < other.bottom;
  return over || one.top > innerHeight ? focused.outerHTML.slice(0, 80) : "";
}"""


@pytest.mark.parametrize("name", [FURO, ALABASTER])
@pytest.mark.parametrize(
    ("width", "height"), [(390, 664), (768, 1024), (640, 450), (320, 256)], ids=str
)
def test_bar_of_the_pack_stays_in_sight_and_hides_nothing(
    name: str, width: int, height: int, open_page: Open
) -> None:
    """On tablet and phone, at 200 % and 400 %: low, on the screen, and never over the focus."""
    page = open_page(name, size={"width": width, "height": height})
    pick(page, "My tools", "Rest well")
    box = page.locator(".handout-tray").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
    assert box["height"] <= max(0.25 * height, 80)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")  # furo's is slow
    page.locator(".handout-filters [name=q]").focus()
    covered = []
    for _ in range(45):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))
    assert [what for what in covered if what] == []


def test_pack_is_one_stop_from_a_tick(open_page: Open) -> None:
    """Who ticks a handout by keyboard has the pack at the next stop, and comes back to it."""
    page = open_page()
    page.get_by_role("checkbox", name="Add to a pack My tools").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".handout-pack").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#kp-01 .handout-card__pack:focus").count() == 1
    page.get_by_role("checkbox", name="Add to a pack My tools").uncheck()
    assert page.locator(".handout-card__pack:visible").count() == 0


def test_first_page_opens_large(open_page: Open) -> None:
    """A picture opens a large one in a window, with words for it; Escape leads back."""
    page = open_page()
    look = page.get_by_role("link", name="Look at the first page: My tools")
    look.focus()
    page.keyboard.press("Enter")
    large = page.get_by_role("dialog", name="My tools").get_by_role("img")
    assert large.get_attribute("alt") == "The first page of: My tools"
    page.wait_for_function("i => i.complete && i.naturalWidth > 800", arg=large.element_handle())
    page.keyboard.press("Escape")
    expect(page.locator(".handout-look")).to_be_hidden()
    assert look.evaluate("link => link === document.activeElement")


def test_tab_that_is_not_let_open(open_page: Open) -> None:
    """Where the browser blocks the tab, the page says so, and has a link to what it made."""
    page = open_page()
    page.evaluate("window.open = () => null")
    pick(page, "My tools")
    page.get_by_role("button", name="Make the pack").click()
    page.get_by_role("button", name="Make and open the pack").click()
    expect(page.get_by_text("the browser has let no new tab open")).to_be_visible()
    again = page.get_by_role("link", name="Open it again")
    assert str(again.get_attribute("href")).startswith("blob:")


def test_sheet_that_cannot_be_downloaded(open_page: Open) -> None:
    """Where the connection fails, the page names the sheet and says what to do."""
    page = open_page(size={"width": 320, "height": 256})  # a desk at 400 %
    page.route("**/KP-01-*.pdf", lambda route: route.abort())
    pick(page, "My tools")
    page.get_by_role("button", name="Make the pack").click()
    page.get_by_role("button", name="Make and open the pack").click()
    said = page.get_by_text("My tools could not be downloaded. Look at the")
    expect(said).to_be_in_viewport(ratio=1)


# --- without a script, and with hundreds of clinics -----------------------------------------------


def test_a_script_that_never_comes_leaves_the_list(built: Project, browser: Browser) -> None:
    """Opened from a disk, where none is run: after a while the list stands where filters were."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto((built.folder / "_build/site" / FURO).as_uri())
    page.locator(".handout-card__editions").first.wait_for(state="visible")
    top = "one => one.getBoundingClientRect().top"
    library, first = (
        page.locator(name).first.evaluate(top) for name in (".handout-library", ".handout-card")
    )
    assert first - library < 150, "no room is left for filters that do not come"
    assert page.locator(".handout-library[data-ready]").count() == 0
    context.close()


@pytest.mark.parametrize("name", [FURO, ALABASTER])
def test_without_javascript(name: str, built: Project, open_page: Open) -> None:
    """Every PDF, packs too, is a link that can be seen; nothing that cannot work is shown."""
    page = open_page(name, java_script_enabled=False)
    links = page.locator(".handout-library a[type='application/pdf']:visible")
    found = [str(link.get_attribute("href")).rpartition("/handouts/")[2] for link in links.all()]
    manifest = built.manifest()
    assert sorted(found) == sorted(f["path"] for k in ("editions", "packs") for f in manifest[k])
    assert (
        page.locator("form.handout-filters, .handout-pack, .handout-card__pick")
        .locator("visible=true")
        .count()
        == 0
    )
    assert page.locator(".handout-card h3").all_inner_texts() == [
        "My tools",
        "More tools",
        "Rest well",
        "All of them",
    ]


def test_hundreds_of_clinics(built: Project, open_page: Open) -> None:
    """The page stays small and quick, and has the sheets of the clinic that is chosen."""
    page = open_page("many/print/library.html")
    html = built.folder / "_build/site/many/print/library.html"
    assert html.stat().st_size < 150_000
    start = time.monotonic()
    page.get_by_role("combobox", name="Your clinic").select_option(label="Clinic 299")
    expect(page.locator("#kp-03 .handout-card__print")).to_have_attribute(
        "href", re.compile("/handouts/c299/en/KP-03")
    )
    assert time.monotonic() - start < 3
    assert prints(page) == [
        f"c299/en/{name}"
        for name in (
            "KP-01-tools-a4-standard.pdf",
            "KP-02-more-tools-a4-standard.pdf",
            "KP-03-rest-a4-standard.pdf",
            "packs/all-a4-standard.pdf",
        )
    ]
    quick = """() => { const box = document.querySelector('[name=q]');
      const start = performance.now();
      box.value = 'rest'; box.dispatchEvent(new Event('input', {bubbles: true}));
      return performance.now() - start; }"""
    assert page.evaluate(quick) < 200
    plain = open_page("many/print/library.html", java_script_enabled=False)
    plain.get_by_role("link", name="Clinic 299").click()
    assert plain.get_by_role("heading", level=1).inner_text() == "Handouts to print: Clinic 299"
    links = html_links(html.parents[1] / "handouts/c299/index.html")
    listed = [link for link in links if link.endswith(".pdf")]
    assert len(listed) == 4
    assert all(link.startswith("../c299/en/") for link in listed)


def test_list_of_a_clinic_that_cannot_be_loaded(open_page: Open) -> None:
    """Without the network a sentence says so, and no button prints another clinic's sheet."""
    page = open_page("many/print/library.html")
    page.route("**/c001/index.html", lambda route: route.abort())
    page.get_by_role("combobox", name="Your clinic").select_option(label="Clinic 001")
    expect(page.get_by_role("link", name="could not be loaded")).to_be_visible()
    assert prints(page) == []


# --- what is built ------------------------------------------------------------------------------


@pytest.fixture
def project(made_guide: Project) -> Project:
    """Return a small guide, its handouts made."""
    return made_guide


def pictures(project: Project) -> dict[str, bytes]:
    """Return the pictures of first pages."""
    return {p.name: p.read_bytes() for p in (project.html / "handouts/thumbnails").iterdir()}


def test_pictures_follow_the_pdfs(project: Project) -> None:
    """Two pictures a handout; those of a changed PDF alone are drawn again, the old ones go."""
    project.good("-W", builder="html")
    everything = pictures(project)
    before = {name: data for name, data in everything.items() if "-large" not in name}
    assert [name[:5] for name in sorted(before)] == ["KP-01", "KP-02", "KP-03"]
    assert everything.keys() - before.keys() == {f"{name[:-5]}-large.webp" for name in before}
    assert max(map(len, before.values())) < 20_000
    assert max(map(len, everything.values())) < 100_000
    pdf = project.pdf("plain/en/KP-01").read_bytes()
    assert thumbnails.draw.__wrapped__(pdf) == before[min(before)]
    times = {p.name: p.stat().st_mtime_ns for p in (project.html / "handouts/thumbnails").iterdir()}
    project.edit("rest.md", ("ten minutes", "five minutes"))
    project.good()
    project.good("-W", builder="html")
    after = {n: data for n, data in pictures(project).items() if "-large" not in n}
    assert len(pictures(project)) == 6
    assert [name[:5] for name in sorted(after)] == ["KP-01", "KP-02", "KP-03"]
    assert [name[:5] for name in after if name in before] == ["KP-01"]
    kept = project.html / "handouts/thumbnails" / min(before)
    assert kept.stat().st_mtime_ns == times[min(before)]


def test_page_without_a_picture(project: Project) -> None:
    """A PDF that has gone is no reason why the others should have no pictures."""
    lost = project.pdf("plain/en/KP-03")
    lost.unlink()
    project.build(builder="html")
    assert [name[:5] for name in sorted(pictures(project))] == 2 * ["KP-01"] + 2 * ["KP-02"]
    page = (project.html / "print/library.html").read_text("utf-8")
    assert page.count('<img class="handout-card__picture"') == 2


def test_a_pdf_that_cannot_be_drawn(tmp_path: Path) -> None:
    """It is told in a sentence, and the others have their pictures."""
    given = {"language": "en", "version": "1.0", "state": State.PENDING}
    whole, broken = (
        desks.entry(id=name, path=f"{name}.pdf", **given) for name in ("whole", "broken")
    )
    (tmp_path / whole.path).write_bytes(sheet("<p>One</p>").pdf)
    (tmp_path / broken.path).write_bytes(b"%PDF-1.7 and no more")
    told = [finding.message for finding in thumbnails.publish(tmp_path, [whole, broken])]
    assert len(told) == 2, "one for each size"
    assert all(line.startswith("broken.pdf: no picture of it can be drawn: ") for line in told)
    drawn = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.webp"))
    wanted = thumbnails.names(whole)
    assert drawn == sorted([wanted.small, wanted.large])


LEDGER = """\
[[revision]]
id = "KP-01"
language = "en"
version = "0.1"
date = 2026-02-03
hash = "sha256:{hash}"
change = "First."
supersedes = ""
"""


def test_release_date_and_draft(project: Project) -> None:
    """A released version shows its date; what the ledger does not know is a draft."""
    content = next(iter(project.editions().values()))["content_hash"].removeprefix("sha256:")
    assert content
    project.edit("handouts/revisions.toml", LEDGER.format(hash=content))
    project.good()
    project.good("-W", builder="html")
    words = (project.html / "print/library.html").read_text("utf-8")
    card = words.partition('id="kp-01"')[2].partition("</article>")[0]
    assert "Released 3 February 2026" in card
    assert "pending clinical review" in card
    other = words.partition('id="kp-03"')[2].partition("</article>")[0]
    assert "Released" not in other
    assert ">draft</span>" in other


def test_withdrawn_handout_is_gone_at_once(project: Project) -> None:
    """A handout that is withdrawn leaves library and lists before the PDFs are built again."""
    content = "0" * 64
    withdrawal = '\n[[withdrawal]]\nid = "KP-01"\ndate = 2026-03-01\nreason = "It was wrong."\n'
    project.good(builder="html")
    project.edit("handouts/revisions.toml", LEDGER.format(hash=content) + withdrawal)
    project.good(builder="html")
    for name in ("print/library.html", "handouts/plain/index.html", "walk.html"):
        assert "Walk more" not in (project.html / name).read_text("utf-8")
    assert [name[:5] for name in sorted(pictures(project))] == 2 * ["KP-02"] + 2 * ["KP-03"]


def test_other_languages_come_after(project: Project) -> None:
    """Handouts in other languages are listed in their own, and can be chosen."""
    made = project.manifest()
    english = next(e for e in made["editions"] if e["path"].startswith("plain/en/KP-03"))
    path = english["path"].replace("/en/", "/de/")
    (project.out / path).parent.mkdir()
    shutil.copyfile(project.out / english["path"], project.out / path)
    german = english | {"language": "de", "title": "Ruhe", "path": path}
    made["editions"].append(german)
    (project.out / "manifest.json").write_text(json.dumps(made))
    project.good(builder="html")
    words = (project.html / "print/library.html").read_text("utf-8")
    assert words.index("Rest well") < words.index('<h3 lang="de" dir="ltr">Ruhe</h3>')
    assert 'id="kp-03-de"' in words
    assert '<option value="de" lang="de">Deutsch</option>' in words
    assert words.index('value="en"') < words.index('value="de"')


def test_from_right_to_left_in_any_theme(project: Project) -> None:
    """No theme says in which direction a page runs: what we show on it says so itself."""
    project.good(builder="html")
    pages = [project.html / name for name in ("print/library.html", "walk.html")]
    assert not any('dir="rtl"' in page.read_text("utf-8") for page in pages)
    project.edit("conf.py", f'{project.read("conf.py")}\nlanguage = "ar"\n')
    project.build(builder="html")
    library, walk = (page.read_text("utf-8") for page in pages)
    assert '<div class="handout-library" dir="rtl"' in library
    assert '<section class="page-notes" dir="rtl"' in walk
    assert ">\u2068Example Clinic\u2069</option>" in library  # its letters run otherwise


def test_without_the_bundle(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the script that makes packs was not bundled, nothing offers to make one."""
    monkeypatch.setattr(library, "PACK_SCRIPT", "none.js")
    project.good(builder="html")
    words = (project.html / "print/library.html").read_text("utf-8")
    assert "Add to a pack" not in words
    assert "handout-pack" not in words


FINDERS = """async (queries) => {
  const { find, folded } = await import(new URL("_static/handouts-find.js", location));
  const card = (ids, title, pages) => ({ ids, pages, words: folded(`${ids} ${title}`), title });
  const cards = [
    card("BP-01", "The basics", ["basics", "get-help"]),
    card("BP-02", "Get help now", ["get-help"]),
    card("BP-10", "Diary", ["tools", "get-help"]),
    card("BP-20", "Comfort", []),
  ];
  const better = (query) => (query === "red flags" ? [["get-help", 9], ["tools", 2]] : []);
  return queries.map((query) => [...find(cards, query, better)].map((one) => one.ids));
}"""


@pytest.fixture(scope="module")
def guide(site: str, browser: Browser) -> Iterator[Page]:
    """Return the library of the guide, which is only asked."""
    with browser.new_context(base_url=site, service_workers="block") as context:
        page = context.new_page()
        page.goto("library.html")
        yield page


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        *((words, ["BP-02"]) for words in ("bp2", "BP-02", "bp 2", "Bp-2", "sheet bp02 please")),
        ("bp2 bp10", ["BP-02", "BP-10"]),
        ("bp", ["BP-01", "BP-02", "BP-10", "BP-20"]),
        ("diar", ["BP-10"]),
        ("red flags", ["BP-02"]),
        ("zebra", []),
        ("", ["BP-01", "BP-02", "BP-10", "BP-20"]),
    ],
)
def test_find_knows_ids_and_asks_the_guide(query: str, ids: list[str], guide: Page) -> None:
    """Ids as people write them, beginnings of words, and pages that the guide's search finds."""
    assert guide.evaluate(FINDERS, [query]) == [ids]


QUERIES = {"pregnancy": "BP-04", "red flags": "BP-02", "bp2": "BP-02"}
REAL = """async (cards) => {
  const { find, folded } = await import(new URL("_static/handouts-find.js", location));
  const all = cards.map((card) => ({ ...card, words: folded(card.words) }));
  window.found = (query) => [...find(all, query, window.better)].map((one) => one.ids);
}"""


def real_cards() -> list[dict[str, Any]]:
    """Return what the library knows of the guide's handouts: ids, words, and their pages."""
    made = catalogue.load(ROOT / "handouts", "handouts").handouts
    return [
        {
            "ids": handout.id,
            "words": f"{handout.id} {handout.title} {handout.summary}",
            "pages": sorted({part.partition("#")[0] for part in handout.parts}),
        }
        for handout in made
    ]


def test_the_guide_hands_its_search_to_the_library(site: str, browser: Browser) -> None:
    """*Find a handout* has the search of the guide; with the guide's sheets it finds them.

    What the search itself finds is tested with the guide; here it meets the catalogue.
    """
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("library.html")
    page.evaluate(
        """document.querySelector(".handout-library").addEventListener(
          "handouts-finder",
          ({ detail }) => {
            window.better = detail;
            window.finds = (words) => detail(words)[0][0];
          },
        )"""
    )
    page.get_by_label("Find a handout").fill("pregnancy")
    page.wait_for_function("() => Boolean(window.finds)")
    found = [page.evaluate("words => window.finds(words)", w) for w in ("pregnancy", "red flags")]
    assert found[0] in {"is-massage-safe", "massage-and-conditions"}
    assert found[1] == "get-help"
    page.evaluate(REAL, real_cards())
    finds = {words: page.evaluate("words => found(words)", words) for words in QUERIES}
    assert {words: ids for words, ids in finds.items() if QUERIES[words] not in ids} == {}
    assert finds["bp2"] == ["BP-02"]
    context.close()
