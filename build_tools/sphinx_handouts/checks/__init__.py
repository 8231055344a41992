"""The checks of a handout before and after it is rendered: one small module each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..model import Edition, Finding, Page, Rendered
from .budget import check_budget
from .get_help import check_get_help
from .glyphs import check_glyphs
from .log import check_log
from .structure import check_structure

PageCheck = Callable[[Page, Iterable[str]], Iterator[Finding]]
EditionCheck = Callable[[Page, Edition, Rendered], Iterator[Finding]]

PAGE_CHECKS: tuple[PageCheck, ...] = (check_get_help,)
"""Checks of a handout's body; the second argument is the required snippets."""

EDITION_CHECKS: tuple[EditionCheck, ...] = (check_budget, check_glyphs, check_log, check_structure)
"""Checks of a rendered edition."""
