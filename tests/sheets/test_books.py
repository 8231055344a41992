"""The parts of a book by themselves: the order of an index, and the pages in it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from sphinx_handouts.pdf.page_links import write_pages
from sphinx_handouts.sheets.books.collation import initial, sort_key


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["egg", "éclair", "zebra", "Apple", "apricot"]),
        ("de", ["ärgern", "Arzt", "Straße", "Strasse", "zu", "Ofen", "öffnen"]),
        ("es", ["ñandú", "nube", "oso", "Ángel", "anís"]),
        ("pl", ["łokieć", "lek", "lupa", "ćma", "cud", "ból", "żebro", "źródło", "zima"]),
        ("sv", ["åtta", "zon", "ärm", "öra", "arm"]),
        ("ko", ["허리", "가슴", "통증", "근육"]),
        ("ar", ["الظهر", "ألم", "عضلة", "تدليك"]),
    ],
)
def test_words_stand_where_readers_look(language: str, words: list[str]) -> None:
    """Marks come second, but where a letter with one is its own; articles do not count."""
    wanted = {
        "en": ["Apple", "apricot", "éclair", "egg", "zebra"],
        "de": ["ärgern", "Arzt", "Ofen", "öffnen", "Strasse", "Straße", "zu"],
        "es": ["Ángel", "anís", "nube", "ñandú", "oso"],
        "pl": ["ból", "cud", "ćma", "lek", "lupa", "łokieć", "zima", "źródło", "żebro"],
        "sv": ["arm", "zon", "åtta", "ärm", "öra"],
        "ko": ["가슴", "근육", "통증", "허리"],
        "ar": ["ألم", "تدليك", "الظهر", "عضلة"],
    }
    assert sorted(words, key=lambda word: sort_key(word, language)) == wanted[language]


@pytest.mark.parametrize(
    ("word", "language", "letter"),
    [
        ("Éclair", "fr", "E"),
        ("öra", "sv", "Ö"),
        ("öffnen", "de", "O"),
        ("łokieć", "pl", "Ł"),
        ("3 speeds", "en", ""),
        ("(sign)", "en", ""),
        ("الظهر", "ar", "ظ"),
        ("허리", "ko", "\u1112"),
    ],
)
def test_letters_head_the_words(word: str, language: str, letter: str) -> None:
    """A word stands below its first letter, as its language counts letters; a sign below none."""
    assert initial(word, language) == letter


def test_pages_of_a_word_stand_once_in_their_order() -> None:
    """Pages are in order, each stands once, and that of a meaning stays the one that is bold."""
    one = '<span class="page-link{0}">, <a href="#{1}" data-page-of="#{1}"></a></span>'
    links = "".join(
        one.format(*row) for row in (("", "c"), (" page-link--main", "b"), ("", "a"), ("", "b"))
    )
    root = ElementTree.fromstring(f"<ul><li>spoke{links}<ul><li>see also</li></ul></li></ul>")
    assert write_pages(root, {"a": 12, "b": 4, "c": 12})
    assert "".join(root.itertext()) == "spoke, 4, 12see also"
    assert [span.get("class") for span in root.iter("span")] == [
        "page-link page-link--main",
        "page-link",
    ]
    assert not write_pages(root, {})
