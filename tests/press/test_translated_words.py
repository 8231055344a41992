"""The digest of what a sheet or a page says in another language changes with every word of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx_handouts.messages import page_words, paper_words
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.pages.translated_texts import _is_unspoken
from sphinx_handouts.press.languages.translated_words import TranslatedWords
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.texts import PageTexts, Text
from sphinx_handouts.sheets.assembly import Assembly

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
TEXTS = [Text("Walk more", None), Text("Rest", None), Text("Neck", None, drawing="body.svg")]
CALL = "your local emergency number"


def write(folder: Path, name: str, *flags: str, **said: str) -> None:
    """Write a catalogue of Spanish; a text has "_" for its blanks."""
    path = folder / f"locales/es/LC_MESSAGES/{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    marks = "".join(f"#, {flag}\n" for flag in flags)
    entries = (f'{marks}msgid "{k.replace("_", " ")}"\nmsgstr "{v}"\n' for k, v in said.items())
    path.write_text("\n".join([HEAD, *entries]), "utf-8")


@pytest.fixture
def sheet(tmp_path: Path) -> Assembly:
    """Return a sheet with a drawing, and with the emergency number in its box."""
    write(tmp_path, "guide", Walk_more="Camine", Rest="Descanse", Else="Otro")
    write(tmp_path, "sheet", Walk_more="Caminar")
    write(tmp_path, "figures", Neck="Cuello")
    (tmp_path / "body.svg").write_text("<svg/>")
    handout = Handout.model_validate(
        {"id": "HO-01", "slug": "walk", "title": "Walk more", "pages": 1, "parts": ["walk"]}
    )
    document = new_document("walk")
    document += nodes.paragraph("", "", own.brand_value(key="emergency"))
    return Assembly(handout, document, pictures={"body.svg": None})


def digest(folder: Path, sheet: Assembly) -> str:
    """Return what the digest is now."""
    return TranslatedWords(folder, ("locales",), "es").digest(TEXTS, sheet)


def digest_of_page(folder: Path) -> str:
    """Return what the digest is now of a page with the same texts."""
    page = PageTexts("walk", "guide", tuple(TEXTS), (), (CALL,), ("body.svg",))
    return TranslatedWords(folder, ("locales",), "es").digest_of_page(page)


def in_place(folder: Path, name: str) -> None:
    """Translate the drawing in place."""
    (folder / name).write_text("<svg><text>Cuello</text></svg>")


CHANGES: dict[str, Callable[[Path], None]] = {
    "page": lambda folder: write(folder, "guide", Walk_more="Camine", Rest="No descanse"),
    "empty": lambda folder: write(folder, "guide", Walk_more="Camine", Rest=""),
    "fuzzy": lambda folder: write(
        folder, "guide", "fuzzy", Walk_more="Camine", Rest="Descanse", Else="Otro"
    ),
    "swapped": lambda folder: write(folder, "guide", Walk_more="Descanse", Rest="Camine"),
    "title": lambda folder: write(folder, "sheet", Walk_more="Correr"),
    "label": lambda folder: write(folder, "figures", Neck="Espalda"),
    "form": lambda folder: in_place(folder, "body.es.svg"),
    "form of a variant": lambda folder: in_place(folder, "body.large-print.es.svg"),
    "number to call": lambda folder: write(
        folder, "sphinx_handouts", your_local_emergency_number="911"
    ),
    "foot": lambda folder: write(folder, "sphinx_handouts", Where_to_ask="No pregunte"),
    "box": lambda folder: write(folder, "sphinx_handouts", Warning="Nada"),
}


OF_SHEETS = {"title", "foot"}
"""What a page does not say."""


@pytest.mark.parametrize("what", CHANGES)
def test_every_word_counts(tmp_path: Path, sheet: Assembly, what: str) -> None:
    """Whatever a sheet prints in the language, wherever it is written, is in the digest."""
    before, page = digest(tmp_path, sheet), digest_of_page(tmp_path)
    CHANGES[what](tmp_path)
    assert digest(tmp_path, sheet) != before
    assert (digest_of_page(tmp_path) == page) == (what in OF_SHEETS)


@pytest.mark.parametrize("form", ["body.es", "body.large-print.es", "body.es.ink-saver"])
def test_a_label_that_moves(tmp_path: Path, sheet: Assembly, form: str) -> None:
    """A drawing that somebody translated in place counts as a whole, whatever its words are."""
    path = tmp_path / f"{form}.svg"
    in_place(tmp_path, path.name)
    before, page = digest(tmp_path, sheet), digest_of_page(tmp_path)
    path.write_text(path.read_text().replace("<text>", '<text x="9">'))
    assert digest(tmp_path, sheet) != before
    assert digest_of_page(tmp_path) != page


def test_other_words_do_not_count(tmp_path: Path, sheet: Assembly) -> None:
    """Neither order, nor lines, nor what other sheets, catalogues and the website say."""
    before, page = digest(tmp_path, sheet), digest_of_page(tmp_path)
    write(tmp_path, "guide", Else="Otra cosa", Rest='Descan"\n"se', Walk_more="Camine")
    write(tmp_path, "sphinx_handouts", Choose_your_clinic="Elija")
    (tmp_path / "body.ko.svg").write_text("<svg/>")
    (tmp_path / "body-two.es.svg").write_text("<svg/>")
    assert digest(tmp_path, sheet) == before
    write(tmp_path, "another-page", Rest="Pare")
    assert digest_of_page(tmp_path) == page


def test_words_of_paper() -> None:
    """The words of boxes, feet and papers may be on a sheet; those of the library alone are not."""
    known = set(paper_words())
    assert {CALL, "Where to ask", "large print", "Warning", "Page {page} of {pages}"} <= known
    assert not {"Choose your clinic, paper or language", "This is the current version."} & known
    in_texts = set(page_words())
    assert {CALL, "Warning", "In short", "Moderate"} <= in_texts < known
    assert not {"Where to ask", "Choose your clinic, paper or language"} & in_texts


def test_english_is_spoken() -> None:
    """Words that English pages would have are those of a translation into English, too."""
    spoken = {tag: not _is_unspoken(CALL, tag) for tag in ("en", "en-GB", "cy", "pt_PT")}
    assert spoken == {"en": True, "en-GB": True, "cy": False, "pt_PT": False}
