"""What a package that brings a check of its own imports: the manual promises these names."""

from __future__ import annotations

from .records.model import Finding, Kind, Page, Said, Severity

__all__ = ["Finding", "Kind", "Page", "Said", "Severity"]
