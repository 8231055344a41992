"""Page + edition -> one self-contained HTML: nothing to fetch, nothing that a brand can break."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import tinycss2
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sheets import pdf_text
from sphinx.locale import translators
from sphinx_handouts.messages import CATALOGUE, LOCALE, translation
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.marks import BRAND_MARK, CONTACT_MARK, PHONE_MARK
from sphinx_handouts.records.page import Page, Translated, Translation
from sphinx_handouts.records.schema.brand import Brand, Contact
from sphinx_handouts.records.states import State
from sphinx_handouts.records.tables import REGIONS
from sphinx_handouts.sheets.compose import compose
from sphinx_handouts.sheets.furniture import furniture
from sphinx_handouts.sheets.templates import HouseStyle
from sphinx_handouts.web.languages.drafts import draft_words

POINTS = 72 / 25.4
"""In a millimetre."""
NASTY = (
    """O'Neill "& Sons" </style><script>alert(1)</script> {{ 7 * 7 }} {% raw %} \\a }*/ ;--> é"""
)
PIXEL = "data:image/png;base64,iVBORw0KGgo="
FULL = Contact(
    phone=f"1 {NASTY}",
    email=f"2 {NASTY}",
    web=f"3 {NASTY}",
    hours=f"4 {NASTY}",
    address=(f"5 {NASTY}", f"6 {NASTY}"),
)


def tamed(value: Any) -> Any:
    """Return letters for all signs that mean something, but for those where an address breaks."""
    if isinstance(value, str):
        return re.sub(r"[^\w\s@./;-]", "b", value)
    return tuple(map(tamed, value))


class Parsed(HTMLParser):
    """What a browser makes of a sheet: elements, text, style sheets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.styles = ""
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.styles += data
        else:
            self.text += data

    def attributes(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield element and value of each attribute of these names."""
        for tag, attributes in self.elements:
            for name in names:
                if name in attributes:
                    yield tag, attributes[name]

    def meta(self, name: str) -> str:
        """Return the content of a meta element."""
        (content,) = (
            a["content"] for t, a in self.elements if t == "meta" and a.get("name") == name
        )
        return content


def sheet_of(page: Page, edition: Edition, brand: Brand, logo: str = "") -> RenderJob:
    """Compose *page* for a clinic."""
    return compose(page, edition, Clinic("anytown", brand, logo), furniture(page))


def shape(css: str) -> list[str]:
    """Return the kinds of the rules of a style sheet, those within others too; none is an error."""
    kinds: list[str] = []
    waiting = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    while waiting:
        rule = waiting.pop(0)
        kinds.append(f"{rule.type} {getattr(rule, 'lower_at_keyword', '')}")
        if getattr(rule, "content", None):
            inside = tinycss2.parse_blocks_contents(rule.content, True, True)
            kinds += [f"{n.type} {getattr(n, 'lower_name', '')}" for n in inside]
            waiting += [node for node in inside if node.type in {"at-rule", "qualified-rule"}]
    return kinds


# --- self-contained -----------------------------------------------------------------------------


def test_nothing_to_fetch(page: Page, edition: Edition) -> None:
    """Whatever a sheet loads is in it; the only addresses are those that a reader may follow."""
    page = replace(page, body=f'{page.body}<img src="{PIXEL}" alt="Dot">{CONTACT_MARK}')
    brand = Brand(name="A", logo="logo.png", logo_alt="A", contact=FULL)
    job = sheet_of(page, edition, brand, logo=PIXEL)
    parsed = Parsed(job.html)
    loads = list(parsed.attributes("src", "srcset", "data", "poster", "background"))
    assert len(loads) >= 2
    assert [load for load in loads if not load[1].startswith("data:")] == []
    assert {tag for tag, _address in parsed.attributes("href")} <= {"a"}
    assert {"link", "script", "object", "iframe", "base"}.isdisjoint(t for t, _a in parsed.elements)
    for css in (job.css, parsed.styles, *[value for _tag, value in parsed.attributes("style")]):
        assert re.findall(r"url\((?!\"?data:)|@import|src\s*:|file:", css) == []
    assert "file:" not in job.html


def test_renders_without_a_word(page: Page, edition: Edition, clinic: Clinic) -> None:
    """WeasyPrint has nothing to say about the built-in template and style sheets."""
    page = replace(page, body=page.body + CONTACT_MARK)
    rendered = render(sheet_of(page, edition, clinic.brand))
    assert rendered.log == ()
    assert rendered.missing == ()
    assert rendered.problems == ()


def test_one_style_sheet_for_all(page: Page, edition: Edition) -> None:
    """Brand and paper are in the HTML: a worker parses the style sheet once for all editions."""
    first = sheet_of(page, edition, Brand(name="A"))
    other = sheet_of(page, replace(edition, paper="letter", brand="b"), Brand(name="B"))
    assert first.css == other.css
    assert first.html != other.html


# --- a brand cannot break a sheet ---------------------------------------------------------------


def test_nasty_brand(page: Page, edition: Edition) -> None:
    """Quotes, angle brackets, braces and backslashes are printed, and mean nothing."""
    page = replace(page, body=page.body + CONTACT_MARK)
    address = f"example.org/{{id}}/{NASTY[:60]}"  # no file of a clinic may say it
    brand = Brand(name=NASTY, contact=FULL).model_copy(update={"short_url": address})
    parsed = Parsed(sheet_of(page, edition, brand).html)
    tame = Brand(
        name="A",
        contact=Contact(**{key: tamed(value) for key, value in FULL}),
        short_url="e",
    )
    expected = Parsed(sheet_of(page, edition, tame).html)
    assert [tag for tag, _a in parsed.elements] == [tag for tag, _a in expected.elements]
    assert shape(parsed.styles) == shape(expected.styles)
    assert "error " not in shape(parsed.styles)
    assert parsed.meta("author") == NASTY
    for number in range(1, 7):
        assert f"{number} {NASTY}" in parsed.text.replace("\N{NO-BREAK SPACE}", " ")
    assert NASTY in parsed.text


def test_nasty_logo_alternative(page: Page, edition: Edition) -> None:
    """What a screen reader says in place of the logo cannot leave its attribute."""
    brand = Brand(name="A", logo="logo.png", logo_alt=f"{NASTY} onerror=x")
    parsed = Parsed(sheet_of(page, edition, brand, PIXEL).html)
    alternatives = [value for tag, value in parsed.attributes("alt") if tag == "img"]
    assert f"{NASTY} onerror=x" in alternatives
    assert list(parsed.attributes("onerror")) == []


def test_nasty_handout(page: Page, edition: Edition) -> None:
    """Neither can the title of a handout, which stands in a margin box, too."""
    nasty = page.handout.model_copy(update={"title": NASTY, "summary": NASTY})
    parsed = Parsed(sheet_of(replace(page, handout=nasty), edition, Brand(name="A")).html)
    expected = Parsed(sheet_of(page, edition, Brand(name="A")).html)
    assert [tag for tag, _a in parsed.elements] == [tag for tag, _a in expected.elements]
    assert shape(parsed.styles) == shape(expected.styles)
    assert parsed.meta("description") == NASTY
    assert parsed.text.replace("\N{NO-BREAK SPACE}", " ").count(NASTY) == 2


def test_nasty_brand_in_print(page: Page, edition: Edition) -> None:
    """The name is on the paper as the clinic wrote it, and the foot below it, as ever."""
    brand = Brand(name='Smith & "Sons" <Backs>', short_url='example.org/"{id}"')
    text = pdf_text(render(sheet_of(page, edition, brand)).pdf)
    assert 'Smith & "Sons" <Backs>' in text
    assert 'example.org/"HO-01"' in text
    assert "Page 1 of 1" in text


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=500))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(NASTY)
def test_any_name(page: Page, edition: Edition, name: str) -> None:
    """Whatever a clinic is called, the sheet has the same shape, and the name in it."""
    brand = Brand(name=name)
    if not brand.name:
        return
    parsed = Parsed(sheet_of(page, edition, brand).html)
    expected = Parsed(sheet_of(page, edition, Brand(name="A")).html)
    assert [tag for tag, _a in parsed.elements] == [tag for tag, _a in expected.elements]
    assert shape(parsed.styles) == shape(expected.styles)
    assert parsed.meta("author") == brand.name
    assert brand.name in parsed.text


def test_no_name_is_a_mark_of_ours() -> None:
    """The marks that `compose` fills in are refused where they come from a file."""
    with pytest.raises(ValidationError, match="invisible character"):
        Brand(name=CONTACT_MARK)


# --- what depends on the brand ------------------------------------------------------------------


def marked(key: str, words: str) -> str:
    """Return a place for a brand's value in a body."""
    return f"<p>Call {BRAND_MARK.format(key=key, words=words)}.</p>"


def test_brand_values_in_the_text(page: Page, edition: Edition) -> None:
    """The text takes the clinic's values; where it has none, the neutral words."""
    body = marked("emergency", "your local emergency number") + marked("phone", "your clinic")
    page = replace(page, body=body)
    furniture_words = furniture(page)
    known = Clinic("a", Brand(name="A", contact=Contact(phone="1 < 2")), region=REGIONS["gb"])
    html = compose(page, edition, known, furniture_words).html
    assert "<p>Call 999.</p><p>Call 1 &lt; 2.</p>" in html
    html = compose(page, edition, Clinic("b", Brand(name="")), furniture_words).html
    assert "<p>Call your local emergency number.</p><p>Call your clinic.</p>" in html
    assert "\ue000" not in html


NEUTRAL = {"advice": "a health advice line", "crisis": "your local crisis line"}


@pytest.mark.parametrize(
    ("region", "advice", "crisis"),
    [
        ("gb", "111", "Samaritans on 116\N{NO-BREAK SPACE}123"),
        ("nz", "Healthline on 0800\N{NO-BREAK SPACE}611\N{NO-BREAK SPACE}116", "1737"),
        ("ie", NEUTRAL["advice"], "Samaritans on 116\N{NO-BREAK SPACE}123"),
        ("kr", NEUTRAL["advice"], NEUTRAL["crisis"]),
        ("", NEUTRAL["advice"], NEUTRAL["crisis"]),
    ],
)
def test_lines_of_the_region(
    page: Page, edition: Edition, region: str, advice: str, crisis: str
) -> None:
    """A sheet names the lines of its region, unbroken; without one, neutral words and no gap."""
    page = replace(page, body="".join(marked(key, words) for key, words in NEUTRAL.items()))
    clinic = Clinic("a", Brand(name="A"), region=REGIONS.get(region))
    html = compose(page, edition, clinic, furniture(page)).html
    assert f"<p>Call {advice}.</p><p>Call {crisis}.</p>" in html


PHONES = {
    "a number": (
        Brand(name="A", contact=Contact(phone="01632 960001")),
        "Your clinic: 01632 960001",
    ),
    "no number": (Brand(name="A"), "Your clinic:"),
    "no clinic": (Brand(name=""), "Your clinic:"),
}


@pytest.mark.parametrize(
    ("paper", "variant"),
    [("a4", "standard"), ("a5-booklet", "standard"), ("a4", "large-print")],
)
def test_phone_line_is_as_high_everywhere(
    page: Page, edition: Edition, paper: str, variant: str
) -> None:
    """With a number, without one, or with a line to write it: what stands below does not move."""
    page = replace(page, body=f"{PHONE_MARK}<p>Below</p>")
    edition = replace(edition, paper=paper, variant=variant)
    reach = {}
    for name, (brand, words) in PHONES.items():
        rendered = render(compose(page, edition, Clinic("a", brand), furniture(page)))
        assert (rendered.problems, rendered.misprints, rendered.log) == ((), (), ())
        text = " ".join(pdf_text(rendered.pdf).split())
        assert words in text
        reach[name] = round(rendered.last_page_mm, 2)
    assert reach["a number"] == reach["no number"]


def test_numbers_to_call_stay_on_one_line(page: Page, edition: Edition) -> None:
    """In the masthead, in the box and among the contacts, no line ends within one."""
    page = replace(page, body=PHONE_MARK + CONTACT_MARK)
    contact = Contact(phone="01632 960001")
    text = Parsed(sheet_of(page, edition, Brand(name="A", contact=contact)).html).text
    assert text.count("01632\N{NO-BREAK SPACE}960001") == 3
    assert "01632 960001" not in text


def test_phone_line_to_write_on(page: Page, edition: Edition) -> None:
    """An unbranded sheet has a field for the number, and no two fields have one name."""
    page = replace(page, body=PHONE_MARK + PHONE_MARK + CONTACT_MARK)
    parsed = Parsed(sheet_of(page, edition, Brand(name="")).html)
    names = [name for tag, name in parsed.attributes("name") if tag == "textarea"]
    assert names == ["phone-1", "phone-2", "contact-1", "contact-2"]


def test_page_of_the_box(page: Page, edition: Edition) -> None:
    """Page 1 says on which page the box begins, as a link that a screen reader hears, too."""
    filler = "<p style='break-after: page'>One</p>"
    box = '<div id="box" class="snippet snippet--get-help"><p>Signs</p></div>'
    page = replace(page, help_anchor="box")
    for number, body in ((1, box), (3, filler + filler + box)):
        rendered = render(sheet_of(replace(page, body=body), edition, Brand(name="A")))
        assert (rendered.problems, rendered.misprints, rendered.log) == ((), (), ())
        first = " ".join(pdf_text(rendered.pdf).split("\f")[0].split())
        assert f"When to get help: see the box on page {number}." in first
        with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
            kinds = [str(note.Subtype) for note in pdf.pages[0].obj.get("/Annots", ())]
        assert kinds.count("/Link") == 1
    assert (
        "The box on page"
        not in sheet_of(replace(page, help_anchor=""), edition, Brand(name="A")).html
    )


def test_page_that_is_not_said(page: Page, edition: Edition) -> None:
    """A style sheet that hides the number of the page is told."""
    body = '<style>.help-on-page__number::before { content: none }</style><p id="box">Signs</p>'
    page = replace(page, help_anchor="box", body=body)
    (misprint,) = render(sheet_of(page, edition, Brand(name="A"))).misprints
    assert (misprint.words, misprint.problem) == (
        "When to get help: see the box on page 1.",
        "is missing",
    )


def test_contact_block(page: Page, edition: Edition) -> None:
    """A clinic's contacts are printed; without a clinic there is room to write."""
    page = replace(page, body=CONTACT_MARK)
    contact = Contact(phone="01632 960001", web="example.org", address=("1 Street", "Town"))
    html = sheet_of(page, edition, Brand(name="Clinic", contact=contact)).html
    text = Parsed(html).text.replace("\N{NO-BREAK SPACE}", " ")
    for words, times in (("01632 960001", 2), ("example.org", 1), ("1 Street, Town", 1)):
        assert text.count(words) == times  # the telephone number stands in the masthead, too
    assert "Email" not in text
    blank = Parsed(sheet_of(page, edition, Brand(name="")).html).text
    assert "Your clinic" in blank
    assert "Telephone" in blank


def test_accent_and_paper(page: Page, edition: Edition) -> None:
    """The brand's accent and the edition's paper are the sheet's."""
    brand = Brand.model_validate({"name": "A", "palette": {"accent": "teal"}})
    assert "accent: #008080;" in sheet_of(page, edition, brand).html
    sizes = {}
    for paper in ("a4", "letter"):
        pdf = render(sheet_of(page, replace(edition, paper=paper), brand)).pdf
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            sizes[paper] = [round(float(n)) for n in opened.pages[0].mediabox]
    assert sizes == {"a4": [0, 0, 595, 842], "letter": [0, 0, 612, 792]}


# --- review state -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_unapproved_says_so_on_every_page(page: Page, edition: Edition, state: State) -> None:
    """A sheet that nobody approved says so on each page; an approved one does not."""
    body = "<p>One</p><p style='break-before: page'>Two</p>"
    job = sheet_of(replace(page, body=body, state=state), edition, Brand(name="A"))
    pages = pdf_text(render(job).pdf).rstrip("\f").split("\f")
    assert len(pages) == 2
    marks = ["Not yet approved" in text for text in pages]
    assert marks == [not state.may_be_handed_out] * 2


def test_document_control_on_every_page(page: Page, edition: Edition) -> None:
    """Id, version, next review, page and address stand on each page."""
    page = replace(page, body="<p>One</p><p style='break-before: page'>Two</p>", version="1.2")
    pages = pdf_text(render(sheet_of(page, edition, Brand(name="A"))).pdf).rstrip("\f").split("\f")
    for number, text in enumerate(pages, 1):
        for words in (
            "HO-01",
            "Version 1.2",
            "Next review: 22 November 2028",
            "example.org/h/HO-01",
        ):
            assert words in text
        assert f"Page {number} of 2" in text


# --- a project's own looks ----------------------------------------------------------------------


def test_right_to_left(page: Page, edition: Edition) -> None:
    """In a script that runs to the left, the sheet does, and its margins change sides."""
    handout = page.handout.model_copy(update={"title": "خذ 10 mg"})
    page = replace(page, language="ar", direction="rtl", handout=handout)
    job = compose(page, edition, Clinic("anytown", Brand(name="")), furniture(page))
    assert '<html lang="ar" dir="rtl">' in job.html
    sides = {
        match[2]: match[1]
        for match in re.finditer(r"@((?:top|bottom)-\w+) \{[^}]*?content: ([^;]*)", job.html)
    }
    # A dose at the head of a page would be "mg 10".
    head = "خذ \N{LEFT-TO-RIGHT ISOLATE}10 mg\N{POP DIRECTIONAL ISOLATE}"
    assert sides[f'"{head}"'] == "top-right"
    assert [side for words, side in sides.items() if "counter(page)" in words] == ["bottom-left"]
    assert [side for words, side in sides.items() if "HO-01" in words] == ["bottom-right"]


def test_a_long_page_may_take_long(page: Page, edition: Edition, clinic: Clinic) -> None:
    """What a sheet may take grows with its text, and not with the size of its pictures."""
    for body, patience in {
        "<p>Walk.</p>": 1,
        f'<img alt="A gate" src="data:image/png;base64,{"A" * 500_000}">': 1,
        "<p>Walk to the gate.</p>" * 20_000: 4,
    }.items():
        job = compose(replace(page, body=body), edition, clinic, furniture(page))
        assert job.patience == patience


def test_own_template(page: Page, edition: Edition, clinic: Clinic, tmp_path: Path) -> None:
    """A template in the project's folder takes the place of the built-in one of its name."""
    part, whole = tmp_path / "part", tmp_path / "whole"
    part.mkdir()
    whole.mkdir()
    (part / "contact.html").write_text("<p>Ask {{ brand.name }}.</p>")
    (whole / "page.html").write_text("<title>{{ handout.title }}</title>{{ body | safe }}")
    page = replace(page, body=CONTACT_MARK)

    def html(*folders: Path) -> str:
        own = tuple(map(str, folders))
        return compose(page, edition, clinic, furniture(page), style=HouseStyle(own)).html

    assert "<p>Ask Anytown Clinic.</p>" in html(part)
    assert "<h1>The first\N{NO-BREAK SPACE}sheet</h1>" in html(part)
    assert html(part, whole) == "<title>The first sheet</title><p>Ask Anytown Clinic.</p>"
    assert "Ask Anytown" not in html()


def test_own_template_escapes(page: Page, edition: Edition, tmp_path: Path) -> None:
    """In a template of one's own, too, a value is escaped unless it is declared safe."""
    (tmp_path / "page.html").write_text("{{ brand.name }}")
    clinic = Clinic("a", Brand(name="<b>"))
    job = compose(page, edition, clinic, furniture(page), style=HouseStyle((str(tmp_path),)))
    assert job.html == "&lt;b&gt;"


def test_own_style_sheet(page: Page, edition: Edition, clinic: Clinic, tmp_path: Path) -> None:
    """A style sheet of one's own beats the built-in ones, whatever their selectors."""
    own = tmp_path / "own.css"
    own.write_text("h1 { display: none }")
    job = compose(page, edition, clinic, furniture(page), style=HouseStyle(own_css=(own,)))
    assert job.css.endswith("h1 { display: none }")
    text = pdf_text(render(job).pdf)
    assert "The first sheet" not in text
    assert "Keep moving." in text


def test_layers_are_the_cascade(job: RenderJob) -> None:
    """The built-in style sheets parse without an error, each in its layer, the layers in order."""
    rules = tinycss2.parse_stylesheet(job.css, skip_comments=True, skip_whitespace=True)
    assert "error" not in {rule.type for rule in rules}
    names = [tinycss2.serialize(rule.prelude).strip() for rule in rules]
    order = names[0].split(", ")
    assert names[1:] == order
    assert "error " not in shape(job.css)


# --- sources, and the words of the code ---------------------------------------------------------

CITED = (
    '<p>It helps<span> <span class="citation-number" id="a">[1]</span></span>.</p>'
    '<section class="sources" id="sources">\n<h2>Where this comes from</h2>\n'
    '<ol><li data-label="1">Author 2020. Title.</li></ol>\n</section>'
)


@pytest.mark.parametrize("variant", ["standard", "large-print"])
def test_sources_of_large_print_are_on_the_web(
    page: Page, edition: Edition, clinic: Clinic, variant: str
) -> None:
    """Large print says where its sources are, and has no number that leads to a list."""
    listed = replace(page, body=CITED)
    job = compose(listed, replace(edition, variant=variant), clinic, furniture(page))
    is_large = variant == "large-print"
    assert ("Author 2020" in job.html) == ("[1]" in job.html) == (not is_large)
    told = 'on the web, at <a class="address" href="https://example.org/h/HO-01/'
    assert (told in job.html) == is_large


def test_sources_stay_where_a_sheet_has_no_address(
    page: Page, edition: Edition, clinic: Clinic
) -> None:
    """Without an address of its own, large print lists its sources as all others do."""
    listed = replace(page, body=CITED, address="")
    job = compose(listed, replace(edition, variant="large-print"), clinic, furniture(page))
    assert "Author 2020" in job.html
    assert "[1]" in job.html


@pytest.mark.parametrize(
    ("variants", "languages", "words"),
    [
        (("standard",), ("en",), "Scan for the newest sheet, and more to read."),
        (("standard",), ("en", "fr"), "Scan for the newest sheet, and more to read."),
        (("standard", "large-print"), ("en",), "Scan for this sheet in large print, and more"),
        (("standard",), ("en", "ko"), "Scan for this sheet in other languages, and more"),
        (("standard", "large-print"), ("en", "ko"), "in large print, in other languages, and"),
    ],
)
def test_the_code_offers_what_there_is(
    variants: tuple[str, ...], languages: tuple[str, ...], words: str, page: Page, edition: Edition
) -> None:
    """What stands below the code names large print and other languages where they are printed.

    A language of the clinic in which this handout is not made does not count.
    """
    page = replace(page, languages=("ko",))
    brand = Brand(name="A", variants=variants, languages=languages)
    assert words in compose(page, edition, Clinic("a", brand), furniture(page)).html


# --- the get-help box ---------------------------------------------------------------------------

BOX = '<div class="admonition {2}"><h2 class="admonition-title">Box {0}</h2><p>{1}</p></div>'
LINE = "These are twelve words that fill most of a line of text."


@pytest.mark.parametrize(
    ("kinds", "whole"),
    [
        (("danger",), 1),
        (("danger", "warning"), 0),
        (("danger", "warning", "note"), 1),
        (("danger", "danger"), 2),
        (("warning", "danger"), 2),
    ],
)
def test_width_of_help(
    kinds: tuple[str, ...], whole: int, page: Page, edition: Edition, clinic: Clinic
) -> None:
    """What is for today stands beside what is urgent; all else takes the width of the sheet."""
    body = "".join(BOX.format(number, LINE, kind) for number, kind in enumerate(kinds))
    if kinds[:2] == ("danger", "warning"):  # as `pair_tiers` holds them together
        two = "".join(BOX.format(number, LINE, kind) for number, kind in enumerate(kinds[:2]))
        body = body.replace(two, f'<div class="tiers">{two}</div>')
    page = replace(page, body=f'<div class="snippet snippet--get-help">{body}</div>')
    rendered = render(sheet_of(page, edition, clinic.brand))
    text = pdf_text(rendered.pdf)
    assert text.count(LINE) == whole
    assert rendered.misprints == ()


def test_a_list_is_not_tied_to_a_box(page: Page, edition: Edition, clinic: Clinic) -> None:
    """A list that does not fit below a box goes on alone, and the box stays where it is."""
    items = '<ul><li style="height: 200mm">Last</li></ul>'
    body = f'<p>First</p><div class="certainty" style="height: 30mm"><p>Box</p></div>{items}'
    rendered = render(sheet_of(replace(page, body=body), edition, clinic.brand))
    first, second, _end = pdf_text(rendered.pdf).split("\f")
    assert "Box" in first
    assert "Last" in second


def test_help_is_not_parted_from_whom_to_call(page: Page, edition: Edition, clinic: Clinic) -> None:
    """Wherever a page ends, who is called stands with the first of the signs to call for."""
    signs = "".join(f'<li style="height: 60mm">Sign {number}</li>' for number in range(1, 6))
    box = f"""<div class="snippet snippet--get-help"><div class="tiers"><div class="admonition
        warning"><h2 class="admonition-title">Call today</h2>{PHONE_MARK}<ul>{signs}</ul></div>
        </div></div>"""
    edition = replace(edition, variant="large-print")
    for filled in range(100, 181, 20):
        filler = f'<div style="height: {filled}mm"></div>'
        rendered = render(sheet_of(replace(page, body=filler + box), edition, clinic.brand))
        pages = pdf_text(rendered.pdf).split("\f")
        (called,) = (text for text in pages if "Call today" in text)
        assert "Sign 1" in called


SPANISH = Translation("en", "Rest", "1.0", "", Translated.DRAFT)
"""What a Spanish sheet is translated from; and who may have done it."""
NAMED = replace(
    SPANISH, standing=Translated.OUTDATED, translator="A. " * 25, date=dt.date(2026, 11, 22)
)


@pytest.mark.parametrize("standing", Translated)
def test_paper_and_web_page_say_the_same(page: Page, standing: Translated) -> None:
    """What is not approved says so in the same words wherever it is read."""
    about = replace(SPANISH, standing=standing)
    page = replace(page, translation=about, state=standing.state, draft=False)
    said = furniture(page)["not_approved"]
    assert said == draft_words(standing)
    assert bool(said) == (standing is not Translated.APPROVED)


@pytest.mark.parametrize("about", [SPANISH, NAMED], ids=["draft", "named"])
def test_margins_of_a_translation(
    page: Page,
    edition: Edition,
    clinic: Clinic,
    about: Translation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who translated a sheet stands within a printer's reach, however long the words are."""
    monkeypatch.setitem(translators, ("general", CATALOGUE), translation(CATALOGUE, [LOCALE], "es"))
    title = "¿Necesito una prueba de imagen, una inyección o una operación?"
    handout = page.handout.model_copy(update={"title": title})
    body = '<h2>Uno</h2><h2 style="break-before: page">Dos</h2>'
    page = replace(page, handout=handout, language="es", body=body, translation=about)
    page = replace(page, next_review=dt.date(2027, 11, 22), address="a.example/h/es/KP-01")
    for paper, variant in (("a4", "standard"), ("a5-booklet", "standard"), ("a4", "large-print")):
        one = replace(edition, variant=variant, paper=paper, language="es")
        rendered = render(sheet_of(page, one, clinic.brand))
        assert rendered.misprints == (), (variant, paper)
        foot = pdf_text(rendered.pdf)
        assert "a.example/h/es/KP-01" in foot
        assert ("22 nov 2027" in foot) == (variant == "large-print")


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_page_of_large_print_ends_late(
    page: Page, edition: Edition, clinic: Clinic, paper: str
) -> None:
    """Its foot has two lines that a printer reaches, and an item of many lines may part."""
    item = "walk to the gate and back again, and then rest for a while; " * 8
    filler = '<div style="height: 150mm"></div>'
    body = f"{filler}<ul><li>First</li><li>{item}</li></ul>"
    wide = replace(edition, variant="large-print", paper=paper)
    page = replace(page, body=body, next_review=dt.date(2027, 11, 22))
    pdf = render(sheet_of(page, wide, clinic.brand)).pdf
    first, second, _end = pdf_text(pdf).split("\f")
    assert "walk to" in first
    assert "walk to" in second
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        text = document[0].get_textpage()
        foot = text.get_text_bounded(top=24 * POINTS).split()
        assert {"2027", "Page"} <= {*foot}
        assert not text.get_text_bounded(top=5 * POINTS).strip()
