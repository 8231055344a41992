"""Who translated which handout or page, from what, and who has approved it.

``translations.toml`` has a table for each handout and language, and for each page and language.
Approving the source approves no translation; a translation of a source that has changed since is
out of date, and nobody answers for one whose own words have changed.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

import tomli_w
from pydantic import Field, ValidationInfo, field_validator

from ..records.finding import Finding, Kind, Severity
from ..records.page import Translated
from ..records.schema.strict import LanguageTag, Strict
from ..records.schema.values import NonEmpty, Text
from ..storage.digests import digest
from ..storage.files import rewrite
from .revisions import is_to_come
from .validation import read_toml, validate

FILE = "translations.toml"


class _Answer(Strict):
    """What is known of words in one language: who wrote them, and who has approved them."""

    table: ClassVar[str]
    """What its table is called."""
    language: LanguageTag = Field(description='Language tag: "es", "pt-BR".')
    translator: NonEmpty = Field(description="Name of the translator.")
    date: dt.date = Field(description="Date of the translation: 2026-01-31.")
    source_hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] = Field(
        description="Digest of the texts that were translated; sphinx-handouts translate writes it."
    )
    translation_hash: Annotated[str, Field(pattern=r"^(sha256:[0-9a-f]{64})?$")] = Field(
        "",
        description="Digest of the words of the translation; sphinx-handouts translate writes it. "
        "A record without it answers for no words: what it is of is a draft.",
    )
    back_translation: Text = Field(
        "", description="Who translated it back, and when, to see what it says."
    )
    reviewer: Text = Field("", description="Name of the clinician who approved the translation.")
    reviewer_role: Text = Field("", description="Role of that clinician.")
    approved: dt.date | None = Field(None, description="Date of approval.", validate_default=True)

    @property
    @abstractmethod
    def what(self) -> str:
        """The handout or page that it is of."""

    @property
    @abstractmethod
    def since(self) -> str:
        """What was translated, as it follows "since"."""

    def standing(self, source_hash: str, translation_hash: str) -> Translated:
        """Return how far it is to be relied on, where its two sides have these digests now."""
        if not self.translation_hash:
            return Translated.DRAFT
        if self.source_hash != source_hash:
            return Translated.OUTDATED
        if self.translation_hash != translation_hash:
            return Translated.CHANGED
        return Translated.APPROVED if self.approved else Translated.UNREVIEWED

    @field_validator("approved")
    @classmethod
    def _approval_is_whole(cls, date: dt.date | None, info: ValidationInfo) -> dt.date | None:
        needed = ("reviewer", "reviewer_role", "back_translation")
        missing = [key for key in needed if not info.data.get(key, "wrong")]
        if date and missing:
            raise ValueError(
                f"needs {', '.join(missing)}: a named clinician approves a text that "
                "somebody has translated back"
            )
        if date and date < info.data.get("date", date):
            raise ValueError("must not be earlier than date")
        return date


class _OfHandout(Strict):
    id: NonEmpty = Field(description="Id of the handout.")
    source_version: NonEmpty = Field(description='Version that was translated: "1.0".')


class _OfPage(Strict):
    name: NonEmpty = Field(description='Name of the page, its file without the ending: "walking".')


class Record(_Answer, _OfHandout):  # the fields of the last come first: a table begins with them
    """A ``[[translation]]`` table: what is known of one handout in one language."""

    table = "translation"

    @property
    def what(self) -> str:
        """The id of the handout."""
        return self.id

    @property
    def since(self) -> str:
        """The version that was translated."""
        return f"version {self.source_version} was translated"


class PageRecord(_Answer, _OfPage):
    """A ``[[page]]`` table: what is known of one web page in one language."""

    table = "page"

    @property
    def what(self) -> str:
        """The name of the page."""
        return self.name

    @property
    def since(self) -> str:
        """The day on which it was translated: a page need not have a version."""
        return f"it was translated on {self.date}"


AnyRecord = Record | PageRecord
_HEAD = re.compile(rf"[ \t]*\[\[[ \t]*(?:{Record.table}|{PageRecord.table})[ \t]*\]\]")
"""How a table begins."""


class _File(Strict):
    translation: tuple[Record, ...] = Field((), max_length=20_000)
    page: tuple[PageRecord, ...] = Field((), max_length=20_000)

    @property
    def all(self) -> tuple[AnyRecord, ...]:
        """The tables of both kinds."""
        return *self.translation, *self.page


@dataclass(frozen=True, slots=True)
class Translations:
    """The records of all handouts, pages and languages."""

    records: tuple[Record, ...] = ()
    pages: tuple[PageRecord, ...] = ()

    def record(self, identifier: str, language: str) -> Record | None:
        """Return what is known of a handout in a language."""
        wanted = (identifier, language)
        return next((r for r in self.records if (r.id, r.language) == wanted), None)

    def page(self, name: str, language: str) -> PageRecord | None:
        """Return what is known of a page in a language."""
        wanted = (name, language)
        return next((r for r in self.pages if (r.name, r.language) == wanted), None)


def load(
    folder: Path, shown: str, handouts: Iterable[str] = (), pages: Iterable[str] = ()
) -> tuple[Translations, list[Finding]]:
    """Read the records in *folder*, which are of these *handouts* and *pages*; none are needed."""
    path, where = folder / FILE, f"{shown}/{FILE}"
    if not path.exists():
        return Translations(), []
    table, findings = read_toml(path, where, Kind.TRANSLATION)
    content, errors = validate(_File, table or {}, where, Kind.TRANSLATION)
    findings += errors
    if content is None:
        return Translations(), findings
    known = {Record.table: set(handouts), PageRecord.table: set(pages)}
    findings += _mistakes(content, where, known)
    return Translations(content.translation, content.page), findings


def _mistakes(content: _File, where: str, known: Mapping[str, Set[str]]) -> Iterator[Finding]:
    for record in content.all:
        for key, date in (("date", record.date), ("approved", record.approved)):
            if date and is_to_come(date):
                what = f"{where}: {record.what} {record.language}: {key}: {date}"
                message = f"{what} has not come yet; mend it"
                yield Finding(Kind.TRANSLATION, message, Severity.WARNING)
    counts = Counter((record.table, record.what, record.language) for record in content.all)
    for (table, what, language), count in counts.items():
        if count > 1:
            message = f"{where}: {what} {language} stands {count} times; keep one table"
            yield Finding(Kind.TRANSLATION, message)
        if known[table] and what not in known[table]:
            kind = "page" if table == PageRecord.table else "handout"
            message = f"{where}: {what} {language}: there is no such {kind}; remove it"
            yield Finding(Kind.TRANSLATION, message)


def source_hash(texts: Iterable[str]) -> str:
    """Return the digest of the texts of a sheet or a page in the source language.

    Their order does not count: a translator may name two terms the other way round.
    """
    return "sha256:" + digest(sorted({" ".join(text.split()) for text in texts}))


def translation_hash(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the digest of texts, each with what it says in another language.

    Neither their order counts, nor where a catalogue breaks its lines.
    """
    known = {(" ".join(text.split()), " ".join(said.split())) for text, said in pairs}
    return "sha256:" + digest(part for pair in sorted(known) for part in pair)


def keep(path: Path, record: AnyRecord) -> None:
    """Write *record* in the place of the one of the same words and language, or after all others.

    Comments and other tables stay as they are.

    Raises
    ------
    ValueError
        Where the file has a record that is no table of its own, so that others would be lost.
    """
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    blocks = _blocks(text)
    values = {k: v for k, v in record.model_dump().items() if v not in ("", None)}
    new = f"[[{record.table}]]\n" + "".join(tomli_w.dumps({k: v}) for k, v in values.items())
    if _holds(blocks[0], record):
        raise ValueError(f"{path}: write each record as a table: [[{record.table}]]")
    for number, block in enumerate(blocks):
        if _holds(block, record):
            blocks[number] = new + _tail(block)
            break
    else:
        blocks.append(("\n" if text.strip() else "") + new)
    rewrite(path, "".join(blocks).encode())


def line_of(path: Path, record: AnyRecord, key: str) -> int:
    """Return the line of a *key* of the table of *record*, or that at which this begins."""
    before = 0
    for block in _blocks(path.read_text("utf-8-sig")):
        lines = block.splitlines()
        if _holds(block, record):
            named = (n for n, line in enumerate(lines) if line.partition("=")[0].strip() == key)
            return before + next(named, 0) + 1
        before += len(lines)
    return 0


def _holds(block: str, record: AnyRecord) -> bool:
    """Return whether a piece of the file is the table of the same words and language."""
    found, _errors = validate(_File, _parsed(block), FILE, Kind.TRANSLATION)
    wanted = (record.table, record.what, record.language)
    return any((r.table, r.what, r.language) == wanted for r in found.all) if found else False


def _blocks(text: str) -> list[str]:
    """Return a file in pieces: what stands before the first table, and each table."""
    blocks = [""]
    for line in text.splitlines(keepends=True):
        if _HEAD.match(line):
            blocks.append("")
        blocks[-1] += line
    return blocks


def _parsed(block: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(block)
    except tomllib.TOMLDecodeError:
        return {}


def _tail(block: str) -> str:
    """Return the comments and empty lines at the end of a table: they belong to the next."""
    lines: Sequence[str] = block.splitlines(keepends=True)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "".join(lines[end:])
