"""What must be the same in a text and its translation, and what may differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_handouts.checks.two_sides import differences

SAME = [
    ("Call {brand}`emergency` now.", "Llame ya al {brand}`emergency`."),
    ("See {term}`relaxation massage <relaxation massage>`.", "Vea {term}`masaje relajante`."),
    ("It helped {cite:p}`little2008,cherkin2011`.", "Ayudó {cite:p}`cherkin2011, little2008`."),
    ("[The list](#safe-check-first) fits.", "Si encaja [la lista](#safe-check-first)."),
    ("1,000 people, 2.5 points", "1.000 personas, 2,5 puntos"),
    ("1,000 people", "1\u202f000 personnes"),
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
]
DIFFERENT = [
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


@given(st.integers(0, 10**12), st.sampled_from([",", ".", "\u00a0", "\u202f", "'", "\u2019", " "]))
def test_groups_of_digits(number: int, mark: str) -> None:
    """However a language parts the digits of a number, it is the same number."""
    assert list(differences(f"{number}", f"{number:,}".replace(",", mark))) == []
