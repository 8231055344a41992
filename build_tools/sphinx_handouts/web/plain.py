"""The style sheet of the pages that stand outside the guide and its theme."""

from __future__ import annotations

from importlib.resources import files

STYLE = "plain.css"
"""Its name, in each folder of such pages: a strict Content-Security-Policy allows no inline one."""


def style() -> bytes:
    """Return its content."""
    return (files("sphinx_handouts") / "templates/web" / STYLE).read_bytes()
