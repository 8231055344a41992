"""Shows every construct in the manual: its source, its look on the web, and a picture of the paper.

The examples are printed once, when they or the code have changed; the manual keeps what came out.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import sphinx_handouts
from constructs import FOLDER, Construct, Pressed, available, press, read_all, refuse
from docutils import nodes
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

SCALE = 1.6
"""Pixels of a picture by point of the paper."""
METHOD = 1
"""The effort of the encoder, of 6: what it takes by itself, 4, saves less than 1 % of a file."""
ABOVE, BELOW = 0.11, 0.93
"""Where on the page the title of the handout stands and its foot begins, in parts of its height."""
SHOWN = "paper"
"""Folder of the pictures among the static files."""


def crop(pdf: Path) -> Image.Image:
    """Return a picture of what a sheet shows between its title and its foot."""
    with PdfDocument(pdf) as document:
        page = document[0].render(scale=SCALE).to_pil().convert("L")
    body = page.crop((0, round(page.height * ABOVE), page.width, round(page.height * BELOW)))
    _columns, rows = ImageChops.invert(body).getprojection()
    body = body.crop((0, rows.index(0), *body.size))  # the title may be cut there: it ends first
    box = ImageChops.invert(body).getbbox() or (0, 0, 1, 1)
    return body.crop((0, max(0, box[1] - 8), body.width, min(body.height, box[3] + 8)))


class Shop:
    """The printed examples, in a folder beside the doctrees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.examples = read_all()

    @staticmethod
    def beside(doctrees: Path) -> Path:
        """Return the folder of the examples of a build."""
        return doctrees / "constructs"

    @property
    def static(self) -> Path:
        """The folder of the pictures."""
        return self.folder / "static" / SHOWN

    @property
    def sentences(self) -> dict[str, str]:
        """The sentence with which each refused example was refused, by its page."""
        told: dict[str, str] = json.loads((self.folder / "refused.json").read_bytes())
        return told

    def open(self) -> None:
        """Show all examples, unless they are shown as they stand."""
        stamp = self.folder / "stamp"
        digest = _digest()
        if stamp.is_file() and stamp.read_text("ascii") == digest:
            return
        printed, refused = self.press()
        self.static.mkdir(parents=True, exist_ok=True)
        self._show([c for c in self.examples if c.paper], printed)
        self._tell([c for c in self.examples if c.refused], refused)
        stamp.write_text(digest, "ascii")

    def press(self) -> tuple[Pressed, Pressed]:
        """Build the examples that are printed and those that are refused, unless that was done."""
        kept = self.folder / "pressed.json"
        digest = _digest()
        told = json.loads(kept.read_bytes()) if kept.is_file() else {}
        if told.get("digest") != digest:
            printed = press(self._here("paper"), self.folder / "printed").said
            refused = refuse(self._here("refused"), self.folder / "refused").said
            told = {"digest": digest, "printed": printed, "refused": refused}
            kept.write_text(json.dumps(told), "utf-8")
        first, second = (Pressed(self.folder / kind, told[kind]) for kind in ("printed", "refused"))
        return first, second

    def _here(self, kind: str) -> list[Construct]:
        return available(c for c in self.examples if getattr(c, kind))

    def _show(self, constructs: Sequence[Construct], made: Pressed) -> None:
        for construct in constructs:
            picture = self.static / f"{construct.docname}.webp"
            pdf = made.pdf(construct)
            if pdf is not None:
                crop(pdf).save(picture, lossless=True, method=METHOD)
            elif construct in available([construct]):
                raise ExtensionError(f"{construct.path.name} is not printed:\n{made.said}")

    def _tell(self, constructs: Sequence[Construct], made: Pressed) -> None:
        told = {}
        for construct in available(constructs):
            errors = [line for line in made.errors(construct) if construct.refused in line]
            if not errors:
                raise ExtensionError(f"{construct.path.name} is not refused:\n{made.said}")
            sentence = errors[0].partition(" ERROR: ")[2].rpartition(" [handouts.")[0]
            told[construct.docname] = sentence
        (self.folder / "refused.json").write_text(json.dumps(told), "utf-8")


def _digest() -> str:
    """Return a digest of the examples, and of the code that prints and shows them."""
    package = Path(inspect.getfile(sphinx_handouts)).parent
    code = [p for p in package.rglob("*") if p.suffix in {".py", ".css", ".html"}]
    own = (Path(__file__), Path(inspect.getfile(Construct)))
    files = [*sorted(code), *sorted(p for p in FOLDER.rglob("*") if p.is_file()), *own]
    found = hashlib.sha256()
    for path in files:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


class Constructs(SphinxDirective):
    """Print every example: what it is, how it is written, and what becomes of it."""

    def run(self) -> list[nodes.Node]:
        """Write and parse; the page is read again when an example or the code has changed."""
        shop = shop_of(self.env.doctreedir)
        for path in (*FOLDER.rglob("*"), shop.folder / "stamp"):
            if path.is_file():
                self.env.note_dependency(path)
        text = "\n".join(_sections(shop))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _sections(shop: Shop) -> Iterator[str]:
    told = shop.sentences
    for title, group in groupby(sorted(shop.examples, key=_order), key=lambda c: c.title):
        examples = list(group)
        yield f"## {title}\n\n{examples[0].about}\n"
        if needs := next((c.needs for c in examples if c.needs), ""):
            yield f"*Needs:* {needs}.\n"
        for construct in examples:
            yield from _example(construct, shop, told)


def _order(construct: Construct) -> tuple[bool, str, str]:
    """Put what is printed before what is refused, and Markdown before reStructuredText."""
    return bool(construct.refused), construct.title.casefold(), construct.path.suffix


def _example(construct: Construct, shop: Shop, told: dict[str, str]) -> Iterator[str]:
    language = {".md": "md", ".rst": "rst"}[construct.path.suffix]
    yield f"``````{{code-block}} {language}\n{construct.source.rstrip()}\n``````\n"
    if construct.web == "yes" and language == "md":
        yield f"*On the web:*\n\n{construct.source}\n"
    if construct.docname in told:
        yield f"*Refused:* {_literal(told[construct.docname])}\n"
    elif (shop.static / f"{construct.docname}.webp").is_file():
        words = " ".join(construct.paper).replace('"', "&quot;").replace("<", "&lt;")
        source = f"../_static/{SHOWN}/{construct.docname}.webp"
        picture = f'<img class="paper" loading="lazy" src="{source}" alt="On paper: {words}">'
        yield f"*On paper:*\n\n```{{raw}} html\n{picture}\n```\n"


def _literal(sentence: str) -> str:
    """Return a sentence as code, so that nothing in it is read as markup."""
    ticks = "``" if "`" in sentence else "`"
    return f"{ticks} {sentence} {ticks}" if ticks == "``" else f"{ticks}{sentence}{ticks}"


_SHOPS: dict[str, Shop] = {}


def shop_of(doctreedir: Path | str) -> Shop:
    """Return the shop of a build, with everything printed."""
    name = str(doctreedir)
    if name not in _SHOPS:
        _SHOPS[name] = Shop(Shop.beside(Path(doctreedir)))
        _SHOPS[name].open()
    return _SHOPS[name]


def _show_pictures(app: Sphinx, config: Config) -> None:
    """Take the pictures along as static files; what prints them comes before pages are read."""
    static = Shop.beside(Path(app.doctreedir)) / "static"
    static.mkdir(parents=True, exist_ok=True)
    config.html_static_path = [*config.html_static_path, str(static)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("constructs", Constructs)
    app.connect("config-inited", _show_pictures)
    app.connect("builder-inited", lambda app: shop_of(app.doctreedir))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
