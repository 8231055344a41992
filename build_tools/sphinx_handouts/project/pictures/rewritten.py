"""Writes what a drawing says of its letters and colours as the press reads it.

WeasyPrint 70 takes the first word behind ``font:`` for a size, knows no sizes by name, and no
``currentcolor`` in small letters: the letters were not drawn at all.
"""

from __future__ import annotations

import re

MEDIUM = 16
"""Pixels of letters whose size nobody says."""
SIZES = {
    "xx-small": "9px",
    "x-small": "10px",
    "small": "13px",
    "medium": f"{MEDIUM}px",
    "initial": f"{MEDIUM}px",
    "large": "18px",
    "x-large": "24px",
    "xx-large": "32px",
    "xxx-large": "48px",
    "smaller": "0.8333em",
    "larger": "1.2em",
    "unset": "inherit",
    "revert": "inherit",
}
"""Sizes by name, as browsers draw them."""
_NAMES = "|".join(sorted(SIZES, key=len, reverse=True))
_STYLE_OR_TAG = re.compile(
    r"(?P<start><(?:\w+:)?style\b[^<>]*>)(?P<css>.*?)(?=</(?:\w+:)?style\s*>)|<[A-Za-z][^<>]*>",
    re.DOTALL,
)
_STYLE = re.compile(r"""(\sstyle\s*=\s*)("[^"]*"|'[^']*')""")
_NO_ATTRIBUTE = re.compile(r"""\sfont\s*=\s*(?:"[^"]*"|'[^']*')""")
"""What browsers do not read: ``font`` is for style sheets alone."""
_FONT = re.compile(
    r"(?<![\w-])font\s*:\s*(?P<words>(?:(?:[a-z-]+|[1-9]\d*)\s+)*?)"
    rf"(?P<size>(?:\d*\.)?\d+(?:[a-z]+|%)|(?:{_NAMES})(?![\w-]))(?:\s*/\s*[\w.%]+)?\s+(?=[^\s;}}])",
    re.IGNORECASE,
)
_SIZE = re.compile(
    rf"""(?<![\w-])(font-size\s*[:=]\s*["']?\s*)({_NAMES})(?![\w-])""", re.IGNORECASE
)
_REM = re.compile(r"""(?<![\w-])(font-size\s*[:=]\s*["']?\s*)((?:\d*\.)?\d+)rem\b""", re.IGNORECASE)
_BOLDER = re.compile(r"""(?<![\w-])(font-weight\s*[:=]\s*["']?\s*)bolder(?![\w-])""", re.IGNORECASE)
_CURRENT = re.compile(r"(?<![\w-])currentcolor(?![\w-])", re.IGNORECASE)


def rewritten(data: bytes) -> bytes:
    """Return a drawing whose letters and colours the press draws as a browser does."""
    text = data.decode("latin-1")  # each byte a letter: a drawing may be in any encoding
    return _STYLE_OR_TAG.sub(_part, text).encode("latin-1")


def _part(found: re.Match[str]) -> str:
    if found["start"]:
        return found["start"] + _declarations(found["css"])
    tag = _NO_ATTRIBUTE.sub("", found[0])
    tag = _STYLE.sub(lambda style: style[1] + _declarations(style[2]), tag)
    return _values(tag)


def _declarations(css: str) -> str:
    return _values(_FONT.sub(_font, css))


def _values(text: str) -> str:
    text = _SIZE.sub(lambda size: size[1] + SIZES[size[2].lower()], text)
    text = _REM.sub(lambda size: f"{size[1]}{float(size[2]) * MEDIUM:g}px", text)
    return _CURRENT.sub("currentColor", _BOLDER.sub(r"\1bold", text))


def _font(found: re.Match[str]) -> str:
    """Return what ``font:`` says in the long forms; its families follow."""
    words = found["words"].lower().split()
    style = next((word for word in words if word in {"italic", "oblique"}), "normal")
    is_weight = re.compile(r"bold|bolder|lighter|\d+").fullmatch
    weight = next((word for word in words if is_weight(word)), "normal")
    return f"font-style: {style}; font-weight: {weight}; font-size: {found['size']}; font-family: "
