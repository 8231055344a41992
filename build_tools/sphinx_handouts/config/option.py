"""What an option of ``conf.py`` is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One option; ``rebuild`` is Sphinx's rebuild category."""

    name: str
    default: Any
    types: tuple[type, ...]
    help: str
    rebuild: Any = "handouts"  # a category of our own, which Sphinx allows
