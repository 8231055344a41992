"""Checks a clinic's logo, which is untrusted, and turns it into a ``data:`` URI."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from PIL import Image

from .validation import did_you_mean, quoted

LOGO_BYTES = 512 * 1024
"""Largest logo file: it is embedded in every sheet."""
LOGO_PIXELS = 4_000_000
"""Largest PNG logo in pixels: 4 megapixels print 85 mm wide at 600 dpi."""
SVG = "{http://www.w3.org/2000/svg}"
NOT_AN_IMAGE = "is not an image; give an SVG or PNG file"


def logo_data_uri(folder: Path, name: str) -> str:
    """Return the logo *name* of a brand's *folder* as a ``data:`` URI.

    Raises
    ------
    ValueError
        Where the file is missing, lies outside the folder, is huge, or is not a safe SVG or PNG.
        The words follow the file's name in a sentence.
    """
    data = _read(folder, name)
    media_type = "image/png" if data.startswith(b"\x89PNG") else "image/svg+xml"
    (_check_png if media_type == "image/png" else _check_svg)(data)
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _read(folder: Path, name: str) -> bytes:
    if not name.isprintable():
        raise ValueError("is not a file's name; write the name of the logo")
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise ValueError("lies outside the brand's folder; copy the logo into it")
    try:
        if not path.is_file():
            found = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in {".svg", ".png"})
            near = did_you_mean(name, found, "the folder holds")
            raise ValueError(f"does not exist{near or '; put it beside brand.toml'}")
        size = path.stat().st_size
        if size > LOGO_BYTES:
            raise ValueError(
                f"is huge ({size / 1024:,.0f} KiB); give a logo of at most {LOGO_BYTES // 1024} KiB"
            )
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror}); give another file") from None


def _check_png(data: bytes) -> None:
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if width * height > LOGO_PIXELS:
        raise ValueError(
            f"is huge ({width} x {height} pixels); "
            f"give a logo of at most {LOGO_PIXELS // 1_000_000} megapixels"
        )
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            image.load()
    except Exception:  # whatever a damaged file makes Pillow stumble over
        raise ValueError(NOT_AN_IMAGE) from None


def _check_svg(data: bytes) -> None:
    try:
        root = SafeTree.fromstring(data)
    except DefusedXmlException:
        raise ValueError("declares XML entities; save it as a plain SVG") from None
    except (ParseError, ValueError, LookupError):  # no XML, or no such encoding
        raise ValueError(NOT_AN_IMAGE) from None
    if root.tag not in {"svg", f"{SVG}svg"}:
        raise ValueError(NOT_AN_IMAGE)
    for element in root.iter():
        _check_svg_element(element)


def _check_svg_element(element: Element) -> None:
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in {"script", "foreignobject"}:
        raise ValueError(f"contains <{tag}>; save it as a plain SVG")
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2].lower()
        if local == "href" and not value.startswith(("#", "data:image/")):
            raise ValueError(f"refers to {quoted(value)}; embed that or remove it")
