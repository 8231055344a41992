"""Notebooks: what cells put out is printed as a page shows it, and what is folded is opened.

MyST-NB keeps each output in several forms until a page is written, and picks one by the name of the
builder; of a builder that it does not know it leaves all of them out. Its nodes are told by their
attributes: no extension is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from docutils import nodes

from ..assembly import Assembly

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_SETTING = "nb_mime_priority_overrides"
_FORMS = (
    *("application/vnd.jupyter.widget-view+json", "application/javascript", "text/html"),
    *("image/svg+xml", "image/webp", "image/png", "image/gif", "image/jpeg"),
    *("text/markdown", "text/latex", "text/plain"),
)
"""The order in which a page of HTML prefers them: a sheet says what the page says."""
_DRAWN = {
    *("audio", "button", "canvas", "embed", "form", "iframe", "img", "input", "object", "script"),
    *("select", "svg", "video"),
}
"""What a browser shows that has no words."""
_COLOURED = {"myst-ansi", "ipythontb"}
"""Languages of code whose lexers read the colours of a terminal."""
_CODES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


def print_outputs(env: BuildEnvironment, assembly: Assembly) -> None:
    """Have outputs picked for sheets as they are for pages, and folded cells opened."""
    _prefer(env.config)
    for node in assembly.document.findall(nodes.container):
        node.attributes.pop("hide_mode", None)
        if node.get("nb_element") == "mime_bundle":
            _spare_html(node)
    for block in assembly.document.findall(nodes.literal_block):
        if block.get("language") in _COLOURED and "\x1b" in block.astext():
            _drop_colours(block)


def _drop_colours(block: nodes.literal_block) -> None:
    """Take the codes of a terminal's colours out of a text, as a page does."""
    text = _CODES.sub("", block.astext())
    block.children = []
    block += nodes.Text(text)
    block.rawsource = text


def _prefer(config: Config) -> None:
    """Say in which form outputs are printed; what a project says itself comes after it."""
    said = [tuple(row) for row in getattr(config, _SETTING, None) or ()]
    rows = [("handouts", form, place) for place, form in enumerate(_FORMS)]
    if _SETTING in config and rows[0] not in said:
        config[_SETTING] = [*rows, *said]


def _spare_html(bundle: nodes.Element) -> None:
    """Leave out an output's HTML where its plain text says all of its words, as of a table."""
    forms = {child.get("mime_type"): child for child in _elements(bundle)}
    html, plain = forms.get("text/html"), forms.get("text/plain")
    if html is None or plain is None:
        return
    reader = _Words()
    reader.feed("".join(raw.astext() for raw in html.findall(nodes.raw)))
    reader.close()
    if reader.words and not reader.draws and reader.words <= _words(plain.astext()):
        bundle.remove(html)


def _elements(node: nodes.Element) -> Iterator[nodes.Element]:
    return (child for child in node.children if isinstance(child, nodes.Element))


def _words(text: str) -> set[str]:
    """Return the words of a text, without signs around them."""
    return set("".join(c if c.isalnum() else " " for c in text).split())


class _Words(HTMLParser):
    """Reads the words of HTML, and whether it shows something beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self.draws = False
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is drawn."""
        self.draws |= tag in _DRAWN
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._in_style &= tag != "style"

    def handle_data(self, data: str) -> None:
        """Note words that are shown."""
        if not self._in_style:
            self.words |= _words(data)
