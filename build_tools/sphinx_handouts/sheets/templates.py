"""The templates of this package (of sheets, web pages and reports), and the print style sheet."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from markupsafe import Markup

from ..project.theme_files import CLINIC, built_in
from ..records.fonts import Fonts

THEME = "theme"
"""The layer of the tokens of a theme."""
SHEETS = (
    "tokens",
    THEME,
    "page",
    "type",
    "components",
    "blocks",
    "code",
    "descriptions",
    "cards",
    "constructs",
    "contents",
    "book",
    "fields",
    "rooms",
    "shame",
)
"""The built-in style sheets, in cascade order."""


@lru_cache(maxsize=8)
def environment(
    folder: str, own: tuple[str, ...] = (), compiled: Path | None = None
) -> Environment:
    """Return the templates in *folder* of this package; a user's *own* folders are searched first.

    What they print is escaped, and a name that they do not know is an error. Where a folder for
    what is *compiled* is named, a later build need not compile them again.
    """
    return Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(own, "utf-8-sig"),
                PackageLoader("sphinx_handouts", f"templates/{folder}"),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_kept_in(compiled),
    )


class _Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates, whatever the folder of a project is called."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return a name for a template: that of its file may have bytes that are no text."""
        return super().get_cache_key(name, filename and os.fsencode(filename).hex())


def _kept_in(folder: Path | None) -> FileSystemBytecodeCache | None:
    """Return what keeps compiled templates; nothing where it could not write."""
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return _Compiled(str(folder)) if os.access(folder, os.W_OK) else None


def css_string(text: str) -> Markup:
    """Return *text* as a CSS string token, safe inside ``<style>``."""
    escaped = re.sub(r'[\x00-\x1f"\\<>&]', lambda m: f"\\{ord(m[0]):x} ", text)
    return Markup(f'"{escaped}"')


@lru_cache(maxsize=4)
def stylesheet(own: tuple[Path, ...] = (), font_face: str = "", theme: str = "") -> str:
    """Return the print style sheet: the built-in sheets, each in its layer, then a user's *own*.

    *theme* is what the tokens of a theme say; without it, the clinic's theme is meant.
    """
    folder = files("sphinx_handouts") / "templates" / "print"
    texts = {name: folder / f"{name}.css" for name in SHEETS if name != THEME}
    said = {name: path.read_text("utf-8") for name, path in texts.items()}
    said[THEME] = theme or built_in(CLINIC).style()
    layers = [f"@layer {name} {{\n{said[name]}\n}}\n" for name in SHEETS]
    own_texts = [path.read_text("utf-8-sig") for path in own]
    return "".join([font_face, f"@layer {', '.join(SHEETS)};\n", *layers, *own_texts])


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How all sheets of a project are written and set, whatever the handout and the clinic."""

    templates: tuple[str, ...] = ()
    """Folders of its own page templates."""
    theme: str = ""
    """What the tokens of its theme say; empty: the clinic's theme."""
    own_css: tuple[Path, ...] = ()
    font_face: str = ""
    """The rule for the font of form fields."""
    fonts: Fonts = Fonts()  # noqa: RUF009 - it is frozen
    archived: bool = False
    """Whether PDFs are PDF/A-3a as well as PDF/UA-1."""
    compiled: Path | None = None
    """A folder for compiled templates."""

    @property
    def environment(self) -> Environment:
        """The templates of sheets, its own first."""
        return environment("print", self.templates, self.compiled)

    @property
    def css(self) -> str:
        """The print style sheet."""
        return stylesheet(self.own_css, self.font_face, self.theme)
