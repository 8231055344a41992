"""A sheet is filled in with several programs, and looks alike in all that draw it."""

from __future__ import annotations

import functools
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf.form import DefaultAppearanceStreamGenerator, Form
from PIL import Image, ImageChops
from pypdfium2 import raw
from sheets import pdf_text, sheet
from sphinx_handouts.finishing.merging import merge
from sphinx_handouts.pdf.field_font import CHARACTERS, SIGNS, field_font_face
from sphinx_handouts.pdf.field_letters import ROWS, letters_of
from sphinx_handouts.pdf.fonts import font_file
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.letterhead import Settings
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.sheets.clinic.details import details
from sphinx_handouts.sheets.clinic.slots import FILLED
from sphinx_handouts.sheets.templates import environment, stylesheet
from tagged import Field, changed, fields, opened

SCALE = 2
"""Dots a point of the pictures."""
CSS = """
@page { size: 120mm 100mm; margin: 15mm }
input, textarea {
  appearance: auto; display: block; width: 40mm; height: 9.6mm; margin: 3mm 0 0;
  padding: 0; border: none; font-family: var(--field-font);
}
input { width: 5mm; height: 5mm; margin-left: 20mm }
"""
BODY = """<h1>Diary</h1>
<input type="checkbox" name="tick" title="Tick: I walked">
<textarea name="cell" title="What I did"></textarea>
<textarea name="other" title="What helped"></textarea>"""
WRITTEN = {
    "short": "6",
    "long": "Walked to the shop and back, then rested",
    "greek": "Ζεστό μπάνιο",
    "cyrillic": "Хожу медленно",
    "accents": "Nguyễn, Żółw: “5 € – 7”",
}


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the rules of the field font."""
    return field_font_face(tmp_path_factory.mktemp("cache"), "en")


@pytest.fixture(scope="module")
def form(face: str) -> bytes:
    """Return a sheet with a box to tick and two fields to write in."""
    rendered = sheet(BODY, face + CSS)
    assert (rendered.log, rendered.problems) == ((), ())
    return rendered.pdf


# --- who fills it in ------------------------------------------------------------------------------


def by_pikepdf(data: bytes, text: str) -> bytes:
    """Set the values, and leave the drawing to the viewer."""
    return _by_pikepdf(data, text, None)


def by_qpdf(data: bytes, text: str) -> bytes:
    """Set the values, and let qpdf draw them: it writes one byte a letter."""
    return _by_pikepdf(data, text, DefaultAppearanceStreamGenerator)


def _by_pikepdf(
    data: bytes, text: str, generator: type[DefaultAppearanceStreamGenerator] | None
) -> bytes:
    with opened(data) as pdf:
        for name, field in Form(pdf, generator).items():
            if name == "tick":
                field.checked = True
            elif name == "cell":
                field.value = text
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def by_pdfium(data: bytes, text: str) -> bytes:
    """Click and type, as in Chrome."""
    with opened(data) as pdf:
        places = {field.name: field for field in fields(pdf)}
    with pdfium.PdfDocument(data) as document:
        document.init_forms()
        env, page = document.formenv.raw, document[0]
        for name in ("tick", "cell"):
            x, y = _middle(places[name])
            raw.FORM_OnMouseMove(env, page.raw, 0, x, y)
            raw.FORM_OnLButtonDown(env, page.raw, 0, x, y)
            raw.FORM_OnLButtonUp(env, page.raw, 0, x, y)
            for letter in text if name == "cell" else "":
                raw.FORM_OnChar(env, page.raw, ord(letter), 0)
            raw.FORM_ForceToKillFocus(env)
        buffer = io.BytesIO()
        document.save(buffer)
        page.close()
    return buffer.getvalue()


def _middle(field: Field) -> tuple[float, float]:
    return (field.left + field.right) / 2, (field.bottom + field.top) / 2


# --- who draws it ---------------------------------------------------------------------------------


def poppler(data: bytes) -> Image.Image:
    """Return the page as Evince and Okular draw it."""
    command = ["pdftoppm", "-r", str(72 * SCALE), "-png", "-singlefile", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert done.stderr == b""
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def chrome(data: bytes) -> Image.Image:
    """Return the page as Chrome draws it."""
    with pdfium.PdfDocument(data) as document:
        document.init_forms()
        page = document[0]
        image = page.render(scale=SCALE, may_draw_forms=True).to_pil().convert("L")
        page.close()
    return image


Draw = Callable[[bytes], Image.Image]
Fill = Callable[[bytes, str], bytes]


def ink(form: bytes, filled: bytes, draw: Draw) -> Image.Image:
    """Return what filling in has added to the page."""
    change = ImageChops.difference(draw(form), draw(filled))
    return change.point(lambda value: 255 if value > 60 else 0)


def box(form: bytes, name: str) -> tuple[float, float, float, float]:
    """Return where a field lies in a picture of its page."""
    with opened(form) as pdf:
        height = float(pdf.pages[0].mediabox[3])
        field = next(field for field in fields(pdf) if field.name == name)
    edges = (field.left, height - field.top, field.right, height - field.bottom)
    return (edges[0] * SCALE, edges[1] * SCALE, edges[2] * SCALE, edges[3] * SCALE)


@pytest.mark.parametrize("draw", [poppler, chrome])
@pytest.mark.parametrize("fill", [by_pikepdf, by_qpdf, by_pdfium])
def test_alike(form: bytes, fill: Fill, draw: Draw) -> None:
    """Whoever fills it in and whoever draws it: a tick in its box, words in their cell, no more."""
    added = ink(form, fill(form, WRITTEN["short"]), draw)
    for name, least in (("tick", 20), ("cell", 15)):
        left, top, right, bottom = box(form, name)
        place = (int(left), int(top), int(right) + 1, int(bottom) + 1)
        found = added.crop(place)
        assert found.histogram()[255] > least, name
        added.paste(0, place)
    assert added.getbbox() is None


@pytest.mark.parametrize("draw", [poppler, chrome])
@pytest.mark.parametrize("fill", [by_pikepdf, by_pdfium])
@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_nothing_is_clipped(form: bytes, text: str, fill: Fill, draw: Draw) -> None:
    """What is typed fits, whatever its letters: its ink ends before the edge of the field."""
    added = ink(form, fill(form, text), draw)
    left, top, right, bottom = box(form, "cell")
    seen = added.crop((0, int(top) - 1, added.width, added.height)).getbbox()
    assert seen is not None
    assert int(left) <= seen[0]
    assert seen[2] < right - 1
    assert seen[3] + int(top) - 1 < bottom - 1


@pytest.mark.parametrize("fill", [by_pikepdf, by_pdfium])
@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_all_letters_are_kept(form: bytes, text: str, fill: Fill) -> None:
    """Poppler reads every letter off the page, and draws each with the font in the file."""
    filled = fill(form, text)
    read = pdf_text(filled).partition("Diary")[2].replace("✔", "")
    assert "".join(read.split()) == "".join(text.split())
    with opened(filled) as pdf:
        widget = next(w for w in pdf.Root.AcroForm.Fields if w.T == "cell")
        drawn = widget.AP.N.Resources.Font[str(widget.DA).split()[0]]
        assert "/FontFile2" in drawn.DescendantFonts[0].FontDescriptor


# --- other scripts --------------------------------------------------------------------------------

TONGUES = {
    "ar": "مشيت إلى المتجر 5",
    "he": "הלכתי לחנות 5",
    "ja": "店まで歩いて、休みました",
    "ko": "가게까지 걸어가서 쉬었어요",
    "th": "ฉันเดินไปที่ร้าน",
}
FROM_RIGHT = {"ar", "he"}
UPRIGHT = [language for language in TONGUES if language not in FROM_RIGHT]
DIRECTIONS = str.maketrans("", "", "\u202a\u202b\u202c")
"""What pdftotext says of directions."""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Return what makes the sheet in another language, once."""
    cache = tmp_path_factory.mktemp("tongues")

    @functools.cache
    def made(language: str) -> bytes:
        direction = "rtl" if language in FROM_RIGHT else "ltr"
        attributes = f'lang="{language}" dir="{direction}"'
        rendered = sheet(BODY, field_font_face(cache, language) + CSS, attributes=attributes)
        assert (rendered.log, rendered.problems) == ((), ())
        return rendered.pdf

    return made


@pytest.mark.parametrize("language", TONGUES)
def test_letters_of_the_language(forms: Callable[[str], bytes], language: str) -> None:
    """Typed and shown in Chrome, words of each script are whole, and stand where lines begin."""
    form = forms(language)
    filled = by_pdfium(form, TONGUES[language])
    read = pdf_text(filled).translate(DIRECTIONS).partition("Diary")[2]
    assert "".join(read.split()) == "".join(TONGUES[language].split())
    left, top, right, bottom = box(form, "cell")
    place = (int(left), int(top), int(right) + 1, int(bottom) + 1)
    seen = ink(form, filled, chrome).crop(place).getbbox()
    assert seen is not None
    begins = right - left - seen[2] if language in FROM_RIGHT else seen[0]
    assert abs(begins) < 8 * SCALE


@pytest.mark.parametrize("language", UPRIGHT)
def test_poppler_writes_them(forms: Callable[[str], bytes], language: str) -> None:
    """Poppler finds every letter in the file; it turns no script round, so those are left out."""
    filled = by_pikepdf(forms(language), TONGUES[language])
    poppler(filled)
    read = pdf_text(filled).partition("Diary")[2].replace("✔", "")
    assert "".join(read.split()) == "".join(TONGUES[language].split())


def test_poppler_turns_nothing_round(forms: Callable[[str], bytes]) -> None:
    """The manual says that Hebrew is written from left to right by poppler: so it is, as yet."""
    filled = by_pikepdf(forms("he"), "הלכתי")
    assert "יתכלה" in pdf_text(filled)


def test_arabic_letters_reach_on(forms: Callable[[str], bytes]) -> None:
    """A letter has the shape of a word's beginning, which reaches to the next one."""
    from fontTools.ttLib import TTFont

    with TTFont(font_file("Noto Naskh Arabic")[0]) as naskh, TTFont(_font(forms("ar"))) as ours:
        names, letters = naskh.getBestCmap(), ours.getBestCmap()
        for letter, shape in (("م", "ﻣ"), ("ش", "ﺷ"), ("ا", "ا"), ("ى", "ى"), ("پ", "ﭘ")):
            width = naskh["hmtx"][names[ord(shape)]][0] * 1000 / naskh["head"].unitsPerEm
            assert ours["hmtx"][letters[ord(letter)]][0] == pytest.approx(width, abs=1), letter


def test_korean_stays_small(forms: Callable[[str], bytes], form: bytes) -> None:
    """The letters of the Korean standard cost less than 200 KB; the syllables are its 2350."""
    assert len(forms("ko")) - len(form) < 200_000
    found = letters_of("ko-KR")
    assert found is not None
    assert sum(0xAC00 <= code <= 0xD7A3 for code, _shape in found.shapes) == 2350


def test_added_letters_are_no_larger_than_their_font_says(forms: Callable[[str], bytes]) -> None:
    """A viewer may make room for so many points, and draw so far."""
    from fontTools.ttLib import TTFont

    with TTFont(_font(forms("ar")), recalcBBoxes=False) as font:
        most, head, glyphs = font["maxp"], font["head"], font["glyf"]
        drawn = [glyphs[name] for name in font.getGlyphOrder()]
        drawn = [glyph for glyph in drawn if glyph.numberOfContours > 0]
        assert most.maxPoints >= max(len(glyph.coordinates) for glyph in drawn)
        assert most.maxContours >= max(glyph.numberOfContours for glyph in drawn)
        assert head.xMin <= min(glyph.xMin for glyph in drawn)
        assert head.yMin <= min(glyph.yMin for glyph in drawn)
        assert head.xMax >= max(glyph.xMax for glyph in drawn)
        assert head.yMax >= max(glyph.yMax for glyph in drawn)


@pytest.mark.parametrize("language", ROWS)
def test_letters_have_numbers_for_two_bytes(language: str) -> None:
    """No language has more letters than the encoding of the fields can count."""
    found = letters_of(language)
    assert found is not None
    assert len(CHARACTERS) + len(found.shapes) < 0x2000 - 500  # parts of letters have numbers, too


def test_languages_without_letters_of_their_own() -> None:
    """Latin, Greek and Cyrillic are there anyway; Chinese goes by its script or region."""
    assert [letters_of(tag) for tag in ("en", "el", "sr-Cyrl", "hi")] == [None] * 4
    assert letters_of("zh-Hant-TW") == letters_of("zh_TW") != letters_of("zh-Hans")


def _font(form: bytes) -> io.BytesIO:
    with opened(form) as pdf:
        font = pdf.Root.AcroForm.DR.Font["/HandoutsFields"].DescendantFonts[0]
        return io.BytesIO(font.FontDescriptor.FontFile2.read_bytes())


def test_letters_of_the_font(form: bytes) -> None:
    """The font has Latin with all its accents, Greek and Cyrillic, and one number a byte."""
    from fontTools.ttLib import TTFont

    data = _font(form)
    with TTFont(data) as ttf:
        letters = ttf.getBestCmap()
        assert set(map(ord, "aßœŵșǎ ắ ΑωΐϏ ЖўҚӘ ’“”–… €₺ ½² −≈≠≤≥ ←→ ✓✗")) <= set(letters)
        signs = {code for more in SIGNS for code, _shape in more.shapes}
        assert set(letters) <= {*CHARACTERS, *signs}
        assert [ttf.getGlyphID(letters[code]) for code in range(0x20, 0x7F)] == list(
            range(0x20, 0x7F)
        )
    assert len(data.getvalue()) < 110_000


# --- what stands in the file ----------------------------------------------------------------------


def test_drawn_in_full(form: bytes) -> None:
    """No viewer is asked to draw: ticks are lines in both states, text has its room and font."""
    with opened(form) as pdf:
        acro = pdf.Root.AcroForm
        assert "/NeedAppearances" not in acro
        by_name = {str(w.T): w for w in acro.Fields}
        states = by_name["tick"].AP.N
        assert set(states.keys()) == {"/on", "/Off"}
        assert states.on.read_bytes().split()[-2:] == [b"S", b"Q"]
        assert states.Off.read_bytes() == b""
        streams = [by_name[name].AP.N for name in ("cell", "other")]
        assert [stream.read_bytes() for stream in streams] == [b"/Tx BMC\nEMC"] * 2
        assert streams[0].objgen != streams[1].objgen
        for widget in by_name.values():
            left, bottom, right, top = map(float, widget.Rect)
            assert (left, bottom) < (right, top)
            drawn = widget.AP.N if widget.FT == "/Tx" else widget.AP.N.on
            expected = pytest.approx([0, 0, right - left, top - bottom], abs=0.01)
            assert list(map(float, drawn.BBox)) == expected


def test_same_bytes(face: str, form: bytes) -> None:
    """The same sheet makes the same file."""
    assert sheet(BODY, face + CSS).pdf == form


def _break(change: Callable[[pikepdf.Object], object]) -> Callable[[pikepdf.Pdf], None]:
    def broken(pdf: pikepdf.Pdf) -> None:
        for widget in pdf.Root.AcroForm.Fields:
            change(widget)

    return broken


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (
            lambda widget: widget.__delitem__("/AP"),
            ["does not show whether it is ticked", "is not drawn"],
        ),
        (
            lambda widget: widget.__setitem__("/DA", pikepdf.String("/Helv 12 Tf 0 g")),
            ["has a font that is not in the form"],
        ),
        (
            lambda widget: widget.__setitem__("/DA", pikepdf.String("0 g")),
            ["has a font that is not in the form"],
        ),
        (
            lambda widget: widget.FT == "/Tx" and widget.__setitem__("/V", pikepdf.String("6")),
            ["does not show what it holds"],
        ),
    ],
)
def test_what_lacks_is_found(
    form: bytes, change: Callable[[pikepdf.Object], object], problems: list[str]
) -> None:
    """A field that cannot be drawn as it stands is a problem of the sheet."""
    found = structure_problems(changed(form, _break(change)))
    assert set(found) == {f"page 1: a form field {problem}" for problem in problems}


def test_left_to_viewers(form: bytes) -> None:
    """A form that leaves the drawing to viewers is a problem of the sheet."""
    found = structure_problems(
        changed(form, lambda pdf: pdf.Root.AcroForm.__setitem__("/NeedAppearances", True))
    )
    assert found == ("it leaves it to viewers to draw its form fields",)


# --- beside its words -----------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["Your clinic", "Klinik oder Hausarztpraxis"])
@pytest.mark.parametrize("variant", ["standard", "large-print"])
def test_contact_lies_beside_its_words(face: str, variant: str, label: str) -> None:
    """The field for the clinic's name begins after the words that ask for it, and has room."""
    words = {"where_to_ask": "Where to ask", "your_clinic": label, "phone": "Telephone"}
    template = environment("print", ()).get_template("contact.html")
    block = template.render(
        brand=Brand(name=""), settings=Settings(), t=words, rooms=FILLED, details=details
    )
    page = f'<main class="sheet sheet--a4 sheet--{variant}"><h1>Sheet</h1>{block}</main>'
    css = f"{stylesheet((), face)} @page {{ size: A4; margin: 20mm }}"
    rendered = sheet(page, css)
    assert rendered.problems == ()
    with opened(rendered.pdf) as pdf:
        clinic, phone = fields(pdf)
    with pdfium.PdfDocument(rendered.pdf) as document:
        text = document[0].get_textpage()
        for field, asked in ((clinic, label), (phone, "Telephone")):
            index, count = text.search(asked).get_next()
            ends = [text.get_charbox(index + n)[2] for n in range(count)]
            assert max(ends) < field.left
            assert field.right - field.left > 40
    assert clinic.right < phone.left


def test_folder_of_the_cache_is_used_again(tmp_path: Path, face: str) -> None:
    """The font is made once: the second time it comes from the cache."""
    assert field_font_face(tmp_path, "en") == face
    (made,) = tmp_path.iterdir()
    made.write_bytes(b"kept")
    assert field_font_face(tmp_path, "en") != face


# --- in a pack ------------------------------------------------------------------------------------


def test_pack_has_one_font(form: bytes) -> None:
    """Joined sheets share the font of their fields, and each is written in Greek as before."""
    pack = merge([("One", form), ("Two", form), ("Three", form)], "Three", "en")
    assert structure_problems(pack) == ()
    assert len(pack) < 1.5 * len(form)
    with opened(pack) as pdf, opened(form) as one:
        acro = pdf.Root.AcroForm
        assert set(acro.DR.Font.keys()) == set(one.Root.AcroForm.DR.Font.keys())
        assert {str(w.DA) for w in acro.Fields} == {str(w.DA) for w in one.Root.AcroForm.Fields}
        names = [str(w.T) for w in acro.Fields if w.FT == "/Tx"]
        for name, field in Form(pdf, None).items():
            if name == names[-1]:
                field.value = WRITTEN["greek"]
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert WRITTEN["greek"] in pdf_text(buffer.getvalue())
    with pdfium.PdfDocument(pack) as before, pdfium.PdfDocument(buffer.getvalue()) as after:
        pictures = []
        for document in (before, after):
            document.init_forms()
            pictures.append(document[-1 + len(document)].render(may_draw_forms=True).to_pil())
        change = ImageChops.difference(*pictures).convert("L").point(lambda v: 255 * (v > 60))
    assert change.histogram()[255] > 100
