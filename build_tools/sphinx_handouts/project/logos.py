"""Checks a clinic's logo, which is untrusted, and turns it into a ``data:`` URI."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeTree
from PIL import Image

from .pictures.conversion import SUFFIXES, still, with_plain_pictures
from .pictures.rewritten import rewritten
from .pictures.safety import FORMATS, NotAPicture, check_picture, from_data_uri, is_drawing
from .pictures.undrawn import check_drawn
from .validation import did_you_mean

LOGO_BYTES = 512 * 1024
"""Largest logo file: it is embedded in every sheet."""
LOGO_PIXELS = 4_000_000
"""Largest logo in pixels: 4 megapixels print 85 mm wide at 600 dpi."""
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_LENGTH = re.compile(rf"{_NUMBER.pattern}[a-z]*", re.IGNORECASE)
NOT_AN_IMAGE = "is not an image; give an SVG, PNG or JPEG file"


def logo_data_uri(folder: Path, name: str) -> str:
    """Return the logo *name* of a brand's *folder* as a ``data:`` URI.

    Raises
    ------
    ValueError
        Where the file is missing, lies outside the folder, is huge, or is not a safe picture.
        The words follow the file's name in a sentence.
    """
    data = _read(folder, name)
    try:
        check_picture(data, "a logo", LOGO_PIXELS)
    except NotAPicture:
        raise ValueError(NOT_AN_IMAGE) from None
    media_type = "image/svg+xml"
    if is_drawing(data):
        data = rewritten(data)
        check_drawn(data)
        _check_size(SafeTree.fromstring(data))
        data = with_plain_pictures(data)
    else:
        picture = still(data)
        media_type, data = picture.media_type, picture.data
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def logo_ratio(uri: str) -> float:
    """Return the width of a logo over its height, from its ``data:`` URI; 0 where it says none."""
    data = from_data_uri(uri)
    if not uri.startswith("data:image/svg+xml"):
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return image.width / image.height
    root = SafeTree.fromstring(data)
    sizes = _NUMBER.findall(root.get("viewBox", ""))[2:]
    if len(sizes) != 2:
        sizes = [n for key in ("width", "height") for n in _NUMBER.findall(root.get(key, ""))[:1]]
    width, height = map(float, sizes) if len(sizes) == 2 else (0.0, 0.0)
    return width / height if height > 0 else 0.0


def _check_size(root: Element) -> None:
    """Refuse a drawing that says no size: what lies outside that of a default would be cut off."""
    box = _NUMBER.findall(root.get("viewBox", ""))[2:]
    if len(box) == 2 and min(map(float, box)) > 0:
        return
    sizes = [root.get(key, "").strip() for key in ("width", "height")]
    given = [_NUMBER.match(size) for size in sizes if _LENGTH.fullmatch(size)]
    if sum(float(size[0]) > 0 for size in given if size) < len(sizes):
        raise ValueError(
            "says no size, and would be cut off; give its <svg> a viewBox, such as "
            'viewBox="0 0 300 100"'
        )


def _read(folder: Path, name: str) -> bytes:
    if not name.isprintable():
        raise ValueError("is not a file's name; write the name of the logo")
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise ValueError("lies outside the brand's folder; copy the logo into it")
    try:
        if not path.is_file():
            found = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
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
