"""Settings that may say something else for each language of a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ..records.languages import base, normalised


class Settings(Protocol):
    """What holds the settings of ``conf.py``."""

    def __getitem__(self, name: str, /) -> Any:
        """Return the value of a setting."""


def of_language(settings: Settings, name: str) -> Any:
    """Return what a setting says of the language of the build; None where it says nothing.

    One that is no table by language is for the language in which the pages are written.
    """
    value, language = settings[name], normalised(settings["language"])
    if not isinstance(value, Mapping):
        return None if is_translation(settings) else value
    known = {normalised(str(tag)): found for tag, found in value.items()}
    return known.get(language, known.get(base(language)))


def is_translation(settings: Settings) -> bool:
    """Return whether the pages are read in another language than that in which they are written."""
    return bool(normalised(settings["language"]) != settings["handouts_source_language"])
