"""A layout with the styles of the one before is as if its styles were found anew."""

from __future__ import annotations

from collections import Counter

import pytest
from sphinx_handouts.pdf.breaks.whole_words import whole_words
from sphinx_handouts.pdf.engine import boxes
from sphinx_handouts.pdf.styles.kept import kept_styles
from weasyprint import CSS, HTML, Document

PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='90' height='40'%3E"
    "%3Cdefs%3E%3ClinearGradient id='g'%3E%3Cstop stop-color='red'/%3E%3C/linearGradient%3E"
    "%3C/defs%3E%3Crect width='90' height='40' fill='url(%23g)'/%3E%3Ctext y='20'%3EOh%3C/text%3E"
    "%3C/svg%3E"
)
CELL = "Cell<br>" * 4
PARTS = f"""<p style="height: 6mm">First</p><h1 id="top">Head</h1><p class="run">Runs</p>
  <p>See <a class="page" href="#end">the end</a> and <a class="page" href="#top">the top</a>.
  A note<span class="foot">At the foot</span>.</p><img src="{PICTURE}" alt="Oh">
  <section><p>Some</p><div class="box">{"Line<br>" * 9}</div></section>
  <ol><li>One<ul><li>Two</li></ul></li><li>Three</li></ol>
  <table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>{CELL}</td></tr></tbody></table>
  <div class="float">Beside</div><div class="flex"><b>A</b><b>B</b></div>
  <p id="end">End</p>"""
STYLE = """@page { size: 100mm 100mm; margin: 10mm; counter-increment: page;
    @top-left { content: element(head) } @top-right { content: string(title) }
    @bottom-right { content: counter(page) "/" counter(pages); width: calc(9 * var(--own)) } }
  :root { --break: auto; --own: 1mm; --length: 6mm } * { margin: 0 }
  p, .box, li, td { line-height: var(--length) }
  body { overflow: hidden } h1 { string-set: title content(); bookmark-level: 1 }
  p::first-letter { color: red } p::first-line { letter-spacing: 1px }
  .run { position: running(head) } .foot { float: footnote } .float { float: right; width: 20% }
  .page::after { content: " (" target-counter(attr(href url), page) leader(".") ")" }
  .flex { display: flex } table { border-collapse: collapse; break-inside: var(--table, auto) }
  section { --inner: var(--break) } .box { break-inside: var(--inner, auto); border: 1px solid }"""
BREAKS = {
    "a box": "--break: avoid",
    "a table": "--table: avoid",
    "both": "--table: avoid; --break: avoid",
    "nothing": "--unknown: avoid",
}


def sheet(root: str, rule: str = "") -> HTML:
    """Return a sheet whose root has a style of its own, and which has a rule more."""
    head = f"<head><title>T</title><style>{rule}</style></head>"
    text = f'<html lang="en" style="{root}">{head}<body>{PARTS}</body></html>'
    return HTML(string=text, base_url="data:")


def pages(html: HTML) -> Document:
    """Return a sheet as pages."""
    return html.render(stylesheets=[CSS(string=STYLE)], pdf_variant="pdf/ua-1")


def written(document: Document) -> bytes:
    """Return the PDF of some pages."""
    data: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return data


def laid_out(html: HTML) -> bytes:
    """Return the PDF of a sheet."""
    return written(pages(html))


@pytest.mark.parametrize(
    ("case", "root", "differs"),
    [
        ("a box", "", True),
        ("a box", "--break: auto", False),  # a style of its own is stronger
        ("a table", "overflow: hidden", True),
        ("both", "--break: auto", True),
        ("nothing", "", False),
    ],
)
def test_trial_is_as_a_whole_layout(case: str, root: str, differs: bool) -> None:
    """The PDFs are the same, byte for byte, and so is what is laid out when a trial is over."""
    html, anew = sheet(root), sheet(root, f":root {{ {BREAKS[case]} }}")
    with whole_words():
        plain, wanted = laid_out(html), laid_out(anew)
        assert (wanted != plain) == differs
        with kept_styles() as styles:
            assert laid_out(html) == plain
            take_back = styles.keep(html, BREAKS[case])
            assert laid_out(html) == wanted
            assert laid_out(html) == wanted
            take_back()
            assert laid_out(html) == plain
            styles.find()
            assert laid_out(anew) == wanted
        assert laid_out(html) == plain


def test_layout_whose_styles_are_found_can_be_taken_back() -> None:
    """A trial has the styles of the layout that stays, not those of one that is dropped."""
    longer = sheet("", ":root { --own: 9mm; --length: 8mm }")
    with kept_styles() as styles:
        html = sheet("")
        plain = laid_out(html)
        take_back = styles.find()
        assert laid_out(longer) != plain
        take_back()
        styles.keep(html, BREAKS["nothing"])
        assert laid_out(html) == plain


def test_pages_that_stay_are_told_nothing_of_a_trial() -> None:
    """They may be written, and what may break on them is looked up; a trial had the same styles."""
    html, before = sheet(""), Document.__dict__["_build_layout_context"]
    with kept_styles() as styles:
        document = pages(html)
        plain = breaks(document)
        take_back = styles.keep(html, BREAKS["both"])
        assert breaks(pages(html))["avoid"] > plain["avoid"]
        take_back()
        assert breaks(document) == plain
    assert written(document) == laid_out(html)
    assert Document.__dict__["_build_layout_context"] is before


def breaks(document: Document) -> Counter[str]:
    """Return what styles say of breaks within the boxes of some pages."""
    found = (box for page in document.pages for box in boxes(page._page_box))
    return Counter(box.style["break_inside"] for box in found)
