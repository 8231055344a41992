"""Finds pictures whose names hold blanks or signs: Markdown writes them as in an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform


class ReadPictureNames(SphinxTransform):
    """Gives a picture the name of its file, where only the name without ``%20`` and such is one."""

    default_priority = 860  # before anybody looks for the files

    def apply(self, **_kwargs: Any) -> None:
        """Look at the pictures whose files are not found as they are written."""
        for image in self.document.findall(nodes.image):
            uri = str(image["uri"])
            if "%" not in uri or "://" in uri or uri.startswith("data:"):
                continue
            if not self._file(uri).is_file() and self._file(unquote(uri)).is_file():
                image["uri"] = unquote(uri)

    def _file(self, uri: str) -> Path:
        return Path(self.env.relfn2path(uri)[1])
