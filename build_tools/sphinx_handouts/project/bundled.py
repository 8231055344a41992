"""The script that a copy of the repository may lack: it is bundled from npm, not kept in git."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

PACKS = "static/handouts-pack.js"
"""Merges packs, and dresses sheets in a clinic's own details, in the browser."""


def lacking(package: Traversable | None = None) -> str:
    """Say in a sentence that the script is missing, and the mend; nothing where it is there."""
    if ((package or files("sphinx_handouts")) / PACKS).is_file():
        return ""
    return (
        f"sphinx-handouts was installed without {PACKS}, so the library offers neither packs nor "
        "a clinic's own details; in the copy of the repository, type: python .ci/bundle.py, and "
        "then install it again"
    )
