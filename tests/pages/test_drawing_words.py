"""The words in drawings are told to translators, and shown in the language of the build."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.locale import translators
from sphinx_handouts.pages.drawing_words import (
    CATALOGUE,
    are_whole,
    drawn,
    form_in,
    original_of,
    texts_of,
    translated,
    words_of,
)
from sphinx_handouts.project.message_files import MessageFiles
from sphinx_handouts.records.texts import Lack

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


class Settings(SimpleNamespace):
    """Settings, which are asked for in two ways."""

    def __getitem__(self, key: str) -> object:
        return getattr(self, key)


CHAIR = "<svg><text>Sit on a chair</text></svg>"


def env_of(folder: Path, language: str, *names: str) -> SimpleNamespace:
    """Return the pages of a project: one, which shows drawings."""
    places = {"locale_dirs": ["locales"], "handouts_source_language": "en"}
    config = Settings(language=language, handouts_variants={}, **places)
    images = {name: ({"rest"}, name) for name in names}
    app = SimpleNamespace(confdir=folder)
    return SimpleNamespace(srcdir=folder, config=config, images=images, app=app, _app=app)


@pytest.mark.parametrize(
    ("form", "lack"),
    [
        ("Auf einem Stuhl sitzen", None),
        ("Sit on a chair", Lack.SAME),
        ("SIT on a chair!", Lack.SAME),
        ("Sit, chair", None),
    ],
)
def test_a_form_in_a_language(tmp_path: Path, form: str, lack: Lack | None) -> None:
    """Its words are translated in place, but for what was left; the text is that of the first."""
    (tmp_path / "chair.svg").write_text(CHAIR)
    (tmp_path / "chair.de.svg").write_text(f"<svg><text>{form}</text></svg>")
    env = env_of(tmp_path, "de", "chair.de.svg")
    (text,) = texts_of(env, "chair.de.svg", b"")
    assert (text.source, text.lack, text.path) == ("Sit on a chair", lack, "chair.de.svg")
    files = MessageFiles(())
    assert are_whole(env, files, "de", "rest") == (lack is None)
    assert not are_whole(env, files, "es", "rest"), "neither a form nor a catalogue"
    assert are_whole(env, files, "es", "walk"), "it has no drawing"


def test_translators_are_not_shown_what_is_translated(tmp_path: Path) -> None:
    """What is to be translated is the drawing and its forms for variants, in no other language."""
    names = ["a.svg", "a.large-print.svg", "a.de.svg", "a.de.large-print.svg", "a.b.svg"]
    for name in names:
        (tmp_path / name).write_text(CHAIR)
    env = env_of(tmp_path, "en", "a.svg")
    assert [name for name, _drawing in drawn(env)] == ["a.svg", "a.large-print.svg"]
    env = env_of(tmp_path, "de", "a.de.svg")
    assert [original_of(env, name) for name in names] == [*names[:2], *names[:2], "a.b.svg"]
    assert [form_in(tmp_path, name, "de") for name in names[:2]] == ["a.de.svg", "a.de.svg"]
    assert form_in(tmp_path, "a.svg", "pt-BR") == ""
