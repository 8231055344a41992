"""What each build of a test run would find anew, and find the same, is found once.

Sphinx and its extensions look for themes and plugins at every start, in a hundred small files, and
compile each template: more than a fifth of the processors' time of tests that build.  docutils puts
all its options together for each page.  Sphinx also writes a line of its diary for each event,
which nobody reads.  Python looks for its own garbage after each seven hundred things, among all
thousands of tests: a tenth of what they take.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator
from copy import copy
from functools import cache
from importlib import metadata
from types import CodeType
from typing import Any

import pytest
from docutils.frontend import OptionParser
from hypothesis import given
from hypothesis.strategies import none
from jinja2 import Environment

_read, _version, _compile = metadata.entry_points, metadata.version, Environment.compile
_populate = OptionParser.populate_from_components


@cache
def _offers(_path: tuple[str, ...], **wanted: str) -> Any:
    return _read(**wanted)


def _entry_points(**wanted: str) -> Any:
    """Return what distributions on the path offer; a test may add a folder to it."""
    return _offers(tuple(sys.path), **wanted)


@cache
def _version_on(_path: tuple[str, ...], name: str) -> str:
    return _version(name)


def _version_of(name: str) -> str:
    """Return the version of a distribution on the path."""
    return _version_on(tuple(sys.path), name)


_codes: dict[tuple[object, ...], CodeType] = {}
"""Templates that have been compiled, by their words and what an environment makes of them."""


def _compiled(
    self: Environment,
    source: Any,
    name: str | None = None,
    filename: str | None = None,
    raw: bool = False,
    defer_init: bool = False,
) -> Any:
    """Return what a text becomes; also one that is no file, or that no folder keeps."""
    if raw or not isinstance(source, str):
        return _compile(self, source, name, filename, raw, defer_init)
    ways = (type(self), self.lexer, self.autoescape, self.is_async, *sorted(self.extensions))
    key = (source, name, filename, defer_init, ways)
    if key not in _codes:
        _codes[key] = _compile(self, source, name, filename, raw, defer_init)
    return _codes[key]


_SPECIFIED = (
    *("settings_spec", "settings_defaults", "settings_default_overrides"),
    "relative_path_settings",
)
_MADE = (
    *("option_list", "option_groups", "_short_opt", "_long_opt", "defaults", "lists"),
    "relative_path_settings",
)
_options: dict[tuple[int, ...], tuple[object, dict[str, Any]]] = {}
"""What docutils makes of the options of some components: these are held, as they are its key."""


def _populated(self: OptionParser, components: Any) -> None:
    """Give a parser the options of *components*; what is set for a build comes after them."""
    held = [getattr(each, name, None) for each in components for name in _SPECIFIED]
    key = tuple(map(id, held))
    if key not in _options:
        _populate(self, components)
        _options[key] = held, {name: getattr(self, name) for name in _MADE}
    vars(self).update({name: copy(made) for name, made in _options[key][1].items()})


def pytest_collection_finish() -> None:
    """Take the tests themselves for what stays.

    Hypothesis looks for garbage among all that there is, once, before its first example: as yet
    that is little.
    """
    given(none())(_nothing)()
    gc.freeze()


def _nothing(_none: None) -> None:
    pass


@pytest.hookimpl(wrapper=True)
def pytest_unconfigure(config: pytest.Config) -> Iterator[None]:
    """Look for no more garbage once pytest has: it would once again, and Python as it ends.

    Side by side, nobody hears of what a process finds as it ends, among all that its tests left.
    """
    if hasattr(config, "workerinput"):
        gc.freeze()
    yield
    gc.freeze()


# Before anything of Sphinx asks for them by name.
metadata.entry_points = _entry_points
metadata.version = _version_of
OptionParser.populate_from_components = _populated
Environment.compile = _compiled
logging.disable(logging.DEBUG)
gc.set_threshold(20_000, 10, 50)
