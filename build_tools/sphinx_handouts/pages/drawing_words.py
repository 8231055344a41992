"""The words in a project's drawings (SVG), in the language of the build.

Labels, titles and descriptions are translated by a catalogue of their own, in the project's
``locale_dirs``: ``es/LC_MESSAGES/figures.po``. The builder ``gettext`` writes what there is to
translate into ``figures.pot``, beside the texts of the pages. A drawing may have a form of its own
in a language instead, ``chair.es.svg`` beside ``chair.svg``: somebody has translated it in place.
"""

from __future__ import annotations

import glob
import html
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translator

from ..checks.translations import SAME_WORDS, lack_of
from ..checks.two_sides import numbers, same_words
from ..messages import speak
from ..project.by_language import is_translation
from ..project.message_files import MessageFiles
from ..records.languages import catalogue_folder, normalised
from ..records.tables import VARIANTS
from ..records.texts import Lack, Text
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
    app.connect("doctree-read", _note_originals, priority=600)  # when pictures are known
    app.connect("build-finished", _after_build)


def _note_originals(app: Sphinx, document: nodes.document) -> None:
    """Read a page again when a drawing changes that its language has a form of."""
    for image in document.findall(nodes.image):
        if original_of(app.env, str(image["uri"])) != image["uri"]:
            app.env.note_dependency(original_of(app.env, str(image["uri"])))


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
    original = original_of(env, name)
    files = MessageFiles.of(Path(env.srcdir), env.config.locale_dirs, env.config.language)
    yield from _translated_texts(env, files, original, name if name != original else "")


def _translated_texts(
    env: BuildEnvironment, files: MessageFiles, original: str, form: str
) -> Iterator[Text]:
    """Yield what a drawing says in the source language, as catalogues or a *form* have it."""
    source, confdir = Path(env.srcdir), application(env).confdir
    said = [*words_of((source / form).read_bytes())] if form else []
    known = files.messages(CATALOGUE)
    for words in words_of((source / original).read_bytes()):
        message = known.get(words)
        path, line = (message.path, message.line) if message else (source / original, 0)
        lack = lack_of(message)
        if form:
            is_left = any(same_words(words, label) >= SAME_WORDS for label in said)
            path, line, lack = source / form, 0, Lack.SAME if is_left else None
        shown = Path(os.path.relpath(path, confdir)).as_posix()
        yield Text(words, lack, shown, line or None, drawing=original)


def original_of(env: BuildEnvironment, name: str) -> str:
    """Return the drawing of which *name* is the form in the language of the build; or *name*."""
    path = PurePosixPath(name)
    stem, *marks = path.stem.split(".")
    if env.config.language not in marks:
        return name
    marks.remove(env.config.language)
    names = (".".join([stem, *marks]), stem)  # a form for a variant may be of a drawing without
    found = (str(path.with_name(f"{one}{path.suffix}")) for one in names)
    return next((one for one in found if Path(env.srcdir, one).is_file()), name)


def form_in(source: Path, drawing: str, language: str) -> str:
    """Return the form of a *drawing* in a language; empty where its words are in a catalogue.

    What a variant prints in place of a drawing stands behind the form of that.
    """
    path, mark = PurePosixPath(drawing), f".{catalogue_folder(language)}"
    stems = filter(None, (path.stem, path.stem.rpartition(".")[0]))
    found = (str(path.with_name(f"{stem}{mark}{path.suffix}")) for stem in stems)
    return next((one for one in found if (source / one).is_file()), "")


def forms_in(source: Path, picture: str, language: str) -> Iterator[Path]:
    """Yield the files that stand for a *picture* in a language, those of variants, too."""
    path, mark = source / picture, catalogue_folder(language)
    for file in sorted(path.parent.glob(f"{glob.escape(path.stem)}.*")):
        if mark in file.stem.removeprefix(path.stem).split(".") and file.is_file():
            yield file


def problems_in(env: BuildEnvironment, name: str) -> Iterator[str]:
    """Yield which numbers the form of a drawing in the language of the build lacks, or has beside.

    A catalogue is compared text by text; such a form may have other labels.
    """
    original = original_of(env, name)
    if original != name and is_translation(env.config):
        languages = env.config.handouts_source_language, normalised(env.config.language)
        wanted, found = (
            numbers(_all_words(Path(env.srcdir, one)), language)
            for one, language in zip((original, name), languages, strict=True)
        )
        yield from (f'lacks the number {one} of "{original}"' for one in sorted(wanted - found))
        yield from (
            f'has the number {one}, which "{original}" has not' for one in sorted(found - wanted)
        )


def _all_words(drawing: Path) -> str:
    texts = _TEXT.finditer(_decoded(drawing.read_bytes()))
    return " | ".join(filter(None, (_words(text[0]) for text in texts)))


def pictures_of(env: BuildEnvironment, docname: str) -> tuple[str, ...]:
    """Return the pictures of a page, as they are called in the language in which it is written."""
    found = (name for name, (pages, _copy) in env.images.items() if docname in pages)
    return tuple(sorted({original_of(env, name) for name in found}))


def drawings_of(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield those of them that may hold words."""
    for name in pictures_of(env, docname):
        if PurePosixPath(name).suffix.lower() == SUFFIX and Path(env.srcdir, name).is_file():
            yield name


def are_whole(env: BuildEnvironment, files: MessageFiles, language: str, docname: str) -> bool:
    """Return whether *language* has all that the drawings of a page say."""
    source = Path(env.srcdir)
    return not any(
        text.lack
        for name in drawings_of(env, docname)
        for text in _translated_texts(env, files, name, form_in(source, name, language))
    )


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
            variants = {*VARIANTS, *env.config.handouts_variants}
            forms = (path.with_suffix(f".{variant}{path.suffix}") for variant in sorted(variants))
            yield from ((form, "") for form in forms if form.is_file())


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
