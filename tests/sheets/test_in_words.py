"""States, dates and languages in words, and how a script runs."""

from __future__ import annotations

import datetime as dt

import pytest
from sphinx_handouts.records.states import State
from sphinx_handouts.sheets.in_words import (
    date_words,
    language_words,
    running_head,
    state_words,
    text_direction,
)


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Get help now", "Get help now"),
        (
            "¿Necesito una prueba de imagen, una inyección o una operación?",
            "¿Necesito una prueba de imagen, una inyección o una…",
        ),
        ("허리 통증이 " * 9, "허리 통증이 허리 통증이 허리 통증이 허리 통증이…"),
        ("x" * 60, "x" * 60),
    ],
)
def test_running_head(title: str, head: str) -> None:
    """A title that is longer than a line ends at a word; a word alone is left as it is."""
    assert running_head(title.strip()) == head


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ur", "ar-EG", "pa_Arab", "yi"])
def test_right_to_left(language: str) -> None:
    """Arabic and Hebrew scripts run to the left, whatever the region."""
    assert text_direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "ko", "pt-BR", "zh_Hant", "pa", "xx", "no language"])
def test_left_to_right(language: str) -> None:
    """All others run to the right, and what is no language does."""
    assert text_direction(language) == "ltr"


def test_words() -> None:
    """Each state has words of its own; dates and languages are written as their readers do."""
    assert len({state_words(state) for state in State}) == len(State)
    assert state_words(State.APPROVED) == "approved"
    day = dt.date(2028, 3, 1)
    assert date_words(day, "en-US") == "1 March 2028"
    assert date_words(day, "ko") == "2028년 3월 1일"
    assert date_words(day, "xx") == "2028-03-01"
    assert (language_words("ko"), language_words("xx")) == ("한국어", "xx")
