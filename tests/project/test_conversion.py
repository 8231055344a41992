"""Pictures become what a PDF holds, and what a PDF/A-3a holds, or are refused by name."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from sphinx_handouts.project.logos import logo_data_uri
from sphinx_handouts.project.pictures.conversion import (
    STILL,
    archivable,
    archivable_uri,
    convert,
    with_plain_pictures,
)
from sphinx_handouts.project.pictures.safety import from_data_uri

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" viewBox="0 0 4 3">{}</svg>'


def picture(kind: str, mode: str = "RGB", frames: int = 1) -> bytes:
    """Return a small picture of a kind."""
    buffer = io.BytesIO()
    images = [Image.new(mode, (4, 3), index * 200) for index in range(frames)]
    more = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(buffer, kind, **more)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "suffix", "becomes"),
    [
        ("PNG", ".png", "PNG"),
        ("JPEG", ".JPEG", "JPEG"),
        ("JPEG", ".JPG", "JPEG"),
        ("GIF", ".gif", "PNG"),
        ("WEBP", ".webp", "PNG"),
        ("AVIF", ".avif", "PNG"),
    ],
)
def test_kinds(kind: str, suffix: str, becomes: str) -> None:
    """Every kind that browsers show is one that a PDF holds, and keeps its size."""
    made = convert(picture(kind), suffix)
    with Image.open(io.BytesIO(made.data)) as image:
        assert (image.format, image.size) == (becomes, (4, 3))
    assert made.media_type == f"image/{becomes.lower()}"
    assert made.width == 4


def test_greys_of_sixteen_bits() -> None:
    """They are printed in eight, from black to white as before: no half of them becomes white."""
    image = Image.new("I;16", (3, 1))
    for place, grey in enumerate((0, 32768, 65535)):
        image.putpixel((place, 0), grey)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    with Image.open(io.BytesIO(convert(buffer.getvalue(), ".png").data)) as made:
        assert made.mode == "L"
        assert [made.getpixel((place, 0)) for place in range(3)] == [0, 127, 255]


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_a_telephone_that_was_held_upright(kind: str, suffix: str) -> None:
    """What the file says of how it was held is done: everybody measures the same picture."""
    held = Image.Exif()
    held[ExifTags.Base.Orientation] = 6
    held[ExifTags.Base.Make] = "A telephone"
    image = Image.new("RGB", (40, 16), "white")
    image.paste("black", (0, 0, 20, 16))
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=held)
    made = convert(buffer.getvalue(), suffix)
    assert made.width == 16
    with Image.open(io.BytesIO(made.data)) as turned:
        assert turned.size == (16, 40)
        assert not turned.getexif()
        tops = [turned.convert("L").getpixel((8, y)) for y in (5, 35)]
    assert tops[0] < 60
    assert tops[1] > 200


def test_colours_of_a_printing_press() -> None:
    """A JPEG in CMYK becomes one in RGB: a screen, a copier and PDF/A-3a take that."""
    made = convert(picture("JPEG", "CMYK"), ".jpg")
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize(("kind", "suffix"), [("GIF", ".gif"), ("WEBP", ".webp"), ("PNG", ".png")])
def test_what_moves(kind: str, suffix: str) -> None:
    """Of a picture that moves, nobody knows which moment its author meant."""
    with pytest.raises(ValueError, match=STILL):
        convert(picture(kind, frames=2), suffix)


@pytest.mark.parametrize(
    ("data", "suffix", "says"),
    [
        (picture("PNG"), ".jpg", "of another kind than its name says"),
        (picture("PNG")[:-30], ".png", "is damaged"),
        (b"", ".png", "is damaged"),
        (SVG.format("").encode(), ".png", "of another kind"),
        (picture("PNG"), ".tiff", "is not an SVG, PNG, JPEG, GIF, WebP or AVIF file"),
    ],
)
def test_what_is_none(data: bytes, suffix: str, says: str) -> None:
    """What is damaged, cut off, or called by a wrong name is refused."""
    with pytest.raises(ValueError, match=says):
        convert(data, suffix)


def test_drawings() -> None:
    """A drawing stays as it is, and has the width that it gives itself."""
    data = SVG.format("<path d='M0 0h4'/>").encode()
    made = convert(data, ".svg")
    assert (made.media_type, made.data) == ("image/svg+xml", data)
    assert made.width == pytest.approx(40 / 25.4 * 96)


def test_a_picture_in_a_drawing() -> None:
    """PDF/A-3a forbids to smooth pictures; one that says how it is drawn is left alone."""
    uri = "data:image/png;base64,AAAA"
    once = archivable(SVG.format(f'<image href="{uri}"/>').encode())
    assert once.count(b'<image image-rendering="crisp-edges" href=') == 1
    assert archivable(once) == once
    assert from_data_uri(archivable_uri("data:image/svg+xml;base64,PHN2Zy8+")) == b"<svg/>"
    assert archivable_uri(uri) == uri


SMOOTH = (
    '<image image-rendering="auto" href="#"/>',
    "<image href='#' style='image-rendering: smooth !important'/>",
    "<style>image { image-rendering: auto !important }</style><image href='#'/>",
)


@pytest.mark.parametrize("drawn", SMOOTH)
def test_a_picture_that_its_drawing_would_smooth(drawn: str) -> None:
    """Whatever an attribute or a style says, nothing in a PDF/A-3a is smoothed."""
    made = archivable(SVG.format(drawn).encode()).decode()
    assert made.count("image-rendering") == made.count('image-rendering="crisp-edges"') == 1


@pytest.mark.parametrize("name", ["jpeg", "png"])
def test_what_stands_inside_a_drawing(name: str) -> None:
    """A picture inside a drawing becomes what one outside of it does; letters stay as they are."""
    grey = io.BytesIO()
    Image.new("I;16", (4, 3), 65535).save(grey, "PNG")
    data = {"jpeg": picture("JPEG", "CMYK"), "png": grey.getvalue()}[name]
    uri = f"data:image/{name};base64,{base64.encodebytes(data).decode()}"
    latin = f"<image href='{uri}'/><text>Größe</text>"
    drawing = f'<?xml version="1.0" encoding="ISO-8859-1"?>{SVG.format(latin)}'
    made = convert(drawing.encode("latin-1"), ".svg", archived=True).data
    assert "<text>Größe</text>".encode("latin-1") in made
    inner = from_data_uri(made.decode("latin-1").split("href='")[1].split("'")[0])
    with Image.open(io.BytesIO(inner)) as image:
        assert (image.mode, image.size) == ({"jpeg": "RGB", "png": "L"}[name], (4, 3))
    assert with_plain_pictures(made) == made


def test_what_stands_inside_a_drawn_logo(tmp_path: Path) -> None:
    """A logo's drawing is treated as any other."""
    uri = f"data:image/jpeg;base64,{base64.b64encode(picture('JPEG', 'CMYK')).decode()}"
    (tmp_path / "logo.svg").write_text(SVG.format(f'<image href="{uri}"/>'))
    drawing = from_data_uri(logo_data_uri(tmp_path, "logo.svg")).decode()
    with Image.open(io.BytesIO(from_data_uri(drawing.split('href="')[1].split('"')[0]))) as image:
        assert image.mode == "RGB"


def test_what_moves_inside_a_drawing() -> None:
    """What is refused outside of a drawing is refused inside of it."""
    uri = f"data:image/gif;base64,{base64.b64encode(picture('GIF', frames=2)).decode()}"
    with pytest.raises(ValueError, match=f"holds a picture that {STILL}"):
        convert(SVG.format(f'<image href="{uri}"/>').encode(), ".svg")


@pytest.mark.parametrize("colour", ["device-cmyk(0 1 1 0)", "#f00 icc-color(press, 0, 1, 1, 0)"])
def test_a_drawing_for_a_printing_press(colour: str) -> None:
    """Colours that PDF/A-3a cannot hold beside its own are named; in other PDFs they print."""
    data = SVG.format(f'<path fill="{colour}" d="M0 0h4"/>').encode()
    assert convert(data, ".svg").data == data
    with pytest.raises(ValueError, match="colours of a printing press"):
        convert(data, ".svg", archived=True)
