"""The words that readers see and that stand beside the pages: in the catalogue, and in drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from ..checks.facts import Line
from ..records.schema.handout import Handout, Pack

_WORDS = {"desc", "text", "title"}
"""Elements of a drawing that hold words."""


def catalogue_lines(
    path: Path, shown: str, handouts: tuple[Handout, ...], packs: tuple[Pack, ...]
) -> Iterator[Line]:
    """Yield the titles and summaries of a catalogue."""
    texts = [text for h in handouts for text in (h.title, h.summary, h.subject)]
    texts += [pack.title for pack in packs]
    lines = path.read_text("utf-8-sig").splitlines()
    for text in filter(None, dict.fromkeys(texts)):
        yield Line(shown, _number(lines, text), text)


def drawing_lines(path: Path, shown: str) -> Iterator[Line]:
    """Yield the words in an SVG drawing; a file that is none has none."""
    try:
        source = path.read_text("utf-8-sig")
        root = SafeTree.fromstring(source)
    except (OSError, ValueError, ParseError, DefusedXmlException):
        return
    lines = source.splitlines()
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] in _WORDS:
            text = _text(element)
            yield Line(shown, _number(lines, text), text)


def _text(element: Element) -> str:
    """Return the words of an element; those of a part of it may stand in a row of their own."""
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()


def _number(lines: list[str], text: str) -> int:
    """Return the number of the line that holds *text*, or its first words, or 0."""
    for wanted in (text, " ".join(text.split()[:2])):
        for number, line in enumerate(lines, 1):
            if wanted and wanted in line:
                return number
    return 0
