"""Every construct at every level, in each theme, paper and variant: printed whole, and designed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prepared import Prepared
from projects import Project, normal, pdf_text
from pypdfium2 import PdfDocument
from sphinx_handouts.pdf.render import render
from sphinx_handouts.project import theme_files
from sphinx_handouts.proofing.drawn import Drawing, Kind, drawings
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.sheets.templates import stylesheet

BRAND = "Riverside"
MARK = "Not yet approved"
LEVELS = ("Level two", "Level three", "Level four", "Level five", "Level six")
NAMES = (
    *("Attention", "Caution", "Danger", "Error", "Hint", "Important", "Note", "Tip", "Warning"),
    *("See also", "A title of its own", "Todo"),
    *("Added in version 1.2", "Changed in version 1.3", "Deprecated since version 1.4"),
)
SIGNATURES = (
    "greet(name: str = 'world', *, loud: bool = False, punctuation: str = '!', repeat: int = 1)",
    "class Greeter(polite)",
    "compile(source[, filename[, symbol]])",
    "open([path])",
    "first[T](items: list[T]) → T",
    "int puts(const char *words)",
    "Greeter.say(words[, loudly])",
)


def make_looks(project: Project) -> None:
    """Print all constructs, from the cache."""
    project.good("-W")


@pytest.fixture
def looks(prepared: Prepared) -> Project:
    """Return the project of all constructs, printed."""
    return prepared(make_looks, "looks")


def drawn(pdf: Path) -> Iterator[Drawing]:
    """Yield what is drawn on a PDF."""
    with PdfDocument(pdf) as document:
        for page in drawings(document):
            yield from page


def text_of(pdf: Path, words: str) -> Drawing:
    """Return the first text of a PDF that begins with *words*."""
    return next(one for one in drawn(pdf) if one.text.startswith(words))


def sizes(pdf: Path, *words: str) -> list[float]:
    """Return the sizes of type of some texts."""
    return [round(text_of(pdf, each).size, 1) for each in words]


def sheets(project: Project, brand: str, words: str) -> list[Path]:
    """Return the sheets of a handout for a brand."""
    return sorted((project.out / brand / "en").glob(f"*{words}*.pdf"))


def test_all_constructs_are_printed(looks: Project) -> None:
    """Every heading, box by its name, and signature is on every sheet: each was read back."""
    for pdf in sheets(looks, "clinic", "pieces"):
        said = normal(pdf_text(pdf))
        assert [word for word in (*LEVELS, *NAMES) if word not in said] == [], pdf
    (standard,) = sheets(looks, "plain", "reference")
    said = normal(pdf_text(standard)).replace(" ", "")
    assert [one for one in SIGNATURES if one.replace(" ", "") not in said] == []
    assert len(looks.editions()) == 15


def test_levels_are_told_apart(looks: Project) -> None:
    """No heading is larger than the one above it, and none smaller than the variant allows."""
    for variant, least in (("standard", 9), ("large-print", 16)):
        pdf = next(one for one in sheets(looks, "clinic", "pieces") if variant in one.name)
        found = sizes(pdf, "Headings, boxes", *LEVELS)
        assert found == sorted(found, reverse=True)
        assert found[-1] >= least
        weights = {round(text_of(pdf, level).ink, 2) for level in LEVELS[2:]}
        assert len(weights) == 2


def test_a_long_name_is_never_under_the_mark(looks: Project) -> None:
    """The name of a clinic, however long, begins below the mark of a sheet, in each variant."""
    for pdf in sheets(looks, "clinic", "pieces"):
        if "booklet" not in pdf.name:
            mark = text_of(pdf, MARK)
            name = [one for one in drawn(pdf) if BRAND in one.text]
            assert max(one.box[3] for one in name) < mark.box[1], pdf


def test_short_cards_stand_side_by_side(looks: Project) -> None:
    """Cards share a line where the paper is wide enough; one alone takes the whole width."""
    (wide,) = sheets(looks, "plain", "cards")
    first, second = text_of(wide, "First card"), text_of(wide, "Second card")
    assert first.box[1] == pytest.approx(second.box[1], abs=0.5)
    (large,) = (pdf for pdf in sheets(looks, "clinic", "cards") if "large" in pdf.name)
    first, second = text_of(large, "First card"), text_of(large, "Second card")
    assert first.box[1] > second.box[3]
    frames = [one.box for one in drawn(wide) if one.kind is Kind.PATH]
    below = text_of(wide, "Only card").box
    around = [
        box for box in frames if box[3] > below[3] > below[1] > box[1] - 40 and box[0] < below[0]
    ]
    widest = max(box[2] - box[0] for box in frames)
    assert max(box[2] - box[0] for box in around) == pytest.approx(widest, abs=1)


def test_code_is_highlighted_without_colour(looks: Project) -> None:
    """Everything in code is grey or black, and lines have their own numbers."""
    (pdf,) = sheets(looks, "plain", "reference")
    comment, word = text_of(pdf, "# a comment"), text_of(pdf, "class")
    assert 0.2 < comment.ink < 0.4
    assert word.ink < 0.1
    assert [text_of(pdf, number).text.strip() for number in ("98", "101")] == ["98", "101"]


def test_plain_says_the_same(looks: Project) -> None:
    """Another theme is another look: all words are the same, and every sheet is made anew."""
    before = {pdf.name: normal(pdf_text(pdf)) for pdf in sheets(looks, "plain", "-")}
    shown = {pdf.name: pdf.read_bytes() for pdf in sheets(looks, "plain", "-")}
    looks.good("-W", "-D", "handouts_theme=plain", "-D", "handouts_only=plain")
    for pdf in sheets(looks, "plain", "-"):
        assert letters(pdf_text(pdf)) == letters(before[pdf.name]), pdf
        assert pdf.read_bytes() != shown[pdf.name]


def letters(text: str) -> list[str]:
    """Return what a text is made of, whatever the order of its pages' margins."""
    return sorted(character for character in text if character.isalpha())


BOX = (
    '<div class="snippet snippet--get-help"><div class="admonition danger">'
    '<h3 class="admonition-title">Call now</h3><ul><li>chest pain</li></ul></div>'
    '<div class="admonition note"><h3 class="admonition-title">Soon</h3><p>Ask us.</p></div></div>'
)


def test_no_token_shrinks_the_emergency_box(tmp_path: Path) -> None:
    """Whatever a theme says, the box keeps its size of type, its frame and its reversed strip."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/theme.toml").write_text(
        '[type]\nbody = "9pt"\nlead = "9pt"\nbox_leading = 1.15\n[headings]\nthird = "9pt"\n'
        '[boxes]\nlook = "lines"\n[colours]\ntint = "none"\n[lines]\nframe = "0.25pt"\n'
    )
    theme, findings = theme_files.load(tmp_path, "mine")
    assert findings == []
    head = "<head><title>T</title></head>"
    html = f'<html lang="en">{head}<body class="sheet sheet--a4 sheet--standard"><main>{BOX}</main>'
    rendered = render(RenderJob(html, stylesheet(theme=theme.style())))
    with PdfDocument(rendered.pdf) as document:
        ((*found,),) = drawings(document)
    words = {one.text.strip(): one for one in found if one.text.strip()}
    for text in ("Call now", "chest pain", "Soon", "Ask us."):
        assert words[text].size >= 12
    assert words["Call now"].ink > 0.9, "white on black"


def test_a_theme_of_ones_own(looks: Project) -> None:
    """A folder of tokens and a style sheet changes sheets, and only what it changes is rendered."""
    (looks.folder / "looks").mkdir()
    theme = looks.folder / "looks/theme.toml"
    theme.write_text('based_on = "plain"\n[headings]\ntitle = "30pt"\n')
    (looks.folder / "looks/theme.css").write_text("h6 { font-weight: bold }")
    options = ("-W", "-D", "handouts_theme=looks", "-D", "handouts_only=plain,LK-01")
    looks.good(*options)
    (pdf,) = sheets(looks, "plain", "pieces")
    assert sizes(pdf, "Headings, boxes") == [30]
    assert looks.good(*options).counts[1] == 0
    theme.write_text('based_on = "plain"\n[headings]\ntitle = "26pt"\n')
    assert looks.good(*options).counts[1] == 1
    assert sizes(pdf, "Headings, boxes") == [26]
    theme.write_text('[headings]\ntitel = "26pt"\n')
    built = looks.build(*options)
    assert built.status
    (line,) = built.said("theme.toml")
    assert 'looks/theme.toml:2: headings: unknown key "titel"; did you mean "title"?' in line
    assert sizes(pdf, "Headings, boxes") == [26], "what was right stands"


def test_who_said_it_stands_below_what_was_said() -> None:
    """No quote ends a page without the name below it."""
    head, said = "<head><title>T</title></head>", "<p>Walk.</p><p class=attribution>Somebody</p>"
    quote = f"<blockquote class=epigraph><div>{said}</div></blockquote>"
    for count in range(27, 32):
        body = f"<main><h1>T</h1>{'<p>Text</p>' * count}{quote}</main>"
        body = f'<body class="sheet sheet--a4 sheet--standard">{body}</body>'
        rendered = render(RenderJob(f'<html lang="en">{head}{body}</html>', stylesheet()))
        with PdfDocument(rendered.pdf) as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        assert all(("Walk" in text) == ("Somebody" in text) for text in texts), count
