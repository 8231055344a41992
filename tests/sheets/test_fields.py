"""A worksheet can be filled in on a screen: each line, box and cell is a form field, and prints."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops
from projects import Project, lay_out, normal
from pypdfium2 import raw
from sphinx_handouts.proofing.structure import structure_problems
from tagged import Field, fields, opened, read_aloud

MM = 72 / 25.4
SCALE = 2
"""Dots a point of the pictures."""

TOOLTIPS = [
    "My aims <& “hopes”>, line 1",
    "My aims <& “hopes”>, line 2",
    "My aims <& “hopes”>, line 3",
    "Notes",
    "Tick: I walked to the gate.",
    "Tick: I have very much to say about what I did on Monday, and on Tuesday, and on every",
    "Pain, Monday",
    "What I did, Monday",
    "What I did, Tuesday",
    "Day, row 3",
    "Pain, row 3",
    "What I did, row 3",
]


@pytest.fixture(scope="module")
def printed(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build two worksheets and a sheet without anything to fill in, in three variants."""
    project = lay_out(rootdir, "worksheet", tmp_path_factory.mktemp("worksheet"))
    project.good("-D", "handouts_only=plain")
    return project


EDITIONS = ["a4-standard", "a4-large-print", "a4-ink-saver", "a5-booklet-standard"]


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest, printed: Project) -> bytes:
    """Return each edition of the first worksheet."""
    return printed.pdf(f"KP-01-tools-{request.param}").read_bytes()


@pytest.fixture
def worksheet(printed: Project) -> bytes:
    """Return the worksheet on A4."""
    return printed.pdf("KP-01-tools-a4-standard").read_bytes()


# --- what is a field ------------------------------------------------------------------------------


def test_everything_to_fill_in(edition: bytes) -> None:
    """Each ruled line, tick box and empty cell is a field that says what it is for, in order."""
    with opened(edition) as pdf:
        found = fields(pdf)
        assert [field.tooltip for field in found] == TOOLTIPS
        assert [field.name for field in found] == [f"field-{n}" for n in range(1, 13)]
        assert [field.kind for field in found] == ["Tx"] * 4 + ["Btn"] * 2 + ["Tx"] * 6
        widgets = [a for page in pdf.pages for a in page.obj.get("/Annots", ()) if "/FT" in a]
        assert len(widgets) == len(found)
        assert {f.objgen for f in pdf.Root.AcroForm.Fields} == {w.objgen for w in widgets}
        assert {int(widget.F) for widget in widgets} == {4}  # printed, and not hidden
    assert structure_problems(edition) == ()


def test_nothing_to_fill_in(printed: Project) -> None:
    """A sheet without anything to fill in has no form."""
    for path in printed.out.glob("plain/en/KP-03-*.pdf"):
        with opened(path.read_bytes()) as pdf:
            assert "/AcroForm" not in pdf.Root
            assert fields(pdf) == []


def test_tab_order(worksheet: bytes) -> None:
    """From field to field a reader goes as the sheet reads: down, and along the rows of a table."""
    with opened(worksheet) as pdf:
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
        found = [field for field in fields(pdf) if field.page == 0]
    assert len(found) == 12
    for before, after in pairwise(found):
        below = after.top <= before.bottom
        beside = after.bottom == pytest.approx(before.bottom) and after.left >= before.right
        assert below or beside, (before, after)


def test_read_aloud(worksheet: bytes) -> None:
    """A box to tick is met before its words, a line to write on after its label."""
    text = normal(read_aloud(worksheet))
    label, line = text.index("My aims"), text.index(" Form Object")
    tick = text.index(" Form Object", text.index(" L (block) "))
    assert label < line < tick < text.index("I walked to the gate.")


def test_file_is_small(printed: Project) -> None:
    """A worksheet is small enough to send, with the font of its fields in it."""
    sizes = {name: entry["bytes"] for name, entry in printed.editions().items()}
    assert max(sizes.values()) <= 150_000
    worksheets = [size for name, size in sizes.items() if "KP-03" not in name]
    assert min(worksheets) > max(size for name, size in sizes.items() if "KP-03" in name)


def test_fields_have_a_font_of_their_own(worksheet: bytes) -> None:
    """The font of the fields is whole, small and in the file."""
    with opened(worksheet) as pdf:
        form = pdf.Root.AcroForm
        text = [field for field in form.Fields if field.FT == "/Tx"]
        names = {name for field in text for name in str(field.DA).split() if name[0] == "/"}
        inners = [form.DR.Font[name].DescendantFonts[0] for name in names]
        assert len({inner.objgen for inner in inners}) == 1
        inner = inners[0]
        assert "HandoutsFields" in str(inner.BaseFont).replace("-", "")
        assert 10_000 < len(inner.FontDescriptor.FontFile2.read_bytes()) < 110_000


# --- where it lies --------------------------------------------------------------------------------

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def drawn(data: bytes) -> list[list[Box]]:
    """Return the boxes of everything that is drawn, but text, page by page."""
    document = pdfium.PdfDocument(data)
    try:
        return [
            [o.get_bounds() for o in page.get_objects() if o.type == raw.FPDF_PAGEOBJ_PATH]
            for page in document
        ]
    finally:
        document.close()


def test_lines_lie_on_the_rules(edition: bytes) -> None:
    """A field to write in stands on a printed rule: as wide, above it, and near."""
    with opened(edition) as pdf:
        lines = [
            field for field in fields(pdf) if "line" in field.tooltip or "Notes" in field.tooltip
        ]
    assert len(lines) == 4
    for field in lines:
        rules = [
            (left, bottom, right)
            for left, bottom, right, _top in drawn(edition)[field.page]
            if 0 <= field.bottom - bottom < 1.5 * MM
        ]
        assert rules, field
        left, _bottom, right = min(rules, key=lambda rule: abs(rule[0] - field.left))
        assert (field.left, field.right) == (
            pytest.approx(left, abs=0.5),
            pytest.approx(right, abs=0.5),
        )
        assert field.top - field.bottom > 6 * MM  # room to write


def test_boxes_lie_on_the_boxes(edition: bytes) -> None:
    """A field to tick lies on the printed box, edge on edge."""
    with opened(edition) as pdf:
        boxes = [field for field in fields(pdf) if field.kind == "Btn"]
    for field in boxes:
        expected = [
            pytest.approx(value, abs=0.2 * MM)
            for value in (field.left, field.bottom, field.right, field.top)
        ]
        assert any(list(box) == expected for box in drawn(edition)[field.page]), field
        assert field.right - field.left >= 4 * MM
        assert field.top - field.bottom >= 4 * MM


def test_cells_lie_in_the_grid(edition: bytes) -> None:
    """A field of a table lies between the lines of its cell, and leaves little of it."""
    with opened(edition) as pdf:
        cells = [field for field in fields(pdf) if field.name >= "field-7" or len(field.name) > 7]
    assert len(cells) == 6
    for field in cells:
        paths = drawn(edition)[field.page]
        across = [(b + t) / 2 for left, b, right, t in paths if t - b < 2 and right - left > 9 * MM]
        down = [(lt + r) / 2 for lt, b, r, t in paths if r - lt < 2 and t - b > 5 * MM]
        middle = (field.left + field.right) / 2, (field.bottom + field.top) / 2
        left = max(x for x in down if x < middle[0])
        right = min(x for x in down if x > middle[0])
        bottom = max(y for y in across if y < middle[1])
        top = min(y for y in across if y > middle[1])
        assert left < field.left < field.right < right
        assert bottom < field.bottom < field.top < top
        area = (field.right - field.left) * (field.top - field.bottom)
        assert area > 0.6 * (right - left) * (top - bottom)


# --- filled in ------------------------------------------------------------------------------------


class Viewer:
    """A program in which somebody fills in a PDF: pdfium, as in Chrome."""

    def __init__(self, data: bytes) -> None:
        self.document = pdfium.PdfDocument(data)
        self.document.init_forms()
        self.pages = list(self.document)

    def __enter__(self) -> Viewer:
        return self

    def __exit__(self, *_exception: object) -> None:
        for page in self.pages:
            page.close()
        self.document.close()

    def click(self, field: Field) -> None:
        """Click into a field."""
        form, page = self.document.formenv.raw, self.pages[field.page].raw
        x, y = (field.left + field.right) / 2, (field.bottom + field.top) / 2
        raw.FORM_OnMouseMove(form, page, 0, x, y)
        raw.FORM_OnLButtonDown(form, page, 0, x, y)
        raw.FORM_OnLButtonUp(form, page, 0, x, y)

    def tick(self, field: Field) -> None:
        """Click into a box, and leave it."""
        self.click(field)
        raw.FORM_ForceToKillFocus(self.document.formenv.raw)

    def type(self, field: Field, text: str) -> None:
        """Click into a field, type, and leave it."""
        self.click(field)
        for letter in text:
            raw.FORM_OnChar(self.document.formenv.raw, self.pages[field.page].raw, ord(letter), 0)
        raw.FORM_ForceToKillFocus(self.document.formenv.raw)

    def printed(self, page: int = 0) -> Image.Image:
        """Return a page as it is printed, in grey."""
        bitmap = self.pages[page].render(scale=SCALE, may_draw_forms=True, optimize_mode="print")
        return bitmap.to_pil().convert("L")

    def saved(self) -> bytes:
        """Save the filled-in document."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()


def ink(before: Image.Image, after: Image.Image, field: Field, height: float) -> tuple[int, int]:
    """Return how many dots became darker within a field, and how many changed around it."""
    change = ImageChops.difference(before, after).point(lambda value: 255 if value > 60 else 0)
    x, y = field.left * SCALE, (height - field.top) * SCALE
    right, bottom = field.right * SCALE, (height - field.bottom) * SCALE
    inside = change.crop((int(x) - 1, int(y) - 1, int(right) + 2, int(bottom) + 2))
    dots = inside.histogram()[255]
    return dots, change.histogram()[255] - dots


WRITTEN = "Żółw, façade: 5 – 7 €"


@pytest.mark.parametrize("number", [0, 3, 6, 9, 11])
def test_typed_text_prints(worksheet: bytes, number: int) -> None:
    """What is typed into a line or cell is on the paper, within the field, and is saved."""
    with opened(worksheet) as pdf:
        field = fields(pdf)[number]
        height = float(pdf.pages[field.page].mediabox[3])
    with Viewer(worksheet) as viewer:
        before = viewer.printed()
        viewer.type(field, WRITTEN)
        after, saved = viewer.printed(), viewer.saved()
    inside, outside = ink(before, after, field, height)
    assert inside > 100
    assert outside == 0
    with opened(saved) as pdf:
        values = {str(f.T): str(f.get("/V", "")) for f in pdf.Root.AcroForm.Fields}
    assert values[field.name] == WRITTEN
    with Viewer(saved) as viewer:
        assert ink(before, viewer.printed(), field, height)[0] > 100


def test_a_tick_prints(worksheet: bytes) -> None:
    """A click ticks one box and no other; the tick is on the paper; a second click takes it off."""
    with opened(worksheet) as pdf:
        boxes = [field for field in fields(pdf) if field.kind == "Btn"]
        height = float(pdf.pages[0].mediabox[3])
    with Viewer(worksheet) as viewer:
        before = viewer.printed()
        viewer.tick(boxes[1])
        inside, outside = ink(before, viewer.printed(), boxes[1], height)
        assert inside > 20
        assert outside == 0
        with opened(viewer.saved()) as pdf:
            states = {str(f.T): str(f.V) for f in pdf.Root.AcroForm.Fields if f.FT == "/Btn"}
        assert states.pop(boxes[1].name) != "/Off"
        assert set(states.values()) == {"/Off"}
        viewer.tick(boxes[1])
        assert ink(before, viewer.printed(), boxes[1], height) == (0, 0)


def test_empty_fields_do_not_show(worksheet: bytes) -> None:
    """Until it is filled in, a sheet looks the same with its fields and without them."""
    with Viewer(worksheet) as viewer:
        page = viewer.pages[0]
        bare = page.render(scale=SCALE, may_draw_forms=False, draw_annots=False)
        assert ImageChops.difference(viewer.printed(), bare.to_pil().convert("L")).getbbox() is None


def test_booklet_is_filled_in(printed: Project) -> None:
    """In a booklet the fields lie on the moved lines, and what is typed prints there."""
    data = printed.pdf("KP-01-tools-a5-booklet-standard").read_bytes()
    with opened(data) as pdf:
        field = fields(pdf)[0]
        height = float(pdf.pages[field.page].mediabox[3])
    with Viewer(data) as viewer:
        before = viewer.printed(field.page)
        viewer.type(field, "Walk")
        inside, outside = ink(before, viewer.printed(field.page), field, height)
    assert inside > 50
    assert outside == 0


def test_pack_is_filled_in(printed: Project) -> None:
    """In a pack two sheets with the same fields are filled in each by itself."""
    (path,) = (p for p in printed.out.glob("plain/en/packs/*a4-standard.pdf"))
    data = path.read_bytes()
    assert structure_problems(data) == ()
    with opened(data) as pdf:
        found = fields(pdf)
        assert [field.tooltip for field in found] == TOOLTIPS * 2
        assert len({field.name for field in found}) == len(found)
        first, second = found[0], found[12]
        heights = [float(pdf.pages[field.page].mediabox[3]) for field in (first, second)]
    with Viewer(data) as viewer:
        before = [viewer.printed(field.page) for field in (first, second)]
        viewer.type(second, "Swim")
        after = [viewer.printed(field.page) for field in (first, second)]
        saved = viewer.saved()
    assert ink(before[0], after[0], first, heights[0]) == (0, 0)
    inside, outside = ink(before[1], after[1], second, heights[1])
    assert inside > 50
    assert outside == 0
    with opened(saved) as pdf:
        values = {str(f.T): str(f.get("/V", "")) for f in pdf.Root.AcroForm.Fields}
    assert [name for name, value in values.items() if value == "Swim"] == [second.name]
    assert values[first.name] == ""


def test_archive_is_filled_in(printed: Project, tmp_path: Path) -> None:
    """As PDF/A a sheet has the same lines and the same fields, and none that a viewer must draw."""
    options = ("handouts_pdfa=1", "handouts_only=KP-01,plain,a4,standard")
    printed.good(*(word for option in options for word in ("-D", option)), out=str(tmp_path))
    (path,) = tmp_path.rglob("KP-01-*.pdf")
    data = path.read_bytes()
    worksheet = printed.pdf("KP-01-tools-a4-standard").read_bytes()
    with opened(data) as pdf, opened(worksheet) as other:
        assert fields(pdf) == fields(other)
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert all("/N" in field.AP for field in pdf.Root.AcroForm.Fields)
    assert [len(page) for page in drawn(data)] == [len(page) for page in drawn(worksheet)]
