"""Looks at everything at once: pages, handouts and PDFs; publishes nothing."""

from __future__ import annotations

from ..inspection.run import CheckFailed, Options, check

__all__ = ["CheckFailed", "Options", "check"]
