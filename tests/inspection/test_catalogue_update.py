"""Catalogues are brought up to date; what people wrote, and what they translated, is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_handouts.checks.translations import problems_of
from sphinx_handouts.inspection.catalogue_update import Updated, update
from sphinx_handouts.inspection.extraction import Place
from sphinx_handouts.project.message_files import MessageFiles

FIRST = "Have no massage until you have been checked."


def updated(folder: Path, text: str) -> Updated:
    """Update the German catalogue of a guide that says one thing."""
    (one,) = update({"guide": {text: Place()}}, folder, "de", "Guide")
    return one


def test_what_was_translated_stays_in_sight(tmp_path: Path) -> None:
    """However often a text changes, and is updated, its entry shows what was translated."""
    path = updated(tmp_path, FIRST).path
    path.write_text(path.read_text("utf-8").replace('msgstr ""\n', 'msgstr "Keine Massage"\n'))
    path.write_text(path.read_text("utf-8").replace('msgstr "Keine Massage"', 'msgstr ""', 1))
    for words in ("a doctor has checked you", "a doctor has seen you", "a doctor has seen you"):
        one = updated(tmp_path, FIRST.replace("you have been checked", words))
        assert (one.fuzzy, one.obsolete) == (1, 0)
        entry = path.read_text("utf-8").split("\n\n")[1].splitlines()
        assert entry == [
            "#, fuzzy",
            f'#| msgid "{FIRST}"',
            f'msgid "Have no massage until {words}."',
            'msgstr "Keine Massage"',
        ]


def test_a_new_catalogue_names_nobody(tmp_path: Path) -> None:
    """No example of a name or address stands in it, which a program would take for one."""
    head = updated(tmp_path, FIRST).path.read_text("utf-8").split("\n\n")[0]
    assert '"Last-Translator: \\n"' in head
    assert not [sign for sign in ("@", "FULL NAME", "VERSION\\n", "LL@") if sign in head]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    """A catalogue that says the same is left alone."""
    path = updated(tmp_path, FIRST).path
    before = path.stat().st_mtime_ns
    assert updated(tmp_path, FIRST) == Updated(path, 1, 0, 0, 0)
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("broken", "problem"),
    [(b'msgid "broken', 'has no " at the end of line '), (b'msgstr "\xff"', "is not UTF-8 ")],
)
def test_a_catalogue_that_cannot_be_read_is_named(
    tmp_path: Path, broken: bytes, problem: str
) -> None:
    """Who has several is told which one to mend; it stays as it is."""
    path = updated(tmp_path, FIRST).path
    path.write_bytes(path.read_bytes() + broken)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=f"^{path}: the catalogue {problem}"):
        updated(tmp_path, FIRST)
    assert path.read_bytes() == before


def test_a_text_that_is_translated_twice_is_told(tmp_path: Path) -> None:
    """A builder prints the first, and says so; an update would lose the other, and is refused."""
    path = updated(tmp_path, FIRST).path
    entry = f'msgid "{FIRST}"\nmsgstr "{{}}"\n'
    path.write_text(entry.format("Erst zum Arzt") + "\n" + entry.format("Keine Massage"))
    before = path.read_bytes()
    message = MessageFiles((path.parent,)).messages("guide")[FIRST]
    assert (message.translation, message.line) == ("Erst zum Arzt", 1)
    assert list(problems_of(message, "en")) == [
        f'the text "{FIRST}" is translated again at line 4, in other words, which are not printed; '
        "keep one of the two"
    ]
    with pytest.raises(ValueError, match=f"^{path}:4: .* is translated again"):
        updated(tmp_path, FIRST)
    assert path.read_bytes() == before
    path.write_text(entry.format("Erst zum Arzt") + "\n" + entry.format("Erst zum Arzt"))
    assert updated(tmp_path, FIRST).texts == 1


def test_a_language_that_the_package_does_not_speak(tmp_path: Path) -> None:
    """Its own words are there to be translated, with plurals and flags; and nothing else is new."""
    texts = {"guide": {FIRST: Place()}}
    for _round in range(2):
        guide = update(texts, tmp_path, "pl-PL", "Guide")
        own = update(texts, tmp_path, "he", "Guide")
        assert [one.path.name for one in guide] == ["guide.po"]
        assert [one.path.name for one in own] == ["guide.po", "sphinx_handouts.po"]
    written = own[1].path.read_text("utf-8")
    assert own[1].new == 0 < own[1].texts
    assert '#, python-format\nmsgid "%d page"\nmsgid_plural "%d pages"\n' in written
