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

from .validation import did_you_mean

LOGO_BYTES = 512 * 1024
"""Largest logo file: it is embedded in every sheet."""
LOGO_PIXELS = 4_000_000
"""Largest PNG logo in pixels: 4 megapixels print 85 mm wide at 600 dpi."""
SVG = "{http://www.w3.org/2000/svg}"


def logo_data_uri(folder: Path, name: str) -> str:
    """Return the logo *name* of a brand's *folder* as a ``data:`` URI.

    Raises
    ------
    ValueError
        Where the file is missing, lies outside the folder, is huge, or is not a safe SVG or PNG.
    """
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise ValueError(f'"{name}" lies outside the brand\'s folder; copy the logo into it')
    if not path.is_file():
        found = [p.name for p in folder.iterdir() if p.suffix.lower() in {".svg", ".png"}]
        raise ValueError(f'"{name}" does not exist{did_you_mean(name, found)}')
    if path.stat().st_size > LOGO_BYTES:
        size = path.stat().st_size / 1024
        raise ValueError(
            f'"{name}" is huge ({size:,.0f} KiB); give a logo of at most {LOGO_BYTES // 1024} KiB'
        )
    data = path.read_bytes()
    media_type = "image/png" if data.startswith(b"\x89PNG") else "image/svg+xml"
    (_check_png if media_type == "image/png" else _check_svg)(name, data)
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _check_png(name: str, data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            if image.width * image.height > LOGO_PIXELS:
                raise ValueError(
                    f'"{name}" is huge ({image.width} x {image.height} pixels); '
                    f"give a logo of at most {LOGO_PIXELS // 1_000_000} megapixels"
                )
            image.verify()
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError(f'"{name}" is not an image; give an SVG or PNG file') from None


def _check_svg(name: str, data: bytes) -> None:
    try:
        root = SafeTree.fromstring(data)
    except DefusedXmlException:
        raise ValueError(f'"{name}" declares XML entities; save it as a plain SVG') from None
    except (ParseError, ValueError):
        raise ValueError(f'"{name}" is not an image; give an SVG or PNG file') from None
    if root.tag not in {"svg", f"{SVG}svg"}:
        raise ValueError(f'"{name}" is not an image; give an SVG or PNG file')
    for element in root.iter():
        _check_svg_element(name, element)


def _check_svg_element(name: str, element: Element) -> None:
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in {"script", "foreignobject"}:
        raise ValueError(f'"{name}" contains <{tag}>; save it as a plain SVG')
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2].lower()
        if local == "href" and not value.startswith(("#", "data:image/")):
            raise ValueError(f'"{name}" refers to "{value}"; embed it or remove it')
