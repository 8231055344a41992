"""A dressed sheet is the sheet that would be laid out for its clinic alone, to eye, ear and checker."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pytest
from clinics import CLINICS, SHORT_CONTACT, clinic, drawing
from PIL import Image, ImageChops
from sphinx_handouts.finishing.dressing import dress
from sphinx_handouts.pdf.letterhead import furnish
from sphinx_handouts.pdf.render import read_again, render
from sphinx_handouts.press.composing import Composer
from sphinx_handouts.press.stationery import Stationery
from sphinx_handouts.records.identity import find
from sphinx_handouts.records.letterhead import Letterhead
from sphinx_handouts.records.model import BRAND_MARK, CONTACT_MARK, Clinic, Edition, Page, Rendered
from sphinx_handouts.records.schema import Handout, State
from sphinx_handouts.records.slots import Livery
from sphinx_handouts.sheets.clinic.letterhead import compose_letterhead
from sphinx_handouts.sheets.compose import compose
from sphinx_handouts.sheets.furniture import furniture
from tagged import faults, read_aloud

FEW = 0.002
"""Share of the dots of a page that may differ: letters are set to a hair, and drawn in dots."""
GRADIENT = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 60'%3E"
    "%3Cdefs%3E%3ClinearGradient id='g'%3E%3Cstop offset='0' stop-color='%23a00'/%3E"
    "%3Cstop offset='1' stop-color='%2300a'/%3E%3C/linearGradient%3E%3C/defs%3E"
    "%3Crect width='300' height='60' fill='url(%23g)'/%3E%3C/svg%3E"
)
BODIES = {
    "en": (
        "ltr",
        '<h2 id="a">Walk a little</h2><p>Walk to the gate, and call {call} if you fall. '
        '<a href="#b">See below</a>, or <a href="https://example.org/">the guide</a>.</p>'
        "<table><thead><tr><th>Day</th><th>Steps</th></tr></thead>"
        "<tbody><tr><td>Monday</td><td>100</td></tr></tbody></table>"
        '<p><input type="checkbox" class="field field--tick" name="done" title="Done">Done</p>'
        '<h2 id="b" style="break-before: page">Rest</h2><p>Rest well.</p>',
    ),
    "ar": ("rtl", "<h2>امش قليلا</h2><p>امش إلى الباب. {call}</p>"),
    "ko": ("ltr", "<h2>조금 걸으세요</h2><p>문까지 걸으세요. {call}</p>"),
}
CALL = BRAND_MARK.format(key="emergency", words="your local emergency number")
EDITIONS = [
    ("a4", "standard"),
    ("letter", "large-print"),
    ("a4", "ink-saver"),
    ("a5-booklet", "standard"),
]
CASES: Mapping[str, Clinic] = {
    **{name: CLINICS[name] for name in ("short", "long", "longer", "photograph", "Arabic")},
    "Greek": CLINICS["Greek"],
    "another font": CLINICS["another font"],
    "a gradient": clinic("Clinic of Colours", SHORT_CONTACT, GRADIENT, palette={"accent": "#711"}),
    "a region": clinic("Clinic Abroad", SHORT_CONTACT, drawing(40, 40), region="us"),
}


def page_in(language: str) -> Page:
    """Return a short handout in a language."""
    direction, body = BODIES[language]
    handout = Handout(id="BP-01", slug="walk", title="Walk", summary="How to walk.", parts=("a",))
    return Page(
        handout,
        language,
        direction,  # type: ignore[arg-type]
        body.format(call=CALL) + CONTACT_MARK,
        State.PENDING,
        dt.date(2030, 1, 1),
        frozenset(),
        ("a",),
        address="example.org/h/{id}/{version}",
    )


@dataclass(frozen=True)
class Sheets:
    """One edition of a clinic: as a template, dressed, and laid out for it alone."""

    template: Rendered
    dressed: bytes
    whole: Rendered
    read_back: tuple[Any, Any]
    livery: Livery


def letterhead_of(page: Page, whose: Clinic, edition: Edition) -> Letterhead:
    """Lay out a letterhead."""
    return furnish(
        compose_letterhead(
            whose,
            paper=edition.paper,
            variant=edition.variant,
            language=page.language,
            direction=page.direction,
            texts=furniture(page).texts,
        )
    )


def sheets(whose: Clinic, paper: str, variant: str, language: str = "en") -> Sheets:
    """Make an edition in both ways."""
    page = page_in(language)
    whose = replace(whose, emergency_number="911" if whose.brand.region == "us" else "999")
    edition = Edition("BP-01", "walk", whose.key, language, paper, variant)
    letterhead = letterhead_of(page, whose, edition)
    assert (letterhead.overflow, letterhead.problems, letterhead.misprints) == ((), (), ())
    known = Stationery({(whose.key, paper, variant): letterhead})
    source = Composer(compose, known).source(page, edition, whose, furniture(page))
    assert source.livery
    assert source.in_full
    template, whole = render(source.job), render(source.in_full())
    assert (template.problems, template.misprints) == ((), ())
    assert (whole.problems, whole.misprints) == ((), ())
    (dressed,) = dress(template.pdf, [source.livery])
    again = read_again(dressed, source.in_full(), template.areas, tables_anew=False)
    return Sheets(template, dressed, whole, again, source.livery)


# --- the same -------------------------------------------------------------------------------------


def dots(pdf: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as poppler draws them."""
    command = ["pdftoppm", "-r", "100", "-"]
    data = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    starts = [match.start() for match in re.finditer(rb"P6\n\d+ \d+\n255\n", data)]
    ends = [*starts[1:], len(data)]
    return [Image.open(io.BytesIO(data[a:b])) for a, b in zip(starts, ends, strict=True)]


def different(one: bytes, other: bytes) -> float:
    """Return the largest share of dots of a page that differ by more than a shade."""
    pairs = list(zip(dots(one), dots(other), strict=True))
    return max(_different(*pair) for pair in pairs)


def _different(one: Image.Image, other: Image.Image) -> float:
    histogram = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(histogram[16:]) / sum(histogram)


def spoken(pdf: bytes) -> str:
    """Return what a screen reader meets; numbers of objects and cells mean nothing."""
    return re.sub(r"\d+(-\d+)+|Object \d+|/BBox .*", "id", read_aloud(pdf))


def tree(pdf: pikepdf.Pdf) -> list[Any]:
    """Return tags, words and boxes of the structure tree."""

    def walk(node: Any, depth: int) -> Iterator[Any]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid, depth)
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/MCR":
            yield depth, "content"
        elif isinstance(node, pikepdf.Dictionary):
            words = [str(node.get(key, "")) for key in ("/S", "/Alt", "/Lang", "/T", "/Type")]
            box = node.get("/A", {}).get("/BBox", ()) if "/A" in node else ()
            yield depth, words, [round(float(value)) for value in box]
            yield from walk(node.get("/K"), depth + 1)
        elif node is not None:
            yield depth, "content"

    return list(walk(pdf.Root.StructTreeRoot.K, 0))


def annotations(pdf: pikepdf.Pdf) -> list[Any]:
    """Return links and fields: what they are, where, and what they say."""
    return [
        [
            *(str(item.get(key, "")) for key in ("/Subtype", "/Contents", "/T", "/TU", "/FT")),
            [round(float(value), 2) for value in item.Rect],
        ]
        for page in pdf.pages
        for item in page.obj.get("/Annots", ())
    ]


def assert_same(made: Sheets) -> None:
    """Compare a dressed sheet with the whole one, in all that matters."""
    assert different(made.dressed, made.whole.pdf) < FEW
    assert spoken(made.dressed) == spoken(made.whole.pdf)
    with (
        pikepdf.open(io.BytesIO(made.dressed)) as dressed,
        pikepdf.open(io.BytesIO(made.whole.pdf)) as whole,
    ):
        assert tree(dressed) == tree(whole)
        assert annotations(dressed) == annotations(whole)
        assert dict(dressed.docinfo) == dict(whole.docinfo)
    assert find(made.dressed) == find(made.whole.pdf)
    assert faults(made.dressed) == []
    assert made.read_back == ((), ())


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
@pytest.mark.parametrize("name", ["short", "longer", "a gradient"])
def test_every_edition_is_the_same(name: str, paper: str, variant: str) -> None:
    """On all papers and in all variants, to the eye, to a screen reader, to programs."""
    assert_same(sheets(CASES[name], paper, variant))


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"short", "longer", "a gradient"}))
def test_every_clinic_is_the_same(name: str) -> None:
    """Other scripts, fonts, photographs and regions take no other way."""
    assert_same(sheets(CASES[name], "a4", "standard"))


@pytest.mark.parametrize("language", ["ar", "ko"])
@pytest.mark.parametrize(("paper", "variant"), [("a4", "standard"), ("a5-booklet", "standard")])
def test_every_language_is_the_same(language: str, paper: str, variant: str) -> None:
    """So do sheets that read from right to left, and scripts of thousands of letters."""
    assert_same(sheets(CASES["short"], paper, variant, language))
