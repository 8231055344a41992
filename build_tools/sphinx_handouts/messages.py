"""What is said to readers, in the language of the build; and errors and warnings, to editors.

A reader's words go through `_`. Their translations are in the folder ``locale``; a project may have
others, or another language, in its ``locale_dirs``: ``de/LC_MESSAGES/sphinx_handouts.po``.

Errors and warnings are in English, one sentence each. Warnings have a subtype to suppress; errors
cannot be.
"""

from __future__ import annotations

import codecs
import io
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.locale import get_translator, translators
from sphinx.util import logging

from .project.message_files import read
from .project.validation import one_line
from .records.finding import Finding, Kind, Severity
from .records.languages import base, catalogue_folder, normalised
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

_OF_WEB_PAGES = ("web/", "templates/web/")
"""Where words of web pages stand in this package."""
_OF_TEXTS = "pages/"
"""Where words stand that a page has in its text."""
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


def is_spoken(language: str) -> bool:
    """Return whether this package itself is translated into *language*, or written in it."""
    return base(language) == "en" or any(place.is_dir() for place in _places(LOCALE, language))


def own_words() -> Catalog:
    """Return all that this package says to readers, as translators get it."""
    return read(LOCALE / f"{CATALOGUE}.pot")


def paper_words() -> Iterator[str]:
    """Yield the words of this package that may stand on paper: all but those of web pages alone."""
    return _words_in(lambda place: not place.startswith(_OF_WEB_PAGES))


def page_words() -> Iterator[str]:
    """Yield the words of this package that may stand in the text of a page, and not around it."""
    return _words_in(lambda place: place.startswith(_OF_TEXTS))


def _words_in(is_meant: Callable[[str], bool]) -> Iterator[str]:
    """Yield the words that stand where it is meant; the titles of boxes stand everywhere."""
    for message in own_words():
        places = [name.partition("/")[2] for name, _line in message.locations]
        if message.id and (not places or any(map(is_meant, places))):
            yield _text(message)


def untranslated(config: Config, source: Path, confdir: Path) -> Iterator[Finding]:
    """Yield that words of this package are printed in English in the language of the build."""
    if is_spoken(config.language):
        return
    files = [path for path in own_files(config, source) if path.stem == CATALOGUE]
    try:
        known = {_text(m) for path in files for m in read(path) if _is_said(m)}
    except (OSError, ValueError):
        return  # told where it is compiled
    words = [_text(message) for message in own_words() if message.id]
    if lacking := [word for word in words if word not in known]:
        folders = [name for name in config.locale_dirs if isinstance(name, str)] or ["locales"]
        file = Path(folders[0], catalogue_folder(config.language), "LC_MESSAGES", f"{CATALOGUE}.po")
        path = Path(os.path.relpath(source / file, confdir)).as_posix()
        message = (
            f"{len(lacking)} of {len(words)} words of sphinx-handouts are not translated into "
            f'"{normalised(config.language)}", and are printed in English, such as "{lacking[0]}"; '
            f"translate this file, which begins as a copy of {LOCALE / CATALOGUE}.pot"
        )
        yield Finding(Kind.TRANSLATION, message, Severity.WARNING, path=path)


def _text(message: Message) -> str:
    """Return what a message is known by: of one with a plural, what is said of a single thing."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _is_said(message: Message) -> bool:
    said = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(said) and not message.fuzzy


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
            return GNUTranslations(io.BytesIO(_compiled(written.read_bytes())))
        return GNUTranslations(io.BytesIO(compiled.read_bytes())) if compiled.is_file() else None
    except (OSError, ValueError, LookupError, struct.error):
        return None  # a damaged file of a project is told where all of them are compiled


@lru_cache(maxsize=64)  # a process may build several projects, and in several languages
def _compiled(written: bytes) -> bytes:
    file = io.BytesIO()
    write_mo(file, read_po(io.BytesIO(written.removeprefix(codecs.BOM_UTF8))))
    return file.getvalue()


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
    if finding.path and finding.line:
        return f"{finding.path}:{finding.line}"
    return _File(finding.path) if finding.path else None


class _File(str):
    """A file as a whole: Sphinx takes a text without a colon for the name of a page."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == ":" or (isinstance(part, str) and super().__contains__(part))
