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


def of_this_language(settings: Settings, template: str) -> str:
    """Return an address template of status pages in the language of the build.

    Where the pages stand side by side in several languages, the status pages do: those of a
    translation have its language before the id, as in ``h/es/BP-02/1.0``.
    """
    return address_in(template, folder_beside(settings))


def address_in(template: str, folder: str) -> str:
    """Return an address template of status pages, in the *folder* of a language, if any."""
    return template.replace("{id}", f"{folder}/{{id}}") if folder else template


def folder_beside(settings: Settings) -> str:
    """Return the folder of a translation beside the pages; the source has none."""
    if not settings["handouts_language_pages"] or not is_translation(settings):
        return ""
    return normalised(settings["language"])
