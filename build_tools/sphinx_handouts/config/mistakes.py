"""What is wrong with the settings of a project, a sentence each."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..project import rules
from ..records.schema.values import address_mistake
from . import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.config import Config

EXECUTORS = ("processes", "dask")
"""Where PDFs can be rendered."""

LEAST_MEMORY = 256
"""MiB that a worker needs for any sheet."""

_LIKE_OURS = re.compile(r"handouts?_(\w+)", re.IGNORECASE)
_NEAR = 0.8
"""From here on a name is a slip; a name of the project's own is less like any of ours."""


def mistakes(config: Config, confdir: Path) -> Iterator[str]:
    """Yield what is wrong with the settings, a sentence each."""
    yield from _misspelt(config)
    if config.handouts_executor not in EXECUTORS:
        known = ", ".join(EXECUTORS)
        yield (
            f'conf.py: handouts_executor: "{config.handouts_executor}" is not known; '
            f"write one of {known}"
        )
    for name in (
        "handouts_jobs",
        "handouts_review_months",
        "handouts_cache_size",
        "handouts_timeout",
        "handouts_memory",
    ):
        if config[name] < 0:
            yield f"conf.py: {name}: {config[name]} is less than nothing; write 0 or more"
    yield from _wrong_addresses(config)
    yield from rules.mistakes(config)
    yield from _not_text(config)
    if 0 < config.handouts_memory < LEAST_MEMORY:
        most = f"write {LEAST_MEMORY} or more, or 0 for no limit"
        yield f"conf.py: handouts_memory: {config.handouts_memory} MiB are too little; {most}"
    for option in ("handouts_css", "handouts_pages_css"):
        for name in config[option]:
            if not (confdir / name).is_file():
                yield f'conf.py: {option}: no file "{name}"; mend its path'
    yield from _wrong_fonts(config, confdir)


def _misspelt(config: Config) -> Iterator[str]:
    """Yield the names that are nearly ones of ours: Sphinx takes them for the project's own."""
    known = {option.name.removeprefix("handouts_"): option.name for option in OPTIONS}
    for name, value in getattr(config, "_raw_config", {}).items():
        like = None if name in config or callable(value) else _LIKE_OURS.fullmatch(name)
        if like and (near := get_close_matches(like[1].casefold(), known, 1, _NEAR)):
            own = "give what is your own a name that begins otherwise"
            yield f"conf.py: {name}: there is no such setting; write {known[near[0]]}, or {own}"


def _wrong_addresses(config: Config) -> Iterator[str]:
    """Yield what is wrong with the addresses of status pages, and with the folders of languages."""
    address = config.handouts_short_url
    if problem := address_mistake(address):
        yield f'conf.py: handouts_short_url: "{address}": {problem}'
    pattern = config.handouts_language_pages
    if pattern and pattern.count("{language}") != 1:
        yield (
            f'conf.py: handouts_language_pages: "{pattern}" names no folder for each language; '
            'write "{language}" in it once, as in "../{language}"'
        )


def _not_text(config: Config) -> Iterator[str]:
    """Yield the settings by language whose value is no text."""
    for name in ("handouts_spelling", "handouts_words", "handouts_banned_phrases"):
        if not isinstance(config[name], dict):
            continue
        for language, value in config[name].items():
            if not isinstance(value, str):
                yield f"conf.py: {name}: {language}: {value!r} is no name; write it as text"


def _wrong_fonts(config: Config, confdir: Path) -> Iterator[str]:
    """Yield what is wrong with the fonts of the project."""
    for family in config.handouts_fonts:
        if not isinstance(family, str) or not family.strip():
            yield f"conf.py: handouts_fonts: {family!r} is no name; write a font family as text"
    folder = config.handouts_fonts_folder
    if folder and not (confdir / folder).is_dir():
        yield f'conf.py: handouts_fonts_folder: no folder "{folder}"; mend its path'
