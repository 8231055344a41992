"""Looks whether a text is UTF-8, which every editor writes; others would be read as other words."""

from __future__ import annotations

import codecs
from pathlib import Path

SAVE = "save it as UTF-8 (in an editor: Save as, encoding UTF-8)"
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_problem(path: Path) -> str:
    """Return what is wrong with the encoding of a file, and the mend; or nothing."""
    return problem_of(path.read_bytes())


def problem_of(data: bytes) -> str:
    """Return what is wrong with the encoding of a text, and the mend; or nothing."""
    if data.startswith(_MARKS):
        return f"is saved as UTF-16 or UTF-32; {SAVE}"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = data[error.start : error.start + 1].hex()
        return f"is not UTF-8 (line {line}, byte {shown}); {SAVE}"
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return f"is no text: it has a NUL (line {line}), with which letters are lost; remove it"
    return ""
