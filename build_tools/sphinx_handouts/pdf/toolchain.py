"""What else decides the bytes of a PDF: the versions of the programs, and the installed fonts."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

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


@lru_cache(maxsize=32)
def has_font(family: str) -> bool:
    """Return whether fontconfig knows *family*; yes where nobody can tell."""
    program = shutil.which("fc-list")
    if program is None:
        return True
    found = subprocess.run([program, family], capture_output=True, check=False).stdout
    return bool(found.strip())


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    """Return a digest of the font files that fontconfig knows: paths, sizes, times."""
    program = shutil.which("fc-list")
    if program is None:
        return "unknown"
    output = subprocess.run(
        [program, "--format", "%{file}\n"], capture_output=True, check=False
    ).stdout
    digest = hashlib.sha256()
    for path in sorted(set(output.split(b"\n")) - {b""}):
        try:
            status = os.stat(path)  # noqa: PTH116 - thousands of files: no Path objects
        except OSError:
            continue
        digest.update(path + f"\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
