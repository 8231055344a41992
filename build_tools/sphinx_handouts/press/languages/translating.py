"""How far each handout is translated, from what, and whether it can be made in this language."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...checks.translations import check_sheet, lack_of, problems_of
from ...pages.drawing_words import CATALOGUE, form_in
from ...project.catalogue import Catalogue
from ...project.message_files import SHEETS, Message, MessageFiles
from ...project.revisions import Ledger
from ...project.rules import rules
from ...project.translated_catalogue import key_lines, translated, words_of
from ...project.translations import Translations, source_hash
from ...records.finding import Finding, Kind
from ...records.languages import is_known, normalised
from ...records.page import Translated, Translation
from ...records.schema.handout import Handout, Pack
from ...records.texts import Lack, Text
from .translated_words import TranslatedWords

if TYPE_CHECKING:
    from sphinx.config import Config

    from ...sheets.assembly import Assembly


@dataclass(frozen=True, slots=True)
class Translating:
    """What a build in another language knows of its handouts."""

    language: str
    source_language: str
    confdir: Path
    catalogue_path: Path
    originals: Mapping[str, Handout]
    """The handouts in the language of the pages, by id."""
    messages: Mapping[str, Message]
    """The catalogue of what ``catalogue.toml`` says."""
    records: Translations
    ledger: Ledger
    words: TranslatedWords
    """What is said in the language."""
    required: tuple[str, ...] = ()
    """Snippets that are translated whole on every sheet."""
    may_lack: bool = False
    asked: frozenset[str] = frozenset()
    """Ids of the handouts that this build was asked for by name."""
    packs: tuple[Pack, ...] = ()
    """All packs, in the words of the catalogue."""
    is_unread: bool = False
    """Whether a catalogue of the language cannot be read, so that its texts are not known."""
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Where the words of the catalogue stand."""

    def texts(self, assembly: Assembly) -> list[Text]:
        """Return all texts of a sheet, each once: title, summary, subject, and those of pages.

        What stands in several places is told where it lacks, and of these as a text of the box.
        """
        first: dict[tuple[str, bool], Text] = {}
        for text in self._found(assembly):
            name = text.source, bool(text.drawing)
            first[name] = min(text, first.get(name, text), key=self._place)
        return [*first.values()]

    def _found(self, assembly: Assembly) -> list[Text]:
        return [*self._of_catalogue(self.originals[assembly.handout.id]), *assembly.texts]

    def _place(self, text: Text) -> tuple[bool, bool]:
        return not text.lack, text.snippet not in self.required

    def check(self, assembly: Assembly) -> tuple[list[Finding], str]:
        """Return what is wrong with the translation of a sheet, and why it is not made."""
        if self.is_unread:
            return [], "a catalogue of the language cannot be read"
        identifier = assembly.handout.id
        wanted = (
            identifier in self.asked
            or self.records.record(identifier, self.language) is not None
            or self.ledger.current(identifier, self.language) is not None
        )
        name = f"{identifier} {self.language}"
        texts = self.texts(assembly)
        return check_sheet(name, texts, self.required, wanted=wanted, may_lack=self.may_lack)

    def translation(self, assembly: Assembly) -> Translation:
        """Return what a sheet is translated from, and how far that is to be relied on."""
        original = self.originals[assembly.handout.id]
        now, said = self.hashes(assembly)
        released = self.ledger.current(original.id, self.source_language)
        version = released.version if released else original.version
        record = self.records.record(original.id, self.language)
        if record is None:
            return Translation(
                *(self.source_language, original.title, version, now),
                Translated.DRAFT,
                translation_hash=said,
            )
        lacks = any(text.lack for text in self.texts(assembly))
        return Translation(
            *(self.source_language, original.title, record.source_version, now),
            Translated.DRAFT if lacks else record.standing(now, said),
            *(record.translator, record.date, record.reviewer, record.approved),
            said,
        )

    def hashes(self, assembly: Assembly) -> tuple[str, str]:
        """Return the digests of what a sheet says in the language of the pages, and in this one."""
        texts = [text for text in self._found(assembly) if text.lack is not Lack.OURS]
        return source_hash(text.source for text in texts), self.words.digest(texts, assembly)

    def unbound(self, unmade: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the slug of each pack that is not bound in this language, and why.

        *unmade* are the ids of the handouts that are not made.
        """
        for pack in self.packs:
            lacks = [identifier for identifier in pack.handouts if identifier in unmade]
            whys = [f"{', '.join(lacks)} {'are' if len(lacks) > 1 else 'is'} not made"] * bool(
                lacks
            )
            if self.is_untitled(pack):
                whys.append("its title is not translated")
            if whys:
                yield pack.slug, " and ".join(whys)

    def is_untitled(self, pack: Pack) -> bool:
        """Return whether the title of a *pack* is not translated: it is not bound."""
        return lack_of(self.messages.get(pack.title)) is not None

    def _of_catalogue(self, table: Handout) -> Iterator[Text]:
        shown = Path(os.path.relpath(self.catalogue_path, self.confdir)).as_posix()
        for key, words in words_of(table):
            message = self.messages.get(words)
            lack = lack_of(message)
            if message:
                path = Path(os.path.relpath(message.path, self.confdir)).as_posix()
                yield Text(words, lack, path, message.line or None)
            else:
                yield Text(words, lack, shown, self.lines.get((table.id, key)))


@dataclass(frozen=True, slots=True)
class OtherLanguages:
    """In which other languages a handout is made, too: no sheet offers one that nobody has."""

    config: Config
    srcdir: Path
    tags: frozenset[str]
    """The languages of the clinics."""
    translating: Translating | None

    @property
    def files(self) -> dict[str, MessageFiles]:
        """The catalogues of each language into which the pages are translated."""
        own = {normalised(self.config.language), self.config.handouts_source_language}
        names = self.config.locale_dirs
        return {tag: MessageFiles.of(self.srcdir, names, tag) for tag in sorted(self.tags - own)}

    def of(self, assembly: Assembly) -> tuple[str, ...]:
        """Return the languages that a handout has besides that of the build."""
        texts = list(self._texts(assembly))
        found = [tag for tag, files in self.files.items() if self._is_made(texts, files, tag)]
        source = {self.config.handouts_source_language} & self.tags if self.translating else set()
        return (*sorted(source), *found)

    def _texts(self, assembly: Assembly) -> Iterator[Text]:
        """Yield the texts of a handout, in the language in which they are written."""
        originals = self.translating.originals if self.translating else {}
        for _key, words in words_of(originals.get(assembly.handout.id, assembly.handout)):
            yield Text(words, None)
        yield from (text for text in assembly.texts if text.lack is not Lack.OURS)

    def _is_made(self, texts: Iterable[Text], files: MessageFiles, tag: str) -> bool:
        """Return whether a sheet with these *texts* is made in the language *tag*."""
        drawn, pages = files.messages(CATALOGUE), files.all_messages(without=CATALOGUE)

        def looked_up(text: Text) -> Text:
            if text.drawing and form_in(self.srcdir, text.drawing, tag):
                return replace(text, lack=None)
            known = (drawn if text.drawing else pages).get(text.source)
            box = self.config.handouts_source_language if text.snippet else ""
            lack = Lack.CLOSED if text.lack is Lack.CLOSED else lack_of(known, box_in=box)
            return replace(text, lack=lack)

        required, may_lack = rules(self.config).required_snippets, self.config.handouts_untranslated
        found = map(looked_up, texts)
        return not check_sheet("", found, required, wanted=False, may_lack=may_lack)[1]


def begin(
    config: Config,
    places: tuple[Path, Path],
    catalogue: Catalogue,
    records: Translations,
    ledger: Ledger,
) -> tuple[Catalogue, Translating | None, list[Finding]]:
    """Return the catalogue in the language of the build, and what is known of translations.

    *places* are the source folder and that of ``conf.py``.
    """
    source, confdir = places
    language = normalised(config.language)
    if language == config.handouts_source_language:
        return catalogue, None, []
    files = MessageFiles.of(source, config.locale_dirs, language)
    messages = files.messages(SHEETS)
    path = confdir / config.handouts_dir / "catalogue.toml"
    unread = [*_unread(files, confdir)]
    translating = Translating(
        *(language, config.handouts_source_language, confdir, path),
        {handout.id: handout for handout in catalogue.handouts},
        messages,
        records,
        ledger,
        TranslatedWords(source, tuple(config.locale_dirs), language),
        rules(config).required_snippets,
        config.handouts_untranslated,
        frozenset(config.handouts_only),
        catalogue.packs,
        bool(unread),
        key_lines(path),
    )
    titled = tuple(pack for pack in catalogue.packs if not translating.is_untitled(pack))
    catalogue = replace(catalogue, packs=titled)
    findings = [*_unknown(config, files, language), *unread]
    findings += _differences(messages, config, confdir)
    findings += _differences(files.messages(CATALOGUE), config, confdir)
    return translated(catalogue, messages), translating, findings


def _unknown(config: Config, files: MessageFiles, language: str) -> Iterator[Finding]:
    if not is_known(language):
        message = f'conf.py: language: "{language}" is no language; write its tag, such as "es"'
        yield Finding(Kind.TRANSLATION, message)
    elif not files.exist:
        message = (
            f'conf.py: language: nothing is translated into "{language}": no folder of locale_dirs '
            f"has a catalogue of it; begin one with sphinx-handouts translate {language}, or, if "
            f'the pages are written in it, set handouts_source_language = "{language}"'
        )
        yield Finding(Kind.TRANSLATION, message)


def _unread(files: MessageFiles, confdir: Path) -> Iterator[Finding]:
    for path, problem in files.unread:
        shown = Path(os.path.relpath(path, confdir)).as_posix()
        yield Finding(Kind.TRANSLATION, f"the catalogue {problem}", path=shown)


def _differences(
    messages: Mapping[str, Message], config: Config, confdir: Path
) -> Iterable[Finding]:
    for message in messages.values():
        path = Path(os.path.relpath(message.path, confdir)).as_posix()
        for problem in problems_of(message, config.handouts_source_language):
            yield Finding(Kind.TRANSLATION, problem, line=message.line or None, path=path)
