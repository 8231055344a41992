"""HTML to PDF bytes: the only module that knows WeasyPrint.

It runs in worker processes (WeasyPrint is not thread-safe) and keeps font configurations and
parsed style sheets for the life of the worker.
"""

from __future__ import annotations

import gc
import logging
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..finishing.imposition import booklet_order, impose
from ..records.fonts import Fonts
from ..records.model import LogLine, MissingGlyph, Rendered, RenderJob
from .drawn import Box as Area
from .fonts import only
from .form_fields import complete_fields
from .metadata import ARCHIVED_VARIANT, describe
from .read_back import Layout, forgotten, read_back
from .spoken import spoken
from .structure import read_structure
from .tags import mark_artifacts, mended_tags
from .unfit_tables import ROUNDS, set_tables_anew

PDF_VARIANT = "pdf/ua-1"
MM_PER_PX, PT_PER_PX = 25.4 / 96, 72 / 96

_MISSING_GLYPH = re.compile(
    r"\.notdef glyph rendered for Unicode string unsupported by fonts: "
    r'"(?P<text>.*)" \(',
    re.DOTALL,
)


_DATA = re.compile(r"""(data:[^,'"]*,)[^'"\s)]{40,}""")
"""An address that holds a whole file."""


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


class _Collector(logging.Handler):
    """Keeps log records as plain text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[LogLine] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = _DATA.sub(r"\1...", record.getMessage()[:LOG_LENGTH])
        self.lines.append(LogLine(record.levelno, message))


def start_worker() -> None:
    """Prepare a worker process: the parent alone answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is loaded is never garbage, and what a render makes is none before its end.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@lru_cache(maxsize=BRANDS)
def _loaded(fonts: Fonts) -> FontConfiguration:
    with only(fonts):
        return FontConfiguration()


@lru_cache(maxsize=BRANDS)
def _stylesheet(css: str, fonts: Fonts) -> tuple[CSS, tuple[LogLine, ...]]:
    """Return a style sheet, parsed once, and what there is to say of it for every sheet."""
    with _collected() as lines:
        sheet = CSS(
            string=css,
            font_config=_loaded(fonts),
            url_fetcher=DataOnlyFetcher(),
            base_url="data:",
        )
    return sheet, tuple(lines)


@contextmanager
def _collected() -> Iterator[list[LogLine]]:
    """Collect what WeasyPrint logs."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.lines
    finally:
        logger.handlers = []


def render(job: RenderJob) -> Rendered:
    """Render one sheet to PDF/UA-1 bytes."""
    fonts = _loaded(job.fonts)
    stylesheet, complaints = _stylesheet(job.css, job.fonts)
    with _collected() as lines:
        html = HTML(string=job.html, url_fetcher=DataOnlyFetcher(), base_url="data:")
        variant = ARCHIVED_VARIANT if job.archived else PDF_VARIANT
        before = spoken(html.etree_element)
        document = _lay_out(html, stylesheet, variant, fonts)
        with mended_tags(job.furniture) as furniture:

            def finish(_document: Document, file: pydyf.PDF) -> None:
                mark_artifacts(file, furniture)
                complete_fields(file)
                describe(file, job.identity.properties(), archived=job.archived)

            pdf = document.write_pdf(finisher=finish, pdf_variant=variant)
    if job.booklet:
        pdf = impose(pdf)
    missing, log = _split([*complaints, *lines])
    problems, pieces = read_structure(pdf)
    layout = Layout(_areas(document, job.booklet), job.smallest, job.booklet, job.furniture)
    return Rendered(
        pdf=pdf,
        pages=len(document.pages),
        last_page_mm=_filled(document) * MM_PER_PX,
        room_mm=(document.pages[-1]._page_box.height - _filled(document)) * MM_PER_PX,
        log=tuple(log),
        problems=problems,
        missing=tuple(_locate(document, missing)),
        misprints=(
            *forgotten(before, spoken(html.etree_element)),
            *read_back(pdf, pieces, spoken(html.etree_element, _anchors(document)), layout),
        ),
    )


def _anchors(document: Document) -> dict[str, int]:
    """Return the page on which each element with an id begins."""
    return {
        name: number
        for number, page in reversed(list(enumerate(document.pages, 1)))
        for name in page.anchors
    }


def _lay_out(html: HTML, stylesheet: CSS, variant: str, fonts: FontConfiguration) -> Document:
    """Lay a sheet out, and once more where a table does not fit its page."""

    def lay_out() -> Document:
        return html.render(font_config=fonts, stylesheets=[stylesheet], pdf_variant=variant)

    document = lay_out()
    for _round in range(ROUNDS):
        if not set_tables_anew(document, html.etree_element):
            break
        document = lay_out()
    return document


def _split(lines: list[LogLine]) -> tuple[list[str], list[LogLine]]:
    """Return the characters without a glyph, and the other log lines, each once, in order."""
    characters: dict[str, None] = {}
    others: dict[LogLine, None] = {}
    for line in lines:
        if match := _MISSING_GLYPH.match(line.message):
            characters.update(dict.fromkeys(match["text"]))
        else:
            others[line] = None
    return list(characters), list(others)


def _locate(document: Document, characters: list[str]) -> Iterator[MissingGlyph]:
    if not characters:
        return
    texts = [
        "".join(box.text for box in _boxes(page._page_box) if isinstance(box, TextBox))
        for page in document.pages
    ]
    for character in characters:
        pages = tuple(n for n, text in enumerate(texts, 1) if character in text)
        yield MissingGlyph(character, pages)


def _areas(document: Document, booklet: bool) -> list[list[Area]]:
    """Return the page areas on each page of the PDF, in points from its lower left corner."""
    flat = []
    for page in document.pages:
        box = page._page_box
        left, top = box.content_box_x(), box.content_box_y()
        area = (left, page.height - top - box.height, left + box.width, page.height - top)
        flat.append(tuple(value * PT_PER_PX for value in area))
    if not booklet:
        return [[area] for area in flat]
    width = document.pages[0].width * PT_PER_PX
    return [
        [
            (area[0] + side * width, area[1], area[2] + side * width, area[3])
            for side, area in enumerate(flat[n] if n < len(flat) else None for n in pair)
            if area
        ]
        for pair in booklet_order(len(flat))
    ]


def _filled(document: Document) -> float:
    """Return how far (in px) the text of the last page reaches below the top of its page area."""
    page = document.pages[-1]._page_box
    bottoms = [
        box.position_y + box.height
        for child in page.children
        if child.element_tag == "html"
        for box in _boxes(child)
        if isinstance(box, LineBox)
    ]
    return max(0.0, float(max(bottoms, default=0.0) - page.content_box_y()))


def _boxes(box: Box) -> Iterator[Box]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)
