"""Lets HTML be parsed in two thirds of the time.

tinyhtml5 reads up to one of a few characters again and again. It keeps the expression for that
under the expression itself (2.0 and 2.1), finds it never, and writes it anew at each attribute.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache


class Expressions(dict[tuple[Collection[str], bool], re.Pattern[str]]):
    """The expressions that match up to some characters, or only them, each made once."""

    def __missing__(self, key: tuple[Collection[str], bool]) -> re.Pattern[str]:
        """Make one that was not asked for before."""
        characters, only_them = key
        listed = "".join(f"\\x{ord(character):02x}" for character in sorted(characters))
        self[key] = expression = re.compile(f"[{'' if only_them else '^'}{listed}]+")
        return expression


@cache
def read_quickly() -> None:
    """Let tinyhtml5 keep its expressions."""
    from tinyhtml5 import inputstream

    inputstream.characters_until_regex = Expressions()
