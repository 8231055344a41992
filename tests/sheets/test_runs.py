"""Lines of other scripts: foreign runs keep their direction, Korean words stay whole."""

from __future__ import annotations

import io
from importlib.resources import files

import pypdfium2
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sheets import sheet
from sphinx_handouts.pages.joined_letters import joined
from sphinx_handouts.sheets.compose import counters
from sphinx_handouts.sheets.constructs.mixed_runs import BACKWARD
from sphinx_handouts.sheets.constructs.runs import (
    FOREIGN,
    NUMBER,
    WORD,
    mark_runs,
    pieces,
    run_markup,
)

TYPE = (files("sphinx_handouts") / "templates/print/type.css").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("اتصل على 01632 960001 الآن.", [("01632 960001", NUMBER)]),
        ("اتصل على Samaritans on 116 123.", [("Samaritans on 116 123", FOREIGN)]),
        ("المصدر doi:10.1000/knee.1.", [("doi:10.1000/knee.1", FOREIGN)]),
        ("هل قرأت Could massage help me? نعم.", [("Could massage help me?", FOREIGN)]),
        ("1 Example Street, Town", [("1 Example Street, Town", FOREIGN)]),
        ("خذ Ibuprofen (400 mg) كل يوم", [("Ibuprofen (400 mg)", FOREIGN)]),
        ("خذ (Ibuprofen) 400 mg كل يوم", [("(Ibuprofen) 400 mg", FOREIGN)]),
        ("اتصل على (01632) 960001 الآن", [("(01632) 960001", NUMBER)]),
        ("انظر NICE [NG59] هنا", [("NICE [NG59]", FOREIGN)]),
        ("انظر (NHS 111) هنا", [("NHS 111", FOREIGN)]),  # they are the sentence's
        ("محلول NaCl 0.9% هنا", [("NaCl 0.9%", FOREIGN)]),
        ("عند -5 °C، أو 3 -4°", [("-5 °C", FOREIGN)]),
        ("ال-5 mg هنا", [("5 mg", FOREIGN)]),
        ("من 3-5 أيام، 2 و 3 مرات، 50%", []),
        ("ملف PDF هنا", []),
        (" NICE ", []),
        (" NICE 2016? ", [("NICE 2016?", FOREIGN)]),  # what follows may go: no space stays with it
        (" ", []),
    ],
)
def test_foreign_runs(text: str, runs: list[tuple[str, str]]) -> None:
    """What has parts that would change places is a run; what reads right by itself is none."""
    found = pieces(text, "ar")
    assert [piece for piece in found if piece[1]] == runs
    assert "".join(part for part, _kind in found) == text


@pytest.mark.parametrize(
    ("language", "text", "kind", "held"),
    [
        ("ar", r"درجة 37.\ **5** هنا", NUMBER, "37.5"),
        ("ar", r"العدد 37.\ **5**\ % هنا", NUMBER, "37.5%"),
        ("ar", r"خذ 1/\ **2** حبة.", NUMBER, "1/2"),
        ("fa", r"دمای ۳۷.\ **۵** درجه", NUMBER, "۳۷.۵"),
        ("ar", r"العدد 10\ :sup:`3` وحدة.", NUMBER, "103"),
        ("ar", "اتصل على 01632 **960001** الآن", NUMBER, "01632 960001"),
        ("he", r"מים H\ :sub:`2`\ O כאן", FOREIGN, "H2O"),
        ("ar", "خذ Vitamin **B12** كل يوم", FOREIGN, "Vitamin B12"),
        ("ar", "**خذ Vitamin** *B12 كل* يوم", FOREIGN, "Vitamin B12"),
        ("ar", r"زر ``Ctrl``\ +\ ``C`` هنا", FOREIGN, "Ctrl+C"),
        ("ar", "انظر `NICE <https://nice.example>`_ 2016 هنا", FOREIGN, "NICE 2016"),
        ("ar", "خذ Ibuprofen (**400 mg**) كل يوم", FOREIGN, "Ibuprofen (400 mg)"),
        ("ar", "Take **two** tablets *now*.", FOREIGN, "Take two tablets now."),
        ("en", "Say אחת **שתיים** שלוש now.", BACKWARD, "אחת שתיים שלוש"),
        ("en", "Say *קחו אחת* **שתיים** now.", BACKWARD, "קחו אחת שתיים"),
    ],
)
def test_elements_of_a_run_are_held_together(
    language: str, text: str, kind: str, held: str
) -> None:
    """Half a tablet is no two: its numbers would be set from right to left, one in bold."""
    document = publish_doctree(text)
    before = document.astext()
    mark_runs(document, language)
    marked = [
        one for one in document.findall(nodes.inline) if set(one["classes"]) & {*kind.split()}
    ]
    assert [(one.astext(), " ".join(one["classes"])) for one in marked] == [(held, kind)]
    assert document.astext() == before
    assert document.astext().count(held) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "هل **قرأت** هذا؟"),
        ("ar", "يوم 3 **5** يوم"),  # two numbers: the first one is read first, on the right
        ("ar", "خذ `كل Vitamin <https://a.example>`_ B12 يوم"),  # a link stays one
        ("ar", "خذ Vitamin `B12 كل <https://a.example>`_ يوم"),
        ("en", "Take **two** *now*."),
        ("en", "Say אחת now, **two** שתיים."),
    ],
)
def test_what_is_no_run_is_left(language: str, text: str) -> None:
    """Elements that stand in the order of their line stay as they are."""
    document = publish_doctree(text)
    mark_runs(document, language)
    assert not [one for one in document.findall(nodes.inline) if len(one) > 1]
    assert len([*document.findall(nodes.reference)]) == text.count("_ ")


@pytest.mark.parametrize("kind", ["note-mark", "citation-number", "bibtex-citation", "address"])
def test_what_is_no_word_of_a_line_is_in_no_run(kind: str) -> None:
    """The mark of a note behind a number stands where the line goes on."""
    document = publish_doctree("x")
    document[0].children = []
    document[0] += [nodes.Text("خذ 5"), nodes.superscript("", "1", classes=[kind])]
    mark_runs(document, "ar")
    assert not [*document.findall(nodes.inline)]


def test_a_browser_is_left_to_know_words_from_the_right() -> None:
    """On the web, only what is marked in pieces otherwise is held together."""
    document = publish_doctree("Say אחת **שתיים** שלוש now.")
    mark_runs(document, "en", paper=False)
    assert not [*document.findall(nodes.inline)]


@pytest.mark.parametrize(
    ("language", "short", "meaning", "held"),
    [
        ("he", "TENS", "Nerve Stimulation", "TENS (Nerve Stimulation)"),
        ("he", "MRI", "דימות", ""),
        ("ar", "نص", "Text", ""),
        ("en", "קופ״ח", "קופת חולים", "קופ״ח (קופת חולים)"),
        ("en", "GP", "רופא", ""),
    ],
)
def test_a_meaning_stands_behind_its_abbreviation(
    language: str, short: str, meaning: str, held: str
) -> None:
    """Both in another script than their line are one run: the meaning stood before it."""
    document = publish_doctree("x")
    explained = nodes.abbreviation("", short)
    explained += nodes.inline("", f" ({meaning})", classes=["meaning"])
    document[0].children = []
    document[0] += [nodes.Text("א " if language != "en" else "a "), explained, nodes.Text(".")]
    mark_runs(document, language)
    kinds = {FOREIGN, BACKWARD}
    marked = [one for one in document.findall(nodes.inline) if kinds & {*one["classes"]}]
    assert [one.astext() for one in marked if len(one) > 1] == [held] * bool(held)


def test_what_is_parted_keeps_one_name() -> None:
    """An element of which a part is in a run is two; a link to it leads to the first."""
    document = publish_doctree("x")
    strong = nodes.strong("", "خذ Vitamin", ids=["here"])
    document[0].children = []
    document[0] += [strong, nodes.Text(" B12 كل")]
    mark_runs(document, "ar")
    assert [one["ids"] for one in document.findall(nodes.strong)] == [["here"], []]


@pytest.mark.parametrize(
    ("direction", "kind", "words"), [("rtl", FOREIGN, "12"), ("ltr", BACKWARD, "אב")]
)
def test_held_elements_are_set_in_their_direction(direction: str, kind: str, words: str) -> None:
    """On paper, what comes first stands where its script begins, in a line of another one, too."""
    css = "\n".join(line for line in TYPE.splitlines() if line.startswith(".run-"))
    first, second = words
    held = f'<span class="{kind}">{first}<b>{second}</b></span>'
    pdf = sheet(f'<main><p dir="{direction}">{held}</p></main>', css).pdf
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        text = document[0].get_textpage()
        at = text.get_text_range()
        lefts = [text.get_charbox(at.index(sign))[0] for sign in words]
    assert (lefts[0] < lefts[1]) is (kind == FOREIGN)


def test_korean_words_stay_whole() -> None:
    """A line ends between words; a word too long for a line may break."""
    assert pieces("안내문을 큰 글씨로", "ko") == [
        *(("안내문을", WORD), (" ", ""), ("큰", WORD), (" ", "")),
        ("글씨로", WORD),
    ]
    assert pieces("가" * 20, "ko") == [("가" * 20, "")]


def test_a_number_behind_a_word_from_the_right_keeps_its_order() -> None:
    """In a text of a language from the left, too: its groups of digits would change places."""
    assert pieces("In Arabic: اتصل 01632 960001, or 999.", "en") == [
        *(("In Arabic: اتصل ", ""), ("01632 960001", NUMBER), (", or 999.", "")),
    ]


def test_other_languages_are_as_they_are() -> None:
    """English has no runs, and what is marked is escaped."""
    assert pieces("Call 01632 960001.", "en") == [("Call 01632 960001.", "")]
    assert run_markup("<b> & c", "en") == "&lt;b&gt; &amp; c"
    assert run_markup("من <a b>", "ar").count("<") == 2


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("Page {page} of {pages}", '"Page " counter(page) " of " counter(pages)'),
        ("{pages}쪽 중 {page}쪽", 'counter(pages) "쪽 중 " counter(page) "쪽"'),
    ],
)
def test_page_counters_stand_in_any_order(words: str, content: str) -> None:
    """A language may tell the total first."""
    assert counters(words) == content


def test_arabic_letters_join() -> None:
    """Letters of a drawing have the forms in which they join, the last one first; numbers stay."""
    assert joined("بيت") == "\N{ARABIC LETTER TEH FINAL FORM}\N{ARABIC LETTER YEH MEDIAL FORM}" + (
        "\N{ARABIC LETTER BEH INITIAL FORM}"
    )
    assert joined("لا") == "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}"
    assert joined("دار")[::-1] == "\N{ARABIC LETTER DAL ISOLATED FORM}" + (
        "\N{ARABIC LETTER ALEF ISOLATED FORM}\N{ARABIC LETTER REH ISOLATED FORM}"
    )
    assert "10.5" in joined("بعد 10.5 أيام")
    assert joined("Start") == "Start"
