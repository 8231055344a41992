"""Which pages are translated whole: one that changes its language in the middle helps nobody."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import docname_to_domain

from ...pages.translated_texts import TEXTS
from ...project.message_files import Message, MessageFiles
from ...storage.env_values import EnvValue
from .tongues import Tongues

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


MISSING: EnvValue[set[str]] = EnvValue("handouts_missing", set)
"""The pages that the language of the build has not."""


def whole_pages(env: BuildEnvironment, tongues: Tongues) -> Mapping[str, frozenset[str]]:
    """Return for each language the pages that are there whole; the first page always is.

    A translation that is incomplete is shown all the same if `handouts_untranslated` allows it.
    """
    config = env.config
    everything = frozenset(env.found_docs)
    whole = dict.fromkeys(tongues.tags, everything)
    for tag in tongues.tags:
        if tag == tongues.source or config.handouts_untranslated:
            continue
        files = MessageFiles.of(Path(env.srcdir), config.locale_dirs, tag)
        whole[tag] = frozenset(
            name for name in everything if name == config.root_doc or _is_whole(env, files, name)
        )
    return whole


def missing_pages(env: BuildEnvironment) -> frozenset[str]:
    """Return the pages that the language of the build has not: known once all pages are read."""
    return frozenset(MISSING.of(env))


def _is_whole(env: BuildEnvironment, files: MessageFiles, name: str) -> bool:
    known = files.messages(docname_to_domain(name, env.config.gettext_compact))
    texts = env.metadata[name].get(TEXTS, ())
    return all(_is_translated(known.get(text)) for text in texts)


def _is_translated(message: Message | None) -> bool:
    """Return whether a text is translated; a name may be the same in both languages."""
    return message is not None and bool(message.translation.strip()) and not message.fuzzy
