"""What people come for, in the three families of browsers: Chromium, Firefox and WebKit.

One site is served to all; each journey is the same words for each browser, and none may write
anything into its console.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hosts import serving
from persons import Person
from playwright.sync_api import Browser
from projects import pdf_text, wait_until
from sphinx_handouts.proofing.drawn import Kind, drawings
from sphinx_handouts.proofing.open_pdf import Layout
from sphinx_handouts.proofing.read_back import read_back
from sphinx_handouts.proofing.reading_order import as_read
from sphinx_handouts.proofing.spoken import Block, Spoken
from sphinx_handouts.proofing.structure import FURNITURE, read_structure, structure_problems
from windows import DARK, PLAIN, SCRIPTLESS, Window, chromium, firefox, webkit, with_ears

CLINIC = {"name": "Riverside Physiotherapy", "phone": "020 7946 0018"}
WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;"

SHOWN = """return [...document.querySelectorAll(args[0])]
  .filter((one) => one.checkVisibility({ visibilityProperty: true })).length"""
LIGHT, GLOOM = 180, 60

Opener = Callable[[str], AbstractContextManager[Window]]
Comes = Callable[..., Person]


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def comes(
    request: pytest.FixtureRequest,
    whole_browser: Browser,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Comes]:
    """Return a function that lets somebody come to the guide, with one of the browsers.

    There is one window for each way in which a browser is set up; only WebKit starts anew for it.
    """
    opened: dict[str, Window] = {}
    with ExitStack() as stack:
        openers: dict[str, Callable[[], Opener]] = {
            "chromium": lambda: lambda kind: chromium(whole_browser, kind),
            "firefox": lambda: stack.enter_context(firefox()).window,
            "webkit": lambda: webkit,
        }
        opener = openers[request.param]()
        if request.param == "webkit":
            folder = with_ears(folder, tmp_path_factory.mktemp("ears") / "html")
        host = stack.enter_context(serving(folder, tmp_path_factory.mktemp("nginx")))

        def comes(page: str = "index.html", kind: str = PLAIN, top: str = host) -> Person:
            if kind not in opened:
                if request.param == "webkit":
                    for other in opened.values():
                        other.go("about:blank")  # or it goes on drawing what nobody looks at
                opened[kind] = stack.enter_context(opener(kind))
            window = opened[kind]
            window.go(f"{top}en/{page}")
            return Person(window, len(window.complaints))

        yield comes


GO_WRONG = """console.error("deliberate");
setTimeout(() => { throw new Error("thrown"); });
const script = document.createElement("script");
script.textContent = "1";
document.head.append(script);"""


@pytest.mark.parametrize("words", ["deliberate", "thrown", "script-src"])
def test_what_goes_wrong_is_heard(words: str, comes: Comes) -> None:
    """What the other tests rely on: errors, and what the policy stops, do not stay unknown."""
    person = comes()
    person.run(GO_WRONG)
    wait_until(lambda: any(words in heard for heard in person.complaints), f"{words} is heard")


def test_read_and_search(comes: Comes) -> None:
    """From the first page to help, and by a word to the page that is about it."""
    person = comes()
    person.click(".bar__help")
    person.waits_for("Get help now", "h1")
    person.opens_menu()
    person.enters(".menu [name=q]", "sleep", "Enter")
    person.waits_for("Sleep, stress and mood", "main a")
    person.click("main a", "Sleep, stress and mood")
    person.waits_for("Sleep, stress and mood", "h1")
    assert person.complaints == []


def test_keyboard_alone(comes: Comes) -> None:
    """The first stop leads past the menu; a box opens; no stop is hidden by the bar on top."""
    person = comes("could-massage-help.html")
    person.presses("Tab")
    assert person.focused == "Skip to content"
    person.presses("Enter")
    person.waits_until("return location.hash === '#content';")
    person.presses("Tab")
    assert person.run("return document.querySelector('main').contains(document.activeElement);")
    person.focuses(".page-sources summary")
    person.presses("Enter")
    person.waits_until("return document.querySelector('.page-sources').open;")
    assert person.complaints == []


def test_print_and_pack(comes: Comes) -> None:
    """A sheet is found and can be printed; two are made one PDF, whole and tagged."""
    person = comes("library.html")
    person.waits_until(
        "return document.querySelector('.handout-library').dataset.ready !== undefined;"
    )
    person.enters(".handout-filters [name=q]", "rest well")
    person.waits_until(
        "return document.querySelectorAll('.handout-card:not([hidden])').length === 1;"
    )
    link = person.run(
        "return document.querySelector('.handout-card:not([hidden]) .handout-card__print').href;"
    )
    assert link.endswith("plain/en/KP-03-rest-a4-standard.pdf")
    assert person.fetches(link).startswith(b"%PDF")
    person.click("[type=reset]")
    person.keeps_what_is_made()
    person.click("#kp-01 .handout-card__pick input")
    person.click("#kp-03 .handout-card__pick input")
    person.presses("Tab")
    person.presses("Enter")
    person.click(".handout-pack__make")
    person.waits_for("The pack", ".handout-pack__said")
    data = person.has_made()
    assert structure_problems(data) == ()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 5
    assert person.complaints == []


def test_sheet_with_the_details_of_a_clinic(comes: Comes, folder: Path, tmp_path: Path) -> None:
    """A browser dresses a sheet: the plain one is on it, the details too, and it is sound."""
    person = comes("library.html")
    person.waits_until(
        "return document.querySelector('.handout-library').dataset.ready !== undefined;"
    )
    person.keeps_what_is_made()
    person.click(".handout-own__open")
    for name, words in CLINIC.items():
        person.enters(f".handout-own [name={name}]", words)
    person.click(".handout-own [type=submit]")
    person.waits_for("The sheets are printed for: Riverside", ".handout-own-bar")
    person.click("#kp-03 .handout-card__print")
    person.waits_for("The sheet for Riverside", ".handout-own-bar")
    data = person.has_made()
    assert structure_problems(data) == ()
    assert faults(data) == ()
    path = tmp_path / "made.pdf"
    path.write_bytes(data)
    words = pdf_text(path).split()
    plain = pdf_text(folder / "handouts/plain/en/KP-03-rest-a4-standard.pdf").split()
    assert [word for word in plain if word not in words] == []
    for part in CLINIC.values():
        assert part in " ".join(words)
    assert person.complaints == []


def faults(pdf: bytes) -> tuple[Any, ...]:
    """Read a PDF back as the press does: no text is covered, faint, small, or over an edge."""
    from pypdfium2 import PdfDocument

    _problems, pieces = read_structure(pdf)
    with PdfDocument(pdf) as document:
        size = document[0].get_size()
        drawn = list(drawings(document))
        areas = [[(0.0, 0.0, *size)] for _page in drawn]
    blocks = []
    for piece in pieces:
        if piece.page is None or piece.within in {"/Figure", FURNITURE}:
            continue
        texts = [d for d in drawn[piece.page] if d.kind is Kind.TEXT and d.owner == piece.owner]
        blocks += [Block(drawing.text) for drawing in as_read(texts)]
    assert len(blocks) > 5
    return read_back(pdf, pieces, Spoken(tuple(blocks), ()), Layout(areas, smallest=8))


@pytest.mark.parametrize("name", ["index.html", "could-massage-help.html", "library.html"])
def test_narrow_and_in_the_dark(name: str, comes: Comes) -> None:
    """On the narrowest screen, or enlarged four times: no page scrolls sideways, light on dark."""
    person = comes(name, DARK)
    for height in (640, 256):
        person.resizes(320, height)
        assert person.run("return [innerWidth, innerHeight];") == [320, height]
        assert person.run(WIDE) <= 0
        ink, ground = person.run(
            "const { color, backgroundColor } = getComputedStyle(document.body);"
            "return [color, backgroundColor];"
        )
        assert lightness(ink) > LIGHT
        assert lightness(ground) < GLOOM
    person.resizes(1280, 900)
    assert person.complaints == []


def lightness(colour: str) -> float:
    """Return how light a colour of a page is, from 0 to 255."""
    parts = colour.partition("(")[2].rstrip(")").replace(",", " ").split()
    return sum(float(part) for part in parts[:3]) / 3


def test_without_scripts(comes: Comes) -> None:
    """Where no script runs, pages, menu and the plain list of sheets are there."""
    person = comes("library.html", SCRIPTLESS)
    assert person.run("return document.documentElement.classList.contains('no-js');")
    person.run("document.querySelector(args[0]).scrollIntoView();", ".handout-card__editions")
    person.waits_until(f"{SHOWN} >= 3;", ".handout-card__editions a")
    assert person.run(f"{SHOWN};", ".handout-filters, .handout-card__pick, .handout-tray") == 0
    person.click(".bar__help")
    person.waits_for("Get help now", "h1")
    assert person.complaints == []


def test_page_on_paper(comes: Comes, tmp_path: Path) -> None:
    """A page that is printed has its text and its address, and no menu."""
    person = comes("get-help.html")
    data = person.window.paper()
    if data is None:
        pytest.skip("this browser's driver cannot print")
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    words = pdf_text(path)
    assert words.startswith("Get help now")
    assert "https://back-care.example/en/get-help.html" in words
    assert "Search this guide" not in words


def test_without_a_connection(
    comes: Comes, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Who has read the guide once reads it again when the host cannot be reached."""
    with serving(folder, tmp_path_factory.mktemp("nginx")) as top:
        person = comes("get-help.html", top=top)
        person.waits_until("return Boolean((await navigator.serviceWorker.ready).active);")
        person.waits_until("return (await caches.keys()).length > 0;")
        person.waits_until(
            "return Boolean(await caches.match(args[0]));", f"{top}en/flare-ups.html"
        )
    person.window.go(f"{top}en/flare-ups.html")
    person.waits_for("Flare-ups", "h1")
    person.waits_until("return document.querySelector('.kept').checkVisibility();")
