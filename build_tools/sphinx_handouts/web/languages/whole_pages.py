"""Which pages are translated whole: one that changes its language in the middle helps nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...pages.translated_texts import is_whole
from ...storage.env_values import EnvValue
from .tongues import Tongues

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


MISSING: EnvValue[set[str]] = EnvValue("handouts_missing", set)
"""The pages that the language of the build has not."""


def whole_pages(env: BuildEnvironment, tongues: Tongues) -> Mapping[str, frozenset[str]]:
    """Return for each language the pages that are there whole.

    A translation that is incomplete is shown all the same if `handouts_untranslated` allows it.
    """
    config = env.config
    everything = frozenset(env.found_docs)
    whole = dict.fromkeys(tongues.tags, everything)
    for tag in tongues.tags:
        if tag == tongues.source or config.handouts_untranslated:
            continue
        whole[tag] = frozenset(name for name in everything if is_whole(env, tag, name))
    return whole


def missing_pages(env: BuildEnvironment) -> frozenset[str]:
    """Return the pages that the language of the build has not: known once all pages are read."""
    return frozenset(MISSING.of(env))
