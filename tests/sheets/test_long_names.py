"""The mark of a sheet that nobody has approved never lies over the name of its clinic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdfium2 import PdfDocument
from sheets import pdf_text, sheet
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.letterhead import Settings
from sphinx_handouts.records.page import Furniture, Page
from sphinx_handouts.records.schema.brand import Brand, Contact
from sphinx_handouts.sheets.clinic.details import OF_DETAILS, details, whole_number
from sphinx_handouts.sheets.clinic.slots import FILLED
from sphinx_handouts.sheets.compose import compose
from sphinx_handouts.sheets.templates import environment, stylesheet

NAMES = (
    "The Very Long Named Community Physiotherapy and Rehabilitation Partnership of Anytown",
    "Physiotherapiegemeinschaftspraxis Anytown",
    "Anytown",
)
Box = tuple[float, float, float, float]


def boxes(pdf: bytes, words: str) -> Iterator[Box]:
    """Yield where the letters of *words* stand on the first page, where they first stand."""
    with PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        searcher = text.search(words)
        start, count = searcher.get_next()
        for place in range(start, start + count):
            yield text.get_charbox(place)


def overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes share ink."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("variant", ["standard", "large-print"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_name_and_mark(
    page: Page, edition: Edition, furniture_words: Furniture, name: str, variant: str, paper: str
) -> None:
    """However long the name, each of its words keeps clear of every letter of the mark."""
    printed = replace(edition, variant=variant, paper=paper)
    clinic = Clinic("anytown", Brand(name=name))
    pdf = render(compose(page, printed, clinic, furniture_words)).pdf
    mark = list(boxes(pdf, "pending clinical review"))
    assert len(mark) > 10
    for word in name.split():
        for letter in boxes(pdf, word):
            assert not any(overlap(letter, other) for other in mark), word


WEB = "https://www.riverside-physiotherapy.example.org/patients/back-pain/exercises"
WORDS = dict.fromkeys(
    ("where_to_ask", "your_clinic", "phone", "hours", "email"), "\u0627\u0633\u0645"
)


@pytest.mark.parametrize("width", [200, 100])
def test_a_long_address_from_right_to_left(width: int) -> None:
    """Where a sheet runs from the right, a long address is read from the left, line by line."""
    brand = Brand(name="Anytown", contact=Contact(web=WEB))
    template = environment("print", ()).get_template("contact.html")
    more = {"direction": "rtl", "settings": Settings(), "t": WORDS | {"web": "\u0627\u0633\u0645"}}
    block = template.render(brand=brand, rooms=FILLED, **more, **OF_DETAILS)
    body = f'<main class="sheet sheet--a4 sheet--standard"><h1>Sheet</h1>{block}</main>'
    css = f"{stylesheet((), '')} @page {{ size: {width}mm 100mm; margin: 10mm }}"
    rendered = sheet(body, css, attributes='lang="ar" dir="rtl"')
    assert (rendered.problems, rendered.misprints) == ((), ())
    parts = re.findall(r"\w+", WEB.removeprefix("https://"))
    places = [next(boxes(rendered.pdf, part)) for part in parts]
    turns = 0
    for one, other in pairwise(places):
        begins_line = other[3] < one[1]
        turns += begins_line
        assert begins_line or other[0] > one[0]
    assert bool(turns) == (width == 100)


@pytest.mark.parametrize(
    ("web", "direction"),
    [
        ("عيادة.example", "ltr"),  # it would be "example.عيادة"
        ("www.عيادة-الظهر.example/ar/مواعيد", "ltr"),
        ("عيادة-الظهر.السعودية", "rtl"),
        ("clinic.example", "ltr"),
    ],
)
def test_an_address_of_two_scripts_runs_from_the_left(web: str, direction: str) -> None:
    """Whatever begins it: its parts would change places, and lead nowhere."""
    ((found,),) = details(Brand(name="", contact=Contact(web=web)), WORDS | {"web": "W"})
    assert [(piece.text, piece.direction) for piece in found.pieces] == [(web, direction)]


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("+44 (0)191 498 0123 ext. 45678", ["+44_(0)191_498_0123", "ext._45678"]),
        ("01632 960001 or 01632 960002", ["01632_960001", "or_01632_960002"]),
        ("01632 960001 (press 2)", ["01632_960001", "(press_2)"]),
        ("555-0123", ["555-0123"]),
    ],
)
def test_a_number_breaks_before_its_words_alone(number: str, parts: list[str]) -> None:
    """The groups of a telephone number stay on one line; what follows it may begin another."""
    assert whole_number(number).replace("\N{NO-BREAK SPACE}", "_").split() == parts


@pytest.mark.parametrize(
    ("language", "hours"),
    [
        ("ko", "\uc6d4\uc694\uc77c~\uae08\uc694\uc77c \uc624\uc804 8\uc2dc~\uc624\ud6c4 6\uc2dc"),
        ("en", "Weekdays, 8 am to 6 pm"),
    ],
)
def test_a_label_stays_whole(language: str, hours: str) -> None:
    """A label and a time of day stay on one line each, wherever the line ends."""
    label = "\uc9c4\ub8cc \uc2dc\uac04" if language == "ko" else "Opening hours"
    brand = Brand(name="Anytown", contact=Contact(phone="01632 960001 ext. 1234", hours=hours))
    words = dict.fromkeys(("where_to_ask", "your_clinic", "email", "web"), "Name")
    words |= {"phone": "Phone", "hours": label}
    template = environment("print", ()).get_template("contact.html")
    block = template.render(
        brand=brand, rooms=FILLED, direction="ltr", settings=Settings(), t=words, **OF_DETAILS
    )
    body = f'<main class="sheet sheet--a4 sheet--large-print"><h1>Sheet</h1>{block}</main>'
    for width in range(130, 190, 15):
        css = f"{stylesheet((), '')} @page {{ size: {width}mm 120mm; margin: 10mm }}"
        rendered = sheet(body, css, attributes=f'lang="{language}"')
        lines = [" ".join(line.split()) for line in pdf_text(rendered.pdf).splitlines()]
        assert any(label in line for line in lines), (width, lines)
        assert any(hours[-4:] in line for line in lines), (width, lines)
