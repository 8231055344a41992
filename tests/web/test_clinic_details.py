"""A clinic types its details on the library page, and prints sheets that the browser makes."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from fontTools.ttLib import TTFont
from hosts import serving
from once import once
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from projects import Project, lay_out, wait_until
from pypdfium2 import PdfDocument
from sphinx_handouts.press.letters import letters
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.web import letterhead_kit
from tabs import asking, leave, made, saved_in, wait_for_blobs
from tagged import opened, read_aloud

LIBRARY = "furo/print/library.html"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
FEW = 0.002
"""Share of the dots of a page that may differ: letters are set to a hair, and drawn in dots."""
SHEETS = "**/plain/en/*.pdf"
PAPERS = ["a4", "letter"]
VARIANTS = ["standard", "large-print", "ink-saver"]
DETAILS = {
    "Name of the clinic": "Riverside Physiotherapy & Massage",
    "Telephone": "020 7946 0018",
    "Open": "Monday to Friday 8:00 to 18:00; Saturday 9:00 to 12:00",
    "Address": "12 Mill Lane\nEly CB7 4JU",
    "Email": "hello@riverside.example",
    "Website": "https://riverside.example/",
}
BRAND = """\
name = "Riverside Physiotherapy & Massage"
papers = ["a4", "letter"]
variants = ["standard", "large-print", "ink-saver"]
logo = "logo.png"
logo_alt = "Logo"
logo_shows_name = false

[contact]
phone = "020 7946 0018"
hours = "Monday to Friday 8:00 to 18:00; Saturday 9:00 to 12:00"
email = "hello@riverside.example"
web = "riverside.example"
address = ["12 Mill Lane", "Ely CB7 4JU"]
"""
PLAIN = """\
name = ""
papers = ["a4", "letter"]
variants = ["standard", "large-print", "ink-saver"]
"""
ROOMS = ":::{clinic-contact}\n:::\n\n:::{clinic-phone}\n:::\n\nRead [more"
KEEP = """(() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.kept = blob; return make.call(URL, blob); };
})()"""
"""Lets a test see the PDF that a page makes."""
STORED = "localStorage.length + sessionStorage.length + document.cookie.length"

WIDE = """(window) => [window, ...window.querySelectorAll("p, fieldset, label, button, span")]
  .filter((one) => one.getBoundingClientRect().right > window.getBoundingClientRect().right)
  .map((one) => one.outerHTML.slice(0, 80))"""
"""Finds what reaches over the side of a window."""

Open = Callable[..., Page]


def logo() -> bytes:
    """Return a logo: a broad picture with a hole."""
    picture = Image.new("RGBA", (300, 100), (180, 0, 0, 255))
    ImageDraw.Draw(picture).ellipse((20, 20, 80, 80), fill=(0, 0, 0, 0))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def build(work: Path, rootdir: Path) -> None:
    """Build a library with unbranded sheets, and those of a clinic to compare with."""
    project = lay_out(rootdir, "library", work / "project")
    shutil.rmtree(project.folder / "handouts/brands/clinic")
    project.edit("handouts/brands/far/brand.toml", BRAND)
    project.edit("handouts/brands/far/logo.png", logo())
    project.edit("handouts/brands/plain/brand.toml", PLAIN)
    project.edit("sheet.md", ("Read [more", ROOMS))
    project.good()
    for theme, builder in (("furo", "html"), ("alabaster", "dirhtml")):
        out = ("-D", f"html_theme={theme}", "-D", f"handouts_manifest={project.out}/manifest.json")
        project.good("-W", *out, builder=builder, out=f"site/{theme}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, rootdir: Path) -> Project:
    """Return the project of the site."""
    made = once(tmp_path_factory, "clinic-details", lambda work: build(work, rootdir))
    return Project(made / "project")


@pytest.fixture(scope="module")
def host(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site behind nginx with its policy; return the address."""
    with serving(built.folder / "_build/site", tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture(scope="module")
def printed() -> dict[tuple[str, str], bytes]:
    """Return the sheets that one visit prints for several tests, by paper and variant."""
    return {}


@pytest.fixture
def asked() -> list[str]:
    """Return what the pages of a test ask for."""
    return []


@pytest.fixture(scope="module")
def tab(host: str, browser: Browser) -> Iterator[Page]:
    """Return the tab that is shared."""
    with browser.new_context(base_url=host) as context:
        page = context.new_page()
        page.add_init_script(KEEP)
        yield page


@pytest.fixture
def open_page(host: str, browser: Browser, asked: list[str], tab: Page) -> Iterator[Open]:
    """Return a function that opens the library; a page that complains fails the test."""
    problems: list[str] = []
    with ExitStack() as windows:

        def open_page(name: str = LIBRARY, **settings: Any) -> Page:
            page = tab
            if settings:
                context = windows.enter_context(browser.new_context(base_url=host, **settings))
                page = context.new_page()
                page.add_init_script(KEEP)
            else:
                windows.callback(leave, page)
                page.set_viewport_size(DESK)
            for place, event, listener in (
                (page, "pageerror", lambda error: problems.append(str(error))),
                (page.context, "request", lambda request: asked.append(request.url)),
            ):
                place.on(event, listener)
                windows.callback(place.remove_listener, event, listener)
            page.goto(name)
            page.wait_for_selector(".handout-library[data-ready]")
            return page

        yield open_page
    assert problems == []


def type_details(page: Page, **others: str) -> None:
    """Type details into the window, which opens."""
    page.get_by_role("button", name="Your clinic's details").click()
    for label, words in (DETAILS | {k.replace("_", " "): v for k, v in others.items()}).items():
        page.locator(".handout-own").get_by_label(label).fill(words)


def add_logo(page: Page) -> None:
    """Give the clinic a logo."""
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": logo()}
    page.get_by_label("Logo", exact=True).set_input_files(file)
    expect(page.get_by_role("button", name="Remove the logo")).to_be_visible()


def put(page: Page) -> None:
    """Put the details on the sheets."""
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.get_by_text("The sheets are printed for: Riverside")).to_be_visible()


def sheet(page: Page, title: str = "My tools", button: Literal["left", "middle"] = "left") -> bytes:
    """Print a sheet, in a tab of its own."""
    link = page.get_by_role("link", name=f"Print {title} (opens in a new tab)")
    with page.context.expect_page():
        link.click(button=button)
    expect(page.get_by_text("is open in a new tab.")).to_be_visible()
    return made(page)


def dressed(page: Page, paper: str, variant: str) -> dict[tuple[str, str], bytes]:
    """Type the details once, and print all that they go on: what the address asked for first."""
    with_logo = [one for one in VARIANTS if one != "ink-saver"]
    type_details(page)
    if variant in with_logo:
        add_logo(page)
    put(page)
    data = {(paper, variant): sheet(page)}
    for choice in product(PAPERS, with_logo if variant in with_logo else [variant]):
        if choice not in data:
            for value in choice:
                page.locator(f'input[type="radio"][value="{value}"]').check()
            data[choice] = sheet(page)
    return data


def hold_sheet(page: Page) -> list[Route]:
    """Let the next one who asks for a sheet wait; return a list in which that will be."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(SHEETS, hold)
    return held


def stand_in(page: Page, body: bytes) -> None:
    """Answer with something else whoever asks for a sheet."""
    page.route(SHEETS, lambda route: route.fulfill(body=body))


def wait_for(page: Page, held: list[Route]) -> None:
    """Wait until a sheet is asked for."""

    def is_there() -> bool:
        page.wait_for_timeout(1)  # Playwright tells only while something is asked of it
        return bool(held)

    wait_until(is_there, "a sheet is asked for")


def check(data: bytes, tmp_path: Path) -> None:
    """Check a PDF as those that are built are checked."""
    path = tmp_path / "made.pdf"
    path.write_bytes(data)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    assert structure_problems(data) == ()


def said(data: bytes) -> list[str]:
    """Return the words of a PDF and the tags around them, in the order in which they are read.

    The press parts a paragraph where a line ends, so paragraphs and spans are not counted.
    """
    lines = [re.sub(r'\s+"$', '"', line.strip()) for line in read_aloud(data).splitlines()]
    left_out = ("P (", "Span", "/BBox", '""', "Object ")
    told = [re.sub(r" \((block|inline)\)|:$", "", a) for a in lines if not a.startswith(left_out)]
    return "\n".join(told).replace('"\n"', " ").splitlines()


def fields(data: bytes) -> list[str]:
    """Return the names of the form fields, each of which is on a page and in the structure tree."""
    with opened(data) as pdf:
        form: Any = pdf.Root.get("/AcroForm", {})
        names = [str(field.T) for field in form.get("/Fields", ())]
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert sorted(str(n.T) for n in notes if n.Subtype == "/Widget") == sorted(names)
        return names


def picture(data: bytes, page: int = 0) -> Image.Image:
    """Return a page, in dots."""
    with PdfDocument(data) as document:
        return document[page].render(scale=100 / 72).to_pil().convert("L")


def alike(one: bytes, other: bytes) -> bool:
    """Return whether the first pages of two PDFs look alike."""
    both = ImageChops.difference(picture(one), picture(other))
    differs = both.point(lambda value: 255 if value > 96 else 0).histogram()[255]
    return differs / (both.width * both.height) < FEW


# --- what is printed ----------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_sheet_is_that_of_a_brand_with_these_details(
    paper: str,
    variant: str,
    printed: dict[tuple[str, str], bytes],
    built: Project,
    open_page: Open,
    tmp_path: Path,
) -> None:
    """Text, tags, fields and looks are those of the sheet that the press makes for the brand."""
    page = open_page(f"{LIBRARY}?clinic=plain&paper={paper}&variant={variant}")
    name = f"en/KP-01-tools-{paper}-{variant}.pdf"
    offered = page.get_by_role("link", name="Print My tools (opens in a new tab)")
    assert str(offered.get_attribute("href")).endswith(f"/plain/{name}"), "what the address asks"
    if (paper, variant) not in printed:
        printed.update(dressed(page, paper, variant))
    data = printed[paper, variant]
    check(data, tmp_path)
    twin = (built.out / "far" / name).read_bytes()
    assert said(data) == said(twin)
    assert fields(data) == fields(twin) == ["field-1", "field-2"]
    assert alike(data, twin)
    assert not alike(data, (built.out / "plain" / name).read_bytes())
    with opened(data) as pdf, opened(twin) as other:
        assert str(pdf.docinfo.Author) == str(other.docinfo.Author)
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert "<handout:clinic>Riverside Physiotherapy &#38; Massage</handout:clinic>" in metadata
        assert "<handout:state>pending clinical review</handout:state>" in metadata
        for one, another in zip(pdf.pages, other.pages, strict=True):
            assert [_link(a) for a in one.obj.Annots] == [_link(a) for a in another.obj.Annots]


def _link(annotation: Any) -> str:
    return str(annotation.get("/Dest", annotation.get("/A", {}).get("/URI", annotation.get("/T"))))


def test_only_rooms_change(built: Project, open_page: Open) -> None:
    """What is drawn outside the rooms of the letterhead is drawn by the same bytes as before."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    put(page)
    before = (built.out / "plain/en/KP-01-tools-a4-standard.pdf").read_bytes()
    with opened(before) as old, opened(sheet(page)) as new:
        for one, other in zip(old.pages, new.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()
            forms: tuple[Any, Any] = (one.resources.XObject, other.resources.XObject)
            assert list(forms[0].keys()) == list(forms[1].keys())
            for name, form in forms[0].items():
                same = forms[1][name]
                assert [float(v) for v in form.BBox] == [float(v) for v in same.BBox]
                assert ("/Room" in form) == (form.read_bytes() != same.read_bytes())


def test_pack_has_the_details_and_keeps_all(open_page: Open, tmp_path: Path) -> None:
    """A pack has the clinic on each sheet, a cover of text, and keeps tags, fields and links."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    put(page)
    for title in ("My tools", "More tools"):
        page.get_by_role("checkbox", name=f"Add to a pack {title}", exact=True).check()
    page.get_by_role("button", name="Make the pack").click()
    page.locator(".handout-pack").get_by_label("Name", exact=True).fill("Łukasz Αλέξης")
    page.get_by_role("button", name="Make and open the pack").click()
    expect(page.get_by_text("The pack is open in a new tab.")).to_be_visible()
    data = made(page)
    check(data, tmp_path)
    words = "\n".join(said(data))
    for text in ("Łukasz Αλέξης", "Handouts for you", "Page 3 of this pack"):
        assert text in words
    assert words.count("12 Mill Lane") == 2
    assert len(set(fields(data))) == 4
    with opened(data) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        links = [a for p in pdf.pages for a in p.obj.get("/Annots", ()) if a.Subtype == "/Link"]
        targets = [link.Dest[0].objgen for link in links if "/Dest" in link]
        assert targets
        assert set(targets) <= pages
        assert [str(b.title) for b in pdf.open_outline().root][1:] == ["My tools", "More tools"]


def test_ready_made_pack_has_the_details(built: Project, open_page: Open, tmp_path: Path) -> None:
    """A ready-made pack, of several pages, is dressed as the press dresses it for the brand.

    Marks that nobody sees, as telephones copy them with a number, are no part of it, nor is what a
    browser puts before a number or an address.
    """
    page = open_page(f"{LIBRARY}?clinic=plain&variant=ink-saver")
    copied = {
        "Email": "Mailto:hello@riverside.example?subject=",
        "Website": "HTTPS://riverside.example/",
    }
    type_details(
        page, Telephone="\N{LEFT-TO-RIGHT EMBEDDING}tel:020 7946 0018\u202c\ufeff", **copied
    )
    put(page)
    data = sheet(page, "All of them")
    check(data, tmp_path)
    twin = (built.out / "far/en/packs/all-a4-ink-saver.pdf").read_bytes()
    assert said(data) == said(twin)
    assert fields(data) == fields(twin)


def test_clinics_with_sheets_of_their_own_keep_them(built: Project, open_page: Open) -> None:
    """The details go on unbranded sheets alone: who chooses another clinic prints its file."""
    page = open_page(f"{LIBRARY}?clinic=far")
    type_details(page)
    put(page)
    assert page.get_by_role("combobox", name="Your clinic").input_value() == "plain"
    page.get_by_role("combobox", name="Your clinic").select_option("far")
    with asking(page, "/far/en/KP-01-tools-a4-standard.pdf"):
        page.get_by_role("link", name="Print My tools (opens in a new tab)").click()


# --- what cannot be printed ---------------------------------------------------------------------


def test_longest_name_has_the_line_alone(open_page: Open, tmp_path: Path) -> None:
    """A name of 78 letters, beside a logo, fits the masthead of large print, as in the press."""
    page = open_page(f"{LIBRARY}?clinic=plain&paper=letter&variant=large-print")
    name = "Riverside and Fenland Community Physiotherapy, Exercise, Massage & Pain Clinic"
    type_details(page, Name_of_the_clinic=name, Telephone="+44 (0)20 7946 0018 ext. 2345")
    add_logo(page)
    put(page)
    data = sheet(page)
    check(data, tmp_path)
    with PdfDocument(data) as document:
        text = document[0].get_textpage().get_text_range()
    assert name in " ".join(text.split())


def test_long_names_are_set_closer(open_page: Open, tmp_path: Path) -> None:
    """A name of 59 letters and an address of four lines fit, in the smaller sizes of the press."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    name = "Riverside and Fenland Community Physiotherapy & Pain Clinic"
    address = "Second Floor, The Old Maltings\n12 Mill Lane\nEly\nCB7 4JU"
    type_details(page, Name_of_the_clinic=name, Address=address)
    put(page)
    data = sheet(page)
    check(data, tmp_path)
    with PdfDocument(data) as document:
        text = document[0].get_textpage().get_text_range()
    assert name in " ".join(text.split())


def test_accents_stand_over_their_letters(open_page: Open, tmp_path: Path) -> None:
    """A letter that Unicode has only in two parts is printed as it is written.

    Which button of the mouse opens the sheet makes no difference.
    """
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page, Name_of_the_clinic="Riverside E\u0323\u0300")
    put(page)
    data = sheet(page, button="middle")
    check(data, tmp_path)
    with PdfDocument(data) as document:
        text = document[0].get_textpage()
        signs = text.get_text_range()
        (_, _, _, top), (_, foot, _, _) = (text.get_charbox(signs.index(a)) for a in "\u1eb8\u0300")
    assert foot > top


def test_what_does_not_fit_is_told_at_its_field(open_page: Open) -> None:
    """What is too long stays in the window, with a sentence at the field; nothing is made."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page, Address="\n".join(f"A line of an address, number {n}" for n in range(12)))
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.get_by_text("This does not fit its place on the sheets").first).to_be_visible()
    marked = page.locator(".handout-own [aria-invalid=true]")
    told = str(marked.first.get_attribute("aria-describedby")).split()[-1]
    assert "does not fit" in page.locator(f"#{told}").inner_text()
    assert page.evaluate("window.kept") is None
    page.get_by_role("button", name="Back to the list").click()
    link = page.get_by_role("link", name="Print My tools (opens in a new tab)")
    with asking(page, "/plain/en/KP-01-tools-a4-standard.pdf"):
        link.click()


def test_missing_letters_and_fields_are_told(open_page: Open) -> None:
    """Signs without letters are named, and a name and a telephone are asked for."""
    page = open_page()
    type_details(page, Name_of_the_clinic="김 Clinic 😀", Telephone="")
    page.get_by_role("button", name="Put them on the sheets").click()
    phone = page.locator(".handout-own").get_by_label("Telephone")
    expect(phone).to_be_focused()
    assert phone.get_attribute("aria-invalid") == "true"
    phone.fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There are no letters to print this: 김 😀.")).to_be_visible()
    expect(page.get_by_label("Name of the clinic")).to_be_focused()


def test_logo_that_is_none(open_page: Open) -> None:
    """A file that is no picture is told; an SVG is drawn sharp."""
    page = open_page()
    type_details(page)
    field = page.get_by_label("Logo", exact=True)
    field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text("This picture cannot be read")).to_be_visible()
    space, box = 'xmlns="http://www.w3.org/2000/svg"', '<rect width="9" height="9" fill="{}"/>'
    for size, colour in (("0 0 30 10", "white"), ("0 0 30 10", "none")):
        drawing = f'<svg {space} viewBox="{size}">{box.format(colour)}</svg>'.encode()
        field.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": drawing})
        expect(page.get_by_text("shows nothing on white paper")).to_be_visible()
        field.set_input_files([])
    for size in (
        'width="30" height="10"',
        'viewBox="0 0 30 10"',
        'viewBox="0 0 30 10" width="100%"',
    ):
        drawing = f"<svg {space} {size}>{box.format('red')}</svg>".encode()
        field.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": drawing})
        expect(page.get_by_role("button", name="Remove the logo")).to_be_visible()
        picture = page.locator(".handout-own__picture")
        assert picture.evaluate("i => i.naturalWidth") > 1000
        assert picture.evaluate("i => i.naturalWidth / i.naturalHeight") == pytest.approx(
            3, abs=0.02
        )
    page.get_by_role("button", name="Remove the logo").click()
    expect(page.locator(".handout-own__picture")).to_be_hidden()


def test_what_is_no_sheet_is_told(built: Project, open_page: Open) -> None:
    """What comes in place of a sheet, half of one, or no letters, ends in a sentence."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    page.route("**/letterhead/*", lambda route: route.abort())
    type_details(page)
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.get_by_text("The letters for your details cannot be loaded.")).to_be_visible()
    page.unroute_all()
    put(page)
    whole = (built.out / "plain/en/KP-01-tools-a4-standard.pdf").read_bytes()
    said = page.locator(".handout-own-bar [role=status]")
    for body in (b"<html>Log in first</html>", whole[: len(whole) // 2], whole[:-1500]):
        stand_in(page, body)
        page.get_by_role("link", name="Print My tools (opens in a new tab)").click()
        expect(said).to_contain_text("KP-01-tools-a4-standard.pdf cannot be read or has changed.")
        said.evaluate("status => { status.textContent = ''; }")
        page.unroute_all()
    assert page.evaluate("window.kept") is None


# --- what stays ---------------------------------------------------------------------------------


def test_nothing_stays_or_leaves(host: str, open_page: Open, asked: list[str]) -> None:
    """Nothing typed is sent, stored or in the address; it is gone with the page."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    loaded = [a for a in asked if re.search("details|letterhead/|pack", a)]
    assert loaded == [], "the first visit loads nothing of it"
    type_details(page)
    put(page)
    sheet(page)
    assert page.evaluate(STORED) == 0
    assert "iverside" not in page.evaluate("decodeURIComponent(location.href)")
    assert "iverside" not in "".join(asked)
    assert not [a for a in asked if a.startswith(("http", "ws")) and not a.startswith(host)]
    for event in ("pagehide", "pageshow"):
        page.evaluate(f"dispatchEvent(new PageTransitionEvent('{event}', {{persisted: true}}))")
        assert page.locator("#own-name").input_value() == ""
        assert page.locator(".handout-own-bar [role=status]").inner_text() == ""
    page.reload()
    page.wait_for_selector(".handout-library[data-ready]")
    assert page.locator(".handout-own-bar [role=status]").inner_text() == ""


def test_remembered_until_forgotten(open_page: Open) -> None:
    """With the box ticked the details come back; one button forgets them."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    page.get_by_label("Remember on this computer").check()
    put(page)
    kept = json.loads(page.evaluate("localStorage.getItem('handouts-clinic')"))
    assert kept["phone"] == DETAILS["Telephone"]
    page.reload()
    page.wait_for_selector(".handout-library[data-ready]")
    expect(page.get_by_text("The sheets are printed for: Riverside")).to_be_visible()
    assert b"%PDF" in sheet(page)[:8]
    page.goto(f"{LIBRARY}?clinic=far")
    whose = page.locator(".handout-own-bar [role=status]")
    chosen = page.get_by_role("combobox", name="Your clinic")
    assert (chosen.input_value(), whose.inner_text()) == ("far", ""), "as the address asks"
    chosen.select_option("plain")
    expect(whose).to_have_text(re.compile("^The sheets are printed for: Riverside"))
    page.get_by_role("button", name="Your clinic's details").click()
    assert page.get_by_label("Address").input_value() == DETAILS["Address"]
    page.get_by_role("button", name="Forget the details").click()
    assert page.evaluate(STORED) == 0
    assert page.get_by_label("Address").input_value() == ""
    page.get_by_role("button", name="Back to the list").click()
    assert page.locator(".handout-own-bar [role=status]").inner_text() == ""


def test_unticked_box_forgets_what_was_remembered(open_page: Open) -> None:
    """Who takes the tick off and puts the details on again leaves nothing behind."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    page.get_by_label("Remember on this computer").check()
    put(page)
    page.get_by_role("button", name="Your clinic's details").click()
    page.get_by_label("Remember on this computer").uncheck()
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.locator(".handout-own")).to_be_hidden()
    assert page.evaluate(STORED) == 0


def test_tabs_know_what_another_forgot(open_page: Open) -> None:
    """What one tab is told to forget, no other one prints on."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    page.get_by_label("Remember on this computer").check()
    put(page)
    other = page.context.new_page()
    other.goto(LIBRARY)
    expect(other.get_by_text("The sheets are printed for: Riverside")).to_be_visible()
    other.get_by_role("button", name="Your clinic's details").click()
    other.get_by_role("button", name="Forget the details").click()
    expect(page.locator(".handout-own-bar [role=status]")).to_have_text("")
    with asking(page, "/plain/en/KP-01-tools-a4-standard.pdf"):
        page.get_by_role("link", name="Print My tools (opens in a new tab)").click()


def test_no_room_to_remember(open_page: Open) -> None:
    """Where there is no room for new details, the old ones do not come back; a sentence says so."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    page.get_by_label("Remember on this computer").check()
    put(page)
    page.evaluate("""() => {
      for (let size = 2 ** 23; size > 8; size /= 2)
        try { while (true) localStorage.setItem(localStorage.length, "x".repeat(size)); } catch {}
    }""")
    type_details(page, Address="12 Mill Lane\nThe town of Ely\nCB7 4JU")
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.locator(".handout-own-bar [role=status]")).to_contain_text("cannot remember")
    assert page.evaluate("localStorage.getItem('handouts-clinic')") is None


def test_forgotten_while_they_are_tried(open_page: Open) -> None:
    """Who has details forgotten before they are on the sheets does not find them there."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    held = hold_sheet(page)
    type_details(page)
    page.get_by_role("button", name="Put them on the sheets").click()
    wait_for(page, held)
    page.get_by_role("button", name="Forget the details").click()
    held[0].continue_()
    page.get_by_role("button", name="Back to the list").click()
    page.unroute_all()
    with asking(page, "/plain/en/KP-01-tools-a4-standard.pdf"):
        page.get_by_role("link", name="Print My tools (opens in a new tab)").click()


def test_changed_while_a_sheet_is_made(open_page: Open) -> None:
    """A sheet with the details of before is not shown once others were put on."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    type_details(page)
    put(page)
    held = hold_sheet(page)
    page.get_by_role("link", name="Print My tools (opens in a new tab)").click()
    wait_for(page, held)
    type_details(page, Telephone="01353 000000")
    put(page)
    held[0].continue_()
    page.wait_for_timeout(300)
    assert page.evaluate("window.kept") is None
    expect(page.get_by_text("The sheets are printed for: Riverside")).to_be_visible()


# --- for everybody ------------------------------------------------------------------------------


def test_by_keyboard_and_offline(open_page: Open) -> None:
    """Typed, put on and printed without a mouse, and a second sheet without a network."""
    page = open_page(f"{LIBRARY}?clinic=plain")
    tabs = saved_in(page.context)
    page.get_by_role("button", name="Your clinic's details").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".handout-own h2")).to_be_focused()
    for words in list(DETAILS.values())[:2]:
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The sheets are printed for: Riverside")).to_be_visible()
    expect(page.get_by_role("button", name="Your clinic's details")).to_be_focused()
    first = sheet(page)
    page.context.set_offline(True)
    assert sheet(page)[:5] == first[:5] == b"%PDF-"
    wait_for_blobs(page, tabs, 2)


@pytest.mark.parametrize("theme", ["furo/print/library.html", "alabaster/print/library/"])
def test_window_on_a_phone_in_any_colours(theme: str, open_page: Open) -> None:
    """At 320 pixels nothing is cut off; in forced colours frames and faults can be seen."""
    page = open_page(theme, viewport=PHONE, forced_colors="active")
    type_details(page, Telephone="")
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.get_by_text("Type this: it is printed on every sheet.")).to_be_visible()
    assert page.locator(".handout-own").evaluate(WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    labels = page.locator(".handout-own :is(input, textarea)")
    assert all(box.evaluate("b => b.labels.length") == 1 for box in labels.all())


# --- the kit ------------------------------------------------------------------------------------


def test_kit_is_named_by_its_content(built: Project) -> None:
    """The kit and its letters stand beside the PDFs once, and have what their names say."""
    folder = built.folder / "_build/site/furo/handouts" / letterhead_kit.FOLDER
    names = sorted(path.name.partition("-")[0] for path in folder.iterdir())
    assert names == ["bold", "kit", "regular"]
    (kit,) = folder.glob("kit-*.json")
    told = json.loads(kit.read_text("utf-8"))
    assert {folder / name for name in told["faces"].values()} == set(folder.glob("*.ttf"))
    bold = folder / told["faces"]["bold"]
    assert bold.read_bytes() == letters("Bold")
    with TTFont(bold) as font:
        assert "Open Font License" in str(font["name"].getDebugName(13))
    assert kit.stat().st_size < 60_000
