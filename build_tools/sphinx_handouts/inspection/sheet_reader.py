"""Reads the pages and handouts of a project in the language in which they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ..builder import HandoutsBuilder
from ..pages import logged_warnings
from ..pages.drawing_words import CATALOGUE
from ..press.inputs import Inputs, gather
from ..press.languages.translated_pages import keeps_texts
from ..press.languages.translated_words import TranslatedWords
from ..press.languages.translating import Translating
from ..press.workers.pool import cores
from ..project.message_files import SHEETS, Message, MessageFiles
from ..project.translated_catalogue import key_lines
from ..records.finding import Severity
from ..sheets.assembly import Assembly
from ..sheets.parts import assemble
from .extraction import Texts, texts
from .offline import offline


class Unreadable(Exception):
    """Why a project cannot be translated, in a sentence."""


class _Reader(HandoutsBuilder):
    """Puts handouts together, and prints nothing."""

    collects = True
    """Mistakes of pages are those of other builds to tell."""

    def finish(self) -> None:
        """Put every handout together."""
        self.inputs = gather(self)
        address = self.config.handouts_base_url or self.config.html_baseurl
        self.assemblies = [
            assemble(self.env, handout, address) for handout in self.inputs.catalogue.handouts
        ]


class _Program(Sphinx):
    def setup_extension(self, extname: str) -> None:
        """Keep what is wrong with the pages to itself."""
        logged_warnings.listen(self)
        super().setup_extension(extname)

    def create_builder(self, name: str) -> Builder:
        """Put the builder that reads in the place of the one that prints."""
        super().create_builder(name)
        return _Reader(self, self.env)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The handouts of a project as they are written."""

    env: BuildEnvironment
    confdir: Path
    inputs: Inputs
    assemblies: tuple[Assembly, ...]

    @property
    def language(self) -> str:
        """The language of the pages."""
        return str(self.env.config.handouts_source_language)

    @property
    def pages(self) -> list[str]:
        """The names of the pages, the first page first."""
        start = self.env.config.root_doc
        return sorted(self.env.found_docs, key=lambda name: (name != start, name))

    @property
    def keeps_texts_of_pages(self) -> bool:
        """Whether pages stand side by side in several languages, so that each is answered for."""
        return keeps_texts(self.env)

    def texts(self) -> Texts:
        """Return all that is to be translated, with the handouts on which it stands."""
        found = texts(self.env, self.inputs.catalogue)
        for assembly in self.assemblies:
            for text in assembly.texts:
                for domain, messages in found.items():
                    if text.source in messages and bool(text.drawing) == (domain == CATALOGUE):
                        messages[text.source].sheets.add(assembly.handout.id)
        return found

    def messages(self, language: str) -> dict[str, Message]:
        """Return all that is translated of pages, whatever catalogue has it."""
        config = self.env.config
        files = MessageFiles.of(Path(self.env.srcdir), config.locale_dirs, language)
        known: dict[str, Message] = {}
        for domain in texts(self.env, self.inputs.catalogue):
            if domain not in (CATALOGUE, SHEETS):
                known = {**files.messages(domain), **known}
        return known

    def own_messages(self, language: str, domain: str) -> Mapping[str, Message]:
        """Return what is translated of drawings or titles, by a catalogue of their own."""
        names = self.env.config.locale_dirs
        return MessageFiles.of(Path(self.env.srcdir), names, language).messages(domain)

    def translating(self, language: str) -> Translating:
        """Return what a build in *language* would know."""
        config, inputs = self.env.config, self.inputs
        path = self.confdir / config.handouts_dir / "catalogue.toml"
        return Translating(
            *(language, self.language, self.confdir, path),
            {handout.id: handout for handout in inputs.catalogue.handouts},
            self.own_messages(language, SHEETS),
            inputs.records,
            inputs.ledger,
            TranslatedWords(Path(self.env.srcdir), tuple(config.locale_dirs), language),
            lines=key_lines(path),
        )


def read_sheets(source: Path, doctrees: Path) -> Sheets:
    """Read a project.

    Raises
    ------
    Unreadable
        Where there is none, or something is wrong with its catalogue.
    """
    if not (source / "conf.py").is_file():
        raise Unreadable(f"{source}: no conf.py; name the folder that holds it")
    try:
        with offline(), patch_docutils(str(source)), docutils_namespace():
            app = _Program(
                *(source, source, doctrees / "translate", doctrees, "handouts"),
                status=None,
                warning=None,
                parallel=cores(),
            )
            app.build()
    except (SphinxError, OSError) as error:
        raise Unreadable(f"{source}: {' '.join(str(error).split())}") from error
    reader = app.builder
    assert isinstance(reader, _Reader)
    wrong = []
    if not reader.inputs.only_clinics_are_wrong:  # no word of a page is a clinic's
        wrong += [f.message for f in reader.inputs.findings if f.severity is Severity.ERROR]
    wrong += [f.message for one in reader.assemblies for f in one.findings]
    if wrong:
        raise Unreadable("; ".join(wrong))
    return Sheets(app.env, Path(app.confdir), reader.inputs, tuple(reader.assemblies))
