"""The languages of a project: that of its pages, and those that are translated and printed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sphinx.config import Config
from sphinx.util.tags import Tags

from ..project.message_files import languages
from ..records.languages import is_known, normalised


def languages_of(source: Path) -> list[str]:
    """Return the languages of the project in *source*, that of its pages first.

    A language that has a catalogue, and that no brand prints, is still in the making.
    """
    source = source.resolve()  # Sphinx reads the settings from within their folder
    config = Config.read(source, overrides={}, tags=Tags())
    named = config._raw_config.get("handouts_source_language") or config.language or "en"
    first = normalised(str(named))
    found = languages(source, config.locale_dirs)
    folder = source / str(config._raw_config.get("handouts_dir", "handouts")) / "brands"
    printed = set(_printed(folder))
    others = (language for language in found if is_known(language) and language in printed)
    return [first, *(language for language in others if language != first)]


def _printed(folder: Path) -> Iterator[str]:
    """Yield the languages that brands name; what is wrong with a brand, its build tells."""
    for path in sorted(folder.glob("*/brand.toml")):
        with suppress(OSError, ValueError):
            named = tomllib.loads(path.read_text("utf-8")).get("languages", ())
            yield from (normalised(language) for language in named if isinstance(language, str))
