"""How far one handout is translated: what a translator is told, and proofreads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..checks.translations import lack_of, problems_of, short
from ..pages.drawing_words import CATALOGUE, form_in
from ..project.message_files import SHEETS, Message
from ..project.translated_catalogue import words_of
from ..project.translations import Record
from ..records.page import Translated
from ..records.texts import Lack, Text
from ..sheets.assembly import Assembly
from .sheet_reader import Sheets

MOST_TOLD = 5
"""Texts that are told of one handout."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text of a handout and its translation, which may be empty."""

    text: Text
    translation: str


@dataclass(frozen=True, slots=True)
class SheetState:
    """How far one handout is translated into a language."""

    identifier: str
    title: str
    language: str
    pairs: tuple[Pair, ...]
    """All texts, in the order of the sheet: its title, summary and subject first."""
    problems: tuple[str, ...]
    """Where the two sides differ in what must be the same."""
    source_version: str
    source_hash: str
    translation_hash: str
    record: Record | None

    @property
    def lacking(self) -> list[Text]:
        """The texts without a translation that can be printed."""
        return [pair.text for pair in self.pairs if pair.text.lack]

    def told(self) -> Iterator[str]:
        """Yield what is to be done, in lines."""
        name, lacking = f"{self.identifier} {self.language}", self.lacking
        fuzzy = sum(text.lack is Lack.FUZZY for text in lacking)
        if lacking:
            counts = f"{len(lacking) - fuzzy} to translate, {fuzzy} to look at again"
            yield f"{name}: {len(self.pairs)} texts: {counts}"
            for text in lacking[:MOST_TOLD]:
                where = f"{text.path}:{text.line}" if text.path else "no catalogue"
                yield f'    {where}: "{short(text.source)}" {text.lack}'
            if len(lacking) > MOST_TOLD:
                yield f"    and {len(lacking) - MOST_TOLD} more"
        else:
            yield f"{name}: whole, {len(self.pairs)} texts; {self._standing()}"
        yield from (f"    {problem}" for problem in self.problems)

    def _standing(self) -> str:
        record = self.record
        if record is None:
            return "a draft, since nobody has recorded who translated it"
        return {
            Translated.DRAFT: "a draft, since its record does not say which words were translated",
            Translated.CHANGED: f"a draft, changed since {record.translator} answered for it",
            Translated.OUTDATED: f"out of date: {record.source_version} was translated",
            Translated.UNREVIEWED: f"translated by {record.translator}, not yet approved",
            Translated.APPROVED: f"approved by {record.reviewer}",
        }[record.standing(self.source_hash, self.translation_hash)]


def state_of(sheets: Sheets, language: str, identifier: str) -> SheetState:
    """Return how far a handout is translated."""
    translating = sheets.translating(language)
    (assembly,) = (one for one in sheets.assemblies if one.handout.id == identifier)
    texts = translating.texts(assembly)
    found = list(_messages(sheets, language, assembly, texts))
    pairs = tuple(map(partial(_pair, sheets, language), texts, found))
    ledger = sheets.inputs.ledger.current(identifier, sheets.language)
    return SheetState(
        *(identifier, assembly.handout.title, language, pairs),
        tuple(
            problem
            for message in found
            if message
            for problem in problems_of(message, sheets.language)
        ),
        ledger.version if ledger else assembly.handout.version,
        *translating.hashes(assembly),
        sheets.inputs.records.record(identifier, language),
    )


def _messages(
    sheets: Sheets, language: str, assembly: Assembly, texts: Iterable[Text]
) -> Iterator[Message | None]:
    """Yield the entry of each text; of a title that a page has, too, the one that lacks."""
    drawn, pages = sheets.own_messages(language, CATALOGUE), sheets.messages(language)
    titles, on_pages = sheets.own_messages(language, SHEETS), {t.source for t in assembly.texts}
    of_titles = {words for _key, words in words_of(assembly.handout)}
    for text in texts:
        found = []
        if text.source in on_pages:
            found.append((drawn if text.drawing else pages).get(text.source))
        if text.source in of_titles and not text.drawing:
            found.append(titles.get(text.source))
        yield next((message for message in found if lack_of(message)), found[0])


def _pair(sheets: Sheets, language: str, text: Text, message: Message | None) -> Pair:
    if text.drawing and (form := form_in(Path(sheets.env.srcdir), text.drawing, language)):
        return Pair(replace(text, lack=None), form)  # to be read there, with its labels in place
    box = sheets.language if text.snippet else ""
    lack = Lack.CLOSED if text.lack is Lack.CLOSED else lack_of(message, box_in=box)
    if message is None:
        return Pair(replace(text, lack=lack), "")
    path = os.path.relpath(message.path, sheets.confdir)
    translation = "" if message.fuzzy else message.translation
    return Pair(replace(text, lack=lack, path=path, line=message.line or None), translation)
