"""What became of what was ordered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from ..records.edition import Edition
from ..records.finding import Finding
from ..records.manifest import File

if TYPE_CHECKING:
    from .orders import Sheet

Described = TypeVar("Described", bound=File)


@dataclass
class Tally(Generic[Described]):
    """What became of the orders."""

    cached: int = 0
    """How many are as they were, or what the cache holds."""
    redressed: int = 0
    """How many were dressed anew from a template that the cache holds."""
    rendered: int = 0
    failed: int = 0
    rejected: int = 0
    dressed: int = 0
    """How many were dressed from any template, in this build."""
    entries: list[Described] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sheets: dict[Edition, Sheet] = field(default_factory=dict)
    """What the PDF of each edition was made from."""
    whole: dict[str, int] = field(default_factory=dict)
    """Why sheets could not be dressed, and how many."""

    def settle(self, folder: Path) -> None:
        """Know the PDFs by where they stand in *folder*, once they are published."""
        self.sheets = {
            edition: replace(sheet, path=f"{folder}/{edition.path}") if sheet.path else sheet
            for edition, sheet in self.sheets.items()
        }
