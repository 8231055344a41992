"""What the checks of the content share: pages, sources, catalogue and words, each read once."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..checks.facts import Line, PageFacts, Source
from ..config.tables import tables
from ..project.by_language import is_translation, of_language
from ..project.catalogue import Catalogue, load
from ..records.finding import Finding
from ..records.manifest import Manifest
from ..records.tables import BUILT_IN
from ..storage import manifest_file
from ..storage.memory import Memory
from . import bibliography
from .dictionaries import read_words
from .other_texts import catalogue_lines, drawing_lines
from .survey import survey

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

MEMORY = "handouts-words.json"
"""The words that were looked up once, in the folder of the doctrees."""


@dataclass
class Content:
    """The content of a project: each part of it is read when it is first asked for."""

    env: BuildEnvironment
    confdir: Path
    output: Path | None

    @cached_property
    def memory(self) -> Memory:
        """The words that were looked up once."""
        return Memory(Path(self.env.doctreedir, MEMORY))

    @cached_property
    def pages(self) -> tuple[PageFacts, ...]:
        """What the checks know of each page."""
        return tuple(survey(self.env, docname) for docname in sorted(self.env.found_docs))

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The entries of the bibliography."""
        return bibliography.sources(self.env, self.confdir)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Handouts and brands, as far as they can be used."""
        folder = self.env.config.handouts_dir
        try:
            rows = tables(self.env.config)
        except ValueError:  # the builder says so
            rows = BUILT_IN
        return load(self.confdir / folder, folder, rows, self.language)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The project's list of words for the language."""
        name = self.setting("handouts_words")
        return read_words(self.confdir / name) if name else frozenset()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What readers see of the catalogue, and in the drawings of the pages."""
        path = self.confdir / self.env.config.handouts_dir / "catalogue.toml"
        known = self.catalogue
        if is_translation(self.env.config):  # its words are those of a catalogue of translations
            return ()
        found: list[Line] = []
        if known.handouts:
            shown = f"{self.env.config.handouts_dir}/catalogue.toml"
            found += catalogue_lines(path, shown, known.handouts, known.packs)
        for name in sorted(name for name in self.env.images if name.endswith(".svg")):
            drawing = Path(self.env.srcdir, name)
            found += drawing_lines(drawing, self.shown(drawing))
        return tuple(found)

    @cached_property
    def built(self) -> tuple[Path, Manifest]:
        """The folder of the handouts, and its manifest: an empty one where nothing was built."""
        setting = self.env.config.handouts_manifest
        folder = self.output or Path(self.confdir, setting).parent
        made = manifest_file.read(folder) if self.output or setting else None
        return folder, made or Manifest(tools={}, editions=())

    def setting(self, name: str) -> str:
        """Return what a setting by language says of this one; a mistake in it is told elsewhere."""
        value = of_language(self.env.config, name)
        return value if isinstance(value, str) else ""

    @property
    def language(self) -> str:
        """The language of the pages."""
        return str(self.env.config.language)

    def placed(self, finding: Finding) -> Finding:
        """Return a finding in a snippet as one in a file: it is no page."""
        if finding.docname is None or finding.docname in self.env.found_docs:
            return finding
        path = self.shown(Path(self.env.srcdir, finding.docname))
        return replace(finding, docname=None, path=path)

    def shown(self, path: Path) -> str:
        """Return a path as messages name it: from the folder of ``conf.py``."""
        return Path(os.path.relpath(path, self.confdir)).as_posix()
