"""Pages in several languages side by side, in a theme that knows nothing of it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from prepared import Prepared
from projects import Project, pdf_text

BESIDE = ("-D", "handouts_language_pages=../{language}")
GERMAN = ("-D", "language=de")
OUT = {"en": "site/en", "de": "site/de"}


def make_both(project: Project) -> None:
    """Build the pages in both languages, with status pages beside them."""
    short = ("-D", "handouts_short_pages=../h", "-D", "handouts_codes_pages=../codes")
    short += ("-D", "handouts_short_url=knee.example/h/{id}/{version}")
    made = ("-D", f"handouts_manifest={project.out / 'manifest.json'}")
    project.good(*BESIDE, *short)
    project.good(*BESIDE, *short, *GERMAN)
    project.good(*BESIDE, *short, *made, builder="html", out=OUT["en"])
    project.good(*BESIDE, *short, *made, *GERMAN, builder="html", out=OUT["de"])


@pytest.fixture
def both(prepared: Prepared) -> Project:
    """Return a project whose pages stand side by side in two languages."""
    return prepared(make_both, "languages")


def page(project: Project, name: str) -> BeautifulSoup:
    """Return a page of the website."""
    path = project.folder / "_build/site" / name
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def links(project: Project, name: str) -> list[tuple[str, str, str]]:
    """Return the languages that a page leads to: tag, name and address."""
    items = page(project, name).select("nav.handouts-languages li")
    return [
        (str(i["lang"]), i.get_text(strip=True), str(i.a["href"]) if i.a else "") for i in items
    ]


def test_any_theme_has_the_links(both: Project) -> None:
    """A page leads to the same page in the other language, called as its own readers call it."""
    english = [("en", "English", ""), ("de", "Deutsch", "../de/rest.html")]
    assert links(both, "en/rest.html") == english
    assert links(both, "de/rest.html") == [
        ("en", "English", "../en/rest.html"),
        ("de", "Deutsch", ""),
    ]
    told = page(both, "de/rest.html").select('link[rel="alternate"][hreflang]')
    assert {str(one["hreflang"]): str(one["href"]) for one in told} == {
        "en": "https://knee.example/en/rest.html",
        "de": "https://knee.example/de/rest.html",
        "x-default": "https://knee.example/en/rest.html",
    }


def test_status_pages_and_addresses_are_by_language(both: Project) -> None:
    """The code on a German sheet leads to the German page; each page leads to the other."""
    (entry,) = [e for e in both.editions().values() if (e["id"], e["language"]) == ("KP-03", "de")]
    printed = pdf_text(both.out / entry["path"]).replace(" ", "")
    assert "knee.example/h/de/KP-03" in printed
    german = page(both, "h/de/KP-03/index.html")
    assert german.html is not None
    assert german.html["lang"] == "de"
    assert links(both, "h/de/KP-03/index.html")[0] == ("en", "English", "../../KP-03/")
    assert links(both, "h/KP-03/index.html")[1] == ("de", "Deutsch", "../de/KP-03/")
    assert (both.folder / "_build/site/codes/de/index.html").is_file()
    for name in ("h/KP-03/index.html", "h/de/KP-03/index.html"):
        told = page(both, name).select('link[rel="alternate"][hreflang]')
        assert {str(one["hreflang"]): str(one["href"]) for one in told} == {
            "en": "https://knee.example/h/KP-03/",
            "de": "https://knee.example/h/de/KP-03/",
            "x-default": "https://knee.example/h/KP-03/",
        }


GUIDE = "locales/de/LC_MESSAGES/guide.po"
CHAIR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>A chair to sit on</text></svg>'
)


def instead(project: Project, name: str = "rest") -> BeautifulSoup:
    """Build the pages in both languages, and return one that lacks something in German."""
    for language in ("en", "de"):
        spoken = GERMAN if language == "de" else ()
        project.good(*BESIDE, *spoken, builder="html", out=OUT[language])
    assert links(project, f"en/{name}.html")[1][2] == "../de/index.html#not-yet"
    return page(project, f"de/{name}.html")


def test_pages_of_clinics_that_no_language_shares_lead_to_none(both: Project) -> None:
    """With the default folder, each language has the PDFs to itself, and knows no other's."""
    assert page(both, "en/handouts/plain/index.html").select_one("h1")
    assert links(both, "en/handouts/plain/index.html") == []


def test_half_a_translation_is_not_shown(both: Project) -> None:
    """Where a text is not translated, a page says so; links lead to the start, with a reason."""
    both.edit(GUIDE, ('msgstr "Ruhen Sie sich zuerst aus"', 'msgstr ""'))
    shown = instead(both)
    assert shown.h1 is not None
    assert "Deutsch" in shown.h1.get_text()
    assert "Rest" not in shown.select(".handouts-instead")[0].get_text().replace("Rest first", "")
    assert page(both, "de/index.html").select_one("#not-yet") is not None


def test_half_a_start_is_not_shown(both: Project) -> None:
    """Where the first page is not whole, one stands there that lists what the language has."""
    both.edit(GUIDE, ("Ein Ratgeber, so klein wie möglich.", ""))
    shown = instead(both, "index").select_one("#not-yet.handouts-instead")
    assert shown is not None
    assert "as small as" not in page(both, "de/index.html").get_text()
    ways = [str(link["href"]) for link in shown.select("a")]
    assert ways == ["../en/index.html", "help.html", "rest.html", "walk.html"]
    assert links(both, "en/rest.html")[1][2] == "../de/rest.html"
    assert not page(both, "en/index.html").select('link[rel="alternate"][hreflang]')
    assert not page(both, "de/index.html").select(".handouts-not-yet")


@pytest.mark.parametrize(
    "translation",
    [
        "Call {brand}`emergency` if you cannot stand on the leg.",
        "Rufen Sie {brand}`emergency` an if you cannot stand on the leg.",
        "- Rufen Sie {brand}`emergency` an, wenn Sie auf dem Bein nicht stehen können.",
    ],
    ids=["same", "part", "a list"],
)
def test_a_box_left_in_english_is_not_shown(both: Project, translation: str) -> None:
    """A page has no box of which something is left as it was: by the rules for sheets."""
    box = "Rufen Sie {brand}`emergency` an, wenn Sie auf dem Bein nicht stehen können."
    both.edit(GUIDE, (box, translation))
    assert instead(both, "help").select(".handouts-instead")


def test_a_drawing_left_in_english_is_not_shown(both: Project) -> None:
    """The words in a drawing are texts of its page, translated by a catalogue or in place."""
    (both.folder / "chair.svg").write_text(CHAIR)
    figure = ":::{figure} chair.svg\n:alt: A chair\n:::\n"
    both.edit("rest.md", ("after a walk.\n", f"after a walk.\n\n{figure}"))
    both.edit(GUIDE, both.read(GUIDE) + '\nmsgid "A chair"\nmsgstr "Ein Stuhl"\n')
    assert instead(both).select(".handouts-instead")
    (both.folder / "chair.de.svg").write_text(CHAIR.replace("A chair to sit on", "Ein Stuhl"))
    both.good(*BESIDE, builder="html", out=OUT["en"])
    both.good(*BESIDE, *GERMAN, builder="html", out=OUT["de"])
    assert links(both, "en/rest.html")[1][2] == "../de/rest.html"
    assert not page(both, "de/rest.html").select(".handouts-instead")


def test_a_translation_says_that_it_is_a_draft(both: Project) -> None:
    """Nobody has recorded who translated it: each German page says so, and no English one does."""
    assert "Entwurf" in page(both, "de/walk.html").select(".handouts-draft")[0].get_text()
    assert page(both, "en/walk.html").select(".handouts-draft") == []


def test_a_wrong_folder_is_told(both: Project) -> None:
    """A setting that names no folder for each language is one sentence; so is a wrong address."""
    wrong = ("handouts_language_pages=../all", "handouts_short_url=h.example/{idd}")
    built = both.build("-D", wrong[0], "-D", wrong[1])
    assert built.said("handouts_language_pages", '"../{language}"')
    assert built.said("handouts_short_url", '"{idd}" stands for nothing')
