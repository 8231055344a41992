"""What keeps a sheet from being printed in another language, and what it says of itself."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from myst_parser.mdit_to_docutils import base
from myst_parser.parsers import sphinx_
from prepared import Prepared
from projects import Built, Project, pdf_text
from sphinx.config import Config
from sphinx_handouts.inspection.check import Options, check
from sphinx_handouts.messages import untranslated
from sphinx_handouts.project import translations
from sphinx_handouts.project.translations import Record
from sphinx_handouts.records.finding import Severity

GUIDE, SHEETS = (f"locales/de/LC_MESSAGES/{name}.po" for name in ("guide", "sheet"))
GERMAN = ("-D", "language=de")
REST = 'msgstr "Ruhen Sie sich zuerst aus"'
BOX = 'msgstr "Rufen Sie {brand}`emergency` an, wenn Sie auf dem Bein nicht stehen können."'
RELEASED = ("-D", "handouts_release=1", "-D", "handouts_only=KP-03")
IDS = ["KP-01", "KP-02", "KP-03"]


def make_german(project: Project) -> None:
    """Print the German sheets."""
    project.good(*GERMAN)


@pytest.fixture
def german(prepared: Prepared) -> Project:
    """Return a project whose German sheets are printed."""
    return prepared(make_german, "languages")


def made(project: Project) -> list[str]:
    """Return the ids of the sheets in German."""
    return sorted(e["id"] for e in project.editions().values() if e["language"] == "de")


def line_of(project: Project, name: str, words: str) -> int:
    """Return the line of the entry of a catalogue that holds *words*: that of its source."""
    lines = project.read(name).splitlines()
    (number,) = (n for n, line in enumerate(lines, 1) if words in line)
    return number


def record(project: Project, identifier: str = "KP-03", **more: object) -> Record:
    """Keep a record of a translation of the sheet as it is."""
    entry = next(e for e in project.editions().values() if e["id"] == identifier)
    known = {
        "id": identifier,
        "language": "de",
        "translator": "Erika Muster",
        "date": dt.date(2026, 11, 20),
        "source_version": "0.1",
        "source_hash": entry["translation"]["source_hash"],
        "translation_hash": entry["translation"]["translation_hash"],
    }
    made = Record.model_validate(known | more)
    translations.keep(project.folder / "handouts" / translations.FILE, made)
    return made


def german_entry(project: Project, identifier: str = "KP-03") -> dict[str, object]:
    """Return what the manifest says of a German sheet."""
    found: dict[str, object] = project.editions()[f"clinic/de/{identifier}-rest-a4-standard.pdf"]
    return found


def bbox(pdf: Path) -> list[tuple[str, float, float, float]]:
    """Return the words of a PDF, where each begins and ends in its line, and the top of that."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    page = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    number = r'="([\d.]+)"'
    found = re.findall(f"<word xMin{number} yMin{number} xMax{number} .*?>(.*?)</word>", page)
    return [(word, float(left), float(right), float(top)) for left, top, right, word in found]


def speak(project: Project, folder: str, tag: str = "") -> None:
    """Make the German catalogues those of another language, which the clinic offers."""
    (project.folder / "locales/de").rename(project.folder / "locales" / folder)
    offered = f'["en", "{tag or folder}"]'
    project.edit("handouts/brands/clinic/brand.toml", ('["en", "de"]', offered))


@pytest.mark.parametrize("language", [GERMAN, ()], ids=["translated", "as written"])
def test_docutils_is_asked_for_its_options_once(
    german: Project, monkeypatch: pytest.MonkeyPatch, language: tuple[str, ...]
) -> None:
    """MyST has them put together for each page, and each translated text, and discards them."""
    asked = []
    ask = inspect.unwrap(base.get_default_settings)
    monkeypatch.setattr(base, "get_default_settings", lambda *of: [asked.append(of), ask(*of)][1])
    german.good("-E", *language, builder="text")
    assert len(asked) == 1


@pytest.mark.parametrize("language", [GERMAN, ()], ids=["translated", "as written"])
def test_two_parsers_read_all_texts(
    german: Project, monkeypatch: pytest.MonkeyPatch, language: tuple[str, ...]
) -> None:
    """One reads what is inserted into a page; MyST makes one for each page and translated text."""
    made = []
    create = inspect.unwrap(sphinx_.create_md_parser)
    monkeypatch.setattr(sphinx_, "create_md_parser", lambda *of: [made.append(of), create(*of)][1])
    german.good("-E", *language, builder="text")
    assert len(made) == 2


# --- what is not translated -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        (REST, 'msgstr ""'),
        ("#: ../../rest.md:4\n", "#: ../../rest.md:4\n#, fuzzy\n"),
        (REST, 'msgstr "Rest first"\n\nmsgid "Another text here"\nmsgstr "Another text here"'),
        (f'msgid "Rest first"\n{REST}', 'msgid "Rest"\nmsgstr "Ruhen"'),
        (REST, 'msgstr "- Ruhen\\n- Sie"'),
    ],
    ids=["empty", "fuzzy", "short same", "missing", "no paragraph"],
)
def test_incomplete_sheets_are_not_made(
    german: Project, change: tuple[str, str], request: pytest.FixtureRequest
) -> None:
    """A sheet that lacks a text is left out and told; what is whole is made, and nothing fails."""
    german.edit(GUIDE, change)
    for _build in range(2):  # the second build says it, too
        built = german.build(*GERMAN)
        assert built.status == 0
        if request.node.callspec.id == "short same":  # two words may be the same in two languages
            assert made(german) == IDS
            continue
        assert "KP-03 de: not made, since 1 of 6 texts is not translated" in built.out
        assert made(german) == ["KP-01"]


def test_all_sheets_can_be_incomplete(german: Project) -> None:
    """Where the box has lost its translation, no German sheet stays; English stays as it was."""
    german.good(*GERMAN, *("-d", str(german.folder / "_build/doctrees-de")))
    german.good("-D", "language=en")
    before = [path for path in german.editions() if "/en/" in path]
    german.edit(GUIDE, (BOX, 'msgstr ""'))
    german.good(*GERMAN)
    assert list(german.editions()) == before


def refused(project: Project, *options: str) -> Built:
    """Build German sheets, and insist that nothing was published."""
    before = project.outputs()
    built = project.build(*GERMAN, *options)
    assert built.status == 2
    assert project.outputs() == before
    return built


@pytest.mark.parametrize("how", ["named", "recorded"])
def test_a_wanted_sheet_must_be_whole(german: Project, how: str) -> None:
    """Of a sheet that is asked for, or that somebody answers for, each lacking text is an error."""
    if how == "recorded":
        record(german)
    german.edit(GUIDE, (REST, 'msgstr ""'))
    options = ("-D", "handouts_only=KP-03") if how == "named" else ()
    (line,) = refused(german, *options).err.splitlines()
    number = line_of(german, GUIDE, 'msgid "Rest first"')
    assert f"{GUIDE}:{number}: " in line
    assert 'KP-03 de: "Rest first" is not translated; translate it' in line


def test_a_setting_allows_drafts(german: Project) -> None:
    """A draft may lack texts, but none of the box; and it says that it is a draft."""
    record(german)
    german.edit(GUIDE, (REST, 'msgstr ""'))
    drafts = ("-D", "handouts_untranslated=1")
    german.good(*GERMAN, *drafts)
    assert made(german) == IDS
    assert german_entry(german)["state"] == "draft"
    german.edit(GUIDE, (BOX, 'msgstr ""'))
    (line,) = refused(german, *drafts).err.splitlines()
    assert 'KP-03 de: in the "get-help" snippet, "Call {brand}`emergency` if' in line


def test_own_words_in_the_box(german: Project) -> None:
    """A language into which the program itself is not translated gets no box, and so no sheet."""
    speak(german, "it")
    italian = ("-D", "language=it")
    built = german.build(*italian)
    assert "KP-01 it: not made" in built.out
    words = 'words of sphinx-handouts are not translated into "it", and are printed in English'
    (line,) = built.err.splitlines()
    assert line.startswith("locales/it/LC_MESSAGES/sphinx_handouts.po:")
    assert words in line
    assert not [e for e in german.editions().values() if e["language"] == "it"]
    built = german.build(*italian, "-D", "handouts_only=KP-01")
    assert built.status == 2
    assert "words of sphinx-handouts" in built.err


def test_own_words_are_missing_in_a_file_below_the_sources(tmp_path: Path) -> None:
    """Where the pages are in a folder of their own, so is the file that is to be translated."""
    config = Config({"locale_dirs": ["texts"]}, {"language": "he"})
    (found,) = untranslated(config, tmp_path / "pages", tmp_path)
    assert found.path == "pages/texts/he/LC_MESSAGES/sphinx_handouts.po"


def test_headings_and_labels_for_print(german: Project) -> None:
    """The heading of a block for print, and the label of lines to fill in, are translated."""
    german.edit("walk.md", (":::{print-only}\n", "::::{print-only} My plan\n:name: my-plan\n\n"))
    german.edit("walk.md", ("each walk.\n:::", "each walk.\n\n:::{fill-in} My name\n:::\n::::"))
    parts = 'pages = 1\nparts = ["walk#walk-steps", {}"help#get-help-box"]'
    german.edit("handouts/catalogue.toml", (parts.format(""), parts.format('"walk#my-plan", ')))
    german.good(*GERMAN)
    assert made(german) == ["KP-02", "KP-03"]
    added = '\nmsgid "My plan"\nmsgstr "Mein Plan"\n\nmsgid "My name"\nmsgstr "Mein Name"\n'
    german.edit(GUIDE, german.read(GUIDE) + added)
    german.good(*GERMAN)
    assert made(german) == IDS
    words = pdf_text(german.pdf("clinic/de/KP-01"))
    assert "Mein Plan" in words
    assert "Mein Name" in words


CHAIR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 30">'
    '<text x="5" y="20" font-size="14">'
    "Sit here 2 minutes</text></svg>"
)


def test_labels_of_drawings(german: Project) -> None:
    """A label of a drawing is a text of its sheet, which a catalogue of its own translates."""
    (german.folder / "chair.svg").write_text(CHAIR)
    figure = ":::{figure} chair.svg\n:alt: A chair\n:::\n"
    german.edit("rest.md", ("after a walk.\n", f"after a walk.\n\n{figure}"))
    alternative = '\nmsgid "A chair"\nmsgstr "Ein Stuhl"\n'
    label = '\nmsgid "Sit here 2 minutes"\nmsgstr "Hier {} Minuten sitzen"\n'
    # What a page says of the same words is no translation of a drawing.
    german.edit(GUIDE, german.read(GUIDE) + alternative + label.format(2))
    assert "KP-03 de: not made" in german.good(*GERMAN).out
    built = refused(german, "-D", "handouts_only=KP-03")
    assert built.err.startswith("chair.svg:")
    assert 'KP-03 de: "Sit here 2 minutes" is not in the catalogue' in built.err
    figures = german.folder / "locales/de/LC_MESSAGES/figures.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    figures.write_text(head + label.format(3))
    assert "has the number 3" in refused(german).err
    figures.write_text(head + label.format(2))
    german.good(*GERMAN)
    assert made(german) == IDS
    assert "Hier 2 Minuten sitzen" in pdf_text(german.pdf("clinic/de/KP-03"))


def test_a_drawing_translated_in_place(german: Project) -> None:
    """A form of its own has the words of a drawing, and the same numbers."""
    (german.folder / "chair.svg").write_text(CHAIR)
    figure = ":::{figure} chair.svg\n:alt: A chair\n:::\n"
    german.edit("rest.md", ("after a walk.\n", f"after a walk.\n\n{figure}"))
    german.edit(GUIDE, german.read(GUIDE) + '\nmsgid "A chair"\nmsgstr "Ein Stuhl"\n')
    form = german.folder / "chair.de.svg"
    form.write_text(CHAIR.replace("Sit here 2 minutes", "Hier 3 Minuten sitzen"))
    lacks, more = refused(german).said("KP-03: the drawing")
    assert 'drawing "chair.de.svg" lacks the number 2 of "chair.svg"' in lacks
    assert 'has the number 3, which "chair.svg" has not' in more
    form.write_text(CHAIR.replace("Sit here 2 minutes", "Hier 2 Minuten sitzen"))
    german.good(*GERMAN)
    assert made(german) == IDS
    assert "Hier 2 Minuten sitzen" in pdf_text(german.pdf("clinic/de/KP-03"))
    assert check(checked(german)).findings == (), "what is said for the picture is not left over"
    before = german_entry(german)["translation"]["source_hash"]
    (german.folder / "chair.svg").write_text(CHAIR.replace("Sit here", "Rest here"))
    german.good(*GERMAN)
    assert german_entry(german)["translation"]["source_hash"] != before


def test_titles_of_sheets(german: Project) -> None:
    """A title without a translation keeps its sheet from being made, and is told at its line.

    That the page says the same, and is translated, does not help. Of a pack that is not bound, the
    sheets that it lacks are told.
    """
    german.edit("handouts/catalogue.toml", ('"Rest well"', '"Rest first"'))
    pack = '\n[[pack]]\nslug = "both"\ntitle = "Both"\nhandouts = ["KP-01", "KP-03"]\n'
    german.edit("handouts/catalogue.toml", german.read("handouts/catalogue.toml") + pack)
    why = "KP-03 is not made and its title is not translated"
    assert f"pack both de: not bound, since {why}\n" in german.good(*GERMAN).out
    assert made(german) == ["KP-01", "KP-02"]
    (line,) = refused(german, "-D", "handouts_only=KP-03").err.splitlines()
    number = line_of(german, "handouts/catalogue.toml", 'title = "Rest first"')
    assert f"handouts/catalogue.toml:{number}: " in line
    assert 'KP-03 de: "Rest first" is not in the catalogue; ' in line


def checked(german: Project) -> Options:
    """Return what a check of the translations is asked."""
    trees = german.folder / "_build/doctrees"
    asked = {"language": "de"}, ("translation",)
    return Options(german.folder, trees, german.folder, *asked, prints=False)


def test_check_tells_of_sheets_that_are_not_made(german: Project) -> None:
    """A check of the language tells it as a warning: to translate some sheets is a choice."""
    german.edit(GUIDE, (REST, 'msgstr ""'))
    found = check(checked(german)).findings
    number = line_of(german, GUIDE, 'msgid "Rest first"')
    assert [(f.path, f.severity, f.message) for f in found] == [
        (
            "handouts/catalogue.toml",
            Severity.WARNING,
            f'{name} de: not made, since 1 of {texts} texts is not translated, such as "Rest '
            f'first" ({GUIDE}:{number}).',
        )
        for name, texts in (("KP-02", 11), ("KP-03", 6))
    ]


def test_codes_offer_languages_that_are_there(german: Project) -> None:
    """The code of a sheet speaks of other languages where it is made in one, and only there."""
    english = ("-D", "language=en", "-D", "handouts_short_url=https://a.example/h/{id}")
    offer = "other languages"
    german.edit(GUIDE, (REST, 'msgstr ""'))
    german.good(*english)
    sheets = {name: " ".join(pdf_text(german.pdf(f"clinic/en/{name}")).split()) for name in IDS}
    assert [name for name in IDS if offer in sheets[name]] == ["KP-01"]
    german.edit(GUIDE, ('msgid "Rest first"\nmsgstr ""', f'msgid "Rest first"\n{REST}'))
    german.good(*english)
    assert offer in " ".join(pdf_text(german.pdf("clinic/en/KP-03")).split())


# --- what must be the same ------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["handouts", "html"])
def test_a_changed_number_is_an_error(german: Project, builder: str) -> None:
    """Whoever puts a number in the place of that of the region is told, by every builder."""
    german.edit(GUIDE, (BOX, BOX.replace("{brand}`emergency`", "911")))
    built = german.build(*GERMAN, builder=builder)
    assert built.status == 2
    number = line_of(german, GUIDE, 'msgid "Call {brand}')
    lacks, more = built.said(f"{GUIDE}:{number}: ", "[handouts.translation]")
    assert "lacks {brand}`emergency`; write it as the text does" in lacks
    assert "has the number 911, which the text has not" in more


def test_titles_keep_their_numbers(german: Project) -> None:
    """The titles of sheets are compared, too."""
    german.edit(SHEETS, ('"Gut ruhen"', '"In 10 Minuten"'))
    assert "has the number 10, which the text has not" in refused(german).err


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("xx", '"xx" is no language; '),
        ("fr", 'nothing is translated into "fr": no folder of locale_dirs has a catalogue of it; '),
    ],
)
def test_languages_without_catalogues(german: Project, language: str, words: str) -> None:
    """A language that is none, or that nobody translates into, is an error; nothing is made."""
    built = german.build("-D", f"language={language}")
    assert built.status == 2
    assert words in built.err


@pytest.mark.parametrize("tag", ["pt-BR", "pt_BR", "pt-br"])
def test_tags_are_one_language(german: Project, tag: str) -> None:
    """However a language is written, in brand, setting or folder: it is one, and is found."""
    speak(german, "pt_BR", tag)
    words = german.folder / "locales/pt_BR/LC_MESSAGES/sphinx_handouts.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    emergency = 'msgid "your local emergency number"\nmsgstr "o n\u00famero de emerg\u00eancia"\n'
    words.write_text(f"{head}\n{emergency}", "utf-8")
    assert german.build("-D", f"language={tag}").status == 0
    entry = german.editions()["clinic/pt-BR/KP-03-rest-a4-standard.pdf"]
    assert (entry["language"], entry["title"]) == ("pt-BR", "Gut ruhen")


def test_an_address_after_its_link_from_right_to_left(german: Project) -> None:
    """Where a sheet runs from the right, one space parts a printed address from each side."""
    speak(german, "ar")
    english, arabic = (
        "See [a page](https://a.example/b) now.",
        "\u0627\u0646\u0638\u0631 [{}](https://a.example/b) {}",
    )
    german.edit("rest.md", ("after a walk.\n", f"after a walk.\n\n{english}\n"))
    link, after = "\u0635\u0641\u062d\u0629", "\u0627\u0644\u0622\u0646"
    po = "locales/ar/LC_MESSAGES/guide.po"
    said = f'\nmsgid "{english}"\nmsgstr "{arabic.format(link, after)}"\n'
    german.edit(po, german.read(po) + said)
    german.good("-D", "language=ar")
    words = bbox(german.pdf("clinic/ar/KP-03"))
    ((_word, begin, end, line),) = (word for word in words if word[0] == "(a.example/b)")
    beside = [word for word in words if abs(word[3] - line) < 3]
    right = min(word[1] for word in beside if word[1] >= end - 1)
    left = max(word[2] for word in beside if word[2] <= begin + 1)
    gaps = right - end, begin - left
    assert gaps[0] == pytest.approx(gaps[1], abs=0.5)
    assert gaps[0] > 2


# --- who answers for it ---------------------------------------------------------------------------


def test_a_translation_without_a_record(german: Project) -> None:
    """It is a draft, whatever the state of its pages, and says so; staff can read what it is."""
    entry = german_entry(german)
    assert entry["state"] == "draft"
    assert entry["translation"]["standing"] == "draft"
    words = pdf_text(german.pdf("clinic/de/KP-03"))
    assert "Entwurf der Übersetzung: nicht fachlich geprüft" in words
    assert "Deutsch · English: Rest well" in words
    assert "Entwurf einer Übersetzung aus: Englisch 0.1" in words


APPROVED = {
    "reviewer": "Dr. Beispiel",
    "reviewer_role": "Physiotherapist",
    "back_translation": "J. Doe, 2026-11-22",
    "approved": dt.date(2026, 11, 23),
}


def test_a_translation_with_a_record(german: Project) -> None:
    """Its translator stands in the foot; approving it does not approve the pages."""
    record(german)
    german.good(*GERMAN)
    assert german_entry(german)["state"] == "pending clinical review"
    words = pdf_text(german.pdf("clinic/de/KP-03"))
    assert "Übersetzt aus: Englisch 0.1 von Erika Muster, 20. November 2026" in words
    assert "Draft translation" not in words
    record(german, **APPROVED)
    german.good(*GERMAN)
    about = german_entry(german)
    assert about["state"] == "pending clinical review", "its pages are not approved"
    assert about["translation"]["standing"] == "approved"


def test_pages_do_not_approve_a_translation(german: Project) -> None:
    """Where all pages are approved, a translation without a record is a draft all the same."""
    front = german.read("walk.md").partition("# Walking")[0]
    front = front.replace(
        "state: pending clinical review",
        "state: approved\n  reviewer: A\n  reviewer_role: B\n  approved: 2026-02-01",
    )
    for name in ("rest", "help"):
        german.edit(
            f"{name}.md", front.replace("PG-01", f"PG-{name}") + "\n" + german.read(f"{name}.md")
        )
    german.edit("conf.py", german.read("conf.py") + "suppress_warnings = ['handouts']\n")
    german.good(*GERMAN)
    assert german_entry(german)["state"] == "draft"
    record(german, **APPROVED)
    german.good(*GERMAN)
    assert german_entry(german)["state"] == "approved"
    record(german)
    german.good(*GERMAN)
    assert german_entry(german)["state"] == "pending clinical review"


def test_a_changed_source(german: Project) -> None:
    """A translation of what the text said before is out of date, on paper and in the manifest."""
    record(german, **APPROVED)
    german.edit("rest.md", ("for ten minutes", "for twenty minutes"))
    german.edit(GUIDE, ("for ten minutes", "for twenty minutes"))
    german.good(*GERMAN)
    about = german_entry(german)
    assert about["state"] == about["translation"]["standing"] == "outdated"
    assert "Veraltet: Das Original wurde geändert" in pdf_text(german.pdf("clinic/de/KP-03"))


def translate(project: Project, *options: str, status: int = 0) -> list[str]:
    """Record who did what, from the folder of the project; return the last line that is said."""
    source = ("--source", str(project.folder), "-d", str(project.folder / "_build/sources"))
    command = [sys.executable, "-m", "sphinx_handouts", "translate", "de", "KP-03"]
    command += [*source, *options]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == status, done.stderr
    return (done.stderr or done.stdout).splitlines()[-1:]


REVIEWER = ("--reviewer", "Dr. B", "--role", "GP", "--back-translation", "J. Doe")


def test_a_changed_translation(german: Project) -> None:
    """An approval is of these words: a word that is changed later is a draft, everywhere.

    What the command has seen is what the builder sees, or an approval would count for nothing.
    """
    translate(german, "--translator", "E. Muster")
    assert translate(german, *REVIEWER) == ["KP-03 de: recorded: Dr. B"]
    german.good(*GERMAN)
    assert german_entry(german)["translation"]["standing"] == "approved"
    german.edit(GUIDE, (REST, 'msgstr "Ruhen Sie sich nicht aus"'))
    german.good(*GERMAN)
    about = german_entry(german)
    assert (about["state"], about["translation"]["standing"]) == ("draft", "changed")
    words = pdf_text(german.pdf("clinic/de/KP-03"))
    assert "Entwurf der Übersetzung: seit der Prüfung geändert" in words
    assert "has changed since somebody answered for it; " in refused(german, *RELEASED).err
    (line,) = translate(german, *REVIEWER, status=2)
    assert "the translation has changed since E. Muster answered for it" in line
    found = check(checked(german)).findings
    (told,) = (f for f in found if f.path == "handouts/translations.toml")
    line = german.read("handouts/translations.toml").splitlines()[(told.line or 0) - 1]
    assert line.startswith("translation_hash = ")
    assert told.message.startswith("KP-03 de: translation_hash: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[translation]]\nid = "KP-09"', 'translation 1 (KP-09): the key "language" is missing'),
        ("[[translation]\n", "translations.toml: not valid TOML"),
    ],
)
def test_records_that_are_wrong(german: Project, text: str, words: str) -> None:
    """A mistake in the file of records is told with its key, and nothing is printed."""
    german.edit("handouts/translations.toml", text)
    assert words in refused(german).err


def test_approval_needs_a_back_translation(german: Project, tmp_path: Path) -> None:
    """A translation is approved by a named clinician, after somebody has translated it back."""
    with pytest.raises(ValueError, match="needs reviewer, reviewer_role, back_translation"):
        record(german, approved=dt.date(2026, 11, 23))
    path = tmp_path / translations.FILE
    path.write_text("# Ours.\n")
    translations.keep(path, record(german))
    translations.keep(path, record(german, translator="Other"))
    assert path.read_text().count("[[translation]]") == 1
    assert path.read_text().startswith("# Ours.\n")
    found, findings = translations.load(tmp_path, "handouts", ["KP-03"])
    assert findings == []
    assert [one.translator for one in found.records] == ["Other"]
    _found, findings = translations.load(tmp_path, "handouts", ["KP-01"])
    assert [f.message for f in findings] == [
        "handouts/translations.toml: KP-03 de: there is no such handout; remove it"
    ]
