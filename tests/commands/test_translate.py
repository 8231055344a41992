"""``translate``: what is told of handouts and pages, printed to sign, and recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from prepared import Prepared
from projects import Project, pdf_text
from sphinx_handouts.__main__ import main
from sphinx_handouts.project import translations
from sphinx_handouts.project.translations import PageRecord
from translators import REVIEWER, SIDE_BY_SIDE, TRANSLATOR, record, translate

GUIDE = "locales/de/LC_MESSAGES/guide.po"
RECORDS = f"handouts/{translations.FILE}"
FILM = "Sehen Sie den Film auf dieser Seite an."
DRAFT = "a draft, since nobody has recorded who translated it"


def make_read(project: Project) -> None:
    """Read a project whose pages stand side by side in two languages."""
    project.edit("conf.py", SIDE_BY_SIDE)
    assert translate(project).status == 0


@pytest.fixture
def translated(prepared: Prepared) -> Project:
    """Return a project that is whole in German, and of which nothing is recorded."""
    return prepared(make_read, "languages")


def told(project: Project, *arguments: str) -> list[str]:
    """Return what is said of handouts and pages, without the lines of catalogues."""
    done = translate(project, *arguments)
    assert done.status == 0, done.err
    return [line for line in done.out.splitlines() if ".po: " not in line]


def refused(project: Project, *arguments: str, language: str = "de") -> str:
    """Return the one sentence with which the command ends; nothing was recorded."""
    before = (project.folder / RECORDS).is_file() and project.read(RECORDS)
    done = translate(project, *arguments, language=language)
    assert done.status == 2
    assert before == ((project.folder / RECORDS).is_file() and project.read(RECORDS))
    (line,) = done.err.splitlines()
    return line.removeprefix("error: ")


def page_record(project: Project, name: str) -> PageRecord | None:
    """Return what is recorded of a page."""
    found, findings = translations.load(project.folder / "handouts", "handouts")
    assert findings == []
    return found.page(name, "de")


# --- what is told ---------------------------------------------------------------------------------


def test_all_is_told(translated: Project) -> None:
    """Without a name, of each handout and of each page, the first page first."""
    names = ["KP-01", "KP-02", "KP-03", "index", "help", "rest", "walk"]
    assert [line.partition(" de: ")[0] for line in told(translated)] == names


def test_a_page_is_told(translated: Project) -> None:
    """How many texts it has, those that stand on no sheet, too, and how far they are."""
    assert told(translated, "walk") == [f"walk de: whole, 7 texts; {DRAFT}"]
    translated.edit(GUIDE, (FILM, ""))
    head, text = told(translated, "walk")
    assert head == "walk de: 7 texts: 1 to translate, 0 to look at again"
    number = translated.read(GUIDE).splitlines().index('msgid "Watch the film on this page."') + 1
    assert text == f'    {GUIDE}:{number}: "Watch the film on this page." is not translated'
    assert told(translated, "KP-01")[0].startswith("KP-01 de: whole")


def test_standings_are_told(translated: Project) -> None:
    """Who answers for a page, and since when the page says something else."""
    record(translated, "rest", *TRANSLATOR)
    assert told(translated, "rest")[0].endswith("translated by Erika Muster, not yet approved")
    record(translated, "rest", *REVIEWER)
    assert told(translated, "rest")[0].endswith("approved by Dr. B")
    rest = 'msgstr "Ruhen Sie sich zuerst aus"'
    translated.edit(GUIDE, (rest, 'msgstr "Ruhen Sie nie"'))
    assert told(translated, "rest")[0].endswith(
        "a draft, changed since Erika Muster answered for it"
    )
    for name in ("rest.md", GUIDE):
        text = translated.read(name).replace("for ten minutes", "for twenty minutes")
        translated.edit(name, text)
    was = "it was translated on 2026-11-20"
    assert told(translated, "rest")[0].endswith(f"out of date: the text has changed since {was}")


def test_a_wrong_clinic_stops_no_translator(translated: Project) -> None:
    """No word of a page is a clinic's: what its file lacks is for others to mend."""
    brand = "handouts/brands/clinic/brand.toml"
    translated.edit(brand, f"colour = 3\n{translated.read(brand)}")
    assert translated.build("-D", "language=de").status == 2
    assert told(translated, "walk") == [f"walk de: whole, 7 texts; {DRAFT}"]
    record(translated, "walk", "KP-01", *TRANSLATOR)


def test_a_wrong_catalogue_stops_all(translated: Project) -> None:
    """Nobody knows which handouts there are: one sentence, and nothing is recorded."""
    translated.edit("handouts/catalogue.toml", "[[handout]\n")
    assert "catalogue.toml: not valid TOML" in refused(translated, "walk", *TRANSLATOR)


def test_titles_of_packs_are_told(translated: Project, tmp_path: Path) -> None:
    """They are read with the page of the library; of a title that lacks, there is no pack."""
    library = "---\norphan: true\n---\n\n# Help\n\n:::{handout-library}\n:::\n"
    translated.edit("library.md", library)
    catalogue = translated.read("handouts/catalogue.toml")
    for slug, title in (("two", "Two"), ("one", "Rest well")):
        catalogue += f'\n[[pack]]\nslug = "{slug}"\ntitle = "{title}"\nhandouts = ["KP-01"]\n'
    translated.edit("handouts/catalogue.toml", catalogue)
    (line, _proof) = told(translated, "library", "--proof", str(tmp_path))
    assert line == f"library de: whole, 3 texts; {DRAFT}"
    proof = pdf_text(tmp_path / "library-de-translation.pdf")
    assert "2 Two Not translated" in proof
    assert "3 Rest well Gut ruhen" in proof


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--translator", " "), "argument --translator: write the name of a person"),
        (("--reviewer", ""), "argument --reviewer: write the name of a person"),
        (("--date", "2999-01-01"), "argument --date: 2999-01-01 has not come yet"),
        (("--date", "1.2.2026"), 'argument --date: "1.2.2026" is no date; write 2026-01-31'),
    ],
)
def test_records_that_nobody_could_answer_for(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record has a person and a day."""
    with pytest.raises(SystemExit):
        main(["translate", "de", "KP-01", *words])
    assert sentence in capsys.readouterr().err


def test_names_that_are_none(translated: Project) -> None:
    """The sentence has all names; nothing is recorded of those that are right."""
    line = refused(translated, "walk", "walking", *TRANSLATOR)
    assert line == (
        'no handout or page "walking"; the handouts are KP-01, KP-02, KP-03; '
        "the pages are index, help, rest, walk"
    )
    assert refused(translated, *TRANSLATOR) == "name the handouts or pages that were translated"
    assert "no handout or page" in refused(translated, "walking", language="fr")
    assert not (translated.folder / "locales/fr").exists()
    line = refused(translated, "KP-01", "--back-translation", "Ada, 2026-11-25")
    assert line == "nothing is recorded without --translator NAME or --reviewer NAME"


def test_a_name_of_both(translated: Project) -> None:
    """Nobody is left to guess which of the two is recorded."""
    translated.edit("KP-01.md", "---\norphan: true\n---\n\n# Walking\n")
    line = refused(translated, "KP-01", *TRANSLATOR)
    assert line.startswith('"KP-01" is the id of a handout and the name of a page; ')
    assert "another name" in line


def test_pages_in_one_language(translated: Project) -> None:
    """Where pages do not stand side by side, none says that it is a draft: none is recorded."""
    translated.edit("conf.py", SIDE_BY_SIDE[::-1])
    line = refused(translated, "walk", *TRANSLATOR)
    assert line.startswith("walk: no page says how far its translation is checked without ")
    assert 'handouts_language_pages in conf.py; set it to "../{language}"' in line
    assert [line.partition(" de: ")[0] for line in told(translated)] == ["KP-01", "KP-02", "KP-03"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("xx", '"xx" is no language; write its tag, such as "es"'),
        ("en", 'the pages are written in "en"; name another language'),
    ],
)
def test_languages_that_are_none(translated: Project, language: str, words: str) -> None:
    """A language that is none, or that of the pages, is a sentence."""
    assert refused(translated, language=language) == words


def test_no_folder_for_catalogues(translated: Project) -> None:
    """Where conf.py names no folder, there is no place to write to."""
    translated.edit("conf.py", ('locale_dirs = ["locales"]', "locale_dirs = []"))
    assert refused(translated).startswith("conf.py: locale_dirs: names no folder; ")


# --- what is recorded -----------------------------------------------------------------------------


def test_records_of_a_page(translated: Project) -> None:
    """First who translated it, then who approved it; a handout has a table of its own."""
    record(translated, "walk", "KP-01", *TRANSLATOR)
    first = page_record(translated, "walk")
    assert first is not None
    assert (first.translator, str(first.date), first.approved) == (
        "Erika Muster",
        "2026-11-20",
        None,
    )
    assert translated.read(RECORDS).startswith('[[page]]\nname = "walk"\nlanguage = "de"\n')
    record(translated, "walk", *REVIEWER)
    second = page_record(translated, "walk")
    assert second is not None
    assert (second.reviewer, second.reviewer_role) == ("Dr. B", "GP")
    assert second.source_hash == first.source_hash
    assert translated.read(RECORDS).count("[[page]]") == 1
    assert "reviewer" not in translated.read(RECORDS).partition("[[translation]]")[2]


def test_what_is_not_recorded(translated: Project) -> None:
    """Nobody approves what nobody translated, what lacks a text, or what has changed since."""
    line = refused(translated, "walk", *REVIEWER)
    assert line.startswith("walk de: nobody has recorded who translated it; ")
    record(translated, "walk", *TRANSLATOR)
    assert "needs back_translation" in refused(translated, "walk", *REVIEWER[:-2])
    translated.edit(GUIDE, (FILM, "Sehen Sie den Film nicht an."))
    line = refused(translated, "walk", *REVIEWER)
    assert line.startswith("walk de: the translation has changed since Erika Muster answered ")
    translated.edit(GUIDE, ("Sehen Sie den Film nicht an.", "Sehen Sie 2 Filme."))
    assert "has the number 2" in refused(translated, "walk", *TRANSLATOR)
    translated.edit(GUIDE, ("Sehen Sie 2 Filme.", ""))
    line = refused(translated, "walk", *TRANSLATOR)
    assert line == "walk de: not recorded, since texts are not translated; see above"


def test_a_page_whose_text_has_changed(translated: Project) -> None:
    """An approval of what the text was before is none."""
    record(translated, "walk", *TRANSLATOR)
    for name in ("walk.md", GUIDE):
        text = translated.read(name).replace("Watch the film on this", "Watch the film of this")
        translated.edit(name, text)
    line = refused(translated, "walk", *REVIEWER)
    assert line.startswith("walk de: the text has changed since it was translated; ")


def test_a_language_without_words_for_the_number(translated: Project) -> None:
    """Where a box would say *your local emergency number* in English, nobody answers for it."""
    for path in sorted((translated.folder / "locales/de/LC_MESSAGES").glob("*.po")):
        text = path.read_text("utf-8").replace("Language: de", "Language: da")
        translated.edit(f"locales/da/LC_MESSAGES/{path.name}", text)
    done = translate(translated, "help", *TRANSLATOR, language="da")
    assert '"your local emergency number" stands in the words of sphinx-handouts' in done.out
    assert done.err.startswith("error: help da: not recorded, since texts are not translated")
    words = "locales/da/LC_MESSAGES/sphinx_handouts.po"
    number = 'msgid "your local emergency number"\nmsgstr '
    translated.edit(words, (f'{number}""', f'{number}"det lokale alarmnummer"'))
    assert translate(translated, "help", *TRANSLATOR, language="da").status == 0


# --- to sign --------------------------------------------------------------------------------------


def test_a_proof_of_a_page(translated: Project, tmp_path: Path) -> None:
    """Both sides of all its texts, with the first signs of both digests; and one side alone."""
    translated.edit("parts/stand.md", "---\norphan: true\n---\n\n# Resting\n\nRest first\n")
    record(translated, "parts/stand", *TRANSLATOR, "--proof", str(tmp_path))
    proof = pdf_text(tmp_path / "parts/stand-de-translation.pdf")
    kept = page_record(translated, "parts/stand")
    assert kept is not None
    assert "parts/stand: translation into German" in proof
    assert "Web page, 2 texts: English into German." in proof
    for words in ("Resting", "Ausruhen", "Rest first", "Ruhen Sie sich zuerst aus"):
        assert words in proof
    assert f"parts/stand {kept.source_hash[7:19]} {kept.translation_hash[7:19]}" in proof
    back = pdf_text(tmp_path / "parts/stand-de-back-translation.pdf")
    assert "Ausruhen" in back
    assert "Resting" not in back
