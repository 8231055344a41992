"""The catalogues of the words that the programs of this project say to readers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from messages import CATALOGUES, KEYWORDS, Words, read

LANGUAGES = ["ar", "de", "es", "fr", "ko", "pl"]


@pytest.fixture(params=CATALOGUES, ids=lambda words: words.name, scope="module")
def words(request: pytest.FixtureRequest) -> Words:
    """Return each catalogue."""
    found: Words = request.param
    return found


@cache
def sources_say(words: Words) -> list[object]:
    """Return the texts of the sources in their order."""
    return texts_of(words.texts())


def texts_of(catalogue: Catalog) -> list[object]:
    """Return the texts of a catalogue in their order."""
    return [message.id for message in catalogue if message.id]


def said_in(source: Path) -> Iterator[str]:
    """Yield the texts that Python files hand to translators, wherever in an expression they are."""
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name(name), [ast.Constant(str(text)), *_]) if name in KEYWORDS:
                    yield text


def test_the_template_says_what_the_sources_say(words: Words) -> None:
    """A text that was added, changed or removed is so in the template: else nox -s messages."""
    assert texts_of(read(words.template)) == sources_say(words)


def test_no_text_is_overlooked(words: Words) -> None:
    """What stands within an f-string is found as well, or it could not be translated."""
    known = {text[0] if isinstance(text, tuple) else text for text in sources_say(words)}
    assert set(said_in(words.source)) <= known


def test_texts_are_looked_for_in_their_own_catalogue(words: Words) -> None:
    """No module asks Sphinx's catalogue, which lacks them: a reader would get them in English."""
    asks = {
        path.name: alias.name
        for path in words.source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "sphinx.locale"
        for alias in node.names
        if alias.name in {"_", "__", *KEYWORDS}
    }
    assert asks == {}


def test_every_language_is_whole(words: Words) -> None:
    """Each language has each text, and no other; placeholders and plural forms are right."""
    assert words.languages() == LANGUAGES
    for language in LANGUAGES:
        catalogue = read(words.path(language), language)
        assert texts_of(catalogue) == sources_say(words), language
        lacking = [m.id for m in catalogue if m.id and (not all(forms_of(m)) or m.fuzzy)]
        assert lacking == [], language
        problems = [(m.id, str(e)) for m, errors in catalogue.check() for e in errors]
        assert problems == [], language
        for message in catalogue:
            wanted = places(" ".join(message.id if isinstance(message.id, tuple) else [message.id]))
            if message.id:
                assert all(places(form) == wanted for form in forms_of(message)), message.id


@pytest.mark.parametrize("why", ["not checked by a translator", "changed since it was checked"])
def test_a_draft_is_called_one_thing(why: str) -> None:
    """Paper and status page warn of a draft translation in the same words: two look like two."""
    (words,) = (one for one in CATALOGUES if one.name == "sphinx_handouts")
    note = f"Draft translation: {why}"
    for language in LANGUAGES:
        catalogue = read(words.path(language), language)
        (told,) = (m for m in catalogue if str(m.id).startswith(f"A draft translation: {why}"))
        *said, _end = str(catalogue[note].string).split()
        assert " ".join(said).casefold() in str(told.string).casefold(), language


def places(text: str) -> set[str]:
    """Return what is put into a text."""
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", text))


def forms_of(message: object) -> tuple[str, ...]:
    """Return the forms of a translation."""
    said = message.string
    return said if isinstance(said, tuple) else (said,)
