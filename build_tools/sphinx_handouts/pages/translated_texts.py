"""Keeps with each text of a page what it says in the source language, and whether it is translated.

Sphinx puts a translation in the place of its text, or leaves the text where there is none, and
says nothing. Here each text keeps its source; then it is compared with its translation. What is
wrong with a pair is a mistake of the page, for every builder; what is not translated decides which
sheets can be made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from ..checks.translations import lack_of, problems_of
from ..messages import CATALOGUE, _, is_spoken, translation
from ..project.by_language import is_translation
from ..project.message_files import Message, MessageFiles
from ..records.finding import Finding, Kind
from ..records.languages import base, catalogue_folder, normalised
from ..records.texts import Lack, PageTexts, Text
from . import nodes as own
from .drawing_words import are_whole, drawings_of, pictures_of, words_of
from .environment import application
from .parsers import keep_parsers, read_latex_once
from .printed import titles_shown
from .problems import note_problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_BEFORE, _AFTER = 15, 22  # Sphinx translates at 20
_TEXTS = "handouts_texts"
"""Key of the metadata of a page that has other languages: each text, and the snippet that has it.

Of the words of this program that stand in a text, the next key has them.
"""
_OWN = "handouts_own_words"
_SOURCE, _LACK, _PLACE = "source-text", "translation-lack", "translation-place"


def connect(app: Sphinx) -> None:
    """Name languages in one way, and look at texts before and after they are translated."""
    if isinstance(app.config, Config):  # the manual lists what is registered, without a project
        # Now: extensions look for their catalogues while they are set up.
        _name_languages(app.config)
    app.add_transform(KeepSources)
    app.add_transform(Compare)
    app.connect("builder-inited", _ask_for_settings_once)
    app.connect("builder-inited", keep_parsers)
    app.connect("builder-inited", read_latex_once)


def _name_languages(config: Config) -> None:
    """Write languages as Sphinx does; what ``-D language`` replaces is the source language.

    A guide in another language stands beside that of the source, if this one's folder is named for
    its language: ``https://guide.example/en/`` and ``https://guide.example/es/``.
    """
    source = config.handouts_source_language or config._raw_config.get("language") or "en"
    config.handouts_source_language = normalised(str(source))
    language = normalised(str(config.language or source))
    config.language = catalogue_folder(language)
    folder = f"/{config.handouts_source_language}/"
    if is_translation(config) and str(config.html_baseurl).endswith(folder):
        config.html_baseurl = f"{str(config.html_baseurl).removesuffix(folder)}/{language}/"


def _ask_for_settings_once(_app: Sphinx) -> None:
    """Let MyST ask docutils once for settings that it throws away, not for each page and text.

    It makes up a document in case it is given none, and puts all options of docutils together for
    it, which takes longer than to read a translated text: a quarter of a build.
    """
    myst = sys.modules.get("myst_parser.mdit_to_docutils.base")
    ask = getattr(myst, "get_default_settings", None)
    if ask and not hasattr(ask, "cache_info"):
        setattr(myst, "get_default_settings", cache(ask))  # noqa: B010 - it may not be there


def message_files(env: BuildEnvironment) -> MessageFiles:
    """Return the catalogues of the language of the build."""
    return MessageFiles.of(Path(env.srcdir), env.config.locale_dirs, env.config.language)


def page_texts(env: BuildEnvironment, name: str) -> PageTexts:
    """Return what a page says; nothing where pages do not stand side by side in languages."""
    return PageTexts(
        name,
        docname_to_domain(name, env.config.gettext_compact),
        (*_texts(env, name), *_labels(env, name)),
        tuple(Text(title, None) for title in titles_shown(env, name)),
        tuple(env.metadata[name].get(_OWN, ())),
        pictures_of(env, name),
    )


def _texts(env: BuildEnvironment, name: str) -> Iterator[Text]:
    snippets: dict[str, str] = {}
    for text, snippet in env.metadata[name].get(_TEXTS, ()):
        snippets[text] = snippets.get(text) or snippet
    yield from (Text(text, None, snippet=snippet) for text, snippet in snippets.items())


def _labels(env: BuildEnvironment, name: str) -> Iterator[Text]:
    for drawing in drawings_of(env, name):
        for words in words_of(Path(env.srcdir, drawing).read_bytes()):
            yield Text(words, None, drawing=drawing)


def is_whole(env: BuildEnvironment, language: str, name: str) -> bool:
    """Return whether a language has all texts of a page: as of a sheet, none is left as it was."""
    files = MessageFiles.of(Path(env.srcdir), env.config.locale_dirs, language)
    known = files.messages(docname_to_domain(name, env.config.gettext_compact))
    source = env.config.handouts_source_language
    return (
        are_whole(env, files, language, name)
        and not any(
            lack_of(known.get(text.source), box_in=source if text.snippet else "")
            for text in _texts(env, name)
        )
        and not unspoken(env, language, name)
    )


def unspoken(env: BuildEnvironment, language: str, name: str) -> tuple[str, ...]:
    """Return the words of this program in the texts of a page that a language has not."""
    words = env.metadata[name].get(_OWN, ())
    if not words or is_spoken(language):
        return ()
    places = [Path(env.srcdir, folder) for folder in env.config.locale_dirs]
    said = translation(CATALOGUE, places, language)
    return tuple(one for one in words if said.gettext(one) == one)


def text_of(node: nodes.Element) -> Text | None:
    """Return the text at *node* itself, if it is one that is translated."""
    if _SOURCE in node:
        lack, (path, line) = node.get(_LACK), node.get(_PLACE, ("", None))
        return Text(node[_SOURCE], Lack(lack) if lack else None, path, line)
    if isinstance(node, nodes.TextElement) and _is_closed(node):
        return Text(" ".join(node.astext().split()), Lack.CLOSED)
    return None


def written(node: nodes.Element, message: str) -> str:
    """Return a message of a node as it is written: of a picture's words, the translation has it."""
    said = node.get("alt") if isinstance(node, nodes.image) else node.get("content")
    return str(node.get(_SOURCE, message)) if message == said else message


def source_words(node: nodes.Element) -> set[str]:
    """Return what a heading says in the source language, as written and as read, in small letters.

    Where it is not translated, both may be found in it.
    """
    return {words.strip().casefold() for words in (str(node.get(_SOURCE, "")), node.astext())}


def _is_closed(node: nodes.TextElement) -> bool:
    """Return whether a text says something, and is none that Sphinx hands out for translation."""
    skipped = (nodes.Inline, nodes.Invisible, nodes.FixedTextElement, nodes.system_message)
    if isinstance(node, skipped) or not any(map(str.isalpha, node.astext())):
        return False
    return not any(_SOURCE in child for child in node.findall(nodes.Element))


class KeepSources(SphinxTransform):
    """Keeps with each text what it says before it is translated."""

    default_priority = _BEFORE

    def apply(self, **kwargs: Any) -> None:
        """Write the source to the node of each text, and remember the texts of the page."""
        found = list(extract_messages(self.document))
        if self.config.handouts_language_pages:
            page = self.env.metadata[self.env.current_document.docname]
            shown = ((text, _snippet_of(node)) for node, text in found if _is_shown(node))
            page[_TEXTS] = tuple(dict.fromkeys(shown))
            words = map(own_words, self.document.findall(nodes.Element))
            page[_OWN] = tuple(dict.fromkeys(filter(None, words)))
        for node, message in found:
            is_other_picture = isinstance(node, nodes.image) and node.get("alt") != message
            if not is_other_picture:
                node[_SOURCE] = message


def _is_shown(node: nodes.Element) -> bool:
    """Return whether a text is one of the page, and not of the front matter above it."""
    while node.parent is not None and not isinstance(node.parent, nodes.document):
        node = node.parent
    return not isinstance(node, nodes.docinfo | nodes.field_list | nodes.comment)


def _is_unspoken(words: str, language: str) -> bool:
    """Return whether words of this program are in English where the build speaks another one."""
    return base(language) != "en" and _(words) == words


class Compare(SphinxTransform):
    """Notes of each text whether it is translated, and where the two sides differ."""

    default_priority = _AFTER

    def apply(self, **kwargs: Any) -> None:
        """Compare each text with its translation."""
        if not is_translation(self.config):
            return
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        files = message_files(self.env)
        if path := files.path(domain):
            self.env.note_dependency(path)  # its lines are told, which a .mo has not
        known = files.messages(domain)
        for node in self.document.findall(nodes.Element):
            if (words := own_words(node)) and _is_unspoken(words, self.config.language):
                node[_SOURCE], node[_LACK] = words, Lack.OURS.value
            elif _SOURCE in node:
                message = known.get(node[_SOURCE])
                box = self.config.handouts_source_language if _snippet_of(node) else ""
                lack = lack_of(message, was_used=_is_used(node, message), box_in=box)
                node[_LACK] = lack.value if lack else ""
                if message:
                    node[_PLACE] = (_shown(self.env, message.path), message.line)
                    self._note_differences(message)

    def _note_differences(self, message: Message) -> None:
        docname = self.env.docname
        for problem in problems_of(message, self.config.handouts_source_language):
            finding = Finding(Kind.TRANSLATION, problem, docname=docname, line=message.line or None)
            note_problem(self.env, finding, str(message.path))


def _snippet_of(node: nodes.Node | None) -> str:
    """Return the name of the snippet that holds a text, if one does."""
    while node is not None and not isinstance(node, own.snippet):
        node = node.parent
    return str(node["snippet"]) if node is not None else ""


def own_words(node: nodes.Element) -> str:
    """Return the words of this program that stand in a text, in English; empty where none do."""
    if isinstance(node, own.brand_value):
        return own.BRAND_WORDS[node["key"]]
    return own.CLINIC_WORDS if isinstance(node, own.clinic_phone | own.clinic_contact) else ""


def _is_used(node: nodes.Element, message: Message | None) -> bool:
    """Return whether Sphinx has put the translation in the place of the text."""
    if isinstance(node, nodes.image):
        return bool(message and node.get("alt") == message.translation)
    if isinstance(node, nodes.meta):
        return True
    return bool(node.get("translated"))


def _shown(env: BuildEnvironment, path: Path) -> str:
    return Path(os.path.relpath(path, application(env).confdir)).as_posix()
