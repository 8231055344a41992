"""The languages of a project: that of its pages, and those that it has catalogues of."""

from __future__ import annotations

from pathlib import Path

from sphinx.config import Config
from sphinx.util.tags import Tags

from ..project.message_files import languages
from ..records.languages import is_known, normalised


def languages_of(source: Path) -> list[str]:
    """Return the languages of the project in *source*, that of its pages first."""
    config = Config.read(source, overrides={}, tags=Tags())
    named = config._raw_config.get("handouts_source_language") or config.language or "en"
    first = normalised(str(named))
    found = languages(source, config.locale_dirs)
    return [first, *(language for language in found if language != first and is_known(language))]
