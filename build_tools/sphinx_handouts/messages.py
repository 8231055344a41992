"""What is said to readers, in the language of the build; and errors and warnings, to editors.

A reader's words go through `_`. Their translations are in the folder ``locale``; a project may have
others, or another language, in its ``locale_dirs``: ``de/LC_MESSAGES/sphinx_handouts.po``.

Errors and warnings are in English, one sentence each. Warnings have a subtype to suppress; errors
cannot be.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Set
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.locale import get_translator, translators
from sphinx.util import logging

from .project.validation import one_line
from .records.finding import Finding, Severity
from .storage.digests import files_digest
from .storage.env_values import EnvValue

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

CATALOGUE = "sphinx_handouts"
"""Name of the message catalogue of the extension's own words."""
LOCALE = Path(__file__).parent / "locale"
"""Folder of their translations."""

_WORDS = EnvValue("handouts_words", str)
"""A digest of the words of this package that the pages were read with."""

logger = logging.getLogger(__name__)


def _(message: str) -> str:
    """Return *message* in the language of the build."""
    return get_translator(CATALOGUE).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return *one* or *many*, in the form that the language of the build has for *count*."""
    return get_translator(CATALOGUE).ngettext(one, many, count)


# --- in which language ----------------------------------------------------------------------------


def connect(app: Sphinx) -> None:
    """Speak the language of the build when it is known."""
    app.connect("config-inited", _speak)
    app.connect("env-get-outdated", _read_again)


def _speak(app: Sphinx, _config: Config) -> None:
    speak(app, CATALOGUE, LOCALE)
    app.translator.add_fallback(get_translator(CATALOGUE))  # titles of boxes, where Sphinx has none


def own_files(config: Config, source: Path) -> list[Path]:
    """Return the catalogues that a project has in the language of the build."""
    places = (p for name in config.locale_dirs for p in _places(source / name, config.language))
    return sorted(path for place in places for path in place.glob("*.[pm]o"))


def _read_again(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> Set[str]:
    """Return all pages where the words of this package have changed: they hold some of them."""
    words = [p for f in _places(LOCALE, app.config.language) for p in f.glob(f"{CATALOGUE}.*")]
    words += (p for p in own_files(app.config, Path(app.srcdir)) if p.stem == CATALOGUE)
    now, before = files_digest(words), _WORDS.of(env)
    _WORDS.put(env, now)
    return env.found_docs if before not in {"", now} else set()


def speak(app: Sphinx, catalogue: str, *folders: Path) -> None:
    """Load a catalogue in the language of the build: the project's own, and that of *folders*.

    Sphinx's `add_message_catalog` would keep the words of the build before in the same process.
    """
    config = app.config
    places = [*(Path(app.srcdir, name) for name in config.locale_dirs), *folders]
    translators["general", catalogue] = translation(catalogue, places, config.language)


def translation(catalogue: str, folders: Iterable[Path], language: str) -> NullTranslations:
    """Return the words of *language* in the first of *folders*; the others fill its gaps."""
    found = NullTranslations()
    for place in reversed([p for folder in folders for p in _places(folder, language)]):
        if (words := _read(place, catalogue)) is not None:
            words.add_fallback(found)
            found = words
    return found


def _places(folder: Path, language: str) -> Iterator[Path]:
    """Yield where a language has its catalogues: ``pt_BR`` before ``pt``."""
    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        yield folder / "_".join(parts[:length]) / "LC_MESSAGES"


def _read(place: Path, catalogue: str) -> GNUTranslations | None:
    """Read what people write, where it is there: it cannot be older than what is compiled."""
    written, compiled = (place / f"{catalogue}{suffix}" for suffix in (".po", ".mo"))
    try:
        if written.is_file():
            return GNUTranslations(_compiled(written))
        return GNUTranslations(compiled.open("rb")) if compiled.is_file() else None
    except (OSError, ValueError, LookupError, struct.error):
        return None  # a damaged file of a project is told where all of them are compiled


def _compiled(path: Path) -> io.BytesIO:
    file = io.BytesIO()
    with path.open("rb") as written:
        write_mo(file, read_po(written))
    file.seek(0)
    return file


# --- errors and warnings --------------------------------------------------------------------------


def report(findings: Iterable[Finding]) -> bool:
    """Log *findings* as Sphinx warnings and errors; return whether an error was among them."""
    failed = False
    for finding in findings:
        location, message = _location(finding), one_line(finding.message)
        if finding.severity is Severity.ERROR:
            # Without a type: an error that `suppress_warnings` hides would fail without a word.
            failed = True
            logger.error("%s [handouts.%s]", message, finding.kind, location=location)
        else:
            logger.warning(
                "%s",
                message,
                location=location,
                type="handouts",
                subtype=finding.kind.value,
            )
    return failed


def _location(finding: Finding) -> tuple[str, int | None] | str | None:
    """Return where a finding stands, as Sphinx takes it."""
    if finding.docname:
        return finding.docname, finding.line
    return f"{finding.path}:{finding.line or ''}" if finding.path else None
