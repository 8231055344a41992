"""Pages that have moved: the old address leads to the new one, without JavaScript.

``guide_moved = {"old-name": "new-name"}`` in conf.py. The page says in words where it went, for
those whose browser does not go there by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

Moved = tuple[str, dict[str, Any], str]


def connect(app: Sphinx) -> None:
    """Add the pages when Sphinx asks for more."""
    app.connect("html-collect-pages", moved_pages)


def moved_pages(app: Sphinx) -> Iterator[Moved]:
    """Yield the page that is left at each old address."""
    for old, new in app.config.guide_moved.items():
        if old in app.env.found_docs:
            _warn(f'guide_moved: "{old}" is a page of the guide; remove it from the table')
        elif new not in app.env.found_docs:
            _warn(f'guide_moved: "{old}": there is no page "{new}"; name the one that took over')
        else:
            address = app.config.html_baseurl + app.builder.get_target_uri(new)
            title = app.env.titles[new].astext()
            yield old, {"title": title, "new": new, "new_url": address}, "moved.html"


def _warn(message: str) -> None:
    logger.warning(f"conf.py: {message}", type="guide", subtype="moved")
