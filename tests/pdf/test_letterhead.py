"""A clinic's letterhead: all that it writes is in its rooms, whole, or it is told what is not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import laid_out
import pikepdf
import pytest
from clinics import (
    CLINICS,
    LONG,
    LONG_CONTACT,
    NAME,
    SHORT_CONTACT,
    clinic,
    drawing,
    photograph,
    without,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from sphinx_handouts.checks.letterheads import check_letterhead
from sphinx_handouts.pdf.letterhead import furnish
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.finding import Kind, Severity
from sphinx_handouts.records.letterhead import Letterhead, LetterheadJob, RoomName, Setting
from sphinx_handouts.records.plain_text import letters
from sphinx_handouts.records.rendered import MissingGlyph
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.records.tables import PAPERS, VARIANTS
from sphinx_handouts.sheets.clinic.letterhead import compose_letterhead

WORDS = {
    "where_to_ask": "Where to ask",
    "your_clinic": "Your clinic",
    "your_clinic_is": "Your clinic:",
    "phone": "Telephone",
    "email": "Email",
    "web": "Website",
    "hours": "Open",
}
ARABIC_WORDS = {
    "where_to_ask": "أين تسأل",
    "your_clinic": "عيادتك",
    "your_clinic_is": "عيادتك:",
    "phone": "هاتف",
    "email": "بريد",
    "web": "موقع",
    "hours": "مفتوح",
}
EDITIONS = [
    (paper, variant)
    for paper, row in PAPERS.items()
    for variant in VARIANTS
    if not row.variants or variant in row.variants
]
WHERE = "handouts/brands/anytown/brand.toml"
CONTACT_KEYS = ("address", "numbers", "hours", "email", "web")


def job_of(
    whose: Clinic, paper: str = "a4", variant: str = "standard", direction: str = "ltr"
) -> LetterheadJob:
    """Compose a letterhead."""
    language, texts = {"ltr": ("en", WORDS), "rtl": ("ar", ARABIC_WORDS)}[direction]
    return compose_letterhead(
        whose,
        paper=paper,
        variant=variant,
        language=language,
        direction=direction,
        texts=texts,
    )


@cache
def furnished(whose: Clinic, *how: str) -> Letterhead:
    """Compose a letterhead, and lay it out."""
    return laid_out.furnished(job_of(whose, *how))


def lines_of(letterhead: Letterhead) -> Iterator[str]:
    """Yield the lines of all rooms as poppler and others see them, top down."""
    with PdfDocument(letterhead.pdf) as document:
        for page in document:
            yield from page.get_textpage().get_text_bounded().splitlines()


# --- clinics as they are --------------------------------------------------------------------------


@pytest.mark.parametrize("name", CLINICS)
@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
def test_clinics_fit(name: str, paper: str, variant: str) -> None:
    """What real clinics write fits its rooms on each paper, is read back whole, and accessible."""
    letterhead = furnished(CLINICS[name], paper, variant)
    assert list(check_letterhead(letterhead, WHERE, (paper, variant))) == []
    assert letterhead.pdf
    assert [room.name for room in letterhead.rooms] == list(RoomName)
    assert [room.page for room in letterhead.rooms] == [0, 1, 2]


@pytest.mark.parametrize("name", ["short", "longer", "Arabic", "no telephone"])
def test_right_to_left(name: str) -> None:
    """On a sheet whose script runs to the left, too."""
    for paper, variant in EDITIONS:
        letterhead = furnished(CLINICS[name], paper, variant, "rtl")
        assert list(check_letterhead(letterhead, WHERE, (paper, variant))) == []


# WeasyPrint leaves its colour profile open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_archived() -> None:
    """A letterhead for sheets that are PDF/A-3a is one, too."""
    job = replace(job_of(CLINICS["photograph"]), archived=True)
    letterhead = furnish(job)
    assert list(check_letterhead(letterhead, WHERE, ())) == []
    assert b"pdfaid:part" in letterhead.pdf


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
def test_rooms_are_the_same_for_all(paper: str, variant: str) -> None:
    """A room lies where it lies whatever stands in it; only the contact block knows two heights."""
    places: dict[tuple[str, bool], set[tuple[float, ...]]] = {}
    for whose in CLINICS.values():
        letterhead = furnished(whose, paper, variant)
        for room in letterhead.rooms:
            key = room.name, letterhead.tall and room.name == RoomName.CONTACT
            box = (room.x, room.y + room.height, room.width, room.height)
            places.setdefault(key, set()).add(tuple(round(value, 3) for value in box))
    assert {len(found) for found in places.values()} == {1}
    assert ("contact", True) in places, "no clinic needs the tall room: the test proves little"


def test_larger_type_where_it_fits() -> None:
    """Short details are set large; longer ones closer, and last in the tall room."""
    short, longer = furnished(CLINICS["short"]), furnished(CLINICS["longer"])
    assert short.settings.contact is Setting.COMFORTABLE
    assert not short.tall
    assert longer.tall
    assert furnished(CLINICS["long"]).settings.contact is not Setting.COMFORTABLE


def test_large_print_stays_large() -> None:
    """In large print nothing of a clinic is under 16 points."""
    job = replace(job_of(CLINICS["longer"], "a4", "large-print"), smallest=16)
    assert laid_out.furnished(job).misprints == ()
    too_small = furnish(replace(job, smallest=17)).misprints
    assert "is printed in 16.0 points" in too_small[0].problem


def test_what_keeps_together_does() -> None:
    """Postcodes, telephone numbers and short lines of an address never break inside."""
    whole = ["EX4 1AB", "01632 960001", "27-31 Bartholomew Wharf", "8 am to 6.30 pm"]
    for paper, variant in EDITIONS:
        lines = list(lines_of(furnished(CLINICS["longer"], paper, variant)))
        for words in whole:
            wanted = letters(words)
            assert any(wanted in letters(line) for line in lines), (paper, variant, words)


def test_addresses_break_before_their_marks() -> None:
    """An email address that needs two lines breaks before a full stop, "@" or hyphen."""
    address = "the.physiotherapy.reception.desk@riverside-musculoskeletal-clinic.example.org"
    contact = {**SHORT_CONTACT, "email": address}
    lines = list(lines_of(furnished(clinic("A", contact), "a4", "large-print")))
    (first,) = (n for n, line in enumerate(lines) if "the.physio" in line)
    begun = lines[first].partition("the.")[2].strip()
    assert lines[first + 1][0] in "@.-"
    assert address.startswith(f"the.{begun}{lines[first + 1].split()[0]}")


# --- the masthead ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "stated", "printed"),
    [
        ((300, 80), None, False),
        ((80, 300), None, True),
        ((80, 80), None, True),
        ((300, 80), False, True),
        ((80, 300), True, False),
    ],
)
def test_name_beside_the_logo(shape: tuple[int, int], stated: bool | None, printed: bool) -> None:
    """The name stands beside a logo that does not show it: told by its shape, or by the clinic."""
    whose = clinic("Anytown Clinic", {}, drawing(*shape), logo_shows_name=stated)
    with PdfDocument(furnished(whose).pdf) as document:
        head = document[0].get_textpage().get_text_bounded()
    assert ("Anytown Clinic" in head) is printed


def test_name_that_the_logo_does_not_tell() -> None:
    """A wide logo whose text alternative is another than the name does not show it."""
    brand = Brand(name="Anytown Clinic", logo="a.svg", logo_alt="A tree")
    whose = Clinic("anytown", brand, drawing(300, 80), logo_ratio=3.75)
    assert not whose.logo_names


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
@pytest.mark.parametrize("shape", [(1200, 100), (100, 400), (60, 60), (300, 1)])
def test_logos_have_a_box(paper: str, variant: str, shape: tuple[int, int]) -> None:
    """A logo of any shape stays in its box, so that name and telephone have room."""
    letterhead = furnished(clinic(LONG, LONG_CONTACT, drawing(*shape)), paper, variant)
    assert letterhead.overflow == ()
    assert letterhead.misprints == ()


def test_a_coarse_logo_is_told() -> None:
    """Its pixels and its size on paper are told, and it is printed."""
    letterhead = furnished(clinic(NAME, logo=photograph(30, 20)))
    (told,) = check_letterhead(letterhead, WHERE, ("a4", "standard"), {"logo": 3})
    assert told.severity is Severity.WARNING
    assert told.message == (
        f'{WHERE}:3: on a4 standard, "{NAME}" is said of a picture that prints blurred: it has '
        "30 by 20 pixels for 17 by 11 mm; give a logo with more pixels, or an SVG"
    )
    for fine in (photograph(50, 33), photograph(1, 1)):  # the last is a colour
        assert furnished(clinic(NAME, logo=fine)).misprints == ()


@pytest.mark.parametrize("make", [drawing, photograph])
def test_a_logo_within_clear_space_is_told(make: Callable[[int, int, int], str]) -> None:
    """What it shows prints small, whatever it is, and it is printed."""
    letterhead = furnished(clinic(NAME, logo=make(300, 200, 200)))
    (told,) = check_letterhead(letterhead, WHERE, ("a4", "standard"), {"logo": 3})
    assert told.severity is Severity.WARNING
    assert told.message == (
        f'{WHERE}:3: on a4 standard, "{NAME}" is said of a picture that prints small: of its '
        "13 by 11 mm, it shows something on 6 by 4 mm; cut the clear space around the logo off"
    )
    assert furnished(clinic(NAME, logo=make(300, 200, 80))).misprints == ()


LONGEST = (
    "The Upper Valley and Riverside Community Physiotherapy, Exercise and Pain Service",
    "Northern Region and Newton-upon-Anytown Musculoskeletal Physiotherapy Department",
    "Gemeinschaftspraxis für Physiotherapie, Krankengymnastik und Rückenschule Anstadt",
)
"""Names of 80 letters."""


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_longest_names_have_the_line_alone(paper: str, variant: str, direction: str) -> None:
    """A name of 80 letters, a telephone with an extension and a logo fit the masthead."""
    contact = {"phone": "+44 (0)1632 960101 ext. 2345"}
    for name, shape in product(LONGEST, [(60, 60), (280, 100)]):
        whose = clinic(name, contact, drawing(*shape), logo_shows_name=False)
        letterhead = furnished(whose, paper, variant, direction)
        assert letterhead.overflow == letterhead.misprints == letterhead.log == ()
        head = "".join(lines_of(letterhead))
        assert letters(name) in letters(head)
    assert letterhead.settings.masthead is Setting.STACKED or variant != "large-print"


PHONES = ("+44 (0)1632 960001", "+971 4 555-0100 (ext. 5)", "01632 960001 ext. 5")


@pytest.mark.parametrize("phone", PHONES)
def test_a_number_of_many_parts_is_read_beside_arabic(phone: str) -> None:
    """On the line of an Arabic name, which PDFium tells in another order, and in a booklet."""
    for paper in ("a4", "a5-booklet"):
        whose = clinic("عيادة النور", {"phone": phone})
        assert furnished(whose, paper, "standard", "rtl").misprints == ()


# --- what does not fit ----------------------------------------------------------------------------


def test_too_much_is_told_by_its_key() -> None:
    """Who writes too much is told which line takes how many millimetres, and of what room."""
    contact = {**LONG_CONTACT, "hours": "Monday to Friday, 8 am to 6 pm, but by appointment. " * 9}
    letterhead = furnished(clinic(LONG, contact), "a4", "large-print")
    assert letterhead.pdf == b""
    (finding,) = check_letterhead(letterhead, WHERE, ("a4", "large-print"))
    assert finding.kind is Kind.BRAND
    told = re.fullmatch(
        rf"{WHERE}: the contact block needs ([\d.]+) mm and has 96.0 mm: contact.hours takes "
        r"([\d.]+) mm, .*name takes [\d.]+ mm.*; shorten them by ([\d.]+) mm, or leave something "
        "out; this is on a4 large-print, in its closest setting",
        finding.message,
    )
    assert told
    needs, hours, over = map(float, told.groups())
    assert needs - 96 == pytest.approx(over, abs=0.1)
    assert over < hours < needs
    (at_its_line,) = check_letterhead(
        letterhead, WHERE, ("a4", "large-print"), {"contact.hours": 7, "name": 1}
    )
    assert at_its_line.message == finding.message.replace(WHERE, f"{WHERE}:7", 1)


def test_several_numbers_in_one_text_have_a_place_of_their_own() -> None:
    """Who writes all telephone numbers into one key is told of the key for further ones."""
    contact = {"phone": "01632 960001 (Monday to Friday), 01632 960002 (weekends and at night)"}
    letterhead = furnished(clinic("Anytown Clinic", contact), "a4", "large-print")
    told = [finding.message for finding in check_letterhead(letterhead, WHERE, ("a4",))]
    assert told
    assert all("mm, or write further numbers in contact.numbers; this is on a4" in m for m in told)


def test_what_no_font_draws_is_told_at_its_line() -> None:
    """A character without a glyph is told with the line of the brand.toml in which it stands."""
    missing = MissingGlyph("\N{NAZAR AMULET}", (1,))
    letterhead = replace(furnished(clinic("A", SHORT_CONTACT)), missing=(missing,))
    lines = {"\N{NAZAR AMULET}": 9}
    (told,) = check_letterhead(letterhead, WHERE, ("a4", "standard"), line_with=lambda w: lines[w])
    assert told.message.startswith(f'{WHERE}:9: no font of the sheet has "\N{NAZAR AMULET}"')
    of_logo = replace(letterhead, missing=(replace(missing, picture="A"),))
    (told,) = check_letterhead(of_logo, WHERE, ("a4",), {"logo": 2}, lambda w: lines[w])
    assert told.message.startswith(f"{WHERE}:2: no font")


def test_what_no_font_draws_is_told_of_the_first_letterhead_in_a_style() -> None:
    """A style that is read for the first time takes nothing away of what is told of the letters."""
    job = job_of(clinic("Anytown \N{FOOTPRINTS}", {}))
    unread = replace(job, css=f"{job.css}/* read by nobody yet */")
    assert [missing.character for missing in furnish(unread).missing] == ["\N{FOOTPRINTS}"]


def test_too_long_a_name() -> None:
    """A name that no head of a page can hold is told as such."""
    letterhead = furnished(clinic("Clinic of Anytown " * 25, without("phone")))
    findings = list(check_letterhead(letterhead, WHERE, ("a4", "standard")))
    assert "the head of the first page needs" in findings[0].message
    assert "name takes" in findings[0].message


TEXT = st.text("abc 12.-@", min_size=1, max_size=200).filter(str.strip)
CONTACTS = st.fixed_dictionaries(
    {},
    optional={
        "phone": TEXT,
        "email": TEXT,
        "web": TEXT,
        "hours": TEXT,
        "address": st.lists(TEXT, max_size=8),
        "numbers": st.lists(st.fixed_dictionaries({"label": TEXT, "number": TEXT}), max_size=3),
    },
)


@given(TEXT, CONTACTS, st.sampled_from(EDITIONS))
@example("a" * 200, {"phone": "1" * 200, "email": "b" * 200}, ("a4", "large-print"))
@example("a", {"address": ["a" * 199] * 8, "hours": "a b" * 66}, ("a5-booklet", "standard"))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_fits_or_says_what_does_not(
    name: str, contact: dict[str, object], edition: tuple[str, str]
) -> None:
    """Whatever a clinic writes, it is read whole in its rooms, or a key of it is named."""
    letterhead = furnished(clinic(name, contact), *edition)
    if not letterhead.overflow:
        assert letterhead.misprints == ()
        assert letterhead.problems == ()
        return
    assert letterhead.pdf == b""
    keys = {"name", "contact.phone", *(f"contact.{key}" for key in CONTACT_KEYS)}
    for overflow in letterhead.overflow:
        told = {key for key, height in overflow.takes if height > 0} | set(overflow.too_wide)
        assert told
        assert told <= keys
    for finding in check_letterhead(letterhead, WHERE, edition):
        assert finding.message.startswith(f"{WHERE}: ")


# --- for dressing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["short", "longer", "photograph", "no telephone"])
def test_all_paint_is_tagged(name: str) -> None:
    """Everything that is drawn belongs to the structure tree, or is marked as an artifact."""
    with pikepdf.open(io.BytesIO(furnished(CLINICS[name]).pdf)) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
                assert depth or operator not in {"Tj", "TJ", "Do", "f", "f*", "S", "s", "B", "sh"}
            assert "/Annots" not in page.obj


def test_same_bytes_again() -> None:
    """A letterhead is the same each time it is made."""
    job = job_of(CLINICS["longer"])
    assert furnish(job) == laid_out.furnished(job)
