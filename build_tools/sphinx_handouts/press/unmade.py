"""Why no sheets could be made at all, each reason in a sentence."""

from __future__ import annotations

from jinja2 import TemplateError, TemplateSyntaxError

from ..records.model import Finding, Kind
from .pool import PoolError

UNMADE = (PoolError, OSError, TemplateError)
"""What ends the making of sheets."""


def why_unmade(error: Exception) -> Finding:
    """Return what is wrong where one of `UNMADE` was raised, and the mend."""
    if isinstance(error, OSError):
        where = f" {error.filename2 or error.filename}" if error.filename else ""
        reason = f"cannot write{where}: {error.strerror or error}; nothing was replaced"
        return Finding(Kind.OUTPUT, f"{reason}; make room, or allow writing there")
    if isinstance(error, TemplateError):
        name = getattr(error, "name", None) or "of your own"
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        reason = f"template {name}{line}: {error.message}; mend it, or remove it"
        return Finding(Kind.RENDER, reason)
    return Finding(Kind.RENDER, str(error))
