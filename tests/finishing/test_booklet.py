"""Booklets: pages two-up on landscape sheets that, folded, read in order, and stay accessible."""

from __future__ import annotations

import io
import re
import subprocess
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from projects import Project, lay_out
from sheets import pdf_text, sheet
from sphinx_handouts.finishing.imposition import booklet_order, impose
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.rendered import Rendered
from tagged import faults, fields, opened, read_aloud, structure, tags

A5 = (148.5, 210.0)
MM = 72 / 25.4
CSS = """
@page { size: 148.5mm 210mm; margin: 20mm; @bottom-left { content: "Page " counter(page) } }
h1, h2 { margin: 0 } h2 { break-before: page }
input { appearance: auto; display: block; width: 40mm; height: 9mm }
"""


def body(pages: int) -> str:
    """Return a body of so many pages: on each a heading, a link to the first, a field, a cell."""
    parts = ['<h1 id="first">Page one</h1><table><tr><th>Head one</table>']
    parts += [
        f'<h2 id="n{n}">Leaf {n}</h2><p lang="fr">Texte {n} <a href="#first">to one</a></p>'
        f'<input type="checkbox" name="tick{n}" title="Tick {n}">'
        for n in range(2, pages + 1)
    ]
    return "".join(parts)


# --- the order ------------------------------------------------------------------------------------


def fold(sides: list[tuple[int, int]]) -> list[int]:
    """Return the pages of printed *sides* in the order in which a reader of the booklet turns them.

    Sheet by sheet there is a front and a back, turned on the short edge; the first sheet is the
    outermost.  Right halves come first, from the outside in, then left halves, from the inside out.
    """
    sheets = [(sides[i], sides[i + 1]) for i in range(0, len(sides), 2)]
    first = [page for front, back in sheets for page in (front[1], back[0])]
    last = [page for front, back in reversed(sheets) for page in (back[1], front[0])]
    return first + last


@pytest.mark.parametrize("pages", range(1, 13))
def test_folded_it_reads_in_order(pages: int) -> None:
    """Folded, the pages come one after the other, the blank ones at the end."""
    sides = booklet_order(pages)
    reading = fold(sides)
    assert reading == list(range(len(reading)))
    assert len(reading) % 4 == 0
    assert pages <= len(reading) < pages + 4


def test_from_right_to_left_it_is_bound_on_the_right() -> None:
    """What stood on the left of a side stands on its right: the fold is at the other edge."""
    turned = [(right, left) for left, right in booklet_order(6)]
    assert booklet_order(6, from_right=True) == turned
    assert turned[0] == (0, 7)


@given(st.integers(1, 400))
def test_every_page_once(pages: int) -> None:
    """However many pages there are, each is printed once, and no sheet is wasted."""
    printed = [page for side in booklet_order(pages) for page in side]
    assert sorted(printed) == list(range(len(printed)))
    assert 0 <= len(printed) - pages <= 3


# --- the sheets -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def flat() -> Rendered:
    """Return a document of six pages."""
    rendered = sheet(body(6), CSS)
    assert (rendered.pages, rendered.problems, rendered.log) == (6, (), ())
    return rendered


@pytest.fixture(scope="module")
def booklet(flat: Rendered) -> bytes:
    """Return that document as a booklet."""
    return impose(flat.pdf)


def test_size_of_the_sheets(booklet: bytes) -> None:
    """Two pages of A5 side by side are landscape A4; six pages need two of them."""
    with opened(booklet) as pdf:
        assert len(pdf.pages) == 4
        for page in pdf.pages:
            left, bottom, right, top = (float(v) for v in page.mediabox)
            assert (left, bottom) == (0, 0)
            assert right == pytest.approx(297 * MM, abs=0.01)
            assert top == pytest.approx(210 * MM, abs=0.01)


def test_pages_are_in_their_halves(booklet: bytes) -> None:
    """Each page stands in its half of its side, with its foot; where there is none, it is blank."""
    halves = []
    for side in range(4):
        for x in (0, round(A5[0] * MM)):
            words = _half(booklet, side + 1, x)
            found = re.findall(r"(?:Page one|Leaf (\d))", words)
            assert re.findall(r"Page (\d)", words) == [n or "1" for n in found]
            halves.append([int(n or 1) for n in found])
    assert halves == [[], [1], [2], [], [6], [3], [4], [5]]


def _half(data: bytes, side: int, x: int) -> str:
    """Return the text of one half of a side."""
    area = ("-x", str(x), "-y", "0", "-W", str(round(A5[0] * MM)), "-H", str(round(A5[1] * MM)))
    command = ["pdftotext", "-f", str(side), "-l", str(side), *area, "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def test_tags_are_kept(flat: Rendered, booklet: bytes) -> None:
    """The tree is as it was, element by element and word by word, and nothing is wrong with it."""
    assert structure_problems(booklet) == ()
    assert faults(booklet) == []
    with opened(flat.pdf) as before, opened(booklet) as after:
        assert tags(after) == tags(before)
        languages = [str(e.Lang) for e in structure(after) if "/Lang" in e]
        assert languages == [str(e.Lang) for e in structure(before) if "/Lang" in e]
    assert _words(booklet) == _words(flat.pdf)
    assert "Page 2" not in read_aloud(booklet)  # the foot


def _words(data: bytes) -> list[str]:
    return re.findall(r'"(.*)"', read_aloud(data))


def test_parent_tree_is_kept(booklet: bytes) -> None:
    """Each piece of content on a side leads back to the element that holds it."""
    with opened(booklet) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        table: dict[int, Any] = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        assert pdf.Root.StructTreeRoot.ParentTreeNextKey > max(table)
        owned: dict[int, set[int]] = {}
        for element in structure(pdf):
            kids = element.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    side = int(element.Pg.StructParents)
                    assert table[side][kid].objgen == element.objgen
                    assert kid not in owned.setdefault(side, set())
                    owned[side].add(kid)
        assert set(owned) == {0, 1, 2, 3}
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                owner = table[int(annotation.StructParent)]
                kids = [k for k in owner.K if isinstance(k, pikepdf.Dictionary)]
                inside = [kid.Obj.objgen for kid in kids if "/Obj" in kid]
                assert inside == [annotation.objgen]


def test_annotations_are_moved(flat: Rendered, booklet: bytes) -> None:
    """Links and fields lie where their pages went, as far from the edge as before."""
    order = booklet_order(6)
    places = {n: (side, half) for side, pair in enumerate(order) for half, n in enumerate(pair)}
    with opened(flat.pdf) as before, opened(booklet) as after:
        old, new = fields(before), fields(after)
        assert [f.name for f in new] == [f"tick{n}" for n in range(2, 7)]
        width = float(before.pages[0].mediabox[2])
        for one, other in zip(old, new, strict=True):
            side, half = places[one.page]
            assert other.page == side
            assert other.left == pytest.approx(one.left + half * width, abs=0.01)
            assert (other.bottom, other.top) == (one.bottom, one.top)
        assert _links(after) == 5 == _links(before)


def _links(pdf: Any) -> int:
    """Return how many links lie within their pages."""
    count = 0
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            left, right = sorted((float(annotation.Rect[0]), float(annotation.Rect[2])))
            assert 0 < left < right < float(page.mediabox[2])
            count += annotation.Subtype == "/Link"
    return count


def test_targets_are_moved(booklet: bytes) -> None:
    """A link leads to the half of the side on which its target stands, and so do bookmarks."""
    with opened(booklet) as pdf:
        names = pdf.Root.Names.Dests.Names
        named = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
        target = named["first"]
        assert target[0].objgen == pdf.pages[0].objgen
        assert float(target[2]) > A5[0] * MM
        with pdf.open_outline() as outline:
            (first,) = outline.root
            found = [(item.title, item.destination[0].objgen) for item in [first, *first.children]]
        sides = [0, 1, 2, 3, 3, 2]
        titles = ["Page one", *(f"Leaf {n}" for n in range(2, 7))]
        assert found == [
            (title, pdf.pages[side].objgen) for title, side in zip(titles, sides, strict=True)
        ]


def test_fold_marks(booklet: bytes) -> None:
    """In the middle of each side, at top and foot, a dashed line shows where to fold."""
    with opened(booklet) as pdf:
        for page in pdf.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            instructions = list(pikepdf.parse_content_stream(page))
            assert instructions[0].operands[0] == "/Artifact"
            lines = [
                [float(v) for v in i.operands]
                for i in instructions[: [str(i.operator) for i in instructions].index("EMC")]
                if str(i.operator) in {"m", "l"}
            ]
            assert len(lines) == 4
            assert [x for x, _y in lines] == [pytest.approx(width / 2, abs=0.01)] * 4
            heights = [y for _x, y in lines]
            assert min(heights) == 0
            assert max(heights) == pytest.approx(height, abs=0.01)
            assert all(y < 20 or y > height - 20 for y in heights)  # clear of the text


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5])
def test_other_numbers_of_pages(pages: int) -> None:
    """A document of any length has all its words, and nothing is wrong with its structure."""
    flat = sheet(body(pages), CSS).pdf
    made = impose(flat)
    assert structure_problems(made) == ()
    assert _words(made) == _words(flat)
    assert sorted(pdf_text(made).split()) == sorted(pdf_text(flat).split())


def _picture(data: bytes) -> Image.Image:
    """Return the first page of a PDF in grey, 4 dots a millimetre."""
    command = ["pdftoppm", "-r", "101.6", "-gray", "-l", "1", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def test_it_looks_the_same() -> None:
    """A page looks as it did before, a colour that changes across a drawing included."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><linearGradient id="g">'
        '<stop offset="0" stop-color="black"/><stop offset="1" stop-color="white"/>'
        '</linearGradient><rect width="300" height="300" fill="url(#g)"/></svg>'
    )
    flat = sheet(f'<h1>Leaf</h1><img alt="Grey" src="data:image/svg+xml,{quote(drawing)}">', CSS)
    before, after = _picture(flat.pdf), _picture(impose(flat.pdf))
    assert after.width == pytest.approx(2 * before.width, abs=1)
    half = after.crop((after.width - before.width, 0, after.width, before.height))
    difference = ImageChops.difference(before, half).crop((10, 0, *before.size))  # the fold marks
    assert ImageStat.Stat(before).stddev[0] > 10
    assert ImageStat.Stat(difference).mean[0] < 0.5


def test_same_bytes(flat: Rendered, booklet: bytes) -> None:
    """The same pages make the same booklet, to the byte; other pages make another."""
    assert impose(flat.pdf) == booklet
    assert impose(sheet(body(5), CSS).pdf) != booklet


# --- the builder ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(rootdir: Any, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build a project that prints booklets beside A4."""
    project = lay_out(rootdir, "base", tmp_path_factory.mktemp("booklet"))
    project.edit(
        "handouts/brands/plain/brand.toml",
        'name = ""\npapers = ["a4", "a5-booklet"]\nvariants = ["standard"]\n',
    )
    project.edit(
        "handouts/catalogue.toml",
        project.read("handouts/catalogue.toml")
        + '\n[[pack]]\nslug = "both"\ntitle = "Both"\nhandouts = ["KP-01", "KP-03"]\n',
    )
    project.good("-D", "handouts_only=plain")
    return project


def test_booklet_of_a_project(printed: Project) -> None:
    """A brand that prints on ``a5-booklet`` has landscape A4, with every word of its A4 sheet."""
    path = printed.pdf("KP-01-walk-a5-booklet-standard")
    data = path.read_bytes()
    assert structure_problems(data) == ()
    with opened(data) as pdf:
        width, height = (float(v) / MM for v in pdf.pages[0].mediabox[2:])
        assert (width, height) == (pytest.approx(297, abs=0.1), pytest.approx(210, abs=0.1))
    flat = printed.pdf("KP-01-walk-a4-standard").read_bytes()
    assert " ".join(_words(data)).split() == " ".join(_words(flat)).split()


def test_no_pack_of_booklets(printed: Project) -> None:
    """A pack is of flat sheets: booklets are folded one by one."""
    packs = printed.manifest()["packs"]
    assert [(pack["slug"], pack["paper"]) for pack in packs] == [("both", "a4")]
