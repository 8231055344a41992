"""What the HTML guide shows of the handouts: it reads the manifest, and never renders."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Connect to Sphinx's events."""
