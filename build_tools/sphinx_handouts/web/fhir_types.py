"""How FHIR R4 writes dates, languages, codes and digests."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Any

from ..records.codes import SYSTEMS


def instant(date: dt.date | None) -> str:
    """Return a date as a moment: its first, in UTC."""
    return f"{date.isoformat()}T00:00:00Z" if date else ""


def tag(language: str) -> str:
    """Return a language tag (BCP 47): Sphinx writes some with an underscore."""
    return language.replace("_", "-")


def concept(system: str, code: str) -> dict[str, Any]:
    """Return a code with the address of its system."""
    return {"coding": [{"system": SYSTEMS[system].uri, "code": code}]}


def sha1(data: bytes) -> str:
    """Return a digest as R4 wants it in an attachment: SHA-1, in base64."""
    return base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def filled(value: Any) -> Any:
    """Return *value* without what is empty, which FHIR does not allow."""
    if isinstance(value, dict):
        items = {key: filled(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in ("", [], {})}
    return [filled(item) for item in value] if isinstance(value, list) else value
