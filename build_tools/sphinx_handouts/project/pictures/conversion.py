"""Makes of a picture what a PDF holds: PNG, JPEG or SVG, still, in colours of a screen."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from html import unescape

from PIL import ExifTags, Image, ImageOps

from .rewritten import rewritten
from .safety import NotAPicture, check_picture, from_data_uri, is_drawing
from .undrawn import check_drawn

SUFFIXES = {
    ".avif": "AVIF",
    ".gif": "GIF",
    ".jfif": "JPEG",
    ".jpe": "JPEG",
    ".jpeg": "JPEG",
    ".jpg": "JPEG",
    ".png": "PNG",
    ".svg": "SVG",
    ".webp": "WEBP",
}
"""The pictures that a sheet can show, by the end of their names."""
DAMAGED = "is damaged, or of another kind than its name says; save it again"
STILL = "moves; give a still picture of it"
SCREEN = frozenset(("1", "L", "LA", "P", "RGB", "RGBA"))
"""The kinds of dots, as Pillow calls them, that a PDF shows as they are."""
QUALITY = 95
"""Of a JPEG that is written anew."""

_CMYK = re.compile(r"\b(device-cmyk|icc-color)\s*\(", re.IGNORECASE)
_INNER = re.compile(r"<((?:\w+:)?image)(?=[\s/>])(?![^>]*\bimage-rendering\b)")
_SMOOTHED = re.compile(
    r"\bimage-rendering(?=\s*[=:])(?!\s*[=:]\s*[\"']?\s*crisp-edges)", re.IGNORECASE
)
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif)[^,\"')]*,[^\"')]*")
_ATTRIBUTE = re.compile(r"""\b(width|viewBox)\s*=\s*["']([^"']*)["']""")
_LENGTH = re.compile(r"\s*([\d.]+)\s*(px|pt|pc|mm|cm|in|q)?\s*$", re.IGNORECASE)
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a PDF can hold."""

    media_type: str
    data: bytes
    width: float
    """Its own width in CSS pixels, or 0 where it has none."""


def convert(data: bytes, suffix: str, *, archived: bool = False) -> Picture:
    """Return a picture as a PDF holds it; *archived* is PDF/A, which holds less.

    Raises
    ------
    ValueError
        Where it cannot be printed; the words follow the picture's name in a sentence.
    """
    wanted = SUFFIXES.get(suffix.lower())
    if wanted is None:
        raise ValueError("is not an SVG, PNG, JPEG, GIF, WebP or AVIF file")
    try:
        check_picture(data, "a picture")
    except NotAPicture:
        raise ValueError(DAMAGED) from None
    if is_drawing(data) != (wanted == "SVG"):
        raise ValueError(DAMAGED)
    if wanted == "SVG":
        data = rewritten(data)
        check_drawn(data)
        plain = with_plain_pictures(data)
        return Picture("image/svg+xml", archivable(plain) if archived else plain, _own_width(data))
    return still(data, wanted)


def still(data: bytes, wanted: str = "") -> Picture:
    """Return a picture that is no drawing as a PDF holds it; *wanted* is its kind, if that matters.

    Raises
    ------
    ValueError
        Where it is damaged, of another kind, or moves.
    """
    picture, kind, frames, is_turned = _opened(data)
    if wanted and kind != wanted and not (kind == "MPO" and wanted == "JPEG"):
        raise ValueError(DAMAGED)
    if frames > 1 and kind != "MPO":
        raise ValueError(STILL)
    if kind == "MPO":  # photographs of telephones: the first one counts
        return _written(picture, "JPEG")
    if kind == "JPEG" and picture.mode == "CMYK":
        return _written(picture.convert("RGB"), "JPEG")
    if not is_turned and (kind == "JPEG" or (kind == "PNG" and picture.mode in SCREEN)):
        return Picture(f"image/{kind.lower()}", data, picture.width)
    return _written(picture, "JPEG" if kind == "JPEG" else "PNG")


def _opened(data: bytes) -> tuple[Image.Image, str, int, bool]:
    """Return a picture, upright, with its kind and frames, and whether it had to be turned.

    A telephone was held upright, and says so in the file: nobody who measures it need know.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind, frames = image.format or "", getattr(image, "n_frames", 1)
            if frames == 1:
                image.load()
            if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
                return image.copy(), kind, frames, False
            return ImageOps.exif_transpose(image), kind, frames, True
    except Exception:  # whatever a damaged file makes Pillow stumble over
        raise ValueError(DAMAGED) from None


def _written(picture: Image.Image, kind: str) -> Picture:
    """Write a picture anew, in the colours of a screen."""
    if picture.mode.startswith("I"):  # greys of sixteen bits, which Pillow would cut at eight
        picture = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    if kind == "PNG" and picture.mode not in SCREEN:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    buffer = io.BytesIO()
    options = {"quality": QUALITY} if kind == "JPEG" else {"optimize": True}
    picture.save(buffer, kind, **options)
    return Picture(f"image/{kind.lower()}", buffer.getvalue(), picture.width)


def with_plain_pictures(data: bytes) -> bytes:
    """Return a drawing with the pictures inside it as a PDF holds them.

    Raises
    ------
    ValueError
        Where one is damaged, or moves.
    """
    return _EMBEDDED.sub(_as_plain, data.decode("latin-1")).encode("latin-1")


def _as_plain(found: re.Match[str]) -> str:
    """Return a picture inside a drawing, in the colours of a screen."""
    data = from_data_uri(unescape(found[0]))
    try:
        picture = still(data)
    except ValueError as error:
        raise ValueError(f"holds a picture that {error}") from None
    return found[0] if picture.data == data else _data_uri(picture.media_type, picture.data)


def _data_uri(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def archivable(data: bytes) -> bytes:
    """Return a drawing as PDF/A-3a holds it: pictures inside it are not smoothed.

    Raises
    ------
    ValueError
        Where it names colours of a printing press.
    """
    text = data.decode("latin-1")  # each byte a letter: a drawing may be in any encoding
    if found := _CMYK.search(text):
        raise ValueError(f"has colours of a printing press ({found[1]}); save it in RGB for PDF/A")
    text = _SMOOTHED.sub("image-smoothing", text)  # nothing knows that
    return _INNER.sub(r'<\1 image-rendering="crisp-edges"', text).encode("latin-1")


def archivable_uri(uri: str) -> str:
    """Return a picture as `archivable` does, where it is a drawing in a ``data:`` URI."""
    if not uri.startswith("data:image/svg+xml"):
        return uri
    data = archivable(from_data_uri(uri))
    return _data_uri("image/svg+xml", data)


def _own_width(data: bytes) -> float:
    """Return the width that a drawing gives itself, in CSS pixels; 0 where it gives none."""
    head = re.search(r"<(?:\w+:)?svg\b[^>]*>", data.decode("utf-8-sig", "replace"))
    attributes = dict(_ATTRIBUTE.findall(head[0])) if head else {}
    if found := _LENGTH.match(attributes.get("width", "")):
        return float(found[1]) * _PIXELS.get((found[2] or "").lower(), 0)
    box = re.findall(r"[-\d.]+", attributes.get("viewBox", ""))
    return float(box[2]) if len(box) == 4 else 0.0
