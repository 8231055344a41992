"""What a check found, told to people and to programs: one small module a format."""

from __future__ import annotations

from collections.abc import Callable

from .data import to_json
from .github import to_github
from .health import to_html
from .junit import to_junit
from .report import Report
from .sarif import to_sarif
from .text import to_text

Writer = Callable[[Report], str]

FORMATS: dict[str, Writer] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "junit": to_junit,
    "github": to_github,
    "html": to_html,
}
"""Every format by name."""

SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".html": "html",
}
"""The format that the name of a file asks for."""
