"""The checks of a project's content: silent where all is right; else they say where and what."""

from __future__ import annotations

import json
import sys
import warnings

import pytest
from prepared import Prepared
from projects import Maker, Project
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.testing.util import SphinxTestApp
from sphinx_handouts.inspection.content import MEMORY
from sphinx_handouts.inspection.findings import content_findings
from sphinx_handouts.records.finding import Finding, Severity

DAY = "3789763200"  # 2090-02-03: no review of the project is due
Said = list[tuple[str, int | None, str]]
"""Where, and what, of findings."""


def look(project: Project, builder: str = "dummy", **settings: object) -> list[Finding]:
    """Read a project, and return what is wrong with its content."""
    app = SphinxTestApp(
        builder,
        srcdir=project.folder,
        builddir=project.folder / "_build/read",
        confoverrides=settings,
    )
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
            app.builder.read()
        return content_findings(app.env, project.folder)
    finally:
        app.cleanup()


def said(findings: list[Finding], kind: str = "") -> Said:
    """Return where and what of the findings of a kind."""
    return [
        (f.docname or f.path or "", f.line, f.message)
        for f in findings
        if not kind or f.kind == kind
    ]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand on a day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


@pytest.fixture
def guide(prepared: Prepared) -> Project:
    """Return a project in which all is right, and everything is used; it was looked at before."""
    return prepared(look, "content")


def test_all_is_right(guide: Project) -> None:
    """Where all is right, nothing is said."""
    assert look(guide) == []


def test_nothing_is_used(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project without sources, glossary, dictionary and PDFs hears of its reviews alone."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # 1 December 2026
    found = said(look(make_project(cold=True)))
    message = "is made of this page, and it has no review table; add one "
    message += "(the rule: handouts_reviews in conf.py)"
    assert found == [("help", 1, f"KP-01 {message}"), ("rest", 1, f"KP-02 {message}")]


@pytest.mark.parametrize(
    ("left_out", "told"), [(["index", "sources", "words"], []), (["index", "sources"], ["words"])]
)
def test_a_book_is_not_made_of_what_it_leaves_out(
    guide: Project, left_out: list[str], told: list[str]
) -> None:
    """Only pages that a book prints need a review."""
    book = '[[handout]]\nid = "KP-09"\nslug = "book"\ntitle = "All"\nparts = ["toctree:index"]\n'
    catalogue = guide.read("handouts/catalogue.toml")
    guide.edit("handouts/catalogue.toml", f"{catalogue}\n{book}without = {json.dumps(left_out)}\n")
    assert [docname for docname, _line, _words in said(look(guide), "review-date")] == told


# --- pages ----------------------------------------------------------------------------------------

PAGES: list[tuple[str, tuple[str, str], tuple[str, str, int], str]] = [
    (
        "walk.md",
        ("\n:alt: A gate that stands half open", ""),
        ("alternative", "walk", 20),
        "the picture figures/gate.svg has no text alternative; add :alt: with what it tells",
    ),
    (
        "walk.md",
        ("A gate that stands half open", "Picture of a gate"),
        ("alternative", "walk", 20),
        'begins its text alternative with "Picture of"; leave that out',
    ),
    (
        "walk.md",
        ("## Ask", "#### Ask"),
        ("heading", "walk", 40),
        'the heading "Ask" skips from level 2 to 4; write ###',
    ),
    (
        "walk.md",
        ("[the page about rest]", "\n[here]"),
        ("link-text", "walk", 34),
        'a link says "here"; write where it leads: rest',
    ),
    (
        "walk.md",
        ("{cite:p}`smith2020`", "a little"),
        ("claim", "walk", 29),
        '"Walking may ease pain a little." states how sure we are, and its section has no source',
    ),
    (
        "walk.md",
        ("{cite:p}`smith2020`", "a little"),
        ("claim", "walk", 32),
        '"One study of 40 people found no harm." ("study of 40 people found") tells a result',
    ),
    (
        "walk.md",
        ("{cite:p}`smith2020`", "a little"),
        ("claim", "walk", 38),
        '"It helps 3 in 10 people." ("3 in 10") tells a result',
    ),
    (
        "walk.md",
        ("Ten |", "Tennn |"),
        ("spelling", "walk", 38),
        '"Tennn" is in no dictionary; write "',
    ),
    (
        "walk.md",
        ("The patella (", "The patela ("),
        ("spelling", "walk", 18),
        '"patela" is in no dictionary; ',
    ),
    (
        "snippets/tips.md",
        ("Ask your clinic", "Before you begin,\nask your clinnic"),
        ("spelling", "snippets/tips.md", 2),
        '"clinnic" is in no dictionary; write "clinic"',
    ),
    (
        "rest.md",
        ("An MRI", "An\nEMG"),
        ("glossary", "rest", 18),
        '"EMG" is not explained; spell it out, or add it to the glossary',
    ),
    (
        "words.md",
        ("scan\n", "femur\n  A bone.\n\nscan\n"),
        ("glossary", "words", 7),
        'no page uses the word "femur"; use it, or remove it',
    ),
    (
        "walk.md",
        ("{cite:p}`smith2020`", "{cite:p}`smith2021`"),
        ("citation", "walk", 29),
        'the citation "smith2021" is not in the bibliography; did you mean "smith2020"?',
    ),
    (
        "sources.bib",
        (
            "@article{smith2020",
            "@book{berg2018,\n  title = {Hills},\n  year = 2018,\n"
            "  isbn = {978-0-306-40615-7},\n}\n\n@article{smith2020",
        ),
        ("citation", "sources.bib", 1),
        "berg2018: no page cites this source; cite it, or remove it",
    ),
    (
        "sources.bib",
        ("10.1000/knee.1", "https://doi.org/10.1000/knee.1"),
        ("source", "sources.bib", 1),
        'smith2020: doi: "https://doi.org/10.1000/knee.1" begins with an address; write the DOI',
    ),
    (
        "walk.md",
        ("## Ask\n\n:::{snippet} tips\n:::", "## Ask"),
        ("orphan", "snippets/tips.md", 1),
        'no page uses the snippet "tips"; use it, or remove it',
    ),
    (
        "handouts/catalogue.toml",
        ('"walk#walk-notes", ', ""),
        ("orphan", "walk", 45),
        'the print-only block "walk-notes" is on no handout; pick its label in the catalogue',
    ),
    (
        "walk.md",
        ("next_review: 2092-01-31", "next_review: 2092-02-28"),
        ("review-date", "walk", 1),
        "the review is set for 2092-02-28: pages are reviewed within 24 months of the evidence "
        "search (handouts_review_months in conf.py); set next_review to 2092-01-31 or earlier",
    ),
    (
        "help.md",
        ("next_review: 2091-01-31", "next_review: 2091-06-30"),
        ("review-date", "help", 1),
        "the review is set for 2091-06-30: a page on safety is reviewed within 12 months",
    ),
    (
        "snippets/get-help.md",
        ("- you have a fever.\n:::", "- you have a fever.\n:::\n\n:::{web-only}\nOr call.\n:::"),
        ("get-help", "snippets/get-help.md", 10),
        'a part of the "get-help" snippet is for the web or for print alone; take web-only and',
    ),
    (
        "handouts/brands/clinic/brand.toml",
        ('region = "gb"', 'region = "gb"\n[palette]\naccent = "#5a7d2a"\n'),
        ("contrast", "handouts/brands/clinic/brand.toml", 0),
        "palette: accent: #5a7d2a has a contrast of 4.7:1 on white, and print needs 7:1; choose",
    ),
    (
        "handouts/brands/clinic/logo.svg",
        ("<path", '<path fill="#ffd24d"'),
        ("contrast", "handouts/brands/clinic/brand.toml", 0),
        "logo: its darkest ink has a contrast of 1.4:1 on white, and 3:1 is needed",
    ),
]


@pytest.mark.parametrize(("name", "change", "place", "message"), PAGES)
def test_page(
    guide: Project, name: str, change: tuple[str, str], place: tuple[str, str, int], message: str
) -> None:
    """One mistake is told with its file, its line and its mend."""
    kind, where, line = place
    guide.edit(name, change)
    found = [f for f in look(guide) if f.kind == kind and message in f.message]
    assert [(f.docname or f.path, f.line or 0) for f in found] == [(where, line)]
    (finding,) = found
    assert "; " in finding.message
    assert finding.severity is (Severity.ERROR if kind == "get-help" else Severity.WARNING)


# --- words ----------------------------------------------------------------------------------------


def test_no_dictionary(guide: Project) -> None:
    """Where the computer lacks the dictionary, it is said that nothing was checked."""
    found = look(guide, handouts_spelling={"en": "xx_YY"})
    assert [(f.kind, f.severity) for f in found] == [("spelling", Severity.WARNING)]
    assert found[0].message == (
        'conf.py: handouts_spelling: no dictionary "xx_YY" on this computer, so nothing was '
        "checked; install it (on Debian or Ubuntu: apt-get install hunspell-xx-yy), or put its "
        ".dic and .aff files beside conf.py"
    )


def test_no_list_of_words(guide: Project) -> None:
    """A list of words that is not there is an error that names it."""
    (finding,) = look(guide, handouts_words={"en": "no.txt"})
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        'conf.py: handouts_words: no file "no.txt"; mend its path, or make the file'
    )


def test_dictionary_that_is_no_name(guide: Project) -> None:
    """A setting of the wrong kind is told by the builder, and stops no check."""
    assert look(guide, handouts_spelling={"en": 5}, handouts_words={"en": None}) == []
    guide.edit("conf.py", guide.read("conf.py").replace('"en_US"', "5"))
    (line,) = guide.build().err.splitlines()
    assert "conf.py: handouts_spelling: en: 5 is no name; write it as text" in line


def test_own_dictionary(guide: Project) -> None:
    """A project may bring a dictionary; the words that it has not are told, with its own."""
    guide.edit("knee.aff", "SET UTF-8\n")
    guide.edit("knee.dic", "2\nWalking\nwalk\n")
    found = said(look(guide, handouts_spelling={"en": "knee"}), "spelling")
    assert ("walk", 12) not in [(where, line) for where, line, _message in found]
    assert ("rest", 12) in [(where, line) for where, line, _message in found]


def test_without_spylls(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where spelling is asked for and spylls is not installed, it is said what to install."""
    guide = make_project("content", cold=True)
    guide.edit("knee.aff", "SET UTF-8\n")
    guide.edit("knee.dic", "1\nknee\n")
    for name in [name for name in sys.modules if name.partition(".")[0] == "spylls"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "spylls", None)
    (finding,) = look(guide, handouts_spelling={"en": "knee"})
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "conf.py: handouts_spelling needs spylls; install sphinx-handouts[spelling]"
    )


def test_words_are_remembered(guide: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look needs no dictionary; a damaged memory is no mistake."""
    guide.edit("rest.md", guide.read("rest.md") + "\nA mistaek.\n")
    first = look(guide)
    assert [f.line for f in first] == [19]
    with monkeypatch.context() as patch:
        patch.setattr(
            "sphinx_handouts.inspection.dictionaries._load", lambda _path: pytest.fail("loaded")
        )
        assert look(guide) == first
    guide.edit(f"_build/read/doctrees/{MEMORY}", '{"spelling": 3')
    assert look(guide) == first


def test_words_beside_the_pages(guide: Project) -> None:
    """Titles and summaries of the catalogue, and the words in drawings, are read as well."""
    guide.edit(
        "handouts/catalogue.toml", ('"Walk more"', '"Wolk more"\nsummary = "A shoort walk."')
    )
    guide.edit("figures/gate.svg", ("</title>", "</title>\n<text>An opun gate</text>"))
    found = said(look(guide), "spelling")
    assert [(where, line, message.partition(" is ")[0]) for where, line, message in found] == [
        ("handouts/catalogue.toml", 4, '"Wolk"'),
        ("handouts/catalogue.toml", 5, '"shoort"'),
        ("figures/gate.svg", 2, '"opun"'),
    ]


# --- orphans --------------------------------------------------------------------------------------


def test_spare_things(guide: Project) -> None:
    """What is kept in store is told where the settings do not say so."""
    found = said(look(guide, handouts_spare=[]), "orphan")
    assert [(where, line) for where, line, _message in found] == [
        ("snippets/later.md", 1),
        ("figures/later.svg", None),
    ]


def test_old_logo(guide: Project) -> None:
    """A logo that lies in a brand's folder and that the brand does not name is told."""
    guide.edit("handouts/brands/clinic/old.png", b"\x89PNG")
    message = "nothing shows this picture; show it, or remove it"
    assert said(look(guide)) == [("handouts/brands/clinic/old.png", None, message)]


def test_forms_of_pictures(guide: Project) -> None:
    """The form of a picture for a variant is shown with it; that of no variant is told."""
    guide.edit("figures/gate.large-print.svg", guide.read("figures/gate.svg"))
    guide.edit("figures/gate.largeprint.svg", guide.read("figures/gate.svg"))
    found = [where for where, _line, _message in said(look(guide), "orphan")]
    assert found == ["figures/gate.largeprint.svg"]


def test_pictures_of_style_sheets(guide: Project) -> None:
    """Pictures in a static folder are there for style sheets, too."""
    guide.edit("_static/a.svg", guide.read("figures/gate.svg"))
    guide.edit("_static/b.svg", guide.read("figures/gate.svg"))
    guide.edit("walk.md", ("figures/gate.svg", "_static/a.svg"))
    found = [where for where, _line, _message in said(look(guide, html_static_path=["_static"]))]
    assert found == []


# --- translations ---------------------------------------------------------------------------------


@pytest.fixture
def translated(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with a language of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    return make_project("languages", cold=True)


CATALOGUE = "locales/de/LC_MESSAGES/guide.po"


def test_translations(translated: Project) -> None:
    """A catalogue that is whole is good; one that has a text which is gone is told."""
    assert said(look(translated, language="de"), "translation") == []
    translated.edit(CATALOGUE, ('msgid "Walk a little more"', 'msgid "Walk more"'))
    (left,) = said(look(translated, language="de"), "translation")
    assert translated.read(CATALOGUE).splitlines()[int(left[1] or 0) - 1] == 'msgid "Walk more"'
    assert (left[0], left[2].partition(";")[0]) == (
        CATALOGUE,
        '1 translation is of texts that no page has any more, such as "Walk more"',
    )


def test_source_of_translations(translated: Project) -> None:
    """A check of the pages themselves says nothing of translations: each language has its own."""
    translated.edit(CATALOGUE, ('msgid "Walk a little more"', 'msgid "Walk more"'))
    assert said(look(translated), "translation") == []


def test_language_without_catalogues(guide: Project) -> None:
    """A language that a brand prints, and that nobody has begun to translate, is an error."""
    guide.edit("handouts/brands/plain/brand.toml", 'name = ""\nlanguages = ["en", "pt_BR"]\n')
    (finding,) = look(guide)
    assert finding.severity is Severity.ERROR
    assert 'languages: nothing is translated into "pt-BR"; begin a catalogue' in finding.message


# --- what was printed -----------------------------------------------------------------------------


@pytest.fixture
def printed(make_project: Maker) -> Project:
    """Return the project with its PDFs."""
    project = make_project("content")
    project.good()
    return project


def test_printed(printed: Project) -> None:
    """The PDFs are those of the manifest."""
    assert len(printed.editions()) == 2
    assert look(printed) == []


HIDING = {
    "display: none": "is missing",
    "color: #eee": "is too pale to be read",
    "opacity: 0.1": "is too pale to be read",
    "font-size: 5pt": "is printed in 5.0 points, and 9 is the least",
    "position: relative; left: 300mm": "reaches over the edge of the paper",
}


@pytest.mark.parametrize("rule", HIDING)
def test_hidden_line(printed: Project, rule: str) -> None:
    """A style sheet that hides a line of the box is an error; the good PDFs stay as they are."""
    before = printed.outputs()
    printed.edit("own.css", f".snippet--get-help li:last-child {{ {rule} }}")
    for _build in range(2):  # the second finds the PDFs in the cache, and what was read
        built = printed.build("-D", "handouts_css=own.css")
        assert built.status == 2
        for brand in ("clinic", "plain"):
            words = f'"you have a fever." {HIDING[rule]}; '
            (line,) = built.said(f"KP-01 en a4 standard {brand}: ", words, "[handouts.misprint]")
            assert "get-help.md:" in line or "help.md:" in line
        assert printed.outputs() == before
        assert len(list((printed.out / "rejected").rglob("*.pdf"))) == 2


BOX = """\
:::{admonition} %s
:class: danger

%s
:::
"""
SCRIPTS = {
    "ar": "اتصل بالإسعاف الآن إذا كان لديك ألم في الظهر وحمى.",
    "he": "התקשרו לאמבולנס עכשיו אם יש לכם כאב גב וחום.",
    "hi": "यदि आपको पीठ दर्द और बुखार है तो अभी एम्बुलेंस को बुलाएँ।",
    "vi": "Gọi xe cứu thương ngay nếu bạn bị đau lưng và sốt.",
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_box_in_another_script(make_project: Maker, language: str) -> None:
    """Letters that join and swap in print are read, too, and a line that is hidden is found."""
    project = make_project(cold=True)
    text = SCRIPTS[language]
    project.edit("snippets/get-help.md", BOX % (text.partition(" ")[0], text))
    project.edit("handouts/brands/plain/brand.toml", f'name = ""\nlanguages = ["{language}"]\n')
    written = ("-D", f"language={language}", "-D", f"handouts_source_language={language}")
    quiet = ("-D", "suppress_warnings=handouts.translation")  # the words around it are in English
    only = (*written, *quiet, "-D", "handouts_only=KP-03,plain,standard")
    project.good(*only)
    project.edit("own.css", ".snippet--get-help p:last-child { visibility: hidden }")
    (line,) = project.build(*only, "-D", "handouts_css=own.css").err.splitlines()
    assert f'"{text}" is ' in line


def test_box_with_everything(make_project: Maker) -> None:
    """Links, terms, code, comments and web addresses in a box do not make it unreadable."""
    project = make_project(cold=True)
    text = """\
Call, or read [what to do](/walk.md) first. See [the charity](https://example.org/a), `112`, $x$.

% A comment.

| Sign | Do |
|---|---|
| It is *very* hot and your knee is long-lasting-swollen-up-to-the-hip-and-higher | Call |

```{image} gate.svg
:alt: A gate
```
"""
    gate = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h7v7z"/></svg>'
    )
    project.edit("gate.svg", gate)
    project.edit("snippets/get-help.md", BOX % ("Get *help* now", text))
    project.good("-D", "handouts_only=KP-03")


def test_covered_box(printed: Project) -> None:
    """A box that something else covers is found, line by line: what counts is what is printed."""
    rule = "content: ''; position: absolute; inset: 0; background: white"
    box = ".snippet--get-help .admonition"
    printed.edit("own.css", f"{box} {{ position: relative }} {box}::after {{ {rule} }}")
    built = printed.build("-D", "handouts_css=own.css")
    found = built.said("is covered", "clinic")
    words = {line.split('"')[1] for line in found}
    assert sorted(words - {"•"}) == [
        "Call 999 if you cannot stand on the leg [1]. Or if:",
        "Get help now",
        "it is hot and red",
        "you have a fever.",
    ]


def test_files_on_the_disk(printed: Project) -> None:
    """A PDF that somebody changed, removed or added is told by its path."""
    changed, removed = sorted(printed.editions())
    printed.edit(f"_build/handouts/{changed}", b"%PDF-1.7")
    (printed.out / removed).unlink()
    printed.edit("_build/handouts/plain/en/mine.pdf", b"%PDF-1.7")
    printed.edit("_build/handouts/rejected/old.pdf", b"%PDF-1.7")
    found = look(printed)
    assert {f.kind for f in found} == {"files"}
    assert [(f.path, f.severity) for f in found] == [
        (f"_build/handouts/{changed}", Severity.ERROR),
        (f"_build/handouts/{removed}", Severity.ERROR),
        ("_build/handouts/plain/en/mine.pdf", Severity.WARNING),
    ]


# --- the rules by which it was made ---------------------------------------------------------------

RELEASED = """
[[revision]]
id = "{0}"
language = "en"
version = "1.0"
date = 2089-01-01
hash = "sha256:{1}"
change = "First release."
{2}
"""
WITHDRAWN = """
[[withdrawal]]
id = "KP-01"
date = 2089-01-02
reason = "It is wrong."
"""


def test_rules_that_went_off(guide: Project) -> None:
    """What was released by the rules for patients is told when these end, until it is withdrawn."""
    rows = [("KP-01", "a" * 64, ""), ("KP-02", "b" * 64, 'profile = "general"')]
    ledger = "".join(RELEASED.format(*row) for row in rows)
    guide.edit("handouts/revisions.toml", ledger)
    assert said(look(guide), "ledger") == []
    for settings in ({"handouts_profile": "general"}, {"handouts_reviews": False}):
        ((_place, _line, words),) = said(look(guide, **settings), "ledger")
        assert words.startswith("conf.py: handouts_profile: KP-01 was released by rules for")
        assert "set it (and handouts_reviews) back" in words
    guide.edit("handouts/revisions.toml", ledger + WITHDRAWN)
    assert said(look(guide, handouts_profile="general"), "ledger") == []
