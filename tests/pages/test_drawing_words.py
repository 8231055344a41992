"""The words in drawings are told to translators, and shown in the language of the build."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations

import pytest
from sphinx.locale import translators
from sphinx_handouts.pages.drawing_words import CATALOGUE, translated, words_of

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg"><title>A path</title>
<!-- <text>no text</text> --><style>text { fill: red }</style>
<text x="1"><tspan>Low.</tspan> we are
  not sure &amp; say so.</text><text>10</text></svg>"""


class Words(NullTranslations):
    """A catalogue of two texts."""

    def gettext(self, message: str) -> str:
        known = {"A path": "Un <camino>", "we are not sure & say so.": "no sabemos & lo decimos."}
        return known.get(message, message)


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """Let drawings speak by a catalogue."""
    translators["general", CATALOGUE] = Words()
    yield
    del translators["general", CATALOGUE]


def test_what_a_drawing_says() -> None:
    """Texts, titles and their parts are told as one line each; comments and numbers are not."""
    assert list(words_of(DRAWING)) == ["A path", "Low.", "we are not sure & say so."]


def test_a_drawing_is_translated_and_else_the_same() -> None:
    """Words change, escaped as they must be; spaces around them, and all else, stay."""
    said = translated(DRAWING)
    assert b"<title>Un &lt;camino&gt;</title>" in said
    assert b"</tspan> no sabemos &amp; lo decimos.</text>" in said
    assert b"<!-- <text>no text</text> -->" in said
    assert translated(b"<svg><text>Low.</text></svg>") == b"<svg><text>Low.</text></svg>"
