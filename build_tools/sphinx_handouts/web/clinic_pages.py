"""A plain page for each clinic with all its handouts: complete without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..storage.files import remove, write_atomically
from . import cards
from .cards import Card, Subject
from .plain import STYLE, style

PAGE = "index.html"
MARK = b'<meta name="generator" content="sphinx-handouts: clinic">'
"""Tells our pages from those that somebody else has put there."""


def write(
    target: Path,
    clinics: Mapping[str, str],
    subjects: Sequence[Subject],
    packs: Sequence[Card],
    render: Callable[[dict[str, Any]], str],
) -> None:
    """Write a page for each of *clinics* (brands and their names) beside its PDFs, no others."""
    if clinics:
        write_atomically(target / STYLE, style())
    for brand, clinic in clinics.items():
        page = {
            "mark": MARK.decode(),
            "clinic": clinic,
            "subjects": cards.of_brand(subjects, brand),
            "packs": cards.cards_of(packs, brand),
        }
        write_atomically(target / brand / PAGE, render(page).encode())
    ours = {path for path in target.glob(f"*/{PAGE}") if MARK in path.read_bytes()}
    kept = {target / brand / PAGE for brand in clinics}
    remove(target, (path.relative_to(target).as_posix() for path in ours - kept))
