"""What a clinic writes moves nothing outside its rooms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from clinics import CLINICS
from laid_out import furnished
from pypdfium2 import PdfDocument
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.letterhead import Letterhead
from sphinx_handouts.records.marks import CONTACT_MARK, PHONE_MARK
from sphinx_handouts.records.page import Furniture, Page
from sphinx_handouts.records.rendered import Rendered
from sphinx_handouts.records.schema.brand import Brand, Contact
from sphinx_handouts.records.tables import PAPERS
from sphinx_handouts.sheets.clinic.letterhead import compose_letterhead
from sphinx_handouts.sheets.compose import compose

ASKED = {"phone-1": "Nearby", "contact-2": "Telephone"}
"""The words before lines to write on, by the names of their fields."""
EDITIONS = [("a4", "standard"), ("letter", "large-print"), ("a5-booklet", "standard")]
BODY = f"<p>Words before.</p>{CONTACT_MARK}<h2>Heading after</h2><p>Words after.</p>"
MARK = "pending clinical review"
FRAME = 3.5
"""Points from the letters of the mark to its frame, at least."""


def sheet_and_letterhead(
    page: Page, edition: Edition, clinic: Clinic, words: Furniture
) -> tuple[Rendered, Letterhead]:
    """Render the sheet of a clinic in full, each page by itself, and its letterhead."""
    how = {"paper": edition.paper, "variant": edition.variant, "language": "en"}
    letterhead = furnished(compose_letterhead(clinic, **how, direction="ltr", texts=words.texts))
    job = compose(page, edition, clinic, words, settings=letterhead.settings)
    return render(replace(job, booklet=False)), letterhead


def places(pdf: bytes, words: str) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Yield where the letters of *words* stand: the page, and their boxes."""
    with PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            searcher = text.search(words)
            while found := searcher.get_next():
                for place in range(found[0], sum(found)):
                    yield number, tuple(round(n, 2) for n in text.get_charbox(place))


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
def test_layout_is_the_same_for_all(
    page: Page, edition: Edition, furniture_words: Furniture, paper: str, variant: str
) -> None:
    """Title and headings stand where they stand, and there are as many pages, for each clinic."""
    page, edition = replace(page, body=BODY), replace(edition, paper=paper, variant=variant)
    found: dict[bool, set[object]] = {}
    for name, clinic in CLINICS.items():
        if name == "another font":  # all words of its sheets have other letters
            continue
        rendered, letterhead = sheet_and_letterhead(page, edition, clinic, furniture_words)
        assert rendered.misprints == ()
        assert rendered.problems == ()
        looks = [
            tuple(places(rendered.pdf, words))
            for words in ("The first sheet", "Words before", "Heading after", "Words after")
        ]
        assert all(looks)
        found.setdefault(letterhead.tall, set()).add((rendered.pages, *looks))
    assert {tall: len(kinds) for tall, kinds in found.items()} == {False: 1, True: 1}


def test_layout_is_the_same_with_and_without_the_mark(
    page: Page, edition: Edition, furniture_words: Furniture
) -> None:
    """A letterhead does not depend on the state of a page: the approved sheet has the same."""
    looks = set()
    for words in (furniture_words, Furniture({**furniture_words.texts, "not_approved": ""})):
        rendered, _letterhead = sheet_and_letterhead(page, edition, CLINICS["short"], words)
        assert bool(list(places(rendered.pdf, MARK))) is bool(words["not_approved"])
        looks.add(tuple(places(rendered.pdf, "01632 960001")))
    assert len(looks) == 1


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
def test_rooms_keep_clear_of_the_mark(
    page: Page, edition: Edition, furniture_words: Furniture, paper: str, variant: str
) -> None:
    """No logo, name or number can touch the mark "Not yet approved": the room lies below it."""
    edition = replace(edition, paper=paper, variant=variant)
    rendered, letterhead = sheet_and_letterhead(
        page, edition, CLINICS["very wide logo"], furniture_words
    )
    mark = [box for number, box in places(rendered.pdf, MARK) if number == 0]
    room = letterhead.rooms[0]
    assert mark
    assert min(box[1] for box in mark) - FRAME > room.y + room.height


@pytest.mark.parametrize("paper", PAPERS)
def test_longest_address_of_status_pages(
    page: Page, edition: Edition, furniture_words: Furniture, paper: str
) -> None:
    """The longest address that a brand may print stands in the foot, on paper that prints."""
    brand = CLINICS["short"].brand.model_copy(
        update={"short_url": "leaflets.example.org/" + "physiotherapy/" * 4 + "{id}" + "x" * 9}
    )
    assert len(brand.short_url) == 90
    clinic = replace(CLINICS["short"], brand=brand)
    edition = replace(edition, paper=paper)
    rendered, _letterhead = sheet_and_letterhead(page, edition, clinic, furniture_words)
    assert rendered.misprints == ()
    lowest = min(box[1] for _page, box in places(rendered.pdf, "x"))
    assert lowest > 9


TIERS = """<div class="snippet snippet--get-help"><div class="tiers">
  <div class="admonition danger"><p class="admonition-title">Now</p></div>
  <div class="admonition warning"><p class="admonition-title">Today</p>{}</div></div>
  <div class="admonition note"><ul><li>Alpha</li><li>Gamma</li></ul></div></div>"""


def edges(pdf: bytes, words: str) -> tuple[float, float]:
    """Return where words begin and end on their line."""
    found = [box for _page, box in places(pdf, words)]
    return min(left for left, *_rest in found), max(right for _l, _b, right, _t in found)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_both_directions(
    page: Page, edition: Edition, furniture_words: Furniture, direction: str
) -> None:
    """Words stand before their line, within the narrower box; signs are read from the first."""
    body = f"{TIERS.format(PHONE_MARK)}{CONTACT_MARK}"
    page = replace(page, body=body, direction=direction)
    words = Furniture({**furniture_words.texts, "your_clinic_is": ASKED["phone-1"]})
    pdf = render(compose(page, edition, Clinic("a", Brand(name="")), words)).pdf
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fields = {str(one.T): [float(n) for n in one.Rect] for one in file.pages[0].Annots}
        width = float(file.pages[0].mediabox[2])
    now, today = edges(pdf, "Now"), edges(pdf, "Today")
    asked = {name: edges(pdf, words) for name, words in ASKED.items()}
    one, two = edges(pdf, "Alpha"), edges(pdf, "Gamma")
    if direction == "rtl":  # as in a mirror
        fields = {name: [width - rect[2], 0, width - rect[0]] for name, rect in fields.items()}
        now, today, one, two = ((width - e, width - b) for b, e in (now, today, one, two))
        asked = {name: (width - end, width - begin) for name, (begin, end) in asked.items()}
        assert one[0] == pytest.approx(two[0], abs=1)
    else:
        assert one[1] < two[0]
    assert now[1] < today[0]
    begins = edges(pdf, page.handout.title)[direction == "rtl"]
    margin = width - begins if direction == "rtl" else begins
    assert today[0] - margin > (width - 2 * margin) / 2, "what is urgent has the wider box"
    for name, (_begin, end) in asked.items():
        assert end < fields[name][0]
        assert fields[name][2] < width - margin + (1 if name == "contact-2" else -6)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_number_ends_the_first_line(
    page: Page, edition: Edition, furniture_words: Furniture, direction: str
) -> None:
    """The telephone in the head stands at the far end, beside a logo that shows the name, too."""
    brand = Brand(name="", contact=Contact(phone="01632 960001"))
    page = replace(page, body="<p>Words.</p>", direction=direction)
    pdf = render(compose(page, edition, Clinic("a", brand), furniture_words)).pdf
    phone, title = edges(pdf, "01632 960001"), edges(pdf, page.handout.title)
    with PdfDocument(pdf) as document:
        width = document[0].get_width()
    if direction == "rtl":
        phone, title = ((width - end, width - begin) for begin, end in (phone, title))
    assert width - phone[1] == pytest.approx(title[0], abs=3)
