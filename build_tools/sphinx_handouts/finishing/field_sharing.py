"""Lets the fields of a pack use one copy of their font, by the names that it has in a sheet.

When PDFs are joined, what has a name that is taken is renamed.  The names of field fonts have a
meaning to programs, and each copy is as large as a sheet.
"""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Dictionary, Pdf, String

_RENAMED = re.compile(r"(/\S+?)_\d+")


def share_field_fonts(pdf: Pdf) -> None:
    """Replace the copies of field fonts in *pdf* by the first one."""
    form: Any = pdf.Root.get("/AcroForm", {})
    fonts: Any = form.get("/DR", {}).get("/Font", {})
    first = {name: _first(name, fonts) for name in list(fonts.keys())}
    for widget in form.get("/Fields", ()):
        _rename(widget, first, fonts)
    for name in [name for name, kept in first.items() if name != kept]:
        del fonts[name]
    files = {(_program(font), str(font.get("/Encoding"))): font for _name, font in fonts.items()}
    for page in pdf.pages:
        drawn: Any = page.resources.get("/Font", {})
        for name, font in list(drawn.items()):
            drawn[name] = files.get((_program(font), str(font.get("/Encoding"))), font)


def _first(name: str, fonts: Any) -> str:
    """Return the name of the first font that is the same as the one called *name*."""
    match = _RENAMED.fullmatch(name)
    if match and match[1] in fonts and _program(fonts[match[1]]) == _program(fonts[name]):
        return match[1]
    return name


def _program(font: Any) -> bytes:
    """Return what draws the letters of a font."""
    if "/CharProcs" in font:
        return b"".join(glyph.read_bytes() for _name, glyph in sorted(font.CharProcs.items()))
    inner = font.get("/DescendantFonts", [font])[0]
    descriptor = inner.get("/FontDescriptor", {})
    files = [descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor]
    return b"".join(file.read_raw_bytes() for file in files)


def _rename(widget: Any, first: dict[str, str], fonts: Any) -> None:
    """Let a field, and what it shows, call its fonts by their first names."""
    words = str(widget.get("/DA", "")).split(" ")
    widget.DA = String(" ".join(first.get(word, word) for word in words))
    resources = widget.get("/AP", {}).get("/N", {}).get("/Resources", {})
    if "/Font" in resources:
        names = {first.get(name, name) for name, _font in resources.Font.items()}
        resources.Font = Dictionary({name: fonts[name] for name in sorted(names)})
