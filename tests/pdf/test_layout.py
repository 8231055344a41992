"""Words are whole, where they fit a line; and what stands in margins is in a printer's reach."""

from __future__ import annotations

import io
from importlib.resources import files

import pypdfium2
import pytest
from sheets import sheet
from sphinx_handouts.records.geometry import PRINTER_REACH_MM
from weasyprint import HTML, Document

WORD = "anticoagulants"
NESTED = {
    "bold in italics": f"<em>Never stop with <strong>{WORD}</strong> by yourself.</em>",
    "bold in italics, and again": f"<em>Never <b>stop</b> with <strong>{WORD}</strong>.</em>",
    "words in a link": f'<a href="https://a.example/">See of <span>all <i>{WORD}</i></span>.</a>',
    "text": f"Never stop with <strong>{WORD}</strong> by yourself.",
    "a padded span": f'<em>Stop <span style="padding: 0 2mm">{WORD}</span> now.</em>',
    "from right to left": f'<em dir="rtl">قف الآن <strong>{WORD}</strong> ثم انتظر.</em>',
}


PAGE = "@page {{ size: {width}mm 200mm; margin: 5mm }} p {{ overflow-wrap: anywhere }}"
LONG = "thyroidstimulatinghormone" * 4
WITHOUT_BLANKS = {
    "code in spans": f"<code><span>{{</span><b>{LONG}</b><span>=</span><b>{LONG}</b>}}</code>",
    "an address in brackets": f'(<a href="https://a.example/"><span>{LONG}</span></a>).',
    "after a word": f"See <i>{LONG}</i><b>{LONG}</b>",
    "letters of a word": "".join(f"<b>{letter}</b>" for letter in LONG),
    "marks alone": "<b>?</b><i>!</i>" * 60,
    "a number before it": f'<span style="display: inline-block">1</span> <b>a</b><i>{LONG}</i>',
    "from right to left": f'<span dir="rtl">(<i>{LONG}</i><b dir="ltr">{LONG}</b>)</span>',
    "a float beside it": f'<b style="float: left">1</b><i>{LONG}</i><b>{LONG}</b>',
}


def lines(body: str, *widths: int, wrap: str = "break-word") -> list[str]:
    """Return the lines of a text that is set in columns of so many millimetres, one by one."""
    columns = [f'<p style="width: {width}mm; overflow-wrap: {wrap}">{body}' for width in widths]
    with pypdfium2.PdfDocument(io.BytesIO(sheet("".join(columns)).pdf)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return [line.strip() for page in pages for line in page.splitlines()]


@pytest.mark.parametrize("case", NESTED)
def test_no_word_is_broken_that_fits_a_line(case: str) -> None:
    """A word goes to the next line, wherever it stands and however wide the column is."""
    widths = range(36, 80, 2)
    whole = [line for line in lines(NESTED[case], *widths) if WORD in line]
    assert len(whole) == len(widths)


def test_word_longer_than_its_line_is_broken() -> None:
    """At the beginning of a span, and nothing reaches over the edge of the column."""
    for body in (WORD * 4, f"<em><strong>{WORD * 4}</strong> is long.</em>"):
        found = lines(body, 50)
        assert len(found) > 1
        assert "".join(found).startswith(WORD * 4)


MARGINS = """@page { size: 100mm 150mm; font-size: 9pt;
  margin: 18mm 15mm calc(17mm + var(--foot-lack, 0mm));
  @top-left { content: "%s"; padding-bottom: 8mm; vertical-align: bottom }
  @bottom-left { content: "%s"; white-space: pre-line; vertical-align: top } }"""


@pytest.mark.parametrize("count", [1, 2, 6])
def test_margins_hold_what_stands_in_them(count: int) -> None:
    """A foot of more lines gets a deeper margin, and a long head grows down, not up."""
    head = "Head " * 7 * min(count, 2)
    printed = sheet("<p>Text</p>", MARGINS % (head, "Foot\\a " * count))
    assert printed.misprints == ()
    reach = (PRINTER_REACH_MM - 0.5) * 72 / 25.4
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        width, height = document[0].get_size()
        text = document[0].get_textpage()
        within = text.get_text_bounded(reach, reach, width - reach, height - reach)
        assert within.split().count("Foot") == count
        assert within.split().count("Head") == len(head.split())
        assert "Text" in within


END = """@page {{ size: 100mm 100mm; margin: 10mm }} * {{ margin: 0 }}
  p {{ line-height: {height}mm }}
  .sources {{ line-height: 20mm; break-before: var(--end-break, auto); break-inside: avoid }}"""


@pytest.mark.parametrize(("height", "parts"), [(25, [2, 2]), (65, [1, 1]), (10, [4])])
def test_sources_do_not_stand_alone_on_the_last_page(height: int, parts: list[int]) -> None:
    """What stands before them goes with them, unless that would leave its own page half empty."""
    paragraphs = [f"<p>Part{n}</p>" for n in range(sum(parts) - 1)]
    printed = sheet(
        f'<main>{"".join(paragraphs)}<section class="sources">Part</section></main>',
        END.format(height=height),
    )
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert [text.count("Part") for text in texts] == parts


def test_a_line_of_a_pack_does_not_keep_sources_company() -> None:
    """Where another sheet says where to ask, the line that says so is end matter, too."""
    style = END.format(height=25) + (
        " .in-this-pack { line-height: 10mm; break-before: var(--end-break, auto);"
        " break-after: var(--end-break, auto) }"
    )
    body = f'{"<p>Part</p>" * 3}<p class="in-this-pack">Ask</p>'
    printed = sheet(f'<main>{body}<section class="sources">Sources</section></main>', style)
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        texts = [page.get_textpage().get_text_bounded().split() for page in document]
    assert texts == [["Part", "Part"], ["Part", "Ask", "Sources"]]


TIERS = """@page { size: 100mm 100mm; margin: 10mm } * { margin: 0 } p { line-height: 10mm }
  .admonition { break-inside: var(--tier-break, auto) }
  .note { break-inside: var(--last-tier-break, var(--tier-break, auto)) }"""


@pytest.mark.parametrize(
    ("before", "urgent", "soon", "parts"),
    [
        (5, 5, 2, ["AAAAA", "UUUUUSS"]),  # whole, on as many pages
        (4, 0, 6, ["AAAA", "SSSSSS"]),
        (5, 5, 7, ["AAAAA", "UUUUU", "SSSSSSS"]),  # the second leaves the first, which moves, too
        (3, 9, 6, ["AAAUUUUU", "UUUU", "SSSSSS"]),  # the first would leave a page half empty
        (6, 5, 5, ["AAAAAAUU", "UUUSSSSS"]),  # a page more
        (3, 5, 0, ["AAAUUUUU"]),
        (5, 5, 3, ["AAAAAUUU", "UUSSS"]),  # the last page would be full to the brim
    ],
)
def test_boxes_of_signs_are_whole(before: int, urgent: int, soon: int, parts: list[str]) -> None:
    """A box that would go on on the next page begins there, where that costs no paper."""
    boxes = (("danger", "U", urgent), ("note", "S", soon))
    tiers = [
        f'<div class="admonition {kind}">{f"<p>{sign}</p>" * count}</div>'
        for kind, sign, count in boxes
        if count
    ]
    body = f'{"<p>A</p>" * before}<div class="snippet--get-help">{"".join(tiers)}</div>'
    printed = sheet(f"<main>{body}</main>", TIERS)
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert ["".join(text.split()) for text in texts] == parts


CHAPTER = '<p style="break-before: page">'


@pytest.mark.parametrize(
    ("before", "urgent", "soon", "after", "layouts"),
    [
        (6, 5, 3, "", 2),  # it could be that it fits: only a layout tells
        (6, 5, 5, "", 1),  # the page on which it goes on is full
        (6, 5, 5, "<p>A</p>", 2),  # what follows has room
        (6, 5, 5, f"{CHAPTER}A</p>", 1),  # but a new chapter begins where it stands
        (3, 9, 6, "", 2),  # the first leaves a page half empty, and is not tried with the other
        (4, 9, 6, "", 3),  # this one does not: it is longer than a page
    ],
)
def test_a_sheet_is_not_laid_out_again_in_vain(
    before: int, urgent: int, soon: int, after: str, layouts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A box that has no room where it goes on stays in parts, and nobody waits for a trial."""
    count, render = 0, HTML.render

    def counted(html: HTML, **options: object) -> Document:
        nonlocal count
        count += 1
        return render(html, **options)

    monkeypatch.setattr(HTML, "render", counted)
    boxes = (("danger", "U", urgent), ("note", "S", soon))
    tiers = "".join(
        f'<div class="admonition {kind}">{f"<p>{sign}</p>" * lines}</div>'
        for kind, sign, lines in boxes
    )
    body = f'{"<p>A</p>" * before}<div class="snippet--get-help">{tiers}</div>{after}'
    sheet(f"<main>{body}</main>", TIERS)
    assert count == layouts


@pytest.mark.parametrize(
    ("before", "rows", "kind", "parts"),
    [
        (6, 3, "", ["AAAAAA", "RRR"]),  # a row alone would follow
        (6, 4, "", ["AAAAAARR", "RR"]),  # no small table
        (2, 3, "", ["AARRR"]),
        (6, 3, "worksheet", ["AAAAAARR", "R"]),  # its style has a rule of its own
    ],
)
def test_a_small_table_is_whole(before: int, rows: int, kind: str, parts: list[str]) -> None:
    """A table of two or three rows begins on the next page, where that costs no paper."""
    cells = "<tr><td>R</td></tr>" * rows
    style = """@page { size: 100mm 100mm; margin: 10mm } * { margin: 0; padding: 0 }
      p, td { line-height: 10mm } table { border-spacing: 0 }
      table:not(.worksheet) { break-inside: var(--small-table-break, auto) }"""
    body = f"{'<p>A</p>' * before}<table class='{kind}'><tbody>{cells}</tbody></table>"
    printed = sheet(f"<main>{body}</main>", style)
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert ["".join(text.split()) for text in texts] == parts


TYPE = (files("sphinx_handouts") / "templates/print/type.css").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "items", "after", "parts"),
    [
        (7, 3, 2, ["AAAAAAA", "IIIBB"]),  # the first would stand alone
        (6, 3, 2, ["AAAAAA", "IIIBB"]),  # the last would
        (7, 2, 2, ["AAAAAAA", "IIBB"]),
        (7, 4, 2, ["AAAAAAAI", "IIIBB"]),  # no short list: ties of its own
        (7, 1, 2, ["AAAAAAAI", "BB"]),  # alone on its page, as it is on the sheet
        (5, 3, 2, ["AAAAAIII", "BB"]),
        (3, 3, 2, ["AAAIIIBB"]),
        (7, 3, 5, ["AAAAAAAI", "IIBBBBB"]),  # the last page would be full to the brim
        (7, 3, 6, ["AAAAAAAI", "IIBBBBBB"]),  # a page more
    ],
)
def test_a_short_list_is_whole(before: int, items: int, after: int, parts: list[str]) -> None:
    """No item of two or three stands alone on a page, where that costs no paper."""
    style = """@page { size: 100mm 100mm; margin: 10mm } * { margin: 0; padding: 0 }
      ul { list-style: none; break-before: auto } p, li { line-height: 10mm }"""
    rules = [line for line in TYPE.splitlines() if "short-list-break" in line]
    listed = f"<ul>{'<li>I</li>' * items}</ul>"
    body = f"{'<p>A</p>' * before}{listed}{'<p>B</p>' * after}"
    printed = sheet(f"<main>{body}</main>", "\n".join([style, *rules]))
    with pypdfium2.PdfDocument(io.BytesIO(printed.pdf)) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert ["".join(text.split()) for text in texts] == parts


@pytest.mark.parametrize("case", WITHOUT_BLANKS)
def test_what_has_no_blank_is_broken_wherever_its_line_is_full(case: str) -> None:
    """Nothing reaches over the edge, whatever spans a word goes through; nothing is lost."""
    body = WITHOUT_BLANKS[case]
    for width in range(30, 60, 8):
        rendered = sheet(f"<main><p>{body}</p></main>", PAGE.format(width=width))
        assert rendered.misprints == (), width


CODE = """@page {{ size: {width}mm 200mm; margin: 5mm }}
  pre {{ margin: 0; font: 9pt monospace; overflow-wrap: anywhere; white-space: pre-wrap }}
  pre span {{ display: block; padding-left: 2ch; text-indent: -2ch }} """
NUMBER = '<b class="code__number">98&nbsp;</b>'


@pytest.mark.parametrize("begins", ["    ", "<i>    </i>", f"{NUMBER}    "])
def test_code_that_is_indented_begins_with_no_empty_line(begins: str) -> None:
    """A word too long for its line stands behind its blanks, in a span or not, numbers aside."""
    body = f"<main><pre><span>{begins}<i>{LONG}</i>{LONG}\n</span></pre></main>"
    for width in range(40, 70, 8):
        rendered = sheet(body, CODE.format(width=width))
        assert rendered.misprints == (), width
        with pypdfium2.PdfDocument(io.BytesIO(rendered.pdf)) as document:
            text, height = document[0].get_textpage(), document[0].get_height()
            (left, bottom, right, _top) = text.get_charbox(text.get_text_range().index(LONG[0]))
        assert left < right
        assert bottom > height - 35, "below the margin of 14 points stands the first line"


PICTURE = '<span style="display: inline-block">P</span>'
"""What WeasyPrint takes for a picture, and a reader of PDFs for a letter."""


@pytest.mark.parametrize("word", [f"10{PICTURE}", f"{PICTURE}<b>10</b>"])
def test_a_picture_stays_beside_the_letters_that_it_touches(word: str) -> None:
    """No line breaks between a number and the formula of its power, nor a formula and its note."""
    widths = range(14, 40)
    found = lines(f"Take a few {word} units.", *widths)
    assert sum("10P" in line or "P10" in line for line in found) == len(widths)
    spaced = lines(f"Take a few {PICTURE} {PICTURE}{PICTURE} units.", *widths)
    assert not all("P PP" in line for line in spaced if "P" in line)


def test_a_closing_mark_begins_no_line() -> None:
    """The last letters of a word that just fills its line go to the next one with the mark."""
    for count in range(20, 40):
        found = lines(f"<code>{'a' * count}</code>.", 50)
        assert all(len(line) > 1 for line in found), found


def test_a_style_that_forbids_it_is_obeyed() -> None:
    """Words on their own line stay whole where the style says so."""
    assert len(lines(f"<b>{LONG}</b><i>{LONG}</i>", 50, wrap="normal")) == 1
