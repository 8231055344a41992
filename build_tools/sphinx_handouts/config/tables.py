"""The tables of papers, variants and regions, with the rows of a project's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records.tables import PAPERS, REGIONS, VARIANTS, Paper, Region, Tables, Variant, extend

if TYPE_CHECKING:
    from sphinx.config import Config


def tables(config: Config) -> Tables:
    """Return papers, variants and regions, the project's own included.

    Raises
    ------
    ValueError
        Where a row of `conf.py` is wrong.
    """
    return Tables(
        extend(PAPERS, config.handouts_papers, Paper, "handouts_papers"),
        extend(VARIANTS, config.handouts_variants, Variant, "handouts_variants"),
        extend(REGIONS, config.handouts_regions, Region, "handouts_regions"),
    )
