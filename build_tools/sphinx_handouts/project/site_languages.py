"""Which languages a project is built in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..records.languages import is_known, normalised
from .message_files import languages


def site_languages(
    first: str, source: Path, locale_dirs: Iterable[str], handouts: Path
) -> list[str]:
    """Return the languages of a project: *first*, in which its pages are written, then the others.

    A language that has a catalogue, and that no brand prints, is still in the making.
    """
    first = normalised(first)
    printed = set(_printed(handouts / "brands"))
    found = languages(source, locale_dirs)
    others = (language for language in found if is_known(language) and language in printed)
    return [first, *(language for language in others if language != first)]


def _printed(folder: Path) -> Iterator[str]:
    """Yield the languages that brands name; what is wrong with a brand, its build tells."""
    for path in sorted(folder.glob("*/brand.toml")):
        with suppress(OSError, ValueError):
            named = tomllib.loads(path.read_text("utf-8")).get("languages", ())
            yield from (normalised(language) for language in named if isinstance(language, str))
