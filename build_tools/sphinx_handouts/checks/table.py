"""All checks: those of a page, those of a rendered edition, and what each kind finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..records.edition import Edition
from ..records.finding import Finding
from ..records.page import Page
from ..records.rendered import Rendered
from . import (
    alternatives,
    bibliography,
    budget,
    citations,
    claims,
    contrast,
    files,
    get_help,
    glossary,
    glyphs,
    headings,
    link_text,
    log,
    misprints,
    orphans,
    own,
    reading,
    regions,
    review_dates,
    spelling,
    structure,
    translations,
    wording,
)
from .budget import check_budget, check_fill, check_thickness
from .declaration import Check
from .get_help import check_get_help
from .glyphs import check_glyphs
from .log import check_log
from .misprints import check_misprints
from .own import check_own
from .refusals import REFUSALS
from .structure import check_structure

PageCheck = Callable[[Page, Iterable[str], str], Iterator[Finding]]
EditionCheck = Callable[[Page, Edition, Rendered], Iterator[Finding]]

PAGE_CHECKS: tuple[PageCheck, ...] = (check_get_help, check_own)
"""Checks of a handout's body; then come the required snippets, and what requires them."""

EDITION_CHECKS: tuple[EditionCheck, ...] = (
    *(check_budget, check_fill, check_thickness, check_glyphs, check_log, check_misprints),
    check_structure,
)
"""Checks of a rendered edition."""

CHECKS: tuple[Check, ...] = (
    *REFUSALS,
    alternatives.CHECK,
    bibliography.CHECK,
    budget.CHECK,
    citations.CHECK,
    claims.CHECK,
    contrast.CHECK,
    files.CHECK,
    get_help.CHECK,
    glossary.CHECK,
    glyphs.CHECK,
    headings.CHECK,
    link_text.CHECK,
    log.CHECK,
    misprints.CHECK,
    orphans.CHECK,
    own.CHECK,
    reading.CHECK,
    regions.CHECK,
    review_dates.CHECK,
    spelling.CHECK,
    structure.CHECK,
    translations.CHECK,
    wording.CHECK,
)
"""Every kind of finding, declared once: each module beside its check, or `refusals`."""
