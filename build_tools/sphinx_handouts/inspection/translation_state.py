"""How far one handout or page is translated: what a translator is told, and proofreads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from ..checks.translations import lack_of, problems_of, short
from ..pages.drawing_words import CATALOGUE, form_in
from ..pages.translated_texts import page_texts, unspoken
from ..press.languages.translated_pages import TranslatedPages
from ..project.message_files import SHEETS, Message
from ..project.translated_catalogue import words_of
from ..project.translations import AnyRecord
from ..records.page import Translated
from ..records.texts import Lack, PageTexts, Text
from ..sheets.assembly import Assembly
from .sheet_reader import Sheets

MOST_TOLD = 5
"""Texts that are told of one handout or page."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and its translation, which may be empty."""

    text: Text
    translation: str


@dataclass(frozen=True, slots=True)
class TranslationState:
    """How far one handout or page is translated into a language."""

    what: str
    """The id of the handout, or the name of the page."""
    language: str
    pairs: tuple[Pair, ...]
    """All texts, in their order; those of a handout begin with its title, summary and subject."""
    problems: tuple[str, ...]
    """Where the two sides differ in what must be the same."""
    source_version: str
    """The version of a handout; a page need not have one."""
    source_hash: str
    translation_hash: str
    record: AnyRecord | None
    is_page: bool = False

    @property
    def lacking(self) -> list[Text]:
        """The texts without a translation that can be printed."""
        return [pair.text for pair in self.pairs if pair.text.lack]

    def told(self) -> Iterator[str]:
        """Yield what is to be done, in lines."""
        name, lacking = f"{self.what} {self.language}", self.lacking
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
            Translated.OUTDATED: f"out of date: the text has changed since {record.since}",
            Translated.UNREVIEWED: f"translated by {record.translator}, not yet approved",
            Translated.APPROVED: f"approved by {record.reviewer}",
        }[record.standing(self.source_hash, self.translation_hash)]


def state_of_page(sheets: Sheets, language: str, name: str) -> TranslationState:
    """Return how far a page is translated."""
    page, records = page_texts(sheets.env, name), sheets.inputs.records
    found = [_message_of_page(sheets, language, page, text) for text in page.texts]
    pairs = [*map(partial(_pair, sheets, language), page.texts, found)]
    titles = sheets.own_messages(language, SHEETS)
    for text in page.titles:  # a pack without a title in this language is not there
        pair = _pair(sheets, language, text, titles.get(text.source))
        pairs.append(replace(pair, text=replace(pair.text, lack=None)))
    ours = (Text(words, Lack.OURS) for words in unspoken(sheets.env, language, name))
    pairs += (Pair(text, "") for text in ours)
    return TranslationState(
        *(name, language, tuple(pairs)),
        _problems(sheets, found),
        "",
        *TranslatedPages(sheets.env, language, records).hashes(page),
        records.page(name, language),
        is_page=True,
    )


def _message_of_page(sheets: Sheets, language: str, page: PageTexts, text: Text) -> Message | None:
    catalogue = CATALOGUE if text.drawing else page.catalogue
    return sheets.own_messages(language, catalogue).get(text.source)


def state_of(sheets: Sheets, language: str, identifier: str) -> TranslationState:
    """Return how far a handout is translated."""
    translating = sheets.translating(language)
    (assembly,) = (one for one in sheets.assemblies if one.handout.id == identifier)
    texts = translating.texts(assembly)
    found = list(_messages(sheets, language, assembly, texts))
    pairs = tuple(map(partial(_pair, sheets, language), texts, found))
    ledger = sheets.inputs.ledger.current(identifier, sheets.language)
    return TranslationState(
        *(identifier, language, pairs),
        _problems(sheets, found),
        ledger.version if ledger else assembly.handout.version,
        *translating.hashes(assembly),
        sheets.inputs.records.record(identifier, language),
    )


def _problems(sheets: Sheets, found: Iterable[Message | None]) -> tuple[str, ...]:
    told = (problems_of(message, sheets.language) for message in found if message)
    return tuple(chain.from_iterable(told))


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
