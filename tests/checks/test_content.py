"""The rules of the content checks, each by itself: what they find, and what they leave alone."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from sphinx_handouts.checks.alternatives import LONGEST, check_alternatives
from sphinx_handouts.checks.bibliography import check_bibliography
from sphinx_handouts.checks.claims import check_claims
from sphinx_handouts.checks.contrast import check_accent, check_logo
from sphinx_handouts.checks.facts import (
    Block,
    Heading,
    Link,
    Named,
    PageFacts,
    Picture,
    Role,
    Source,
)
from sphinx_handouts.checks.files import check_files
from sphinx_handouts.checks.glossary import check_abbreviations, check_terms
from sphinx_handouts.checks.headings import check_headings
from sphinx_handouts.checks.link_text import check_link_text
from sphinx_handouts.checks.review_dates import check_review_dates
from sphinx_handouts.checks.spelling import words
from sphinx_handouts.checks.translations import check_left_over, lack_of
from sphinx_handouts.project.message_files import Message
from sphinx_handouts.project.pictures.inks import logo_inks
from sphinx_handouts.records.finding import Severity
from sphinx_handouts.records.schema.page_review import PageReview
from sphinx_handouts.records.states import State
from sphinx_handouts.records.texts import Lack

# --- text alternatives ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alt", "problem"),
    [
        (None, "has no text alternative"),
        ("knee.svg", "has its file name"),
        ("Knee", "has its file name"),
        ("IMG_2031.JPG", "has its file name"),
        ("image", "which says nothing"),
        ("Photo of a knee", 'begins its text alternative with "Photo of"'),
        ("An image showing a knee", 'begins its text alternative with "An image showing"'),
        ("The knee, bent", "repeats its caption"),
        ("A knee. " * 60, f"more than {LONGEST}"),
    ],
)
def test_alternative(alt: str | None, problem: str) -> None:
    """An alternative that does not say what the picture shows is found, with the file."""
    picture = Picture("walk", 7, "figures/knee.svg", alt, "The knee - bent.")
    (finding,) = check_alternatives(PageFacts("walk", pictures=(picture,)))
    assert finding.message.startswith("the picture figures/knee.svg ")
    assert problem in finding.message
    assert "; " in finding.message
    assert (finding.docname, finding.line, finding.severity) == ("walk", 7, Severity.WARNING)


@pytest.mark.parametrize(
    "alt", ["", "A knee that is bent", "Photography club at the lake", "Pictures help you to talk"]
)
def test_right_alternative(alt: str) -> None:
    """An ornament, and words about the picture, are left alone."""
    picture = Picture("walk", 7, "figures/knee.svg", alt, "How far it bends.")
    assert list(check_alternatives(PageFacts("walk", pictures=(picture,)))) == []


# --- headings -------------------------------------------------------------------------------------


def outline(*levels: tuple[int, str]) -> list[str]:
    """Return what is wrong with headings, in order."""
    headings = tuple(Heading("walk", i, text, level) for i, (level, text) in enumerate(levels, 1))
    return [f"{f.line}: {f.message}" for f in check_headings(PageFacts("walk", headings=headings))]


def test_headings() -> None:
    """Second titles, skipped levels, repeated and empty headings are found where they are."""
    assert outline((1, "Knee"), (2, "Walk"), (3, "Walk"), (2, "Rest"), (3, "Walk")) == []
    assert outline() == []
    assert outline((1, "Knee"), (1, "Hip")) == [
        '2: the heading "Hip" is a second title beside "Knee"; write it with ##'
    ]
    assert outline((2, "Knee")) == ['1: the heading "Knee" skips from level 0 to 2; write #']
    assert outline((1, "Knee"), (3, "Hip")) == [
        '2: the heading "Hip" skips from level 1 to 3; write ##'
    ]
    assert outline((1, "Knee"), (2, "Walk"), (2, "Rest"), (2, "walk")) == [
        '4: the heading "walk" stands twice, as on line 2; give each its own words'
    ]
    (empty,) = outline((1, "Knee"), (2, ""))
    assert empty.startswith("2: a heading without words; ")


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "problem"),
    [
        ("here", "en", 'a link says "here"; write where it leads: rest'),
        ("Read more …", "en_GB", 'a link says "Read more …"'),
        ("Hier", "de", 'a link says "Hier"'),
        ("https://example.org/a", "nl", "a link shows its bare address, https://example.org/a; "),
        ("", "en", "a link to rest has no words; "),
    ],
)
def test_link_text(text: str, language: str, problem: str) -> None:
    """A link that does not say where it goes is found, in the words of the language."""
    page = PageFacts("walk", links=(Link("walk", 3, text, "rest"),))
    (finding,) = check_link_text(page, language)
    assert finding.message.startswith(problem)


def test_one_text_for_two_targets() -> None:
    """The same words for two targets are found; for one target twice, they are right."""
    links = [Link("walk", i, "Safety list", target) for i, target in enumerate("aab", 1)]
    (finding,) = check_link_text(PageFacts("walk", links=tuple(links)), "en")
    assert (finding.line, finding.message) == (
        3,
        '"Safety list" leads to b, and on line 1 to a; give each its own words',
    )


# --- claims ---------------------------------------------------------------------------------------


def page_with(text: str, *, sourced: bool = False, role: Role = Role.TEXT) -> PageFacts:
    """Return a page with one paragraph, and a citation in the section or in another."""
    claim = Block("walk", 5, text, role, 1, sourced=False)
    source = Block("walk", 9, "A source.", Role.TEXT, 1 if sourced else 2, sourced=True)
    return PageFacts("walk", blocks=(claim, source))


@pytest.mark.parametrize(
    "text",
    [
        "A study found that walking helps.",
        "It was shown in two large trials.",
        "There were 1,204 people in it.",
        "Pain fell by 12.5% in a year.",
        "It helps one in ten.",
        "Reviews of exercise have shown a small gain.",
        "In one study, people had a massage once a week.",
        "About 619 million people had it.",
        "A review from 2024 looked at many kinds of pain.",
        "Serious harm is probably very rare.",
        "Harm from massage has been linked with rough methods.",
        "The evidence is very weak.",
    ],
)
def test_claim(text: str) -> None:
    """A result of research without a source in its section is found; with one, it is right."""
    (finding,) = check_claims(page_with(text), "en")
    assert finding.message.endswith("tells a result, and its section has no source; add a citation")
    assert list(check_claims(page_with(text, sourced=True), "en")) == []


@pytest.mark.parametrize(
    "text",
    [
        "What does the research show?",
        "What the research says tells you how we show how sure we are.",
        "Our sources do not tell us if massage helps in a flare-up.",
        "Say it in your own words. Look back in a few weeks.",
        "Breathe in for four, and out for six.",
        "A study is a test of a treatment.",
        "Do ten of them, twice a day.",
        "Ask how good the evidence is.",
        "Tell two people what helps.",
        "There is a common side effect of worry: you move less.",
    ],
)
def test_no_claim(text: str) -> None:
    """Advice, questions and explanations are no claims."""
    assert list(check_claims(page_with(text), "en")) == []


def test_claim_in_another_language() -> None:
    """Where no words of a language are known, a stated certainty is still looked at."""
    page = page_with("Eine Studie mit 40 Personen fand nichts.")
    assert list(check_claims(page, "de")) == []
    stated = replace(page.blocks[0], finding=True)
    (finding,) = check_claims(replace(page, blocks=(stated, page.blocks[1])), "de")
    assert "states how sure we are" in finding.message


# --- sources --------------------------------------------------------------------------------------


def entry(**fields: str) -> Source:
    """Return an entry with what it needs, and *fields*."""
    known = {"title": "Hills", "year": "2018", "doi": "10.1000/1"} | fields
    kept = tuple((key, value) for key, value in known.items() if value)
    return Source("berg", "book", kept, "a.bib", 4)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": ""}, "title: is missing"),
        ({"doi": ""}, "doi: no DOI, ISBN or address"),
        ({"year": ""}, "year: is missing"),
        ({"year": "in press"}, 'year: "in press" is not a year'),
        ({"year": "2031"}, "year: 2031 has not come yet"),
        ({"doi": "doi:10.1000/1"}, "begins with an address"),
        ({"doi": "10.1000"}, '"10.1000" is not a DOI'),
        ({"isbn": "978-0-306-40615-8"}, "its last digit does not fit"),
        ({"isbn": "0-306-40615-3"}, "its last digit does not fit"),
        ({"isbn": "12"}, "it has 13 or 10 digits"),
        ({"pmid": "PMC123"}, "is not a PMID"),
        ({"note": "PMID 2632939999"}, "is not a PMID"),
        ({"url": "example.org"}, "is not a web address"),
        ({"url": "https://doi.org/10.1000/1"}, "leads to a DOI"),
    ],
)
def test_source(fields: dict[str, str], problem: str) -> None:
    """A field that cannot be right is found, at the line of its entry."""
    (finding,) = check_bibliography([entry(**fields)], 2026)
    assert problem in finding.message
    assert finding.message.startswith("berg: ")
    assert "; " in finding.message
    assert (finding.path, finding.line) == ("a.bib", 4)


def test_right_sources() -> None:
    """Right numbers are left alone, an X at the end of an ISBN too; one DOI has one entry."""
    right = [
        entry(isbn="978-0-306-40615-7", note="PMID 26329399."),
        entry(doi="10.1002/14651858.CD001929.pub3", isbn="0-8044-2957-X"),
        entry(doi="", url="https://who.example/guide"),
        entry(doi="", date="2018-03-01", year="", isbn="9780306406157"),
    ]
    assert list(check_bibliography(right, 2026)) == []
    twice = [entry(), replace(entry(), key="hill")]
    (finding,) = check_bibliography(twice, 2026)
    assert finding.message == "hill: doi: is that of berg, too; remove one of them"


# --- reviews --------------------------------------------------------------------------------------


def review(searched: str, following: str) -> dict[str, PageReview]:
    """Return the review of one page."""
    dates = [dt.date.fromisoformat(date) for date in (searched, following)]
    return {
        "walk": PageReview(
            id="PG-01",
            owner="Editor",
            state=State.PENDING,
            evidence_searched=dates[0],
            next_review=dates[1],
            version="0.1",
            change="First edition.",
        )
    }


@pytest.mark.parametrize(
    ("searched", "following", "months", "problem"),
    [
        ("2024-01-31", "2026-01-29", 0, "was due on 2026-01-29, 1 days ago; review it"),
        ("2024-01-31", "2026-04-30", 0, "is due on 2026-04-30, in 90 days; plan it"),
        ("2024-01-31", "2026-05-01", 0, ""),
        ("2026-02-01", "2027-01-31", 0, "rests on a search on 2026-02-01, which has not come"),
        ("2026-01-31", "2027-01-31", 0, ""),  # this day has begun in the east
        ("2024-08-31", "2027-03-01", 30, "set next_review to 2027-02-28 or earlier"),
        ("2024-08-31", "2027-02-28", 30, ""),
        ("2024-08-31", "9999-12-31", 120_000, ""),
    ],
)
def test_review(searched: str, following: str, months: int, problem: str) -> None:
    """A review is told when it is near, when it is late, and when it is set too far ahead."""
    today = dt.date(2026, 1, 30)
    found = list(check_review_dates(review(searched, following), today, months, ()))
    assert [f.docname for f in found] == (["walk"] if problem else [])
    assert all(problem in finding.message for finding in found)


@pytest.mark.parametrize(("day", "is_told"), [("2026-01-31", False), ("2062-01-30", True)])
def test_an_approval_on_a_day_to_come(day: str, is_told: bool) -> None:
    """A page that is approved in years to come was approved on another day, or by nobody."""
    approved = {"approved": dt.date.fromisoformat(day)}
    page = review("2024-01-31", "2063-01-31")["walk"].model_copy(update=approved)
    found = list(check_review_dates({"walk": page}, dt.date(2026, 1, 30), 0, ()))
    told = f"the review was approved on {day}, which has not come yet; mend it"
    assert [finding.message for finding in found] == [told] * is_told


@pytest.mark.parametrize(
    ("state", "following", "problem"),
    [
        (State.DUE, "2026-12-01", True),
        (State.DUE, "2026-03-01", False),
        (State.OVERDUE, "2026-03-01", True),
        (State.OVERDUE, "2026-01-01", False),
        (State.APPROVED, "2026-12-01", False),
    ],
)
def test_state_and_date(state: State, following: str, *, problem: bool) -> None:
    """A state that says that a review is due or overdue must be so."""
    page = review("2025-01-31", following)["walk"].model_copy(update={"state": state})
    found = check_review_dates({"walk": page}, dt.date(2026, 1, 30), 0, ())
    told = [f.message for f in found if "the state says" in f.message]
    message = f'the review is on {following}, and the state says "{state}"; '
    assert told == ([f"{message}set the state that the page has now"] if problem else [])


def test_safety_pages() -> None:
    """A page on safety has a year; one without a review is told by the name of the option."""
    known = review("2026-01-01", "2027-02-01")
    walk, other = check_review_dates(known, dt.date(2026, 2, 1), 24, ("walk", "help"))
    assert "a page on safety is reviewed within 12 months" in walk.message
    assert 'handouts_safety_pages: "help" has no review table' in other.message


# --- glossary -------------------------------------------------------------------------------------


def said(docname: str, *texts: str, term: str = "") -> PageFacts:
    """Return a page with paragraphs, or with a term and what explains it."""
    role = Role.DEFINITION if term else Role.TEXT
    blocks = [Block(docname, i, text, role, 1, sourced=False) for i, text in enumerate(texts, 1)]
    terms = (Named(docname, 1, term),) if term else ()
    return PageFacts(docname, blocks=tuple(blocks), terms=terms)


def test_terms() -> None:
    """A term is used where it is linked, or where its word stands, in the plural, too."""
    terms = said("words", "Bone.", term="Disc")
    assert [f.message for f in check_terms([terms, said("walk", "The knee.")])] == [
        'no page uses the word "Disc"; use it, or remove it'
    ]
    assert list(check_terms([terms, said("walk", "Two discs.")])) == []
    linked = replace(said("walk", "It."), term_uses=(Named("walk", 1, "disc"),))
    assert list(check_terms([terms, linked])) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You may have an MRI.", True),
        ("You may have MRIs.", True),
        ("An MRI (a scan) is long.", False),
        ("A scan (MRI) is long.", False),
        ("An MRI, a kind of scan, is long.", False),
        ("In the UK and the USA.", False),
        ("Vitamin B12 and Type-A people.", False),
        ("A DXA tells it.", False),
        ("GET HELP NOW", False),
    ],
)
def test_abbreviations(text: str, *, found: bool) -> None:
    """An abbreviation that is neither spelt out nor in the glossary is told once a page."""
    pages = [said("words", "A picture, such as a DXA.", term="Scan"), said("walk", text, text)]
    messages = [(f.docname, f.line, f.message) for f in check_abbreviations(pages, ())]
    told = ("walk", 1, '"MRI" is not explained; spell it out, or add it to the glossary')
    assert messages == ([told] if found else [])
    assert list(check_abbreviations(pages, ("MRI",))) == []
    assert list(check_abbreviations(pages[1:], ())) == []


# --- spelling -------------------------------------------------------------------------------------


def test_words() -> None:
    """Words are parted at hyphens; addresses, numbers, letters and capitals are left out."""
    text = "Don’t re-use X-rays: ask a.b@c.example, www.c.example, NHS or 2nd-best (etc.)."
    found = list(words(text))
    assert [word for _start, word in found] == [
        *("Don't", "use", "rays", "ask", "or", "best", "etc")
    ]
    assert all(text[start:].startswith(word.replace("'", "’")) for start, word in found)


# --- brands ---------------------------------------------------------------------------------------


def test_accent() -> None:
    """An accent is dark enough for print."""
    assert list(check_accent("#0b5563", "brand.toml")) == []
    (finding,) = check_accent("#767676", "brand.toml")
    assert "#767676 has a contrast of 4.5:1 on white, and print needs 7:1" in finding.message


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    ("drawing", "inks", "pale"),
    [
        ('<path d="M0 0h9v9z"/>', {"#000000"}, False),
        ('<path fill="#FFD24D" d="M0 0h9v9z"/>', {"#ffd24d"}, True),
        ('<g style="fill: yellow; stroke:none"><path d=""/></g>', {"#ffff00"}, True),
        ('<style>.a{fill:#eee}</style><path class="a" d=""/>', {"#eeeeee"}, True),
        ('<path fill="#fff" d=""/><text fill="navy">A</text>', {"#ffffff", "#000080"}, False),
        ('<path fill="url(#g)" d=""/>', set(), False),
    ],
)
def test_svg_logo(drawing: str, inks: set[str], *, pale: bool) -> None:
    """The inks of a drawing are its paints, and black where there is none."""
    found = logo_inks(SVG.format(drawing).encode())
    assert found == inks
    assert bool(list(check_logo(found, "brand.toml"))) is pale


def test_deep_logo() -> None:
    """A drawing that is nested without end is read like any other."""
    deep = "<g>" * 50_000 + '<path fill="#000" d=""/>' + "</g>" * 50_000
    assert logo_inks(SVG.format(deep).encode()) == {"#000000"}


@pytest.mark.parametrize(("ink", "pale"), [("#0b5563", False), ("#ffe680", True), ("#fff", True)])
def test_png_logo(ink: str, *, pale: bool) -> None:
    """Of a picture on clear ground, the darkest of its ink counts."""
    image = Image.new("RGBA", (100, 40), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((10, 10, 60, 30), fill=ink)
    data = io.BytesIO()
    image.save(data, "PNG")
    assert bool(list(check_logo(logo_inks(data.getvalue()), "brand.toml"))) is pale


# --- files and translations -----------------------------------------------------------------------


def test_files() -> None:
    """A PDF that is missing, changed or left over is told; the last is a warning."""
    listed = {"a.pdf": "1", "b.pdf": "2", "c.pdf": "3"}
    found = list(check_files(listed, {"b.pdf": "9", "c.pdf": "3", "d.pdf": "4"}, "out"))
    assert [(f.path, f.severity, f.message.partition(";")[0]) for f in found] == [
        ("out/a.pdf", Severity.ERROR, "the file is missing"),
        ("out/b.pdf", Severity.ERROR, "this is not the file that was built"),
        ("out/d.pdf", Severity.WARNING, "this file is not in the manifest"),
    ]


def test_translation() -> None:
    """What a text lacks is told by the reason; two words may be the same in two languages."""
    path = Path("guide.po")
    messages = [
        (Message("Walk", "Gehen", path, 3), None),
        (Message("Rest", "", path, 7), Lack.EMPTY),
        (Message("Run", "Laufe", path, 11, fuzzy=True), Lack.FUZZY),
        (Message("Tai Chi", "Tai Chi", path, 15), None),
        (Message("Walk a mile", "Walk a mile", path, 19), Lack.SAME),
    ]
    assert [lack_of(message) for message, _lack in messages] == [lack for _m, lack in messages]
    assert lack_of(None) is Lack.MISSING
    box = "Call your clinic today"
    in_box = [
        ("Chest pain", "chest pain:", Lack.SAME),
        ("NHS 111", "NHS 111", None),
        (box, "Rufen Sie heute Ihre Praxis an", None),
        (f"{box} about it", "Call your clinic today deswegen", Lack.PART),
        ("American College of Physicians, 2017", "American College of Physicians von 2017", None),
        ("{brand}`emergency` is free", "{brand}`emergency` ist frei", None),
    ]
    for text, translation, lack in in_box:
        message = Message(text, translation, Path("locales/de/LC_MESSAGES/guide.po"), 1)
        assert lack_of(message, box_in="en") is lack
    part = Message(f"{box} about it", "Call your clinic today deswegen", path, 1)
    assert lack_of(part) is None, "elsewhere it may be a title"
    danish = Message(box, box, Path("locales/da/LC_MESSAGES/guide.po"), 1)
    assert lack_of(replace(danish, translation=f"{box} her"), box_in="nb") is None
    assert lack_of(messages[0][0], was_used=False) is Lack.UNREAD
    for more in ("\n\nMore.", "\n- More."):  # Sphinx would print the first block alone
        assert lack_of(Message("Walk", f"Gehen.{more}", path, 1)) is Lack.UNREAD
    assert lack_of(Message("Walk\nRest", "Gehen\nRuhen\n", path, 1)) is None
    known = [message for message, _lack in messages]
    (found,) = check_left_over("guide.po", known, ["Walk", "Rest", "Run", "Walk a mile"])
    assert (found.path, found.line, found.severity) == ("guide.po", 15, Severity.WARNING)
    assert found.message.startswith("1 translation is of texts that no page has any more, ")
