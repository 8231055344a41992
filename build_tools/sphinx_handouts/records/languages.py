"""Names of languages, in the one form in which this program keeps them (BCP 47)."""

from __future__ import annotations

import re

from babel import Locale

_SCRIPT = 4
_TAG = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")


def normalised(language: str) -> str:
    """Return a language tag as BCP 47 writes it: ``pt_br`` and ``PT-BR`` are ``pt-BR``."""
    first, *others = re.split("[_-]", language)
    return "-".join([first.lower(), *map(_subtag, others)])


def catalogue_folder(language: str) -> str:
    """Return what gettext and Sphinx call the folder of a language: ``pt_BR``."""
    return normalised(language).replace("-", "_")


def is_known(language: str) -> bool:
    """Return whether there is a language of this name."""
    if not _TAG.fullmatch(language):
        return False
    return normalised(language).partition("-")[0] in Locale("en").languages


def base(language: str) -> str:
    """Return the language without script and region: ``pt`` of ``pt-BR``."""
    return normalised(language).partition("-")[0]


def _subtag(word: str) -> str:
    if len(word) == _SCRIPT and word.isalpha():
        return word.title()
    return word.upper() if len(word) < _SCRIPT else word.lower()
