"""The checks of a sheet: each finds what it is for, says where, how much and what to do."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from sheets import sheet
from sphinx_handouts.checks.budget import check_budget, check_fill, check_thickness
from sphinx_handouts.checks.get_help import check_get_help
from sphinx_handouts.checks.glyphs import check_glyphs, told_once
from sphinx_handouts.checks.letterheads import check_letterhead
from sphinx_handouts.checks.log import check_log
from sphinx_handouts.checks.misprints import IN_PICTURE, check_misprints
from sphinx_handouts.checks.own import check_own
from sphinx_handouts.checks.reading import check_grades, check_sentences, measure, sentences
from sphinx_handouts.checks.release import check_release
from sphinx_handouts.checks.structure import check_structure
from sphinx_handouts.checks.table import CHECKS, EDITION_CHECKS, PAGE_CHECKS
from sphinx_handouts.checks.wording import check_wording, read_phrases
from sphinx_handouts.pdf.render import render
from sphinx_handouts.press.orders import checked
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.finding import Finding, Kind, Severity
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.letterhead import Letterhead, Settings
from sphinx_handouts.records.page import Page, Said
from sphinx_handouts.records.readability import Passage, Reading, ReadingLimits
from sphinx_handouts.records.rendered import Misprint, MissingGlyph, Rendered

LABEL = "HO-01 en a4 standard anytown"
RULE = "handouts_required_snippets in conf.py"


def test_every_check_is_in_the_table() -> None:
    """The tables hold every check of its kind, and a right sheet passes them all."""
    assert set(PAGE_CHECKS) == {check_get_help, check_own}
    every = {
        check_budget,
        check_fill,
        check_thickness,
        check_glyphs,
        check_log,
        check_misprints,
        check_structure,
    }
    assert set(EDITION_CHECKS) == every


def test_right_sheet(page: Page, edition: Edition, job: RenderJob) -> None:
    """A right sheet passes every check."""
    rendered = render(job)
    found = [finding for check in EDITION_CHECKS for finding in check(page, edition, rendered)]
    found += [finding for check in PAGE_CHECKS for finding in check(page, ["get-help"], RULE)]
    assert found == []


# --- budget -------------------------------------------------------------------------------------


def test_over_budget(page: Page, edition: Edition, long_sheet: Rendered) -> None:
    """A sheet over its budget is an error that says by how many pages and millimetres."""
    (finding,) = check_budget(page, edition, long_sheet)
    assert finding == Finding(
        Kind.BUDGET,
        f"{LABEL}: 3 pages, 1 over its budget of 2 (page 3 is filled for 30 mm); "
        'shorten a part, or raise "pages" of HO-01 in catalogue.toml (for those that name none: '
        "handouts_pages in conf.py)",
    )


@pytest.mark.parametrize(("room", "warns"), [(7.9, True), (8.0, False), (None, False)])
def test_nearly_over_budget(
    page: Page, edition: Edition, long_sheet: Rendered, room: float | None, warns: bool
) -> None:
    """A sheet with less than 8 mm to spare is a warning that names it; one page fewer is none."""
    budget = replace(edition, budget=3)
    found = list(check_budget(page, budget, replace(long_sheet, room_mm=room)))
    assert [finding.severity for finding in found] == [Severity.WARNING] * warns
    assert all(f"{LABEL}: only 7 mm are free on page 3" in finding.message for finding in found)
    roomy = replace(long_sheet, room_mm=room)
    assert list(check_budget(page, replace(edition, budget=4), roomy)) == []


def test_what_has_grown_is_told(page: Page, edition: Edition, long_sheet: Rendered) -> None:
    """An error of the budget says which part grew, where that is known."""
    grown = replace(page, grown='since its last release it has grown in "walk" by 3 words')
    (finding,) = check_budget(grown, edition, long_sheet)
    assert 'grown in "walk" by 3 words; shorten a part' in finding.message


@pytest.mark.parametrize("budget", [3, 4, 40])
def test_within_budget(page: Page, edition: Edition, long_sheet: Rendered, budget: int) -> None:
    """A sheet that fills its budget, or less, passes."""
    handout = page.handout.model_copy(update={"pages": budget})
    assert list(check_budget(replace(page, handout=handout), edition, long_sheet)) == []


def test_budget_of_an_edition(page: Page, edition: Edition, long_sheet: Rendered) -> None:
    """Where an edition has a budget of its own, that counts."""
    assert list(check_budget(page, replace(edition, budget=3), long_sheet)) == []
    (finding,) = check_budget(page, replace(edition, budget=1), long_sheet)
    assert "3 pages, 2 over its budget of 1" in finding.message


TALL = "<p>Before</p><table style='height: 250mm; break-inside: avoid'><tr><td>Week 1</table>"


def test_half_empty_page(page: Page, edition: Edition) -> None:
    """A page before the last that is less than half full is a warning; it says what moved."""
    (finding,) = check_fill(page, edition, sheet(TALL, "@page { size: A4; margin: 20mm }"))
    share = re.sub(r"\d+ %|\d+%", "N%", finding.message)
    assert share == (
        f'{LABEL}: page 1 is only N% full, since the table "Week 1" did not fit and moved to '
        "page 2; put a shorter part before it, or split it"
    )
    assert (finding.kind, finding.severity) == (Kind.BUDGET, Severity.WARNING)


@pytest.mark.parametrize("before", ["", "<div style='height: 135mm'></div>"])
def test_page_that_is_used(page: Page, edition: Edition, before: str) -> None:
    """The last page may be as empty as it is, and a page half full is none to tell of."""
    rendered = sheet(before + TALL.partition("</p>")[2], "@page { size: A4; margin: 20mm }")
    assert rendered.pages == 1 + bool(before)
    assert list(check_fill(page, edition, rendered)) == []


# --- the get-help box ---------------------------------------------------------------------------


def test_without_the_get_help_box(page: Page) -> None:
    """A handout without a required snippet is an error that names handout, key and snippet."""
    found = list(check_get_help(replace(page, snippets=frozenset({"other"})), ["get-help"], RULE))
    assert found == [
        Finding(
            Kind.GET_HELP,
            'catalogue.toml: HO-01: parts: the "get-help" snippet is not on this handout; '
            f"add the part that holds it (the rule: {RULE})",
        )
    ]


def test_each_required_snippet(page: Page) -> None:
    """Each snippet that is missing has its finding; without required ones there is none."""
    found = check_get_help(page, ["get-help", "a", "b"], RULE)
    assert ['"a"' in finding.message or '"b"' in finding.message for finding in found] == [True] * 2
    assert list(check_get_help(replace(page, snippets=frozenset()), [], RULE)) == []


# --- glyphs -------------------------------------------------------------------------------------


def test_missing_glyph(page: Page, edition: Edition) -> None:
    """A character without a glyph is an error that names the character, its code and its pages."""
    rendered = sheet("<p>\ue123<p style='break-before: page'>\ue123 \U000f0000")
    mend = "remove it, or install a font that has it and name it in handouts_fonts"
    assert told_once(check_glyphs(page, edition, rendered)) == [
        Finding(
            Kind.GLYPH,
            f'{LABEL}: page 1, 2: no font of the sheet has "\ue123" (U+E123, no name); {mend}',
        ),
        Finding(
            Kind.GLYPH,
            f'{LABEL}: page 2: no font of the sheet has "\U000f0000" (U+F0000, no name); {mend}',
        ),
    ]


def test_a_missing_glyph_is_told_once(page: Page, edition: Edition) -> None:
    """One sentence for all editions of a place; another place, or a character more, has its own."""
    rendered = sheet("<p>\ue123")
    larger = replace(edition, variant="large-print")
    told = [*check_glyphs(page, edition, rendered), *check_glyphs(page, larger, rendered)]
    (found,) = told_once(told)
    assert found.message.startswith(
        f'{LABEL} and 1 more: page 1: no font of the sheet has "\ue123"'
    )
    assert (found.edition, found.pages) == ("", "")
    elsewhere = replace(told[1], line=7)
    assert [one.line for one in told_once([told[0], elsewhere])] == [None, 7]
    other = Finding(Kind.MISPRINT, f"{LABEL}: page 1: a word")
    assert told_once([other, replace(other, line=7)]) == [other, replace(other, line=7)]


def test_a_glyph_of_the_catalogue_is_told_there(page: Page, edition: Edition) -> None:
    """A title is in the catalogue: its file and line are told."""
    said = (Said("Walk \ue123", line=4, path="handouts/catalogue.toml"),)
    rendered = sheet("<h1>Walk \ue123</h1>")
    (found,) = check_glyphs(replace(page, declared=said), edition, rendered)
    assert (found.docname, found.path, found.line) == (None, "handouts/catalogue.toml", 4)


def test_a_glyph_of_a_drawing_is_told_at_its_picture(page: Page, edition: Edition) -> None:
    """Not at a text that holds the sign, nor at the first picture."""
    texts = [("walk \ue123", 1, False), ("One", 3, True), ("Two", 5, True), ("Two", 6, False)]
    said = tuple(Said(text, "walk", line, is_alternative=is_one) for text, line, is_one in texts)
    missing = MissingGlyph("\ue123", (1,), "Two")
    rendered = Rendered(b"", 1, 9.0, missing=(missing,))
    (found,) = check_glyphs(replace(page, said=said), edition, rendered)
    assert (found.docname, found.line) == ("walk", 5)
    assert 'of the drawing "Two"; remove it' in found.message


# --- where it stands ----------------------------------------------------------------------------

TEXTS = (
    Said("Before.", "walk", 3),
    Said("Take it {at noon} \ue123.", "walk", 5),
    Said("1", "walk", 7, is_label=True),
    Said("Week 1", "walk", 8),
    Said("In a box.", "walk", 2, "snippets/box.md"),
)
NOON = "<main><p>Before.</p><p>Take it <span>{at noon}</span> \ue123.</p><p>In a box.</p></main>"
WIDE = "@page { size: 90mm 120mm; margin: 10mm } span { margin-inline-start: -20mm }"


def _places(page: Page, edition: Edition, rendered: Rendered) -> dict[Kind, set[object]]:
    """Return where findings of each kind stand: page or file, and line."""
    told = replace(page, said=TEXTS)
    found: dict[Kind, set[object]] = {}
    for finding in checked(told, edition)(rendered):
        place = finding.path or finding.docname, finding.line
        found.setdefault(finding.kind, set()).add(place)
    return found


def test_findings_name_the_line_of_their_text(page: Page, edition: Edition) -> None:
    """A glyph, and a short word that cannot be read, are told where their sentence stands."""
    found = _places(page, edition, sheet(NOON, WIDE))
    assert found[Kind.GLYPH] == {("walk", 5)}
    assert found[Kind.MISPRINT] == {("walk", 5)}


def test_a_sign_that_cannot_be_read_is_told_where_it_stands(page: Page, edition: Edition) -> None:
    """A keycap has neither letters nor digits, by which other texts are found."""
    rendered = Rendered(
        b"", 1, 9.0, misprints=(Misprint("\N{COMBINING ENCLOSING KEYCAP}", "is", ()),)
    )
    told = replace(page, said=(Said("Press 1\N{COMBINING ENCLOSING KEYCAP}.", "walk", 4),))
    (found,) = check_misprints(told, edition, rendered)
    assert (found.docname, found.line) == ("walk", 4)


def test_what_is_wrong_with_a_picture_is_mended_there(page: Page, edition: Edition) -> None:
    """No other words help a picture; one of a clinic is told at its logo."""
    wrong = Misprint("The clinic", "is said of a picture that shows nothing", (1,), in_picture=True)
    (found,) = check_misprints(page, edition, Rendered(b"", 1, 9.0, misprints=(wrong,)))
    assert found.message.endswith(IN_PICTURE)
    own = replace(wrong, mend="break it into lines")
    (found,) = check_misprints(page, edition, Rendered(b"", 1, 9.0, misprints=(own,)))
    assert found.message.endswith("; break it into lines")
    letterhead = Letterhead(b"", Settings(), misprints=(wrong,))
    (found,) = check_letterhead(letterhead, "b/brand.toml", ["a4"], {"logo": 2}, lambda _words: 1)
    mend = "give another logo, dark on white, whose letters are paths"
    assert found.message == f'b/brand.toml:2: on a4, "The clinic" {wrong.problem}; {mend}'


def test_what_no_page_says_is_told_beside_what_stands_before_it(
    page: Page, edition: Edition
) -> None:
    """Words that a style sheet adds are told at the text before them, in a snippet's file, too."""
    style = "p:last-child::after { content: 'Stop all tablets' }"
    found = _places(page, edition, sheet(NOON, style))
    assert found[Kind.MISPRINT] == {("snippets/box.md", 2)}


def test_a_page_that_is_half_empty_is_told_at_what_moved(page: Page, edition: Edition) -> None:
    """The line is that of the first words of the next page."""
    found = _places(page, edition, sheet(TALL, "@page { size: A4; margin: 20mm }"))
    assert found[Kind.BUDGET] == {("walk", 8)}


def test_findings_of_a_sheet_name_its_first_page(page: Page, edition: Edition) -> None:
    """What has no text to be told at, such as a wrong structure, names the page at least."""
    found = _places(page, edition, sheet("<h1>One</h1><h3>Three</h3>", head=""))
    assert found[Kind.STRUCTURE] == {("walk", None)}


# --- WeasyPrint's log ---------------------------------------------------------------------------


def test_log(page: Page, edition: Edition) -> None:
    """A warning of WeasyPrint is a warning; something that it could not load is an error."""
    rendered = sheet('<p style="colour: red"><img alt="Gone" src="http://example.org/gone.png">')
    found = list(check_log(page, edition, rendered))
    assert [finding.severity for finding in found] == [Severity.WARNING, Severity.ERROR]
    assert {finding.kind for finding in found} == {Kind.WEASYPRINT}
    assert all(finding.message.startswith(f"{LABEL}: ") for finding in found)
    assert "colour" in found[0].message
    assert "refused to fetch http://example.org/gone.png" in found[1].message


# --- structure ----------------------------------------------------------------------------------


def test_structure(page: Page, edition: Edition) -> None:
    """What a screen reader cannot use is an error that names the edition."""
    rendered = sheet("<h1>One</h1><h3>Three</h3>", head="")
    found = list(check_structure(page, edition, rendered))
    assert found
    assert {finding.kind for finding in found} == {Kind.STRUCTURE}
    assert all(
        finding.message.startswith(f"{LABEL}: the PDF is not accessible: ") for finding in found
    )


# --- release ------------------------------------------------------------------------------------

TODAY = dt.date(2026, 11, 22)


def test_release(page: Page) -> None:
    """Neither a draft nor an overdue page is released; one that is due today is."""
    assert list(check_release(page, TODAY)) == []
    assert list(check_release(replace(page, next_review=TODAY), TODAY)) == []
    assert list(check_release(replace(page, next_review=None), TODAY)) == []
    (draft,) = check_release(replace(page, draft=True), TODAY)
    assert draft.kind is Kind.LEDGER
    assert draft.message.startswith("HO-01 en: the content differs from its released version; ")
    (overdue,) = check_release(replace(page, next_review=dt.date(2026, 11, 21)), TODAY)
    assert overdue.kind is Kind.REVIEW
    assert overdue.message.startswith("HO-01 en: the review was due on 2026-11-21; ")


# --- plain language -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It costs 2.5 euros. Or more.", ["It costs 2.5 euros.", "Or more."]),
        ("Use heat, e.g. a pad.", ["Use heat, e.g. a pad."]),
        ('He said "Stop." Then he left.', ['He said "Stop.', "Then he left."]),
        ("No mark at the end", ["No mark at the end"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Text is split where a sentence ends, not at every point."""
    assert [sentence.strip() for sentence in sentences(text)] == expected


def test_long_sentence() -> None:
    """A sentence over the limit is a warning at its line; one at the limit is none."""
    limits = ReadingLimits(0, 0, 5)
    passages = [
        Passage("One two three four five. Six.", "walk", 3),
        Passage("One two three four five six.", "walk", 7),
    ]
    (finding,) = check_sentences("walk", passages, limits)
    assert (finding.docname, finding.line) == ("walk", 7)
    assert finding.severity is Severity.WARNING
    assert "a sentence of 6 words is longer than 5" in finding.message
    assert list(check_sentences("walk", passages, ReadingLimits(0, 0, 0))) == []


def test_measure() -> None:
    """Short words in short sentences have a lower grade than long ones."""
    plain = measure("plain", "", [Passage("Walk each day. Rest when you are sore. " * 9, "p", 1)])
    learned = measure(
        "learned",
        "",
        [
            Passage(
                "Musculoskeletal rehabilitation necessitates individualised evaluation. " * 9,
                "l",
                1,
            )
        ],
    )
    assert (plain.words, plain.sentences, plain.longest) == (72, 18, 5)
    assert plain.flesch_kincaid < 4
    assert learned.flesch_kincaid > 12
    assert plain.smog < learned.smog
    nothing = measure("nothing", "", [])
    assert (nothing.words, nothing.flesch_kincaid, nothing.smog) == (0, 0, 0)


@pytest.mark.parametrize(
    ("words", "limits", "names"),
    [
        (100, ReadingLimits(6, 8, 0), ["Flesch-Kincaid", "SMOG"]),
        (100, ReadingLimits(6, 0, 0), ["Flesch-Kincaid"]),
        (100, ReadingLimits(0, 8, 0), ["SMOG"]),
        (100, ReadingLimits(7, 9, 0), []),
        (10, ReadingLimits(6, 8, 0), []),
    ],
)
def test_grades(words: int, limits: ReadingLimits, names: list[str]) -> None:
    """Each grade above its limit is a warning; 0 is no limit; a few words have no grade."""
    found = list(check_grades(Reading("walk", "", words, 9, 9, 7.0, 9.0), limits, "walk"))
    assert [name for name in names if any(name in finding.message for finding in found)] == names
    assert len(found) == len(names)
    assert {finding.severity for finding in found} <= {Severity.WARNING}


# --- words that must not be there ---------------------------------------------------------------

PHRASES = read_phrases(
    "# promises\ncure\nno side effects  # really\n\ncure\nwon't hurt\nrisk-free\n"
)


def banned(text: str) -> list[str]:
    """Return the messages about *text*."""
    return [f.message for f in check_wording([(4, text)], "walk", "walk", PHRASES, ["LATIN"])]


def test_read_phrases() -> None:
    """A list has a phrase a line, each once; the rest of a line after # is a comment."""
    assert PHRASES == ("cure", "no side effects", "won't hurt", "risk-free")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("This is a cure.", 1),
        ("A CURE, the cure", 2),
        ("It has no\nside  effects.", 1),
        ("No side effects", 1),
        ("A secure place, cured, cures", 0),
        ("It won’t hurt.", 1),
        ("It won't hurt.", 1),
        ("It is risk-free, risk\u2011free.", 2),
        ("", 0),
    ],
)
def test_banned_phrases(text: str, count: int) -> None:
    """A phrase is found as whole words in any case, spacing and style of apostrophe."""
    messages = banned(text)
    assert len(messages) == count
    assert all("is on the list of banned phrases" in message for message in messages)


@pytest.mark.parametrize(
    ("text", "word"),
    [("Call 요통 now", "요통"), ("A паin", "паin"), ("Naïve façade – 5 µg ½", ""), ("– “1” €", "")],
)
def test_foreign_script(text: str, word: str) -> None:
    """A word in a script that the language does not use is named; signs and accents are not."""
    messages = banned(text)
    assert messages == (
        [f'walk: "{word}" is not in the script of this language; remove it'] if word else []
    )


def test_no_list_and_no_script() -> None:
    """Without a list and a script nothing is banned."""
    assert list(check_wording([(1, "cure 요통")], "walk", None, (), ())) == []


def test_located(page: Page) -> None:
    """A finding is located at its page and line."""
    (finding,) = check_wording([(4, "cure")], "walk", "walk", PHRASES, ())
    assert (finding.kind, finding.docname, finding.line) == (Kind.WORDING, "walk", 4)
    assert finding.severity is Severity.ERROR


# --- the table ----------------------------------------------------------------------------------


def test_every_kind_is_declared_once() -> None:
    """Each kind of finding has one row, whose words are sentences that end."""
    assert sorted(check.kind for check in CHECKS) == sorted(Kind)
    assert len({check.title for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.rationale.endswith("."), check.kind
        assert check.mend.endswith("."), check.kind
        assert not check.title.endswith("."), check.kind
