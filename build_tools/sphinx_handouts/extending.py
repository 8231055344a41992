"""What a package that brings a check of its own imports: the manual promises these names."""

from __future__ import annotations

from .records.finding import Finding, Kind, Severity
from .records.page import Page, Said

__all__ = ["Finding", "Kind", "Page", "Said", "Severity"]
