"""Puts the translations of the package into its wheel, compiled: there is no need to read text.

Hatchling runs it when it makes a wheel. An editable install reads what people write.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = "build_tools/sphinx_handouts/locale"


class CompiledMessages(BuildHookInterface[Any]):
    """Compiles each catalogue into a folder of its own, and has the wheel take it from there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; the sources stay as they are."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        for path in sorted(Path(self.root, LOCALE).glob("*/LC_MESSAGES/*.po")):
            place = path.relative_to(Path(self.root, "build_tools")).with_suffix(".mo")
            made = Path(self.folder.name, place)
            made.parent.mkdir(parents=True)
            with path.open("rb") as source, made.open("wb") as target:
                write_mo(target, read_po(source))
            build_data["force_include"][str(made)] = place.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled."""
        if version != "editable":
            self.folder.cleanup()
