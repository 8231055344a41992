"""What is printed is what the catalogues of translations say, whatever the times of files say."""

from __future__ import annotations

import codecs
import io
import os
import time
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from projects import Maker, Project
from sphinx_handouts.checks.translations import lack_of
from sphinx_handouts.project.message_files import MessageFiles, read
from sphinx_handouts.records.texts import Lack

PO = "locales/de/LC_MESSAGES/guide.po"
MO = "locales/de/LC_MESSAGES/guide.mo"
ENGLISH, GERMAN, NEW = "to the gate", "bis zum Tor", "bis zur Eiche"
LONG_AGO = 946_684_800


@pytest.fixture
def german(make_project: Maker) -> Project:
    """Return a project whose German pages are built."""
    project = make_project("languages")
    assert GERMAN in shown(project)
    return project


def shown(project: Project, *options: str, builder: str = "html") -> str:
    """Return the German page after a build in which nothing was wrong."""
    project.good("-D", "language=de", *options, builder=builder)
    suffix = "txt" if builder == "text" else builder
    return project.read(f"_build/{builder}/walk.{suffix}")


def dated(project: Project, name: str, when: float) -> None:
    """Give a file a time."""
    os.utime(project.folder / name, (when, when))


def test_a_catalogue_that_is_older_than_what_was_compiled(german: Project) -> None:
    """An edit with an old time is printed, by every builder, and compiled once."""
    german.edit(PO, (GERMAN, NEW))
    dated(german, PO, LONG_AGO)
    assert NEW in shown(german)
    compiled = (german.folder / MO).stat().st_mtime_ns
    assert NEW in shown(german, builder="text")
    assert (german.folder / MO).stat().st_mtime_ns == compiled


def test_what_was_compiled_elsewhere_is_compared(german: Project) -> None:
    """A .mo of another day, newer than its .po and unknown to these doctrees, is not believed."""
    (german.folder / "_build/doctrees/translations.json").unlink()
    german.edit("other.po", german.read(PO).replace(GERMAN, "bis zum Zaun"))
    with (german.folder / "other.po").open() as po, (german.folder / MO).open("wb") as mo:
        write_mo(mo, read_po(po, "de"))
    dated(german, MO, time.time() + 3600)
    assert GERMAN in shown(german)


def test_nothing_to_do(german: Project) -> None:
    """Without news, no translated page is read."""
    assert german.good("-D", "language=de", builder="html").read == 0


@pytest.mark.parametrize("fresh", [(), ("-E",)])
def test_a_catalogue_that_is_deleted(german: Project, fresh: tuple[str, ...]) -> None:
    """The text of the source is printed; what was compiled is kept under another name."""
    (german.folder / PO).unlink()
    page = shown(german, *fresh)
    assert ENGLISH in page
    assert GERMAN not in page
    assert not (german.folder / MO).exists()
    assert (german.folder / f"{MO}.unused").is_file()


def test_a_catalogue_that_comes_back(german: Project) -> None:
    """It is printed again, though its file has its old time."""
    text = german.read(PO)
    (german.folder / PO).unlink()
    shown(german)
    german.edit(PO, text)
    dated(german, PO, LONG_AGO)
    assert GERMAN in shown(german)


def test_a_project_may_ship_compiled_translations_alone(german: Project) -> None:
    """A .mo without a .po that was not compiled here is printed, and stays."""
    (german.folder / "_build/doctrees/translations.json").unlink()
    (german.folder / PO).unlink()
    assert GERMAN in shown(german, "-E")
    assert (german.folder / MO).is_file()


def test_a_project_that_compiles_by_itself(german: Project) -> None:
    """Without `gettext_auto_build`, what is compiled is the project's own."""
    german.edit(PO, (GERMAN, NEW))
    assert GERMAN in shown(german, "-D", "gettext_auto_build=0", "-E")


def test_a_catalogue_with_a_mark_of_its_encoding(german: Project) -> None:
    """As some editors of Windows save it: it is read as it is, for sheets, too."""
    german.edit(PO, codecs.BOM_UTF8 + german.read(PO).replace(GERMAN, NEW).encode())
    assert NEW in shown(german)
    written, compiled = (
        {str(one.id): one.string for one in read(german.folder / name) if one.id}
        for name in (PO, MO)
    )
    assert written == compiled


def test_a_catalogue_that_cannot_be_read(german: Project) -> None:
    """It is named with what is wrong, and what it said before is printed."""
    german.edit(PO, german.read(PO).encode("utf-16"))
    dated(german, PO, LONG_AGO)
    built = german.build("-D", "language=de", builder="html")
    (said,) = built.said("guide.po")
    assert "WARNING: the catalogue is saved as UTF-16 or UTF-32; save it as UTF-8" in said
    assert GERMAN in german.read("_build/html/walk.html")


def test_a_catalogue_that_lacks_a_letter_is_told_on_the_web(german: Project) -> None:
    """Sphinx compiles it without a word: the page is built, and the line is told."""
    german.edit(PO, german.read(PO).replace('zurück."', "zurück."))
    built = german.build("-D", "language=de", builder="html")
    (said,) = built.said("guide.po")
    assert 'WARNING: the catalogue has no " at the end of line ' in said


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset={}\\n"\n\n'
PAIR = 'msgid "Rest"\nmsgstr "Größer"\n'


@pytest.mark.parametrize("head", ["", HEAD.format("CHARSET"), HEAD.format("ISO-8859-1")])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_catalogue_is_utf_8_whatever_its_head_says(tmp_path: Path, head: str, ends: str) -> None:
    """As Sphinx reads it: a copy of a .pot says CHARSET, which ended in a traceback."""
    file = tmp_path / "guide.po"
    file.write_bytes((head + PAIR).replace("\n", ends).encode())
    compiled = io.BytesIO()
    write_mo(compiled, read(file))
    compiled.seek(0)
    assert [one.string for one in read_mo(compiled) if one.id] == ["Größer"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (PAIR.encode("latin-1"), "is not UTF-8 (line 2, byte f6); save it as UTF-8"),
        (
            PAIR.replace('er"', "er").encode(),
            'has no " at the end of line 2; write it, or a letter',
        ),
        (PAIR.replace('er"', '\\\\\\"').encode(), 'has no " at the end of line 2; write it, or a'),
        (b"msgid Rest\n", "has a mistake in line "),
    ],
)
def test_a_catalogue_that_would_be_read_as_other_words(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    """A text without its last quotation mark loses its last letter, and Sphinx says nothing."""
    folder = tmp_path / "locales/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "guide.po").write_bytes(content)
    files = MessageFiles.of(tmp_path, ["locales"], "de")
    ((path, why),) = files.unread
    assert (path, files.messages("guide")) == (folder / "guide.po", {})
    assert why.startswith(problem)


def test_a_text_in_a_context(tmp_path: Path) -> None:
    """Sphinx looks up no context: what has one is told, and the same text without one is used."""
    folder = tmp_path / "locales/de/LC_MESSAGES"
    folder.mkdir(parents=True)
    other = 'msgid "Walk"\nmsgstr "Gehen"\n'
    (folder / "guide.po").write_text(
        f'msgctxt "a"\n{PAIR}\n{other}\nmsgctxt "b"\n{other.replace("Gehen", "Gang")}', "utf-8"
    )
    known = MessageFiles.of(tmp_path, ["locales"], "de").messages("guide")
    assert [lack_of(known[text]) for text in ("Rest", "Walk")] == [Lack.CONTEXT, None]
    assert known["Walk"].translation == "Gehen"


def test_a_damaged_file_is_compiled_again(german: Project) -> None:
    """Half a .mo, of a build that was killed, says nothing: its catalogue does."""
    path: Path = german.folder / MO
    path.write_bytes(path.read_bytes()[:40])
    dated(german, MO, time.time() + 3600)
    assert GERMAN in shown(german)
