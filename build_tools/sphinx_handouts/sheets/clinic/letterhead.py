"""Clinic -> its letterhead: what it writes, in its rooms, in a self-contained HTML a setting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...records.clinic import Clinic
from ...records.fonts import Fonts
from ...records.letterhead import ALL_ALIKE, LetterheadJob
from ...records.tables import PAPERS, VARIANTS, Paper, Variant
from ..templates import css_string, environment, stylesheet
from .details import details, direction_of, whole_number
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
    templates: Sequence[str] = (),
    theme: str = "",
    own_css: Sequence[Path] = (),
    font_face: str = "",
    fonts: Fonts | None = None,
    archived: bool = False,
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
        "archived": archived,
        "rooms": FILLED,
        "css_string": css_string,
        "details": details,
        "direction_of": direction_of,
        "whole_number": whole_number,
    }
    template = environment("print", tuple(templates)).get_template("letterhead.html")
    return LetterheadJob(
        tuple(
            template.render(context, settings=alike, is_last=alike is ALL_ALIKE[-1])
            for alike in ALL_ALIKE
        ),
        stylesheet(tuple(own_css), font_face, theme),
        smallest=variants[variant].smallest,
        archived=archived,
        fonts=(fonts or Fonts()).of(clinic.brand.font),
    )
