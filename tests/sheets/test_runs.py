"""Lines of other scripts: foreign runs keep their direction, Korean words stay whole."""

from __future__ import annotations

import pytest
from sphinx_handouts.pages.joined_letters import joined
from sphinx_handouts.sheets.compose import counters
from sphinx_handouts.sheets.constructs.runs import FOREIGN, NUMBER, WORD, pieces, run_markup


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("اتصل على 01632 960001 الآن.", [("01632 960001", NUMBER)]),
        ("اتصل على Samaritans on 116 123.", [("Samaritans on 116 123", FOREIGN)]),
        ("المصدر doi:10.1000/knee.1.", [("doi:10.1000/knee.1", FOREIGN)]),
        ("هل قرأت Could massage help me? نعم.", [("Could massage help me?", FOREIGN)]),
        ("1 Example Street, Town", [("1 Example Street, Town", FOREIGN)]),
        ("من 3-5 أيام، 2 و 3 مرات", []),
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
