"""What Sphinx asks of a builder that writes no page by itself: sheets hold parts of pages."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, ClassVar

from sphinx.builders.html._build_info import BuildInfo
from sphinx.writers.html5 import HTML5Translator

from .press.guests import GuestBuilder
from .sheets.assembly import UNRESOLVED
from .sheets.translator import PrintTranslator


class PagelessBuilder(GuestBuilder):
    """A builder that reads all pages, and writes what it makes of them when it finishes."""

    format = "html"
    epilog = ""
    search = False
    copysource = False
    allow_parallel = False
    add_permalinks = False
    download_support = False
    default_translator_class: ClassVar[type[HTML5Translator]] = PrintTranslator

    def init(self) -> None:
        """Prepare the builder; figures are not numbered, for a sheet shows few."""
        super().init()
        self.fignumbers = {}

    def create_build_info(self) -> BuildInfo:
        """Hash the settings that a sheet depends on."""
        categories: Any = frozenset({"env", "html", "handouts"})
        return BuildInfo(self.config, self.tags, categories)

    def get_outdated_docs(self) -> Any:
        """Say what `finish` does: content hashes decide, not times."""
        return "handouts whose content changed"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that `sheets.parts` recognises."""
        return UNRESOLVED + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same address from everywhere: a sheet has no folder."""
        return self.get_target_uri(to, typ)

    def copy_assets(self) -> None:
        """Copy nothing."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write nothing page by page."""

    def cleanup(self) -> None:
        """Leave nothing behind."""
