"""Looks into a picture, which is untrusted, before anything else opens it.

A browser and WeasyPrint open what they are given.  What could fetch, run, or swell beyond measure
in either of them is refused here, in words that follow the picture's name in a sentence.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
import tinycss2
from defusedxml.common import DefusedXmlException
from PIL import Image

from ..validation import quoted

PIXELS = 16_000_000
"""Most pixels of a picture: 16 megapixels print 170 mm wide at 600 dpi."""
DRAWN = 100_000
"""Most elements that a drawing may draw, each repetition counted."""
DRAWING_BYTES = 1 << 20
"""Largest file of a drawing."""
DEPTH = 100
"""Deepest nesting of a drawing."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")

SVG = "{http://www.w3.org/2000/svg}"
EMBEDDED = ("data:image/png", "data:image/jpeg", "data:image/gif")
FORBIDDEN = {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler"}
PLAIN = "save it as a plain SVG"

_INSTRUCTION = re.compile(rb"<\?(?!xml\s)", re.IGNORECASE)


class NotAPicture(ValueError):
    """A file that is no picture at all, or a damaged one."""


def check_picture(data: bytes, what: str, pixels: int = PIXELS) -> None:
    """Refuse a picture that would do harm; *what* names the kind of picture in the message.

    Raises
    ------
    NotAPicture
        Where the file is no picture.
    ValueError
        Where it is one that fetches, runs, or is too large.
    """
    if data.startswith(b"\x1f\x8b"):
        raise ValueError(f"is compressed; {PLAIN}")
    if is_drawing(data):
        _check_drawing(data, pixels)
    else:
        _check_pixels(data, what, pixels)


def is_drawing(data: bytes) -> bool:
    """Return whether a picture is a drawing (SVG), which may begin with a byte order mark."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def from_data_uri(uri: str) -> bytes:
    """Return the content of a ``data:`` URI; nothing where it is damaged."""
    head, _comma, body = uri.partition(",")
    content = unquote_to_bytes(body)
    if not head.rstrip().endswith(";base64"):
        return content
    try:
        return base64.b64decode(content)
    except binascii.Error:
        return b""


# --- pixels -------------------------------------------------------------------------------------


def _check_pixels(data: bytes, what: str, pixels: int) -> None:
    """Read the size that the file claims before anything is decoded."""
    most = f"give {what} of at most {pixels // 1_000_000} megapixels"
    if data.startswith(b"\x89PNG"):
        claimed = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        _check_size(*claimed, 1, pixels, most)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                size, frames = image.size, getattr(image, "n_frames", 1)
    except Image.DecompressionBombError:
        raise ValueError(f"is huge; {most}") from None
    except Exception:  # whatever a damaged file makes Pillow stumble over
        raise NotAPicture("is not an image") from None
    _check_size(*size, frames, pixels, most)


def _check_size(width: int, height: int, frames: int, pixels: int, most: str) -> None:
    if width * height * frames > pixels:
        size = f"{width} x {height}" + (f" x {frames}" if frames > 1 else "")
        raise ValueError(f"is huge ({size} pixels); {most}")


# --- drawings -----------------------------------------------------------------------------------


def _check_drawing(data: bytes, pixels: int) -> None:
    if len(data) > DRAWING_BYTES:
        raise ValueError(f"is huge; give a drawing of at most {DRAWING_BYTES >> 20} MiB")
    if _INSTRUCTION.search(data):
        raise ValueError(f"contains a processing instruction; {PLAIN}")
    root = _parsed(data)
    for element in _elements(root):
        _check_element(element, pixels)
    if _Drawn(root).count(root) > DRAWN:
        raise ValueError(f"draws more than {DRAWN:,} elements; make it simpler")


def _parsed(data: bytes) -> Element:
    if b"\0" in data:
        raise NotAPicture("is not an image")  # UTF-16, which no drawing program writes
    try:
        root = SafeTree.fromstring(data)
    except DefusedXmlException:
        raise ValueError("declares XML entities; save it as a plain SVG") from None
    except (ParseError, ValueError, LookupError):  # no XML, or no such encoding
        raise NotAPicture("is not an image") from None
    if root.tag not in {"svg", f"{SVG}svg"}:
        raise NotAPicture("is not an image")
    return root


def _elements(root: Element) -> Iterator[Element]:
    """Yield every element, and refuse what lies too deep."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEPTH:
            raise ValueError(f"is nested more than {DEPTH} deep; make it simpler")
        yield element
        waiting += [(child, depth + 1) for child in element]


def _check_element(element: Element, pixels: int) -> None:
    tag = local_name(element.tag)
    if tag in FORBIDDEN:
        raise ValueError(f"contains <{tag}>; {PLAIN}")
    if tag == "style":
        _check_css("".join(element.itertext()))
    for attribute, value in element.attrib.items():
        name = local_name(attribute)
        if name.startswith("on") or (name == "attributename" and local_name(value) == "href"):
            raise ValueError(f"contains {quoted(name)}, which runs; {PLAIN}")
        if name in {"href", "src", "base"}:
            _check_address(value.strip(), pixels)
        elif "(" in value or name == "style":
            _check_css(value)


def local_name(name: object) -> str:
    """Return the name of an element or attribute, without its namespace, in small letters."""
    return str(name).rpartition("}")[2].rpartition(":")[2].lower()


def _check_address(address: str, pixels: int) -> None:
    if address.startswith("#"):
        return
    if not address.startswith(EMBEDDED):
        raise _unprinted(address)
    try:
        _check_pixels(from_data_uri(address), "a picture", pixels)
    except NotAPicture:
        raise ValueError(f"holds {quoted(address)}, which is no picture; remove it") from None
    except ValueError as error:
        raise ValueError(f"holds a picture that {error}") from None


def _unprinted(address: str) -> ValueError:
    """Return what is wrong with something that a drawing takes from elsewhere, or brings along."""
    kind = address.partition(",")[0].lower()
    if not kind.startswith("data:"):
        return ValueError(f"refers to {quoted(address)}; embed that or remove it")
    if "font" in kind:
        return ValueError("brings a font of its own; save it with its text as paths")
    mend = "put a PNG, a JPEG or a GIF in its place"
    return ValueError(f"holds {quoted(address)}, which is not printed; {mend}")


def _check_css(text: str) -> None:
    """Refuse a style that fetches; tinycss2 sees through escapes."""
    waiting = list(tinycss2.parse_component_value_list(text))
    while waiting:
        token = waiting.pop()
        address = ""
        if token.type == "at-keyword" and token.lower_value == "import":
            raise ValueError(f"imports a style sheet; {PLAIN}")
        if token.type == "url":
            address = token.value
        elif token.type == "function":
            waiting += token.arguments
            if token.lower_name in {"url", "src", "image", "image-set"}:
                address = next((t.value for t in token.arguments if t.type == "string"), "#")
        elif token.type.endswith("block"):
            waiting += token.content
        if address and not address.strip().startswith(("#", *EMBEDDED)):
            raise _unprinted(address.strip())


class _Drawn:
    """Counts what a drawing draws: ``<use>`` repeats, and what it repeats may repeat."""

    def __init__(self, root: Element) -> None:
        self._named = {element.get("id", ""): element for element in root.iter()}
        self._counts: dict[Element, int] = {}
        self._open: set[Element] = set()

    def count(self, element: Element) -> int:
        """Return how many elements are drawn where *element* stands."""
        if element in self._counts:
            return self._counts[element]
        if element in self._open:
            raise ValueError(f"repeats itself without end; {PLAIN}")
        if len(self._open) > DEPTH:
            raise ValueError(f"is nested more than {DEPTH} deep; make it simpler")
        self._open.add(element)
        total = 1 + sum(self.count(child) for child in element)
        if local_name(element.tag) == "use":
            target = self._named.get(_target(element)) if _target(element) else None
            total += 0 if target is None else self.count(target)
        self._open.remove(element)
        self._counts[element] = total
        return total


def _target(element: Element) -> str:
    for name, value in element.attrib.items():
        if local_name(name) == "href":
            return value.strip().removeprefix("#")
    return ""
