"""What each build of a test run would find anew, and find the same, is found once.

Sphinx and its extensions look for themes and plugins at every start, in a hundred small files, and
compile each template: more than a fifth of the processors' time of tests that build.  Sphinx also
writes a line of its diary for each event, which nobody reads.  Python looks for its own garbage
after each seven hundred things, among all thousands of tests: a tenth of what they take.
"""

from __future__ import annotations

import gc
import logging
import sys
from functools import cache
from importlib import metadata
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

_read, _begin = metadata.entry_points, Environment.__init__


@cache
def _offers(_path: tuple[str, ...], **wanted: str) -> Any:
    return _read(**wanted)


def _entry_points(**wanted: str) -> Any:
    """Return what distributions on the path offer; a test may add a folder to it."""
    return _offers(tuple(sys.path), **wanted)


class _Compiled(BytecodeCache):
    """Templates that have been compiled, by their words and what an environment makes of them."""

    def __init__(self) -> None:
        self.codes = dict[tuple[object, ...], CodeType]()

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get(self._name(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.codes[self._name(bucket)] = bucket.code

    @staticmethod
    def _name(bucket: Bucket) -> tuple[object, ...]:
        made = bucket.environment
        ways = (type(made), made.autoescape, made.trim_blocks, made.lstrip_blocks)
        return (bucket.key, bucket.checksum, *ways, *sorted(made.extensions))


_compiled = _Compiled()


def _environment(self: Environment, *args: Any, **options: Any) -> None:
    _begin(self, *args, **options)
    self.bytecode_cache = self.bytecode_cache or _compiled


def pytest_collection_finish() -> None:
    """Take the tests themselves for what stays."""
    gc.collect()
    gc.freeze()


# Before anything of Sphinx asks for them by name.
metadata.entry_points = _entry_points
Environment.__init__ = _environment
logging.disable(logging.DEBUG)
gc.set_threshold(20_000, 10, 50)
