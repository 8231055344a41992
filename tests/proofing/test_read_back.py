"""A sheet is read back: whatever hides, moves, cuts or changes what its HTML says is noticed."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Operator
from PIL import Image
from sheets import pdf_text
from sphinx_handouts.pdf.actual_text import END
from sphinx_handouts.pdf.render import read_again, render
from sphinx_handouts.proofing.comparison import compare, is_part
from sphinx_handouts.proofing.drawn import Drawing, Kind, drawings
from sphinx_handouts.proofing.drawn_alone import drawn_alone
from sphinx_handouts.proofing.open_pdf import Layout
from sphinx_handouts.proofing.overlaps import ENCLOSED, may_cover
from sphinx_handouts.proofing.read_back import read_back
from sphinx_handouts.proofing.spoken import Block, Spoken, spoken_of
from sphinx_handouts.proofing.structure import Piece, read_structure
from sphinx_handouts.proofing.words import alternatives
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.plain_text import label_of, letters
from sphinx_handouts.records.rendered import Misprint

BODY = """<main><h1>Back pain</h1><p id="first">Walk to the gate and back.</p>
<p id="second">Call <strong>999</strong> now if you cannot feel your legs.</p>
<ol id="steps"><li>Lie down.</li><li>Breathe out slowly.</li></ol>
<table id="grid"><thead><tr><th>Day</th><th>Dose</th></tr></thead>
<tbody><tr><td id="cell">Monday</td><td>10³ units</td></tr></tbody></table>
<ul><li id="last">Stop if you feel dizzy.</li></ul></main>"""
CSS = """@page { size: 100mm 150mm; margin: 15mm; @bottom-left { content: "Not approved" } }
ol { list-style-position: inside } table { border-collapse: collapse } td { border: 1pt solid }
ul { list-style: none }"""
DOT = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
    "%3Crect width='9' height='9'/%3E%3C/svg%3E"
)


def job(css: str = "", body: str = BODY, **more: Any) -> RenderJob:
    """Return a job to render *body*, with a style of one's own after the usual one."""
    html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return RenderJob(html, f"{CSS}\n{css}", furniture=("Not approved",), **more)


def misprints(css: str = "", body: str = BODY, **more: Any) -> tuple[Misprint, ...]:
    """Render, and return what cannot be read."""
    return render(job(css, body, **more)).misprints


def test_a_right_sheet_has_no_misprint() -> None:
    """Headings, paragraphs, lists, numbers, tables and margins that are printed are all found."""
    assert misprints() == ()
    assert misprints(booklet=True) == ()


def test_numbers_in_a_line_of_mixed_directions() -> None:
    """A number of two groups beside Arabic is found, and missed where it is not printed."""
    name, number = "عيادة العلاج الطبيعي", '<span dir="ltr">01632 960001</span>'
    for words in (f'<p id="second">{name}: {number}</p>', f'<p id="second">{number} {name}</p>'):
        body = f'<main dir="rtl"><h1>{name}</h1>{words}</main>'
        assert misprints(body=body) == ()
        hidden = misprints("#second span { display: none }", body)
        assert "is missing" in {misprint.problem for misprint in hidden}


FAULTS = {
    "gone": ("#second { display: none }", "is missing"),
    "word gone": ("strong { display: none }", "is missing"),
    "invisible": ("#second { visibility: hidden }", "is missing"),
    "white": ("#second { color: white }", "is too pale"),
    "pale": ("#second { color: #ccc }", "is too pale"),
    "faint": ("#second { opacity: 0.1 }", "is too pale"),
    "black on black": ("#second { background: black }", "is too pale"),
    "tiny": ("#second { font-size: 4pt }", "is printed in 4.0 points"),
    "shrunk": ("#second { transform: scale(0.4) }", "is printed in"),
    "off the paper": ("#second { position: relative; left: 200mm }", "the edge of the paper"),
    "in the margin": ("#second { margin-left: -12mm }", "the edge of the page area"),
    "too wide": ("#second { white-space: nowrap; font-size: 30pt }", "reaches over"),
    "cut": ("#second { height: 4pt; overflow: hidden }", "is cut off"),
    "covered": (
        "main { position: relative } main::after { content: ''; position: absolute; inset: 0;"
        " background: white }",
        "is covered",
    ),
    "under a picture": (
        f'main {{ position: relative }} main::after {{ content: url("{DOT}"); '
        "position: absolute; top: 50pt; left: 10pt }",
        "is covered",
    ),
    "over another": ("#second { margin-top: -30pt }", "lies over"),
    "small over large": (
        "#first { font-size: 8pt } #second { font-size: 60pt; line-height: 1; margin-top: -20pt }",
        "lies over",
    ),
    "wrong order": ("main { display: flex; flex-direction: column-reverse }", "its place"),
    "other numbers": ("ol { counter-reset: list-item 4 }", "is missing"),
    "no numbers": ("ol { list-style: none }", "is missing"),
    "letters for numbers": ("ol { list-style-type: lower-alpha }", "is missing"),
    "added": ("#second::before { content: 'Do not ' }", "no page says it"),
    "no mark": ("@page { @bottom-left { content: none } }", "in the margin of every page"),
    "out of a printer's reach": (
        "@page { @bottom-left { vertical-align: bottom } }",
        "nearer to the edge of the paper than printers print",
    ),
    "no mark later": (
        "#last { break-before: page } @page :nth(2) { @bottom-left { content: none } }",
        "in the margin of every page",
    ),
}


@pytest.mark.parametrize("css", [css for css, _said in FAULTS.values()], ids=list(FAULTS))
def test_what_a_style_sheet_does_to_a_sheet_is_noticed(css: str) -> None:
    """Each way in which a style can spoil a sheet is told, with words that it concerns."""
    said = next(said for style, said in FAULTS.values() if style == css)
    found = misprints(css)
    assert [m for m in found if said in m.problem], found


@pytest.mark.parametrize("size", ["20pt", "60pt"])
def test_a_line_that_is_too_wide_is_noticed(size: str) -> None:
    """Words that do not fit are told, whatever the size of the type."""
    words = " ".join(f"Methylprednisolone{n}" for n in range(5))
    css = f"p {{ font-size: {size}; white-space: nowrap }}"
    found = misprints(css, f"<h1>T</h1><p>{words}</p>")
    assert any("methylprednisolone" in letters(m.words) for m in found)


def test_a_picture_in_the_margin_is_noticed() -> None:
    """Ink outside the page area is told, whatever drew it."""
    body = f'<h1>T</h1><p><img alt="A dot" src="{DOT}" style="width: 90mm; height: 9pt"></p>'
    assert any("reaches over" in m.problem for m in misprints("", body))


def test_a_picture_without_its_words_is_noticed() -> None:
    """A picture that is not drawn takes its text alternative with it."""
    body = f'<h1>T</h1><p><img alt="How a back bends" src="{DOT}"></p>'
    assert misprints("", body) == ()
    found = misprints("img { display: none }", body)
    assert [m.words for m in found] == ["How a back bends"]


def test_a_smaller_type_than_the_variant_allows_is_noticed() -> None:
    """The least size is that of the variant: large print has its own."""
    assert misprints("main { font-size: 12pt }", smallest=12.0) == ()
    assert all("16 is the least" in m.problem for m in misprints(smallest=16.0))
    assert misprints(smallest=16.0)


def test_a_small_label_in_a_picture_is_told() -> None:
    """It is quoted, with its size on paper; it keeps no sheet from being made, larger or not."""
    label = '<text x="0" y="8" font-size="4">Turn left</text><text x="0" y="20">Home</text>'
    box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 24" font-size="8"'
    drawing = base64.b64encode(f"<svg {box}>{label}</svg>".encode()).decode()
    picture = f'<img alt="The way" src="data:image/svg+xml;base64,{drawing}">'
    body = f"<h1>T</h1><p>{picture}</p>"
    (small,) = misprints("img { width: 40pt }", body)
    assert (small.words, small.pages) == ("Turn left", (1,))
    assert small.problem == "in a picture is printed in 4.0 points, and 8 is the least"
    assert small.is_told_only
    assert misprints("img { width: 120pt }", body) == ()


def drawn(*parts: str) -> str:
    """Return a sheet with a picture that is drawn of some parts, 40 by 20 points."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{"".join(parts)}</svg>'
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return f'<h1>T</h1><p><img alt="How a back bends" src="{source}" style="width: 40pt"></p>'


def dots(colour: tuple[int, ...]) -> str:
    """Return a sheet with a picture that has one colour all over."""
    buffer = io.BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", (40, 20), colour).save(buffer, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    return f'<h1>T</h1><p><img alt="How a back bends" src="{source}"></p>'


@pytest.mark.parametrize(
    "body",
    [
        drawn(),
        drawn('<rect width="40" height="20" fill="white"/>'),
        drawn('<path d="M2 2h30" stroke="#fefefe" fill="none"/>'),
        drawn('<g opacity="0"><rect width="9" height="9"/></g>'),
        drawn('<rect x="60" width="9" height="9"/>'),
        dots((255, 255, 255)),
        dots((0, 0, 0, 0)),
    ],
    ids=["empty", "white", "white line", "clear", "outside", "white dots", "clear dots"],
)
def test_a_picture_that_shows_nothing_is_noticed(body: str) -> None:
    """Whatever the reason: a text alternative tells more than anybody sees."""
    (found,) = misprints(body=body)
    assert (found.words, found.pages, found.in_picture) == ("How a back bends", (1,), True)
    assert found.problem == "is said of a picture that shows nothing"


@pytest.mark.parametrize(
    "body",
    [
        drawn('<path d="M2 2h30" stroke="#777" fill="none"/>'),
        drawn('<g opacity=".5"><rect width="9" height="9" fill="#ff0"/></g>'),
        drawn('<rect width="40" height="20"/><rect x="9" width="9" height="9" fill="white"/>'),
        dots((255, 255, 0)),
        dots((180, 0, 0)),
        dots((0, 0, 0, 40)),
    ],
    ids=["line", "pale yellow", "black and white", "yellow dots", "one colour", "faint dots"],
)
def test_a_picture_that_shows_something_is_none(body: str) -> None:
    """A line alone, one colour all over, and what is pale, are seen."""
    assert misprints(body=body) == ()


def test_a_picture_of_one_colour_is_compared_with_what_is_around_it() -> None:
    """Its edges may lie on whole dots, so that no dot within it is paper."""
    picture = dots((180, 0, 0)).partition("<p>")[2].replace("<img", '<img class="dots"')
    css = """@page { size: 300pt 300pt; margin: 48pt } * { margin: 0; padding: 0 }
      .dots { display: block; width: 36pt; height: 36pt }"""
    assert misprints(css, f"<p>{picture}<h1>T</h1>") == ()


def test_pale_letters_of_a_picture_are_one_finding() -> None:
    """Each letter is drawn by itself; all of them are quoted together."""
    box, words = (
        '<rect width="3" height="3"/>',
        "<text y='15' font-size='14' fill='#eee'>Hill</text>",
    )
    (found,) = misprints(body=drawn(box, words))
    assert (found.words, found.problem) == ("Hill", "is too pale to be read")
    assert found.in_picture


def test_letters_with_marks_are_read_in_their_order() -> None:
    """Arabic letters with a vowel are drawn apart; their line is read whole."""
    words = "الطفل الذي يشكو من ألم الظهر يجب أن يُفحص: إن كان عمره أقل من 6 سنوات، فاليوم."
    ends = "أُصبت به من قبل [2, 3]. اتصل واسأل. لا يلزم أن تكون متأكدًا أولًا."
    body = f"<main dir=rtl><h1>مربع</h1><p id=x>{words}</p><p>{ends}</p><h2>ماذا تفعل</h2></main>"
    rendered = render(job(body=body))
    assert rendered.misprints == ()
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        text = unicodedata.normalize("NFC", document[0].get_textpage().get_text_range())
    told = {sign: text.count(sign) for sign in "أآإ\u064f\u0651"}
    assert told == {sign: f"{words}{ends}".count(sign) for sign in told}
    assert [m.words for m in misprints("#x { display: none }", body)] == [words]


def test_a_text_that_is_cut_in_a_picture_is_told_whole() -> None:
    """Each letter of a label is drawn by itself: what is cut of it is one finding."""
    drawing = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='20'%3E"
        "%3Ctext x='0' y='15' font-size='14'%3EWalk to the gate%3C/text%3E%3C/svg%3E"
    )
    body = f'<h1>T</h1><p><img alt="Walk" src="{drawing}"></p>'
    cut = [m.words for m in misprints(body=body) if m.problem == "is cut off"]
    assert len(cut) == 1
    assert "Walk to the gate".replace(" ", "").endswith(cut[0].replace(" ", ""))
    assert len(cut[0]) > 3


def test_what_a_table_says_again_on_the_next_page_is_no_misprint() -> None:
    """The head of a table that goes on is printed again, and said once."""
    rows = "".join(f"<tr><td>Row {n}</td><td>{n} units</td></tr>" for n in range(60))
    head = "<thead><tr><th>Day of the week</th><th>Dose</th></tr></thead>"
    rendered = render(job(body=f"<h1>T</h1><table>{head}<tbody>{rows}</tbody></table>"))
    assert rendered.pages > 1
    assert rendered.misprints == ()


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم 123، اتصل الآن",
        "요통이 있으면 걸으세요",
        "co\u00adoperate, well-known, ﬁnd",
        *(
            "zero\u200bwidth \u200fmarks\u2060, ½ cup™",
            "Arabic مرحبا, 01632 960001 بكم, and then 3",
        ),
    ],
)
def test_other_scripts_and_hyphens_are_read(text: str) -> None:
    """What is written in other scripts, and hyphenated, is found; and missed where it is gone."""
    body = f"<h1>T</h1><p>Before.</p><p id=x dir=auto>{text}</p><p>After.</p>"
    assert [m for m in misprints("", body) if "missing" in m.problem] == []
    assert any("missing" in m.problem for m in misprints("#x { display: none }", body))


def test_a_sign_around_a_letter_of_another_font_is_noticed() -> None:
    """A keycap that stands beside its number, and over what follows, is told or has no glyph."""
    rendered = render(job(body="<h1>T</h1><p>First 1\ufe0f\u20e3Lie down.</p>"))
    assert rendered.missing or ENCLOSED in {m.problem for m in rendered.misprints}


MIXED = ("وصفة Arabic mix", "نعم/no (yes)", "مספר 3, 4".replace("م", "מ"))


@pytest.mark.parametrize("text", MIXED)
def test_a_line_that_begins_from_the_right_is_read_in_a_text_from_the_left(text: str) -> None:
    """Its parts are told in an order of their own; a part that is another one is missed."""
    body = f"<h1>T</h1><p>Before.</p><p>{text}</p><p>After.</p>"
    rendered = render(job(body=body))
    assert rendered.misprints == ()
    other = body.replace("mix", "max").replace("yes", "yet").replace("3", "7")
    found = read_again(rendered.pdf, job(body=other), rendered.laid)[1]
    assert [misprint.problem for misprint in found] == ["is missing"]


def test_scripts_of_india_are_read_beside_arabic() -> None:
    """Letters that join are read in a sheet whose lines run both ways; what is gone is missed."""
    months = "months = ['जनवरी', 'फरवरी', 'अप्रैल', 'सितंबर', 'अक्टूबर']"
    names = "names = ['জানুয়ারি', 'ফেব্রুয়ারি', 'সেপ্টেম্বর', 'অক্টোবর', 'ডিসেম্বর']"
    body = f"<p>قف الآن ثم انتظر</p><p id=x>{months}</p><p>{names}</p><p>names = none</p>"
    assert [m.problem for m in misprints("", body)] == []
    (gone,) = misprints("#x { display: none }", body)
    assert (gone.words, gone.problem) == (months, "is missing")


SCRIPTS = {
    "or": "ସୋମବାର ସେକେଣ୍ଡ ମାର୍ଚ୍ଚ୍ ଅକ୍ଟୋବର୍ ପୂର୍ବାହ୍ନ ବର୍ଷ ସ୍ତ୍ରୀ କ୍ଷେତ୍ର",
    "bn": "বৃহস্পতিবার ঘণ্টা সেপ্টেম্বর পূর্বাহ্ন স্ত্রী ক্ষেত্র কার্ত্তিক",
    "ta": "திங்கட்கிழமை செவ்வாய்க்கிழமை ஸ்ரீ கௌரவம் நொடி",
    "te": "సోమవారం సెప్టెంబర్ పూర్వాహ్నం స్త్రీ క్షేత్రం",
    "kn": "ಸೋಮವಾರ ಗಂಟೆ ಸೆಪ್ಟೆಂಬರ್ ವರ್ಷ ಸ್ತ್ರೀ ಕ್ಷೇತ್ರ",
    "ml": "തിങ്കൾ ചൊവ്വ വ്യാഴം സെപ്റ്റംബർ ഒക്ടോബർ സ്ത്രീ ക്ഷേത്രം",
    "th": "วันพฤหัสบดี ชั่วโมง ที่ผ่านมา ปั้น น้ำ ผู้ป่วย กตัญญู",
    "km": "ថ្ងៃចន្ទ ព្រហស្បតិ៍ ស្ត្រី ព្រះ ខ្ញុំ កម្ពុជា ក្រៅ",
    "my": "တနင်္လာ အင်္ဂါ ဗုဒ္ဓဟူး ကြာသပတေး သောကြာ ကျွန်ုပ် ဆေးရုံ",
}
"""Words with letters that are drawn before, below and above others, by their languages."""


def told_by(pdf: bytes) -> str:
    """Return what a reader of a PDF is told."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def texts_within(pdf: bytes) -> int:
    """Return how many lines of a PDF say their text, in groups, too."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        drawn = [each.read_bytes() for each in streams if each.get("/Subtype") != "/Image"]
    return sum(each.count(b"/ActualText") for each in drawn)


def test_letters_that_change_places_are_drawn_and_told_right() -> None:
    """Nothing lies over them, each word is found where it stands alone, and all letters are there.

    What stands behind them in another font, such as a quotation mark, is where every viewer has it.
    """
    alone = "".join(f"<li lang={tag}>{word}" for tag, w in SCRIPTS.items() for word in w.split())
    code = "".join(f"<p id={tag}><code>{w.split()}.</code>" for tag, w in SCRIPTS.items())
    body = f"<h1>T</h1><ul>{alone}</ul>{code}"
    rendered = render(job("code { font-family: Noto Sans Mono }", body))
    assert rendered.misprints == ()
    drawn = told_by(drawn_alone(rendered.pdf))
    told = Counter(unicodedata.normalize("NFD", letters(drawn)))
    wanted = Counter(unicodedata.normalize("NFD", "".join(map(letters, SCRIPTS.values()))) * 2)
    more = Counter({sign: n for sign, n in told.items() if ord(sign) > 0x900}) - wanted
    assert (wanted - told, more) == (Counter(), Counter("េ" * 2)), "a vowel in two parts, one whole"
    said = told_by(rendered.pdf)
    wrong = [word for words in SCRIPTS.values() for word in words.split() if word not in said]
    assert wrong == [], "a search finds each as it is written"
    gone = [m.problem for m in misprints("#my, #or { display: none }", body)]
    assert gone == ["is missing", "is missing"]


ALONE = {
    "hi": "जॉर्जिया सिंह मार्टिन पाँच वर्ष",
    "as": "ক্ৰোৱেচিয়ান হিব্ৰু ফ্ৰেন্স",
    "or": "ଉରୁଗ୍ୱେ",
    "km": "ដើរ រឿង រៀន ដោយ ក្រៅ ស៊ី ម៉ាហ៊ី ពុំ",
    "si": "උරුගුවේ නැත",
    "sat": "ᱚᱯᱷᱚᱨ",
    "mni": "ꯃꯤꯇꯩꯂꯣꯟ",
    "my": "အရှေ့",
}
"""Words in which a glyph stands for other letters than it does elsewhere, or for a part of one."""


@pytest.mark.parametrize("more", ["", "<p>قف الآن</p>"], ids=["", "beside Arabic"])
def test_a_word_is_read_where_it_stands_alone(more: str) -> None:
    """A font parts vowels that Unicode does not, and draws some signs as others beside a letter."""
    words = [(tag, word) for tag, words in ALONE.items() for word in words.split()]
    body = "".join(f"<li lang={tag} id=w{n}>{word}" for n, (tag, word) in enumerate(words))
    body = f"<h1>T</h1><ul>{body}</ul>{more}"
    rendered = render(job("", body))
    assert (rendered.misprints, rendered.missing) == ((), ())
    gone = misprints("#w0, #w8 { display: none }", body)
    assert [one.problem for one in gone] == ["is missing", "is missing"]


def test_a_glyph_says_what_stands_around_it() -> None:
    """The *r* above an *i* of Hindi, that of Assamese and one of Burmese are what is written."""
    body = f"<h1>T</h1><p>जॉर्जिया सिंह</p><p>{ALONE['as']}</p><p>အရှေ့</p>"
    pdf = render(job("p + p { opacity: 0.99 }", body)).pdf
    alone = drawn_alone(pdf)
    assert (texts_within(pdf), texts_within(alone)) == (3, 0)
    told = letters(told_by(alone))
    assert "र्" in told
    assert "ৰ" in told
    assert "র" not in told
    assert told.count("ရ") == 1
    said = "".join(block.letters for block in spoken_of(body).blocks)
    assert said in letters(told_by(pdf))


def test_a_search_finds_words_as_they_are_written() -> None:
    """In every reader, also of bold words, and of a booklet; what is hidden is told nowhere."""
    words = "हिन्दी पढ़िए, மருந்து கொடு, ខ្មែរ មើល, <b>ကြေး 5 mg,</b> শক্তি। <b>धर्म</b> <b>की</b>"
    body = f"<h1>T</h1><p>{words}</p><p style='visibility: hidden'>क्षण</p>"
    for booklet in (False, True):
        pdf = render(job("", body, booklet=booklet)).pdf
        for text in (told_by(pdf), pdf_text(pdf)):
            assert re.sub("<.*?>", "", words) in " ".join(text.replace(END, "").split())
            assert "क्षण" not in text
            assert f"की{END}" in text  # for MuPDF, which is not here to ask


@pytest.mark.parametrize(
    ("written", "said", "is_found"),
    [
        ("ဆေးရုံ သောကြာ 12", "ေဆးရံု ေသာြကာ 12", True),
        ("ဆေးရုံ သောကြာ ဗုဒ္ဓ 12", "ေသာြကာ ဗုဒ္ဓ ေဆးရံု 12", False),
        ("ဆေးရုံ သောကြာ 12", "ေဆးရံု ေသာြကာ 21", False),
        ("ဆေးရုံ သောကြာ 12", "ေဆးရံု ေသာြကာ 1", False),
        ("ដើរ រៀន", "េដីរ េរៀន", True),
        ("ដើរ រៀន", "េដីរ េរៀ", False),
        ("जॉर्जिया", "जॉिजँया", True),
        ("जॉर्जिया", "जॉिजँमा", False),
    ],
)
def test_letters_are_in_their_syllable_and_numbers_in_their_order(
    written: str, said: str, is_found: bool
) -> None:
    """A vowel may be told before its letter; no word is told before another, and no number."""
    assert (compare([Block(written)], [letters(said)]).lost == ()) == is_found


PLACES = "মার্টিনিক রোমানিয়া তুর্কমেনিস্তান লিথুয়েনীয় ওয়েলশ বাংলা সুসু ফ্রান্স ডেনিশ ভুটান ভাই"


def test_heads_of_a_table_are_read_again_where_letters_join() -> None:
    """On each page of a table its heads stand before the next row, told as a PDF tells them."""
    head = "<thead><tr><th>শুক্রবার<th>বর্মি</tr></thead>"
    rows = "".join(f"<tr><td>{word}<td>{word} 2</tr>" for word in PLACES.split() * 3)
    assert misprints("", f"<h1>T</h1><table>{head}<tbody>{rows}</tbody></table>") == ()
    gone = misprints("tr:nth-child(20) { display: none }", f"<h1>T</h1><table>{head}<tbody>{rows}")
    assert [one.problem for one in gone[:1]] == ["is missing"]


def test_only_what_is_in_a_head_is_read_again() -> None:
    """It comes back in another order; other words are told as printed, and said by no page."""
    head = letters("শুক্রবার")
    assert is_part(letters("শুকর্বার"), head)
    assert not is_part(letters("জুলাই"), head)
    assert not is_part("walk", "rest")


def test_type_in_a_group_is_as_large_as_the_group_makes_it() -> None:
    """A page that is drawn half as large has letters half as large."""
    pdf = render(job()).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        whole = [drawing.size for page in drawings(document) for drawing in page if drawing.text]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form, half = document.pages[0].as_form_xobject(), io.BytesIO()
        page: Any = document.add_blank_page(page_size=(284, 425)).obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=form))
        page.Contents = document.make_stream(b"0.5 0 0 0.5 0 0 cm /Page Do")
        del document.pages[0]
        document.save(half)
    with pypdfium2.PdfDocument(half) as document:
        found = [drawing.size for page in drawings(document) for drawing in page if drawing.text]
    assert found == pytest.approx([size / 2 for size in whole])


def test_pictures_that_are_told_in_another_order_are_noticed() -> None:
    """All are there, and a reader who hears them would take one for the other."""
    opened: Any = SimpleNamespace(pieces=[Piece(alternative=text) for text in ("Lift", "Lower")])
    assert list(alternatives(opened, Spoken((), ("Lift", "Lower")))) == []
    (found,) = alternatives(opened, Spoken((), ("Lower", "Lift")))
    assert (found.words, found.problem) == ("Lower", "is read in another order")


def test_a_colour_without_an_outline_covers_what_lies_below() -> None:
    """A shading is no path: it hides a text as a picture does, and a line around a box does not."""
    box = (0.0, 0.0, 9.0, 9.0)
    covers = {kind: may_cover(Drawing(kind, box, -1, artifact=False, ink=-1)) for kind in Kind}
    assert [kind for kind in Kind if covers[kind]] == [Kind.IMAGE, Kind.SHADING]


# --- a PDF that somebody has changed --------------------------------------------------------------

Change = Callable[[list[Any], int], list[Any]]


def _dropped(instructions: list[Any], place: int) -> list[Any]:
    return instructions[:place] + instructions[place + 1 :]


def _moved(instructions: list[Any], place: int) -> list[Any]:
    move = pikepdf.ContentStreamInstruction([1, 0, 0, 1, 4000, 0], Operator("Tm"))
    return [*instructions[:place], move, *instructions[place:]]


def _covered(instructions: list[Any], place: int) -> list[Any]:
    lid = [([0, 0, 1000, 1000], "re"), ([], "f")]
    return instructions + [pikepdf.ContentStreamInstruction(o, Operator(op)) for o, op in lid]


def _changed(pdf: bytes, change: Change) -> Iterator[bytes]:
    """Yield the PDF with each of its texts changed, one at a time."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        instructions = list(pikepdf.parse_content_stream(document.pages[0]))
        places = [i for i, each in enumerate(instructions) if str(each.operator) in {"TJ", "Tj"}]
        for place in places:
            content = pikepdf.unparse_content_stream(change(instructions, place))
            document.pages[0].Contents = document.make_stream(content)
            output = io.BytesIO()
            document.save(output)
            yield output.getvalue()


@pytest.mark.parametrize("change", [_dropped, _moved, _covered])
def test_every_change_of_a_finished_pdf_is_noticed(change: Change) -> None:
    """Drop, move or cover any one text of the file: reading it back tells of it each time."""
    made = job()
    pdf = render(made).pdf
    said = spoken_of(BODY)
    area = (42.5, 42.5, 241, 382.7)
    layout = Layout([[area]], made.smallest, furniture=made.furniture)
    assert read_back(pdf, read_structure(pdf)[1], said, layout) == ()
    count = 0
    for spoilt in _changed(pdf, change):
        assert read_back(spoilt, read_structure(spoilt)[1], said, layout)
        count += 1
    assert count > 10


@pytest.mark.parametrize("booklet", [False, True])
def test_what_is_drawn_counts_and_not_what_it_is_said_to_say(booklet: bool) -> None:
    """A line of Khmer says its text beside what is drawn of it: what is gone is missed."""
    words = "ភាសាខ្មែរ ស៊ីរី ដើរ"
    made = job(body=f"<h1>Back</h1><p>{words}</p><p>Rest.</p>", booklet=booklet)
    rendered = render(made)
    assert rendered.misprints == ()
    with pikepdf.open(io.BytesIO(rendered.pdf)) as document:
        page = document.pages[0]
        instructions = list(pikepdf.parse_content_stream(page))
        operators = [str(each.operator) for each in instructions]
        (told,) = [n for n, each in enumerate(instructions) if "/ActualText" in str(each.operands)]
        shown = [n for n in range(told, operators.index("EMC", told)) if operators[n] == "TJ"]
        kept = [each for n, each in enumerate(instructions) if n not in shown[1:]]
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        output = io.BytesIO()
        document.save(output)
    assert words in told_by(output.getvalue())
    (found,) = read_again(output.getvalue(), made, rendered.laid)[1]
    assert (found.words, found.problem) == (words, "is missing")


# --- comparing ------------------------------------------------------------------------------------

WORDS = st.lists(st.text("abc def", min_size=1, max_size=8).filter(letters), max_size=8)


@given(WORDS, st.data())
def test_any_loss_is_told(words: list[str], data: st.DataObject) -> None:
    """The same texts do not differ, however they are cut; without one of them they do."""
    wanted = [Block(text) for text in words]
    runs = [block.letters for block in wanted]
    assert compare(wanted, list("".join(runs))) == compare([], [])
    if runs:
        place = data.draw(st.integers(0, len(runs) - 1))
        less = compare(wanted, runs[:place] + runs[place + 1 :])
        more = compare(wanted, [*runs[:place], "zzz", *runs[place:]])
        assert less.lost or less.moved
        assert more.surplus


def test_a_number_stands_behind_the_names_of_all_its_boxes() -> None:
    """A list that begins a box within a box is found behind both names, and missed without it."""
    wanted = [Block("8", is_label=True), Block("Lie down.")]
    runs = ["tip", "tip", "8", "liedown."]
    assert compare(wanted, runs, added=[0, 1]).lost == ()
    assert compare(wanted, ["tip", "tip", "9", "liedown."], added=[0, 1]).lost == (0,)


@given(st.integers(1, 3999), st.sampled_from("1aAiI"))
def test_labels_count_on(number: int, kind: str) -> None:
    """No two items have the same label, and capitals are those of the small letters."""
    assert label_of(number, kind) != label_of(number + 1, kind)
    assert label_of(number, kind).lower() == label_of(number, kind.lower())


def test_labels_are_those_of_html() -> None:
    """Some labels that everybody knows."""
    assert [label_of(n, "a") for n in (1, 26, 27, 702, 703)] == ["a", "z", "aa", "zz", "aaa"]
    assert [label_of(n, "i") for n in (4, 9, 1990)] == ["iv", "ix", "mcmxc"]
    assert [label_of(0, kind) for kind in "1aI"] == ["0", "0", "0"]


def test_replacing_a_job_changes_what_is_looked_for() -> None:
    """Words for the margin are looked for on the paper, not in the HTML."""
    found = render(replace(job(), furniture=("Approved by nobody",))).misprints
    assert [m.words for m in found] == ["Approved by nobody"]
