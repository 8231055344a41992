"""Where what is found on a sheet stands in its sources: in a text, or else on its first page."""

from __future__ import annotations

from dataclasses import replace

from ..records.finding import Finding, Kind, Where
from ..records.page import Page, Said

_OF_TEXT = frozenset((Kind.MISPRINT, Kind.GLYPH, Kind.STRUCTURE))
"""Kinds that an author mends on the page; others are mended where the handout is declared."""


def place_of(one: Said | None) -> Where:
    """Return where a text stands, as a finding has it."""
    if one is None:
        return Where(docname=None, path=None, line=None)
    docname = None if one.path else one.docname or None
    return Where(docname=docname, path=one.path or None, line=one.line or None)


def placed(finding: Finding, page: Page) -> Finding:
    """Return a finding of a sheet that names a file: its first page, if it knows none better."""
    if finding.docname or finding.path or finding.kind not in _OF_TEXT:
        return finding
    first = next((one.docname for one in page.said if one.docname), "")
    return replace(finding, docname=first or next(iter(page.docnames), None))
