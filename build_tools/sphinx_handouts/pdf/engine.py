"""What every render needs of WeasyPrint: fonts, style sheets, fetching, and what it complains of.

Font configurations and parsed style sheets are kept for the life of a worker.
"""

from __future__ import annotations

import io
import logging
import re
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache, lru_cache
from html import unescape
from string import ascii_letters, digits
from typing import Any
from weakref import WeakSet

from fontTools.ttLib import TTFont
from tinycss2 import tokenizer
from weasyprint import CSS, HTML, Document, pdf
from weasyprint.formatting_structure.boxes import Box, ReplacedBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..proofing.quick_html import read_quickly
from ..records.fonts import Fonts
from ..records.rendered import LogLine, MissingGlyph
from .breaks.kept_lines import keep_lines
from .fonts import only
from .metadata import ARCHIVED_VARIANT
from .styles.quick import find_styles_quickly

PDF_VARIANT = "pdf/ua-1"
MM_PER_PX, PT_PER_PX = 25.4 / 96, 72 / 96

_MISSING_GLYPH = re.compile(
    r"\.notdef glyph rendered for Unicode string unsupported by fonts: "
    r'"(?P<text>.*)" \(',
    re.DOTALL,
)


_DATA = re.compile(r"""(data:[^,'"]*,)[^'"\s)]{40,}""")
"""An address that holds a whole file."""


_ESCAPED = re.compile(r"""['"\\ \t\n\r\f()]""")
"""What an address is written with a backslash for."""

BRANDS = 32
"""Most clinics with a font of their own that a worker keeps in mind: they take turns."""

LOG_LENGTH = 10_000
"""Most characters of what WeasyPrint says at once."""


class FetchRefused(ValueError):
    """A sheet tried to load something that is not inside it."""


class DataOnlyFetcher(URLFetcher):
    """Fetches ``data:`` URIs and refuses every other scheme, redirects included."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the content of a ``data:`` URI.

        Raises
        ------
        FetchRefused
            For any other address.
        """
        if not url.lower().startswith("data:"):
            raise FetchRefused(f"refused to fetch {url[:200]}: a sheet holds all that it needs")
        return super().fetch(url, headers)


_MADE: WeakSet[FontConfiguration] = WeakSet()
"""The fonts that are in use."""


class _Collector(logging.Handler):
    """Keeps log records as plain text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[LogLine] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = _DATA.sub(r"\1...", record.getMessage()[:LOG_LENGTH])
        self.lines.append(LogLine(record.levelno, message))


@lru_cache(maxsize=BRANDS)
def loaded(fonts: Fonts) -> FontConfiguration:
    """Return the fonts of a sheet, loaded once."""
    with only(fonts):
        configuration = FontConfiguration()
    _MADE.add(configuration)
    return configuration


def remove_font_files() -> None:
    """Remove what WeasyPrint has written of fonts: it does so where one is collected as garbage.

    What is kept for the life of a process never is.
    """
    for configuration in list(_MADE):
        if configuration._folder:
            shutil.rmtree(configuration._folder, ignore_errors=True)


@lru_cache(maxsize=BRANDS)
def stylesheet(css: str, fonts: Fonts) -> tuple[CSS, tuple[LogLine, ...]]:
    """Return a style sheet, parsed once, and what there is to say of it for every sheet."""
    _write_addresses_quickly()
    with collected() as lines:
        sheet = CSS(
            string=css,
            font_config=loaded(fonts),
            url_fetcher=DataOnlyFetcher(),
            base_url="data:",
        )
    return sheet, tuple(lines)


@cache
def _write_addresses_quickly() -> None:
    """Let tinycss2 take an address as it is where nothing in it is escaped.

    It looks at one letter after the other, and a font that stands in a style sheet has 140,000.
    """
    escaped = getattr(tokenizer, "serialize_url", str)  # it may not be there

    def written(address: str) -> str:
        return str(escaped(address)) if _ESCAPED.search(address) else address

    tokenizer.serialize_url = written


@contextmanager
def collected() -> Iterator[list[LogLine]]:
    """Collect what WeasyPrint logs; within another one, which goes on afterwards."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    before = logger.handlers
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.lines
    finally:
        logger.handlers = before


def parsed(html: str) -> HTML:
    """Return a sheet as a tree."""
    read_quickly()
    find_styles_quickly()
    keep_lines()
    return HTML(string=html, url_fetcher=DataOnlyFetcher(), base_url="data:")


def variant_of(*, archived: bool) -> str:
    """Return what WeasyPrint calls the standard of a PDF."""
    return ARCHIVED_VARIANT if archived else PDF_VARIANT


def split_log(lines: list[LogLine]) -> tuple[list[str], list[LogLine]]:
    """Return the characters without a glyph, and the other log lines, each once, in order."""
    characters: dict[str, None] = {}
    others: dict[LogLine, None] = {}
    for line in lines:
        if match := _MISSING_GLYPH.match(line.message):
            characters.update(dict.fromkeys(match["text"]))
        else:
            others[line] = None
    return list(characters), list(others)


def locate(document: Document, characters: list[str]) -> Iterator[MissingGlyph]:
    """Yield on which pages each of *characters* stands, in a text or in a drawing."""
    if not characters:
        return
    texts, drawings = list[str](), dict[str, dict[int, str]]()
    for number, page in enumerate(document.pages, 1):
        there = list(boxes(page._page_box))
        texts.append("".join(box.text for box in there if isinstance(box, TextBox)))
        for box in there:
            if isinstance(box, ReplacedBox) and (words := _drawn_words(box.element)):
                drawings.setdefault(box.element.get("alt") or "", {})[number] = words
    for character in characters:
        pages = tuple(n for n, text in enumerate(texts, 1) if character in text)
        found = [
            MissingGlyph(character, tuple(n for n in on if character in on[n]), alternative)
            for alternative, on in drawings.items()
            if any(character in words for words in on.values())
        ]
        if pages or not found:
            yield MissingGlyph(character, pages)
        yield from found


def _drawn_words(element: Any) -> str:
    """Return what a drawing in a ``data:`` URI says, with its markup; nothing of a photograph."""
    kind, _comma, data = str(element.get("src") or "").partition(";base64,")
    return unescape(b64decode(data).decode("utf-8", "replace")) if kind.endswith("svg+xml") else ""


def boxes(box: Box, without: Box | None = None) -> Iterator[Box]:
    """Yield a box and all within it, in their order, *without* one of them and what is in that."""
    if box is without:
        return
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child, without)


# --- letters that clinics write -------------------------------------------------------------------

LETTERS = tuple(
    ord(letter)
    for letter in f" {ascii_letters}{digits}#&'()+,-./:@_"
    "\N{NO-BREAK SPACE}\N{RIGHT SINGLE QUOTATION MARK}\N{EN DASH}\N{MIDDLE DOT}"
)
"""What names, addresses and numbers are mostly written with."""


@contextmanager
def with_fonts(mended: Callable[[Any], None]) -> Iterator[None]:
    """Write PDFs whose fonts (each as WeasyPrint has used it) have been *mended* before."""
    original = pdf.build_fonts_dictionary

    def build(file: Any, fonts: Mapping[Any, Any], *rest: Any) -> Any:
        for font in fonts.values():
            mended(font)
        return original(file, fonts, *rest)

    pdf.build_fonts_dictionary = build
    try:
        yield
    finally:
        pdf.build_fonts_dictionary = original


def with_letters(family: str) -> AbstractContextManager[None]:
    """Write the fonts of *family* with all `LETTERS`, whatever of them a sheet has.

    A template is dressed in details of many clinics: most need no font of their own then.
    """

    def add(font: Any) -> None:
        if font.family == family and font.to_unicode and not font.variations:
            for glyph, letter, width in _letters(font):
                font.to_unicode.setdefault(glyph, letter)
                font.widths.setdefault(glyph, width)

    return with_fonts(add)


_KNOWN: dict[tuple[str, int], tuple[tuple[int, str, int], ...]] = {}
"""The letters of fonts, by their name and size."""


def _letters(font: Any) -> tuple[tuple[int, str, int], ...]:
    """Return the glyph, the letter and the width of each of `LETTERS` that a font has."""
    key = font.hash, len(font.file_content)
    if key not in _KNOWN:
        with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as file:
            names, widths = file.getBestCmap(), file["hmtx"]
            _KNOWN[key] = tuple(
                (
                    file.getGlyphID(names[letter]),
                    chr(letter),
                    round(widths[names[letter]][0] * 1000 / font.upem),
                )
                for letter in LETTERS
                if letter in names
            )
    return _KNOWN[key]
