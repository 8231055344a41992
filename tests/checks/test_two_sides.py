"""What must be the same in a text and its translation, and what may differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_handouts.checks.two_sides import differences, same_words

SAME = [
    ("Use C+ now.", "\u05e7\u05d7\u05d5 \u2068C+\u2069\u200e"),
    (
        "Use < 5 mg, > 3 days.",
        "> 3 Tage unter 5 mg",
    ),
    ("~~No~~ **`a`** <b>5</b>", "**`a`** ~~Nein~~ <b>5</b>"),
    ("Call {brand}`emergency` now.", "Llame ya al {brand}`emergency`."),
    ("See {term}`relaxation massage <relaxation massage>`.", "Vea {term}`masaje relajante`."),
    ("It helped {cite:p}`little2008,cherkin2011`.", "Ayudó {cite:p}`cherkin2011, little2008`."),
    ("[The list](#safe-check-first) fits.", "Si encaja [la lista](#safe-check-first)."),
    ("10% of 313", "10 % de 313"),
    ("24 hours", "\u0662\u0664 ساعة"),
    ("{abbr}`TENS (a device)` helps.", "El {abbr}`TENS (un aparato)` ayuda."),
    (":ref:`first <a>` and :doc:`b`", "primero :doc:`b`, :ref:`otro <a>`"),
    ("<https://example.org/a>, see.", "Vea https://example.org/a."),
    ("Type `ls` twice[^1].", "Escriba[^1] dos veces `ls`."),
    ("**Both legs** hurt *now*.", "Duelen *ahora* **las dos piernas**."),
    ("**Call {brand}`emergency`.**", "**Llame al {brand}`emergency`.**"),
    ("a **new *and* bad** pain", "un dolor **nuevo *y* fuerte**"),
    ("***Stop*** now", "Pare ***ya***"),
    (r"3 * 4 and \*", r"\* y 3 * 4"),
    ("**Lump** on the back", "등에 **혹**이"),
    ("row %d", "%d번째 줄"),
]
DIFFERENT = [
    ("Use < 5 mg.", "Nehmen Sie > 5 mg.", 'has ">" before a number, where the text has "<"'),
    (
        "\u226538 \u00b0C",
        "\u226438 \u00b0C",
        'has "\u2264" before a number, where the text has "\u2265"',
    ),
    ("Put on shoes.", "Ziehen Sie `Schuhe an.", "has the sign `, which the text has not"),
    ("Put on shoes.", "Ziehen \u202eSie", "has a mark that nobody sees (U+202E) and that turns"),
    ("Put ~~on~~ shoes.", "Ziehen Sie Schuhe an.", "lacks the sign ~~"),
    ("10 m", "10 m^2^", "has the sign ^2^, which the text has not"),
    ("Call {brand}`emergency` now.", "Llame ya al 911.", "has the number 911, which"),
    ("Call {brand}`emergency` now.", "Llame ya al 911.", "lacks {brand}`emergency`"),
    ("Call {brand}`advice`.", "Llame a {brand}`emergency`.", "lacks {brand}`advice`"),
    ("Call {brand}`emergency`.", "Llame :brand:`emergency`.", "lacks {brand}`emergency`"),
    (":brand:`advice`", "{brand}`advice`", "lacks :brand:`advice`"),
    ("{kbd}`Ctrl`", ":kbd:`Ctrl`", "lacks {kbd}"),
    ("Call {brand}`emergency`.", r"Llame \{brand}`emergency`.", "lacks {brand}`emergency`"),
    (":brand:`advice`", r"\:brand:`advice`", "lacks :brand:`advice`"),
    ("Take 2.5 mg.", "Tome 25 mg.", "lacks the number 2.5"),
    ("It helped {cite:p}`little2008`.", "Ayudó.", "lacks {cite:p}`little2008`"),
    ("[The list](#a)", "[La lista](#b)", "lacks the link #a"),
    ("See https://a.org/x.", "Vea https://b.org/x.", "has the address https://b.org/x, which"),
    ("{{ name }} helps", "nombre ayuda", "lacks {{ name }}"),
    ("Stop after 3 or 6.", "Pare después de 3.", "lacks the number 6"),
    ("Note[^1]", "Nota", "lacks the note [^1]"),
    ("a {term}`muscle`", "un músculo", "lacks {term}"),
    ("a **new** pain", "un dolor *nuevo*", "lacks bold words (**)"),
    ("a **new** pain", "un dolor *nuevo*", "has words in italics (*), which"),
    ("a **new** pain", "un dolor nuevo", "lacks bold words"),
    ("a new pain", "un dolor **nuevo**", "has bold words"),
    ("a **new** pain", "un dolor **nuevo", "lacks bold words"),
    ("a **new** pain", "un dolor ** nuevo **", "lacks bold words"),
    ("**Lump (new)** here", "**혹(새)**이 있다", "lacks bold words"),
]


@pytest.mark.parametrize(("source", "translation"), SAME)
def test_the_same(source: str, translation: str) -> None:
    """Words, their order, and how a language writes numbers may differ."""
    assert list(differences(source, translation)) == []


@pytest.mark.parametrize(("source", "translation", "problem"), DIFFERENT)
def test_different(source: str, translation: str, problem: str) -> None:
    """A role, number, link, citation or placeholder that is lost, added or changed is told."""
    assert any(found.startswith(problem) for found in differences(source, translation))


FIGURES = [
    ("1,000 people, 2.5 points", "1.000 personas, 2,5 puntos", "es"),
    ("1,000 mg, 2.5 mg", "1,000 mg, 2.5 mg", "es-MX"),
    ("1,000 people", "1\u202f000 personnes", "fr"),
    ("1,000 people", "1\u2019000 Personen", "de-CH"),
    ("1.250 g", "1,250 g", "de"),
    ("1,000.5", "1.000,5", "de"),
    ("100,000", "\u0967,\u0966\u0966,\u0966\u0966\u0966", "hi"),
    ("1,000 and 2.5", "\u0661\u066c\u0660\u0660\u0660 \u0648\u0662\u066b\u0665", "ar"),
    ("1,000 people", "1,000 sem", "xx"),
    ("01632 960001", "01632\u00a0960001", "fr"),
    ("50,000 people, 1.2 million", "5\u4e07\u4eba\u3001120\u4e07", "zh"),
    ("1\u00bd tablets, or \u00bd", "1,5 Tabletten oder 1/2", "de"),
    ("1/2", "\u00bd", "es"),
    ("8 am to 5.30 pm", "8:00 bis 17.30 Uhr", "de"),
    ("from 2 to 6 pm", "de 14 h \u00e0 18h00", "fr"),
    ("6 pm", "\u0661\u0668:\u0660\u0660", "ar"),
    ("18:00", "\uc624\ud6c4 6\uc2dc", "ko"),
    ("On 20/11/2026", "Am 20.11.2026", "de"),
    ("On 3 March 2026", "Am 03.03.2026", "de"),
    ("Press 1.2.3", "Taste 1, 2, 3", "de"),
    ("at 12 am and 12:30 am", "um 0 Uhr und um 0.30 Uhr", "de"),
    ("8 am, 8 pm", "a las 8 p.\u00a0m. y a las 8 a. m.", "es"),
    ("2 in the evening", "2 am Abend", "de"),
    (".5 ml", ",5 ml", "fr"),
    (".5 ml (B.12)", "0,5 ml (B.12)", "es"),
    ("-5 to -2 \u00b0C, aged 2 -5", "\u22125 bis \u22122 \u00b0C, 2 bis 5 Jahre", "de"),
    ("minus 5 \u00b0C", "-5 \u00b0C", "es"),
    ("-5 \u00b0C, at least 3", "menos 5 \u00b0C, al menos 3", "es"),
    ("-5 \u00b0C", "영하 5 \u00b0C", "ko"),
]


@pytest.mark.parametrize(("source", "translation", "language"), FIGURES)
def test_a_number_is_written_as_its_language_does(
    source: str, translation: str, language: str
) -> None:
    """Marks between digits, halves, dates and times of the day are a matter of the language."""
    assert list(differences(source, translation, ("en", language))) == []


@pytest.mark.parametrize(
    ("source", "translation", "language", "problem"),
    [
        ("Take 1,000 mg.", "1,000 mg", "de", "has 1,000, which says 1 in de, where the text says"),
        ("2.500 mg", "2.500 mg", "es", "has 2.500, which says 2500 in es, where the text says 2.5"),
        ("1.250", "1,250", "ar", "has 1,250, which says 1250 in ar"),
        ("1.250", "1.250", "pl", "has 1.250, which says 1250 in pl, where the text says 1.25; "),
        ("Take \u00bd tablet", "Tome \u00bc", "es", "lacks the number 1/2"),
        ("Take 1\u00bd tablets", "Tome 1", "es", "lacks the number 1/2"),
        ("6 pm", "16 Uhr", "de", "lacks the number 6"),
        ("6 am", "18 Uhr", "de", "lacks the number 6"),
        ("10 mg at 10 pm", "22 mg um 10 pm", "de", "lacks the number 10"),
        ("6 tablets at 6 pm", "18 Tabletten um 18 Uhr", "de", "lacks the number 6"),
        ("50,000 people", "5\u4ebf", "zh", "lacks the number 50000"),
        ("6 pm", "6 a. m.", "es", "says 6 am, where the text says 6 pm"),
        ("12 am", "12 p.\u00a0m.", "es", "says 12 pm, where the text says 12 am"),
        ("6:30 in the morning", "\uc624\ud6c4 6:30", "ko", "says 6 pm, where the text says 6 am"),
        ("12:30 am", "12.30 Uhr", "de", "lacks the number 12"),
        (".5 mg", "5 mg", "es", "lacks the number 0.5"),
        ("below -5 \u00b0C", "bajo 5 \u00b0C", "es", "lacks a minus before a number"),
        ("at 5 \u00b0C", "a (\u22125) \u00b0C", "es", "has a minus before a number, which"),
        ("3 March", "3 de mayo", "es", "has a date of month 5, where the text has one of month 3"),
    ],
)
def test_another_number(source: str, translation: str, language: str, problem: str) -> None:
    """A mark that makes another number of it in its language is told, with a way out."""
    found = [*differences(source, translation, ("en", language))]
    assert found[0].startswith(problem)
    assert all("; write it as " in one for one in found if "which says" in one)


@pytest.mark.parametrize(
    ("text", "words"), [("5 mg/kg, 2.5-5 ml", 0), ("Take 5 mg", 2), ("Ibuprofen", 1), ("5, 6", 0)]
)
def test_units_are_no_words_to_translate(text: str, words: int) -> None:
    """A dose alone may be the same in two languages; a name with it is told by its words."""
    assert same_words(text, text.upper() if words else text) == words


DATES = [
    ("Reviewed in November 2026.", "2026년 11월에 검토했습니다.", "ko"),
    ("On 3 March 2026", "2026년 3월 3일", "ko"),
    ("On 3 March 2026", "Am 3. 3. 2026", "de"),
    ("On 3/11/2026", "El 3 de noviembre de 2026", "es"),
]


@pytest.mark.parametrize(("source", "translation", "language"), DATES)
def test_a_month_may_be_a_number(source: str, translation: str, language: str) -> None:
    """Where a date names a month, the other side may give its number."""
    assert list(differences(source, translation, ("en", language))) == []


@pytest.mark.parametrize(
    ("source", "translation", "problem"),
    [
        ("In November 2026", "2026년 12월", "has the number 12, which"),
        ("You may walk.", "5 걷기", "has the number 5, which"),
        ("March on.", "걸음 3번", "has the number 3, which"),
    ],
)
def test_a_month_is_no_other_number(source: str, translation: str, problem: str) -> None:
    """Another month is told, and so is a number where the word beside it is no date."""
    assert any(d.startswith(problem) for d in differences(source, translation, ("en", "ko")))


WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
KEYS = st.text("abcdefghij", min_size=1, max_size=6)
TOKENS = st.one_of(
    KEYS.map("{{brand}}`{}`".format),
    KEYS.map("{{cite:p}}`{}`".format),
    KEYS.map("[word](#{})".format),
    KEYS.map("https://example.org/{}".format),
    KEYS.map("{{{{ {} }}}}".format),
    KEYS.map("`{}`".format),
    st.integers(0, 10**9).map(str),
)


@given(st.lists(TOKENS, max_size=6), st.lists(WORDS, max_size=6), st.randoms())
def test_any_order(tokens: list[str], words: list[str], random) -> None:
    """Whatever the words, and wherever the language puts what must stay: nothing is told."""
    source = " and ".join([*tokens, *words])
    random.shuffle(tokens)
    assert list(differences(source, " y ".join([*tokens, "palabras"]))) == []


@given(st.lists(TOKENS, min_size=1, max_size=6, unique=True), st.data())
def test_one_is_lost(tokens: list[str], data: st.DataObject) -> None:
    """Whatever is dropped is told once as lost, or, the other way round, as added."""
    dropped = data.draw(st.sampled_from(range(len(tokens))))
    rest = [token for number, token in enumerate(tokens) if number != dropped]
    source, translation = " and ".join(tokens), " y ".join(rest)
    (lost,) = differences(source, translation)
    (added,) = differences(translation, source)
    assert lost.startswith("lacks ")
    assert added == f"has {lost.removeprefix('lacks ')}, which the text has not"


MARKS = {
    ",": "en",
    ".": "de",
    "\u00a0": "cs",
    "\u202f": "fr",
    "'": "it",
    "\u2019": "rm",
    " ": "pl",
}


@given(st.integers(0, 10**12), st.sampled_from([*MARKS.items(), (",", "xx"), (".", "xx")]))
def test_groups_of_digits(number: int, mark: tuple[str, str]) -> None:
    """However a language parts the digits of a number, it is the same number."""
    written = f"{number:,}".replace(",", mark[0])
    assert list(differences(f"{number}", written, ("en", mark[1]))) == []
