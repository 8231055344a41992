"""Clinic -> its letterhead: what it writes, in its rooms, in a self-contained HTML a setting."""

from __future__ import annotations

from collections.abc import Mapping

from ...records.clinic import Clinic
from ...records.letterhead import ALL_ALIKE, LetterheadJob
from ...records.tables import PAPERS, VARIANTS, Paper, Variant
from ..templates import HouseStyle
from .details import OF_DETAILS
from .slots import FILLED


def compose_letterhead(  # noqa: PLR0913 - each is a thing of its own
    clinic: Clinic,
    *,
    paper: str,
    variant: str,
    language: str,
    direction: str,
    texts: Mapping[str, str],
    papers: Mapping[str, Paper] = PAPERS,
    variants: Mapping[str, Variant] = VARIANTS,
    style: HouseStyle = HouseStyle(),  # noqa: B008 - it is frozen
) -> LetterheadJob:
    """Put what *clinic* writes into its rooms; *texts* are the words around it."""
    context = {
        "clinic": clinic,
        "brand": clinic.brand,
        "paper": papers[paper],
        "paper_name": paper,
        "variant": variants[variant],
        "variant_name": variant,
        "language": language,
        "direction": direction,
        "t": texts,
        "number": 1,
        "archived": style.archived,
        "rooms": FILLED,
        **OF_DETAILS,
    }
    template = style.environment.get_template("letterhead.html")
    return LetterheadJob(
        tuple(
            template.render(context, settings=alike, is_last=alike is ALL_ALIKE[-1])
            for alike in ALL_ALIKE
        ),
        style.css,
        smallest=variants[variant].smallest,
        archived=style.archived,
        fonts=style.fonts.of(clinic.brand.font),
    )
