"""Shows every token of a theme in the manual: what it takes, and a picture of what it does.

A picture has two halves: a small sheet as the built-in theme sets it, and the same sheet with the
one token changed. Pictures are drawn anew when the tokens, the print styles or this file change.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from paper import METHOD
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfDocument
from sphinx.util.docutils import SphinxDirective
from sphinx_handouts.pdf.engine import collected, loaded, parsed, stylesheet
from sphinx_handouts.project import theme_files, themes
from sphinx_handouts.records import tokens
from sphinx_handouts.records.fonts import Fonts
from sphinx_handouts.records.tokens import GROUPS, TOKENS
from sphinx_handouts.records.tokens.token import Token
from sphinx_handouts.sheets import templates
from weasyprint import CSS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

SCALE = 1.5
"""Pixels of a picture by point of the paper."""
CODE = (
    *sorted(Path(tokens.__file__).parent.glob("*.py")),
    *(Path(module.__file__) for module in (themes, theme_files)),
)
"""What declares the tokens, and reads what a theme says of them."""
SHOWN = "tokens"
"""Folder of the pictures among the static files."""
GAP = 14
TITLES = {
    "type": "Type",
    "headings": "Headings",
    "page": "Page",
    "space": "Space",
    "lines": "Lines",
    "boxes": "Boxes",
    "code": "Code",
    "tables": "Tables",
    "lists": "Lists",
    "colours": "Colours",
}

_TEXT = (
    "<p>A walk each day keeps the back moving. Begin with ten minutes, and add two each week.</p>"
)
_MORE = "<p>Rest when you need to, and go on.</p>"


def _levels(*words: str, first: int) -> str:
    return "".join(f"<h{n}>{word}</h{n}><p>Text.</p>" for n, word in enumerate(words, first))


def _box(kind: str, title: str, words: str) -> str:
    head = f'<h3 class="admonition-title">{title}</h3>'
    return f'<div class="admonition {kind}">{head}<p>{words}</p></div>'


def _code(*lines: str) -> str:
    return f"<pre>{''.join(f'<span class=code__line>{line}</span>' for line in lines)}</pre>"


_HEADS = _levels("Second level", "Third level", first=2)
_LOW = _levels("Fourth level", "Fifth level", "Sixth level", first=4)
_NOTE = _box("note", "Note", "Words of a note.")
_WARNING = _box("warning", "Warning", "Stop here.")
_CODE = _code(
    "<span class=k>def</span> <span class=nf>walk</span>(minutes):",
    "    <span class=c1># each day</span>",
    "    <span class=k>return</span> minutes",
)
_ROWS = "".join(
    f'<tr><th scope="row">{a}</th><td>{b}</td></tr>'
    for a, b in (("Walk", "10 minutes"), ("Swim", "20 minutes"), ("Rest", "a little"))
)
_HEAD = '<thead><tr><th scope="col">What</th><th scope="col">How long</th></tr></thead>'
_TABLE = f"<table>{_HEAD}<tbody>{_ROWS}</tbody></table>"
_SHEET = f'<table class="worksheet">{_HEAD}<tbody><tr><td>Monday</td><td></td></tr></tbody></table>'
_LEAD = '<div class="in-short"><p class="in-short__label">In short</p><p>Keep moving.</p></div>'
_ITEMS = "<ul><li>Walk</li><li>Swim</li><li>Rest</li></ul>"
_STEPS = '<ol><li data-label="1">Stand up</li><li data-label="2">Walk</li></ol>'
_NOTES = '<section class="notes"><h2>Notes</h2><p>A note at the end of the sheet.</p></section>'
_QUOTE = "<blockquote><p>Words of others.</p></blockquote>"

SPECIMENS: dict[str, str] = {
    "type": f"<h2>Keep moving</h2>{_TEXT}{_MORE}",
    "type.headings_font": f"<h1>Your back</h1>{_HEADS}",
    "type.code_font": _CODE,
    "type.code": _CODE,
    "type.lead": _LEAD + _MORE,
    "type.worksheet": _SHEET,
    "type.notes": _MORE + _NOTES,
    "type.small": _MORE,
    "type.box_leading": f"{_NOTE.replace('Words of a note.', _TEXT[3:-4])}",
    "headings": f"<h1>Your back</h1>{_HEADS}",
    "headings.fourth": _LOW,
    "headings.fifth": _LOW,
    "headings.sixth": _LOW,
    "headings.leading": "<h1>How to keep your back moving at home</h1>" + _MORE,
    "page": f"<h2>Keep moving</h2>{_TEXT}{_STEPS}",
    "space": f"<h2>Keep moving</h2>{_TEXT}{_MORE}<h2>Rest</h2>{_MORE}",
    "space.item": _ITEMS + _MORE,
    "space.box": _MORE + _NOTE + _MORE,
    "space.pad": _NOTE + _TABLE,
    "lines": _LEAD + _TABLE + _QUOTE,
    "lines.frame": _NOTE + _SHEET,
    "boxes": _MORE + _NOTE + _WARNING,
    "code": _CODE,
    "tables": _TABLE,
    "lists": _ITEMS + _STEPS,
    "colours": f"<h2>Keep moving</h2>{_LEAD}{_STEPS}",
    "colours.soft": f"{_MORE}{_LOW}",
    "colours.tint": _WARNING + _SHEET,
}
"""What is on the small sheet of a token: its own, or that of its group."""
MARGINS = {"page", "type.small"}
"""Tokens and groups whose effect is seen around the text: their sheet has margins and a foot."""

_SMALL = """
@page {{ size: 92mm {height}; margin: 4mm; padding: 0; border: none; }}
body {{ background: #fff; }}
"""
_FRAMED = """
@page { size: 120mm 90mm; margin: var(--margin-top) var(--margin-side) var(--margin-bottom);
  @top-left { content: "Your back"; font: var(--size-small) var(--font); color: var(--ink-soft); }
  @bottom-left { content: "BK-01 · Version 1.0"; font: var(--size-small) var(--font);
    color: var(--ink-soft); vertical-align: top; padding-top: 1.5mm; } }
"""


def specimen(token: Token) -> tuple[str, bool]:
    """Return the body of the small sheet of a token, and whether its margins are shown."""
    body = SPECIMENS.get(token.key, SPECIMENS[token.group])
    return body, not MARGINS.isdisjoint({token.key, token.group})


@cache
def drawn(body: str, framed: bool, changed: str = "") -> Image.Image:
    """Return a small sheet, with custom properties *changed*."""
    fonts = Fonts()
    base, _complaints = stylesheet(templates.stylesheet(), fonts)
    page = _FRAMED if framed else _SMALL.format(height="120mm")
    over = CSS(string=f"{page} :root {{ {changed} }}", font_config=loaded(fonts))
    html = f'<html lang="en"><body class="sheet sheet--a4 sheet--standard"><main>{body}</main>'
    with collected():
        document = parsed(html).render(stylesheets=[base, over], font_config=loaded(fonts))
        file = io.BytesIO(document.write_pdf())
    with PdfDocument(file) as pdf:
        picture = pdf[0].render(scale=SCALE).to_pil().convert("RGB")
    if framed:
        return picture
    inverted = ImageChops.invert(picture.convert("L"))
    bottom = (inverted.getbbox() or (0, 0, 1, 1))[3]
    return picture.crop((0, 0, picture.width, min(picture.height, bottom + 8)))


def picture(token: Token) -> Image.Image:
    """Return both halves: as it is, and with the token changed."""
    value = tomllib.loads(f"value = {token.shown}")["value"]
    changed = "; ".join(f"{name}: {css}" for name, css in token.read(value).items())
    body, framed = specimen(token)
    left, right = drawn(body, framed), drawn(body, framed, changed)
    height = max(left.height, right.height)
    both = Image.new("RGB", (left.width + GAP + right.width + 4, height + 4), "#9a9a9a")
    for place, half in ((2, left), (left.width + GAP + 2, right)):
        ImageDraw.Draw(both).rectangle((place, 2, place + half.width - 1, height + 1), fill="white")
        both.paste(half, (place, 2))
    return both


def draw_all(folder: Path) -> None:
    """Draw the pictures, unless they are drawn as they stand."""
    stamp, static = folder / "stamp", folder / "static" / SHOWN
    digest = _digest()
    if stamp.is_file() and stamp.read_text("ascii") == digest:
        return
    static.mkdir(parents=True, exist_ok=True)
    for token in TOKENS:
        picture(token).save(static / f"{token.key}.webp", lossless=True, method=METHOD)
    drawn.cache_clear()
    stamp.write_text(digest, "ascii")


def _digest() -> str:
    """Return a digest of the tokens, of what prints them, and of this file."""
    styles = Path(str(files("sphinx_handouts") / "templates"))
    paths = [
        *CODE,
        Path(templates.__file__),
        *sorted(styles.glob("print/*.css")),
        *sorted(styles.glob("themes/*/*")),
    ]
    found = hashlib.sha256()
    for path in (*paths, Path(__file__)):
        found.update(path.read_bytes())
    return found.hexdigest()


# --- the reference --------------------------------------------------------------------------------


def sections() -> Iterator[str]:
    """Yield the reference: a section a table, a paragraph and a picture a token."""
    for group in GROUPS:
        yield f"## {TITLES[group]}: `[{group}]`\n"
        for token in TOKENS:
            if token.group == group:
                yield from _entry(token)


def _entry(token: Token) -> Iterator[str]:
    yield f"### `{token.name}`\n\n{token.help} It takes {token.takes}.\n"
    yield f"{_values(token)}\n"
    words = f"Two small sheets: as it is, and with {token.key} = {token.shown}"
    alternative = words.replace('"', "&quot;")
    source = f"../_static/{SHOWN}/{token.key}.webp"
    shown = f'<img class="paper" loading="lazy" src="{source}" alt="{alternative}">'
    yield f"```{{raw}} html\n{shown}\n```\n"
    yield f"*Left: as it is. Right:* `{token.key} = {token.shown}`\n"


def _values(token: Token) -> str:
    """Return what the themes of the package say."""
    told = []
    for name in theme_files.NAMES:
        found = {
            scope: next((said.value for said in says.values() if said.key == token.key), None)
            for scope, says in theme_files.built_in(name).scopes.items()
        }
        words = [f"`{_toml(found[''])}`"] if found.get("") is not None else []
        words += [f"{s} `{_toml(v)}`" for s, v in found.items() if s and v is not None]
        if words:
            told.append(f"*{name}:* {', '.join(words)}")
    return "; ".join(told) + "." if told else "The themes of the package do without it."


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value}"


class Tokens(SphinxDirective):
    """Print the reference of tokens."""

    def run(self) -> list[nodes.Node]:
        """Write and parse; the page is read again when the tokens have changed."""
        for path in (*CODE, __file__):
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes("\n".join(sections()), allow_section_headings=True)


def _folder(app: Sphinx) -> Path:
    return Path(app.doctreedir) / SHOWN


def _show_pictures(app: Sphinx, config: Config) -> None:
    """Take the pictures along as static files."""
    static = _folder(app) / "static"
    static.mkdir(parents=True, exist_ok=True)
    config.html_static_path = [*config.html_static_path, str(static)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("tokens", Tokens)
    app.connect("config-inited", _show_pictures)
    app.connect("builder-inited", lambda app: draw_all(_folder(app)))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
