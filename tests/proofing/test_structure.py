"""What a screen reader meets: every structural defect is found, and a right sheet has none."""

from __future__ import annotations

import base64
import io
import itertools
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pypdfium2 import PdfDocument
from sheets import pdf_text, sheet
from sphinx_handouts.pdf.render import render
from sphinx_handouts.proofing.drawn import Kind, drawings
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.jobs import RenderJob
from tagged import changed, fields, opened, read_aloud, structure, tags

DRAWING = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
CSS = """
@page { size: 100mm 160mm; margin: 15mm; @top-left { content: "Furniture" }
        @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
input { appearance: auto; display: block; width: 40mm; height: 9mm }
"""
BODY = f"""
<h1>Walk more</h1>
<p>Read <a href="#days">the days</a>, or <a href="https://example.org/">the guide</a>.</p>
<p>Say <i lang="fr">bon courage</i> to yourself.</p>
<h2 id="days">Days</h2>
<table>
<tr><th scope="col">Day<th scope="col">Walk</tr>
<tr><th scope="row">Monday<td>Yes</tr>
</table>
<p><img alt="A gate" src="{DRAWING}"></p>
<h2 style="break-before: page">Notes</h2>
<input type="checkbox" name="one" title="Tick: I walked">
"""


@pytest.fixture(scope="module")
def good() -> bytes:
    """Return a sheet with one of everything."""
    rendered = sheet(BODY, CSS)
    assert rendered.log == ()
    return rendered.pdf


def test_good_sheet(good: bytes) -> None:
    """Nothing is found where nothing is wrong."""
    assert structure_problems(good) == ()


# --- what a page of HTML can do wrong -------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>Text", "no heading is tagged"),
        ("<h2>Two</h2>", "its first heading is of level 2, not 1"),
        ("<h1>One</h1><h3>Three</h3>", "a heading of level 3 follows one of level 1"),
        (
            "<h1>One</h1><h2>Two</h2><h3>Three</h3><h5>Five</h5>",
            "a heading of level 5 follows one of level 3",
        ),
        ("<h1>One</h1><table><tr><td>1</table>", "a table has no header cells"),
        (f'<h1>One</h1><p><img src="{DRAWING}">', "a picture has no text alternative"),
        ('<h1 id="a">One</h1><p>A <a href="#a"></a>', "a link has no text"),
    ],
)
def test_wrong_markup(body: str, problem: str) -> None:
    """A sheet whose HTML is wrong has this problem, and the render that made it says so."""
    rendered = sheet(body)
    assert rendered.problems == (problem,)
    assert structure_problems(rendered.pdf) == (problem,)


def test_each_is_counted() -> None:
    """Three wrong figures are told as three; a right one beside them does not count."""
    wrong = f'<img src="{DRAWING}">' * 3
    rendered = sheet(f'<h1>One</h1><p>{wrong}<img alt="A gate" src="{DRAWING}">')
    assert rendered.problems == ("3 pictures have no text alternative",)


@pytest.mark.parametrize("levels", ["123", "12323", "1234", "1222", "12343212"])
def test_right_headings(levels: str) -> None:
    """Headings may rise by one and fall by any number."""
    assert sheet("".join(f"<h{n}>Head</h{n}>" for n in levels)).problems == ()


def test_no_language_and_no_title() -> None:
    """A document without a language and a title has both problems."""
    rendered = render(RenderJob("<html><body><h1>One</h1>", ""))
    assert rendered.problems == ("it has no language", "it has no title")


# --- what a change of the tools could do wrong ----------------------------------------------------


def _metadata(key: str) -> Callable[[Any], object]:
    def remove(pdf: Any) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            del metadata[key]

    return remove


def _element(tag: str, change: Callable[[Any], object]) -> Callable[[Any], object]:
    """Change the first element of a tag."""

    def act(pdf: Any) -> None:
        change(next(e for e in structure(pdf) if e.get("/S") == f"/{tag}"))

    return act


def _annotation(kind: str, change: Callable[[Any], object]) -> Callable[[Any], object]:
    """Change the first annotation of a kind."""

    def act(pdf: Any) -> None:
        every = [a for page in pdf.pages for a in page.obj.get("/Annots", ())]
        change(next(a for a in every if a.Subtype == f"/{kind}"))

    return act


def _without(key: str) -> Callable[[Any], object]:
    def remove(holder: Any) -> None:
        del holder[key]

    return remove


def _forget_field(pdf: Any) -> None:
    """Take the form field out of the structure tree."""
    for element in structure(pdf):
        if element.get("/S") == "/Form":
            element.K = Array()


def _add_stray_mark(pdf: Any) -> None:
    page = pdf.pages[0]
    page.contents_add(b"/P <</MCID 999>> BDC EMC")


def _lose_font(pdf: Any) -> None:
    font = next(iter(pdf.pages[0].resources.Font.values()))
    descriptor = font.DescendantFonts[0].FontDescriptor
    for key in [key for key in descriptor if key.startswith("/FontFile")]:
        del descriptor[key]


def _rows(pdf: Any) -> dict[int, Any]:
    """Return the rows of the parent tree that lead back from what is drawn."""
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    return {key: row for key, row in tree.items() if isinstance(row, Array)}


def _swap_owners(pdf: Any) -> None:
    """Let two pieces of marked content lead back to each other's elements."""
    row = next(iter(_rows(pdf).values()))
    first, second = next(
        (one, two)
        for one, two in itertools.pairwise(range(len(row)))
        if row[one] is not None and row[two] is not None and row[one].objgen != row[two].objgen
    )
    row[first], row[second] = row[second], row[first]


def _shorten(pdf: Any) -> None:
    row = max(_rows(pdf).values(), key=len)
    while len(row):
        del row[-1]


def _forget_content(pdf: Any) -> None:
    """Let an element hold no more what leads to it still."""
    for element in structure(pdf):
        if element.get("/S") == "/P" and isinstance(element.get("/K"), int):
            element.K = Array()
            return
        kids = element.get("/K")
        if isinstance(kids, Array) and [kid for kid in kids if isinstance(kid, int)]:
            element.K = Array([kid for kid in kids if not isinstance(kid, int)])
            return


STALE = r"what is drawn leads to an element that does not hold it"
LOST = r"marked content \d+ does not lead back to its element"
STRAY = r"page 1: marked content \d+ is not in the structure tree"
BROKEN: dict[str, tuple[Callable[[Any], object], str]] = {
    "not tagged": (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), r"it is not tagged"),
    "not marked": (
        lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
        r"it is not marked as tagged",
    ),
    "no language": (lambda pdf: pdf.Root.__delitem__("/Lang"), r"it has no language"),
    "title hidden": (
        lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
        r"its title is not shown",
    ),
    "no title": (_metadata("dc:title"), r"it has no title"),
    "no declaration": (_metadata("pdfuaid:part"), r"it does not declare PDF/UA-1"),
    "no bookmarks": (lambda pdf: pdf.Root.__delitem__("/Outlines"), r"it has no bookmarks"),
    "no alternative": (
        _element("Figure", _without("/Alt")),
        r"a picture has no text alternative",
    ),
    "blank alternative": (
        _element("Figure", lambda e: e.__setitem__("/Alt", pikepdf.String(" "))),
        r"a picture has no text alternative",
    ),
    "empty link": (
        _element("Link", lambda e: e.__setitem__("/K", Array([e.K[0]]))),
        rf"a link has no text|{STRAY}|{STALE}",
    ),
    "content outside the tree": (
        _element("P", _without("/K")),
        rf"{STRAY}|{STALE}|page 1: an annotation .* is not in the structure tree",
    ),
    "stray content": (_add_stray_mark, r"page 1: marked content 999 is not in the structure tree"),
    "field outside the tree": (
        _forget_field,
        r"page 2: an annotation \(/Widget\) is not in the structure tree",
    ),
    "link to nowhere": (
        _annotation("Link", _without("/Contents")),
        r"page 1: a link does not say where it goes",
    ),
    "field without tooltip": (
        _annotation("Widget", _without("/TU")),
        r"page 2: a form field has no name or no tooltip",
    ),
    "fields with one name": (
        lambda pdf: pdf.Root.AcroForm.Fields.append(pdf.Root.AcroForm.Fields[0]),
        r"form fields share the name \S+: what is typed into one stands in all",
    ),
    "field without name": (
        _annotation("Widget", _without("/T")),
        r"page 2: a form field has no name or no tooltip",
    ),
    "tab order": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/Tabs", Name.R),
        r"page 1: its tab order is not that of the structure",
    ),
    "no way back": (
        lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/ParentTree"),
        rf"a link or a form field does not lead back to its element|{LOST}",
    ),
    "ways back that are swapped": (_swap_owners, LOST),
    "a way back that is too short": (_shorten, LOST),
    "a page without a way back": (lambda pdf: pdf.pages[0].obj.__delitem__("/StructParents"), LOST),
    "a way back to an element that holds nothing": (
        _forget_content,
        rf"{STRAY}|{STALE}",
    ),
    "a link without a way back": (
        _annotation("Link", _without("/StructParent")),
        r"a link or a form field does not lead back to its element",
    ),
    "a field that leads to another element": (
        _annotation("Widget", lambda field: field.__setitem__("/StructParent", 0)),
        r"a link or a form field does not lead back to its element",
    ),
    "a key that is taken": (
        lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/ParentTreeNextKey", 1),
        r"the next key of its parent tree is taken",
    ),
    "font": (_lose_font, r"the font \S+ is not embedded"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name: str, good: bytes) -> None:
    """A right sheet with one thing broken has that problem, and no other of another kind."""
    change, expected = BROKEN[name]
    found = structure_problems(changed(good, change))
    assert found
    assert [problem for problem in found if not re.fullmatch(expected, problem)] == []
    assert re.fullmatch(expected.partition("|")[0], found[0])


def test_two_at_once(good: bytes) -> None:
    """What is wrong is told together."""

    def change(pdf: Any) -> None:
        del pdf.Root.Lang
        _annotation("Widget", _without("/TU"))(pdf)

    assert structure_problems(changed(good, change)) == (
        "it has no language",
        "page 2: a form field has no name or no tooltip",
    )


# --- what is mended -------------------------------------------------------------------------------


def test_running_lines_are_artifacts(good: bytes) -> None:
    """Head and foot are on the paper of each page, and no screen reader meets them."""
    printed, aloud = pdf_text(good), read_aloud(good)
    for words in ("Furniture", "Page 1 of 2", "Page 2 of 2"):
        assert words in printed
        assert words not in aloud
    for words in ("Walk more", "bon courage", "Monday"):
        assert words in aloud
    with opened(good) as pdf:
        for page in pdf.pages:
            marks = [i.operands for i in pikepdf.parse_content_stream(page, "BDC")]
            furniture = [o for o in marks if o[0] == "/Artifact" and o[1].Type == "/Pagination"]
            assert len(furniture) >= 2


def test_parent_tree_agrees(good: bytes) -> None:
    """Each id of marked content leads back to the element that holds it; an artifact's to none."""
    with opened(good) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        table = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        owned = 0
        for element in structure(pdf):
            kids = element.get("/K", Array())
            for kid in kids if isinstance(kids, Array) else [kids]:
                reference = kid if isinstance(kid, Dictionary) else None
                if reference is not None and reference.get("/Type") == "/MCR":
                    row = table[int(reference.get("/Pg", element.get("/Pg")).StructParents)]
                    assert row[int(reference.MCID)].objgen == element.objgen
                    owned += 1
                elif isinstance(kid, int):
                    row = table[int(element.Pg.StructParents)]
                    assert row[kid].objgen == element.objgen
                    owned += 1
    assert owned > 10


def test_language_of_inner_elements(good: bytes) -> None:
    """The language of a word in another language is in the tree, at that word alone."""
    with opened(good) as pdf:
        found = [str(e.Lang) for e in structure(pdf) if "/Lang" in e and e.S != "/Document"]
        assert found == ["fr"]
        assert str(pdf.Root.Lang) == "en"


def test_headings_are_tagged(good: bytes, job: RenderJob) -> None:
    """Headings are headings in the tree, in their order: of the test sheet, and of a real one."""
    with opened(good) as pdf:
        assert [tag for tag in tags(pdf) if tag.startswith("H")] == ["H1", "H2", "H2"]
    with opened(render(job).pdf) as pdf:
        assert [tag for tag in tags(pdf) if tag.startswith("H")] == ["H1"]


def test_tables_have_heads(good: bytes) -> None:
    """Header cells are header cells in the tree, and a cell knows those above and beside it."""
    with opened(good) as pdf:
        cells = [e for e in structure(pdf) if e.get("/S") in {"/TH", "/TD"}]
        assert [str(cell.S) for cell in cells] == ["/TH", "/TH", "/TH", "/TD"]
        names = {bytes(cell.ID) for cell in cells[:3]}
        headers = {bytes(header) for header in cells[3].A.Headers}
        assert headers == {bytes(cells[1].ID), bytes(cells[2].ID)} < names


def test_field_is_in_the_tree(good: bytes) -> None:
    """A form field is met in its place, with its name and tooltip."""
    with opened(good) as pdf:
        (field,) = fields(pdf)
        assert (field.page, field.name, field.tooltip) == (1, "one", "Tick: I walked")
        assert tags(pdf).count("Form") == 1


def test_a_picture_is_where_its_tag_says() -> None:
    """The box of a figure is where it is drawn: points, from the lower left corner of the page."""
    css = "@page { size: 100mm 150mm; margin: 15mm } img { display: block; width: 20mm }"
    dot = "data:image/png;base64," + base64.b64encode(pixel()).decode()
    rendered = sheet(f'<h1>Dot</h1><img alt="A dot" src="{dot}">', css)
    with opened(rendered.pdf) as pdf:
        (figure,) = (node for node in structure(pdf) if node.get("/S") == "/Figure")
        said = [float(value) for value in figure.A.BBox]
    with PdfDocument(rendered.pdf) as document:
        (drawn,) = (d for page in drawings(document) for d in page if d.kind is Kind.IMAGE)
    assert said == pytest.approx(drawn.box, abs=0.1)


def pixel() -> bytes:
    """Return a black PNG."""
    Image.new("L", (4, 4)).save(file := io.BytesIO(), "PNG")
    return file.getvalue()
