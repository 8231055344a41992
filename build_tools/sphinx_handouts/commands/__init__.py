"""What the command line does: one module a command, in one table.

A module has ``add_parser``, which says what the command takes, and ``run``, which yields the lines
that are printed; what is wrong is a `CommandError`. A new command is one file, its test and its
section in the manual's reference. What several commands need stands beside them: `places`,
`questions`, `brand_file`. A program loads the command that it runs, and no other; Sphinx is loaded
late, by the commands that need it. No rule about content lives here: those are `checks`.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

COMMANDS = (
    *("init", "doctor", "new-brand", "new-theme", "looks"),
    *("check", "linkcheck", "reviews"),
    *("translate", "languages"),
    *("release", "withdraw", "verify"),
    "live",
)
"""Every command, in the order in which somebody meets them."""


def command(name: str) -> ModuleType:
    """Return the module of a command."""
    return import_module(f".{name.replace('-', '_')}", __name__)
