"""A handouts folder to spoil."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sphinx_handouts.project.catalogue import Catalogue, load

HANDOUT = """\
[[handout]]
id = "HO-01"
slug = "first-sheet"
title = "The first sheet"
parts = ["index"]
"""
BRAND = 'name = "Anytown Clinic"\nvariants = ["standard"]\n'


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with ``catalogue.toml`` and ``brands/``."""

    folder: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, named from the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self) -> Catalogue:
        """Read the folder as a build does."""
        return load(self.folder, "handouts")

    def messages(self) -> list[str]:
        """Return what is wrong with the folder."""
        return [finding.message for finding in self.load().findings]


def lay_out(folder: Path) -> Shelf:
    """Write one handout and one brand, as small as can be."""
    shelf = Shelf(folder)
    shelf.write("catalogue.toml", HANDOUT)
    shelf.write("brands/anytown/brand.toml", BRAND)
    return shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a folder with nothing wrong in it."""
    return lay_out(tmp_path / "handouts")
