"""The words in a project's drawings (SVG), in the language of the build.

Labels, titles and descriptions are translated by a catalogue of their own, in the project's
``locale_dirs``: ``es/LC_MESSAGES/figures.po``. The builder ``gettext`` writes what there is to
translate into ``figures.pot``, beside the texts of the pages.
"""

from __future__ import annotations

import html
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from sphinx.builders.gettext import I18nBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translator

from ..checks.translations import lack_of
from ..messages import speak
from ..project.by_language import is_translation
from ..project.message_files import MessageFiles
from ..records.texts import Text
from ..storage.files import write_atomically
from .environment import application
from .joined_letters import joined

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CATALOGUE = "figures"
SUFFIX = ".svg"
MARK = "\N{RIGHT-TO-LEFT MARK}"
"""Keeps the marks at the ends of a label with its letters: a drawing runs from left to right."""

_TEXT = re.compile(r"<!--.*?-->|<(style|script|metadata)\b.*?</\1>|(?<=>)[^<]+(?=<)", re.DOTALL)
_ARABIC_OR_HEBREW = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def connect(app: Sphinx) -> None:
    """Speak the language of the build in drawings, too."""
    app.connect("config-inited", lambda app, _config: speak(app, CATALOGUE))
    app.connect("build-finished", _after_build)


def words_of(drawing: bytes) -> Iterator[str]:
    """Yield what a drawing says, each text once."""
    found = (_words(text[0]) for text in _TEXT.finditer(_decoded(drawing)))
    yield from dict.fromkeys(words for words in found if any(map(str.isalpha, words)))


def translated(drawing: bytes, *, join: bool = False) -> bytes:
    """Return a drawing with its words in the language of the build, where they are translated.

    What draws sheets sets each letter of a drawing by itself: *join* those that join.
    """
    mark = joined if join else _marked
    say = get_translator(CATALOGUE).gettext

    def replaced(found: re.Match[str]) -> str:
        words = _words(found[0])
        said = say(words) if words else ""
        if not said or said == words:
            return found[0]
        before, after = (s if s.isspace() else "" for s in (found[0][:1], found[0][-1:]))
        return f"{before}{html.escape(mark(said), quote=False)}{after}"

    before = _decoded(drawing)
    after = _TEXT.sub(replaced, before)
    return drawing if after == before else after.encode("utf-8", "surrogateescape")


def texts_of(env: BuildEnvironment, name: str, drawing: bytes) -> Iterator[Text]:
    """Yield what the drawing *name* says in the source language, and whether it is translated."""
    if not is_translation(env.config):
        yield from (Text(words, None, name, drawing=name) for words in words_of(drawing))
        return
    config, source = env.config, Path(env.srcdir)
    known = MessageFiles.of(source, config.locale_dirs, config.language).messages(CATALOGUE)
    for words in words_of(drawing):
        message = known.get(words)
        path = os.path.relpath(message.path if message else source / name, application(env).confdir)
        line = (message.line or None) if message else None
        yield Text(words, lack_of(message), Path(path).as_posix(), line, drawing=name)


def drawn(env: BuildEnvironment) -> Iterator[tuple[str, bytes]]:
    """Yield each drawing of the pages and its other forms, by name, each once."""
    for drawing, _copy in _drawings(env):
        name = drawing.relative_to(env.srcdir).as_posix() if _is_in(drawing, env) else drawing.name
        yield name, drawing.read_bytes()


def _decoded(drawing: bytes) -> str:
    return drawing.decode("utf-8-sig", "surrogateescape")


def _words(text: str) -> str:
    """Return what stands between two tags as one line; nothing where that is a tag of its own."""
    return "" if text.startswith("<") else " ".join(html.unescape(text).split())


def _marked(words: str) -> str:
    return f"{MARK}{words}{MARK}" if _ARABIC_OR_HEBREW.search(words) else words


# --- what is written ------------------------------------------------------------------------------


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    builder = app.builder
    if exception is not None:
        return
    if isinstance(builder, I18nBuilder):
        _write_template(app.env, Path(app.outdir, f"{CATALOGUE}.pot"))
    elif isinstance(builder, StandaloneHTMLBuilder) and builder.name != "handouts":
        _translate_copies(app.env, Path(app.outdir, builder.imagedir))


def _drawings(env: BuildEnvironment) -> Iterator[tuple[Path, str]]:
    """Yield each drawing of the pages, and the name of its copy; its other forms have none."""
    for name, (_pages, copy) in sorted(env.images.items()):
        path = Path(env.srcdir, name)
        if path.suffix.lower() == SUFFIX and path.is_file():
            yield path, copy
            yield from ((form, "") for form in sorted(path.parent.glob(f"{path.stem}.*{SUFFIX}")))


def _write_template(env: BuildEnvironment, path: Path) -> None:
    catalogue = Catalog(project=env.config.project, fuzzy=False)
    for name, drawing in drawn(env):
        for words in words_of(drawing):
            catalogue.add(words, locations=[(name, 0)])
    file = io.BytesIO()
    write_po(file, catalogue, include_lineno=False)
    write_atomically(path, file.getvalue())


def _is_in(path: Path, env: BuildEnvironment) -> bool:
    return path.is_relative_to(env.srcdir)


def _translate_copies(env: BuildEnvironment, folder: Path) -> None:
    """Translate the copies that the pages show, all of them: the catalogue may have changed."""
    for drawing, copy in _drawings(env):
        if copy and (folder / copy).is_file():
            said = translated(drawing.read_bytes())
            if said != (folder / copy).read_bytes():
                write_atomically(folder / copy, said)
