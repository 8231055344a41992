"""The print style sheet, and how a text stands in one."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

SHEETS = (
    "tokens",
    "page",
    "type",
    "components",
    "blocks",
    "constructs",
    "contents",
    "fields",
    "rooms",
    "shame",
)
"""The built-in style sheets, in cascade order."""


def css_string(text: str) -> Markup:
    """Return *text* as a CSS string token, safe inside ``<style>``."""
    escaped = re.sub(r'[\x00-\x1f"\\<>&]', lambda m: f"\\{ord(m[0]):x} ", text)
    return Markup(f'"{escaped}"')


@lru_cache(maxsize=4)
def stylesheet(own: tuple[Path, ...] = (), font_face: str = "") -> str:
    """Return the print style sheet: the built-in sheets, then a user's *own*, each in its layer."""
    folder = files("sphinx_handouts") / "templates" / "print"
    layers = [
        f"@layer {name} {{\n{(folder / f'{name}.css').read_text('utf-8')}\n}}\n" for name in SHEETS
    ]
    texts = [path.read_text("utf-8-sig") for path in own]
    return "".join([font_face, f"@layer {', '.join(SHEETS)};\n", *layers, *texts])
