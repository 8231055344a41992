"""The languages of a project: that of its pages, and those that are translated and printed."""

from __future__ import annotations

from pathlib import Path

from sphinx.config import Config
from sphinx.util.tags import Tags

from ..project.site_languages import site_languages


def languages_of(source: Path) -> list[str]:
    """Return the languages of the project in *source*, that of its pages first."""
    source = source.resolve()  # Sphinx reads the settings from within their folder
    config = Config.read(source, overrides={}, tags=Tags())
    named = config._raw_config.get("handouts_source_language") or config.language or "en"
    folder = source / str(config._raw_config.get("handouts_dir", "handouts"))
    return site_languages(str(named), source, config.locale_dirs, folder)
