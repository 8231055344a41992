"""A page in another language answers for its own words: no sheet clears it, and it clears none."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hosts import GUIDE as GUIDE_FOLDER
from prepared import Prepared
from projects import Built, Project
from sphinx_handouts.inspection.check import Options, check
from sphinx_handouts.records.finding import Severity
from translators import REVIEWER, SIDE_BY_SIDE, TRANSLATOR, record

GUIDE, TITLES, FIGURES, OWN = (
    f"locales/de/LC_MESSAGES/{name}.po" for name in ("guide", "sheet", "figures", "sphinx_handouts")
)
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
CATALOGUE, RECORDS = "handouts/catalogue.toml", "handouts/translations.toml"
GERMAN = ("-D", "language=de")
PAGES = ("help", "index", "rest", "walk")
SHEETS = ("KP-01", "KP-02", "KP-03")
DRAFT = "Entwurf der Übersetzung: nicht fachlich geprüft"
CHANGED = "Entwurf der Übersetzung: seit der Prüfung geändert"
OUTDATED = "Veraltet: Das Original wurde geändert"
FILM = "Sehen Sie den Film auf dieser Seite an."
"""A sentence that stands on no sheet."""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>A chair to sit on</text></svg>'
)


TELLING = f"""
import sys

sys.path.insert(0, {str(GUIDE_FOLDER)!r})
from _theme.linked_data import medical_page


def tell(app, name, template, context, doctree):
    told = context | {{"description": "", "cited": []}}
    said = medical_page(app, name, told) if doctree else {{}}
    meta = f'<meta name="status" content="{{said.get("creativeWorkStatus")}}">'
    context["metatags"] = context.get("metatags", "") + meta


def setup(app):
    app.add_config_value("guide_about", None, "html")
    app.connect("html-page-context", tell)
"""
"""Of the layer of the guide what tells machines of a page."""


def make_pages(project: Project) -> None:
    """Build the pages in German, of which one has a drawing, and record all of them."""
    project.edit("conf.py", SIDE_BY_SIDE)
    project.edit("conf.py", project.read("conf.py") + TELLING)
    for name in ("chair", "bench"):
        project.edit(f"{name}.svg", DRAWING)
        figure = f":::{{figure}} {name}.svg\n:alt: A chair\n:::\n"
        project.edit("index.md", f"{project.read('index.md')}\n{figure}")
    project.edit("bench.de.svg", DRAWING.replace("A chair to sit on", "Eine Bank"))
    project.edit(GUIDE, project.read(GUIDE) + '\nmsgid "A chair"\nmsgstr "Ein Stuhl"\n')
    project.edit(FIGURES, f'{HEAD}\nmsgid "A chair to sit on"\nmsgstr "Ein Stuhl zum Sitzen"\n')
    web(project)
    record(project, *PAGES, *TRANSLATOR)
    record(project, *PAGES, *REVIEWER)


@pytest.fixture
def approved(prepared: Prepared) -> Project:
    """Return a project whose German pages are approved; they were built before they were."""
    return prepared(make_pages, "languages")


def web(project: Project) -> Built:
    """Build the German pages."""
    return project.good(*GERMAN, builder="html")


def marks(project: Project) -> dict[str, str]:
    """Return what stands above each German page, where something does."""
    web(project)
    found = {}
    for path in project.html.glob("*.html"):
        for mark in BeautifulSoup(path.read_text("utf-8"), "html.parser").select(".handouts-draft"):
            found[path.stem] = mark.get_text(strip=True)
    return found


def told(project: Project) -> str:
    """Return what machines are told of the state of a page whose original is not approved."""
    page = BeautifulSoup((project.html / "walk.html").read_text("utf-8"), "html.parser")
    (meta,) = page.select("meta[name=status]")
    return str(meta["content"])


def test_approved_pages_have_no_mark(approved: Project) -> None:
    """What the command has read in English is what a build in German says: boxes, drawings, all.

    A page without a record, or with one that nobody has approved, says so, and so it does when
    nothing but the record has changed. Machines are told the same.
    """
    assert marks(approved) == {}
    assert told(approved) == "pending clinical review"
    record(approved, "walk", *TRANSLATOR)
    assert marks(approved)["walk"].startswith("Noch nicht freigegeben")
    approved.edit(RECORDS, "")
    assert marks(approved) == dict.fromkeys(PAGES, DRAFT)
    assert told(approved) == "draft"


def edit_catalogue(project: Project) -> None:
    """Change a sentence that stands on no sheet."""
    project.edit(GUIDE, (FILM, "Sehen Sie den Film nicht an."))


def edit_label(project: Project) -> None:
    """Change what a drawing says."""
    project.edit(FIGURES, ("zum Sitzen", "zum Stehen"))


def edit_form(project: Project) -> None:
    """Change a drawing that was translated in place."""
    project.edit("bench.de.svg", DRAWING.replace("A chair to sit on", "Ein Tisch"))


def edit_own_words(project: Project) -> None:
    """Say other words in the place of the number to call."""
    words = '\nmsgid "your local emergency number"\nmsgstr "die 110"\n'
    project.edit(OWN, HEAD + words)


def edit_text(project: Project) -> None:
    """Change a text, and its translation with it."""
    for name in ("rest.md", GUIDE):
        project.edit(name, project.read(name).replace("for ten minutes", "for twenty minutes"))


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (edit_catalogue, {"walk": CHANGED}),
        (edit_label, {"index": CHANGED}),
        (edit_form, {"index": CHANGED}),
        (edit_own_words, {"help": CHANGED}),
        (edit_text, {"rest": OUTDATED}),
    ],
)
def test_a_page_that_says_something_else(
    approved: Project, edit: object, expected: dict[str, str]
) -> None:
    """An approval is of these words: a page that has changed since says so, and no other does."""
    assert marks(approved) == {}
    assert callable(edit)
    edit(approved)
    assert marks(approved) == expected


def test_pages_clear_no_sheet(approved: Project) -> None:
    """All pages are approved, and every sheet made of them is a draft."""
    approved.good(*GERMAN)
    german = [e for e in approved.editions().values() if e["language"] == "de"]
    assert {e["id"]: e["translation"]["standing"] for e in german} == dict.fromkeys(SHEETS, "draft")


def test_sheets_clear_no_page(approved: Project) -> None:
    """All sheets are approved, and every page that they are made of is a draft."""
    approved.edit(RECORDS, "")
    record(approved, *SHEETS, *TRANSLATOR)
    record(approved, *SHEETS, *REVIEWER)
    approved.good(*GERMAN)
    german = [e for e in approved.editions().values() if e["language"] == "de"]
    assert {e["translation"]["standing"] for e in german} == {"approved"}
    assert marks(approved) == dict.fromkeys(PAGES, DRAFT)


def test_titles_of_packs(approved: Project) -> None:
    """No sheet has them: the page that shows the library answers for them."""
    for name, words in {
        "library.md": "---\norphan: true\n---\n\n# Library\n\n:::{handout-library}\n:::\n",
        CATALOGUE: '\n[[pack]]\nslug = "two"\ntitle = "Two"\nhandouts = ["KP-01"]\n',
        GUIDE: '\nmsgid "Library"\nmsgstr "Alle Blätter"\n',
        TITLES: '\nmsgid "Two"\nmsgstr "Beide"\n\nmsgid "All"\nmsgstr "Alle"\n',
    }.items():
        path = approved.folder / name
        approved.edit(name, (approved.read(name) if path.exists() else "") + words)
    record(approved, "library", *TRANSLATOR)
    record(approved, "library", *REVIEWER)
    assert marks(approved) == {}
    approved.edit(TITLES, ('msgstr "Beide"', 'msgstr "Keine"'))
    assert marks(approved) == {"library": CHANGED}
    approved.edit(CATALOGUE, ('title = "Two"', 'title = "All"'))
    assert marks(approved) == {"library": OUTDATED}


def test_what_lacks_a_text_is_a_draft(approved: Project) -> None:
    """Where half a page is shown, nobody has approved that half."""
    approved.edit("conf.py", approved.read("conf.py") + "handouts_untranslated = True\n")
    approved.edit(GUIDE, (FILM, ""))
    assert marks(approved) == {"walk": DRAFT}


def test_a_box_without_words_for_the_number_is_not_shown(approved: Project) -> None:
    """In a language that the package does not speak, by the rules for sheets.

    Its words may be in a file with a mark of its encoding.
    """
    for name in ("guide", "sheet", "figures"):
        known = approved.read(f"locales/de/LC_MESSAGES/{name}.po")
        known = known.replace('"Language: de\\n"', '"Language: da\\n"')
        approved.edit(f"locales/da/LC_MESSAGES/{name}.po", known)
    danish = ("-D", "language=da")
    for number, is_there in (("", False), ("det lokale alarmnummer", True)):
        words = f'\nmsgid "your local emergency number"\nmsgstr "{number}"\n'
        approved.edit("locales/da/LC_MESSAGES/sphinx_handouts.po", f"\ufeff{HEAD}{words}")
        approved.build(*danish, builder="html", out="site/da")
        shown = approved.read("_build/site/da/help.html")
        assert ("handouts-instead" not in shown) == is_there
        assert "your local emergency number" not in shown


# --- what is told ---------------------------------------------------------------------------------


def test_a_check_tells_of_records_that_are_not_true(approved: Project) -> None:
    """As of sheets: a warning at the line of the record, and no build fails."""
    trees = approved.folder / "_build/doctrees"
    asked = {"language": "de"}, ("translation",)
    options = Options(approved.folder, trees, approved.folder, *asked, prints=False)
    assert check(options).findings == ()
    edit_catalogue(approved)
    edit_text(approved)
    approved.good(*GERMAN)
    found = check(options).findings
    lines = approved.read(RECORDS).splitlines()
    assert {f.message: lines[(f.line or 0) - 1].split()[0] for f in found} == {
        "Page rest de: source_hash: the text has changed since it was translated on 2026-11-20.": (
            "source_hash"
        ),
        "Page walk de: translation_hash: the translation has changed since Erika Muster answered "
        "for it.": "translation_hash",
    }
    assert {(f.path, f.severity) for f in found} == {(RECORDS, Severity.WARNING)}
    mends = {f.mend.partition("record it: ")[2] for f in found}
    assert "sphinx-handouts translate de walk --translator NAME." in mends


def test_a_record_of_a_page_that_is_gone(approved: Project) -> None:
    """Somebody answers for a page that there is not: an error where sheets are made, as of them."""
    approved.edit(RECORDS, approved.read(RECORDS).replace('name = "walk"', 'name = "walks"'))
    built = approved.build(*GERMAN)
    assert built.status == 2
    assert f"{RECORDS}: walks de: there is no such page; remove it" in built.err
