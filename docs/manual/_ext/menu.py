"""Lets the menu of all pages be made of their titles alone.

Furo asks for it on every page: Sphinx would copy each section of the whole manual, to leave it out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata

BEFORE_FURO = 400
"""Furo makes its menu at the usual priority, 500."""


class Menu:
    """The titles of all pages, without their sections."""

    def __init__(self) -> None:
        self.titles: dict[str, nodes.bullet_list] = {}

    def take_titles(self, app: Sphinx, _builder: Builder) -> None:
        """Take them once, before pages are written."""
        self.titles = {name: _without_sections(toc) for name, toc in app.env.tocs.items()}

    def give(
        self, app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Let a page make its menu of them."""
        made: Callable[..., str] = context["toctree"]

        def menu(**options: bool | int) -> str:
            whole = app.env.tocs
            app.env.tocs = self.titles if options.get("titles_only") else whole
            try:
                return made(**options)
            finally:
                app.env.tocs = whole

        context["toctree"] = menu


def _without_sections(toc: nodes.bullet_list) -> nodes.bullet_list:
    short = toc.deepcopy()
    for page in short.children:
        if not any(page.findall(addnodes.toctree)):
            del page[1:]
    return short


def setup(app: Sphinx) -> ExtensionMetadata:
    """Fill the menu of every page."""
    menu = Menu()
    app.connect("write-started", menu.take_titles)
    app.connect("html-page-context", menu.give, priority=BEFORE_FURO)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
