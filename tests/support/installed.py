"""What is installed is read once, not in each build: nothing comes or goes while tests run.

Sphinx and its extensions look for themes and plugins at every start, in a hundred small files each.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata
from typing import Any

_read = metadata.entry_points


@cache
def _offers(_path: tuple[str, ...], **wanted: str) -> Any:
    return _read(**wanted)


def entry_points(**wanted: str) -> Any:
    """Return what distributions on the path offer; a test may add a folder to it."""
    return _offers(tuple(sys.path), **wanted)


metadata.entry_points = entry_points  # before anything of Sphinx asks for its name
