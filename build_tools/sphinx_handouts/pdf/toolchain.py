"""What else decides the bytes of a PDF: the versions of the programs."""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from ..records.fonts import Fonts
from ..storage.digests import digest
from .fonts import fonts_digest

PACKAGES = (
    *("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "fonttools"),
    *("pikepdf", "pillow"),
)
PANGO = ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll")


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Return the version of each program that has a hand in the PDFs."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "none"
    found["pango"] = _pango_version()
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION  # others, such as zlib-ng, compress in other bytes
    return found


def _pango_version() -> str:
    for name in PANGO:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.pango_version_string.restype = ctypes.c_char_p
        return str(library.pango_version_string().decode())
    return "unknown"


def tools_digest(fonts: Iterable[Fonts] = (Fonts(),)) -> str:
    """Return a digest of the programs, and of these fonts, of the machine where this runs."""
    return digest([repr(sorted(versions().items())), *map(fonts_digest, fonts)])
