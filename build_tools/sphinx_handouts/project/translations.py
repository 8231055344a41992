"""Who translated which handout, from which version, and who has approved it.

``translations.toml`` has a table for each handout and language. Approving the source approves no
translation; a translation of a source that has changed since is out of date, and nobody answers for
one whose own words have changed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tomli_w
from pydantic import Field, ValidationInfo, field_validator

from ..records.finding import Finding, Kind
from ..records.page import Translated
from ..records.plain_text import NonEmpty, Text
from ..records.schema.strict import LanguageTag, Strict
from ..storage.digests import digest
from ..storage.files import write_atomically
from .validation import read_toml, validate

FILE = "translations.toml"


class Record(Strict):
    """A ``[[translation]]`` table: what is known of one handout in one language."""

    id: NonEmpty = Field(description="Id of the handout.")
    language: LanguageTag = Field(description='Language tag: "es", "pt-BR".')
    translator: NonEmpty = Field(description="Name of the translator.")
    date: dt.date = Field(description="Date of the translation: 2026-01-31.")
    source_version: NonEmpty = Field(description='Version that was translated: "1.0".')
    source_hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] = Field(
        description="Digest of the texts that were translated; sphinx-handouts translate writes it."
    )
    translation_hash: Annotated[str, Field(pattern=r"^(sha256:[0-9a-f]{64})?$")] = Field(
        "",
        description="Digest of the words of the translation; sphinx-handouts translate writes it. "
        "A record without it answers for no words: the sheet is a draft.",
    )
    back_translation: Text = Field(
        "", description="Who translated it back, and when, to see what it says."
    )
    reviewer: Text = Field("", description="Name of the clinician who approved the translation.")
    reviewer_role: Text = Field("", description="Role of that clinician.")
    approved: dt.date | None = Field(None, description="Date of approval.", validate_default=True)

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


class _File(Strict):
    translation: tuple[Record, ...] = Field((), max_length=20_000)


@dataclass(frozen=True, slots=True)
class Translations:
    """The records of all handouts and languages."""

    records: tuple[Record, ...] = ()

    def record(self, identifier: str, language: str) -> Record | None:
        """Return what is known of a handout in a language."""
        wanted = (identifier, language)
        return next((r for r in self.records if (r.id, r.language) == wanted), None)


def load(
    folder: Path, shown: str, handouts: Iterable[str] = ()
) -> tuple[Translations, list[Finding]]:
    """Read the records in *folder*, which are of these *handouts*; none are needed."""
    path, where = folder / FILE, f"{shown}/{FILE}"
    if not path.exists():
        return Translations(), []
    table, findings = read_toml(path, where, Kind.TRANSLATION)
    content, errors = validate(_File, table or {}, where, Kind.TRANSLATION)
    findings += errors
    if content is None:
        return Translations(), findings
    return Translations(content.translation), [*findings, *_mistakes(content, where, set(handouts))]


def _mistakes(content: _File, where: str, known: set[str]) -> Iterator[Finding]:
    counts = Counter((record.id, record.language) for record in content.translation)
    for (identifier, language), count in counts.items():
        if count > 1:
            message = f"{where}: {identifier} {language} stands {count} times; keep one table"
            yield Finding(Kind.TRANSLATION, message)
        if known and identifier not in known:
            message = f"{where}: {identifier} {language}: there is no such handout; remove it"
            yield Finding(Kind.TRANSLATION, message)


def source_hash(texts: Iterable[str]) -> str:
    """Return the digest of the texts of a sheet in the source language.

    Their order does not count: a translator may name two terms the other way round.
    """
    return "sha256:" + digest(sorted({" ".join(text.split()) for text in texts}))


def translation_hash(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the digest of texts, each with what it says in another language.

    Neither their order counts, nor where a catalogue breaks its lines.
    """
    known = {(" ".join(text.split()), " ".join(said.split())) for text, said in pairs}
    return "sha256:" + digest(part for pair in sorted(known) for part in pair)


def keep(path: Path, record: Record) -> None:
    """Write *record* in the place of the one of its handout and language, or after all others.

    Comments and other tables stay as they are.
    """
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    blocks = _blocks(text)
    values = {k: v for k, v in record.model_dump().items() if v not in ("", None)}
    new = "[[translation]]\n" + "".join(tomli_w.dumps({k: v}) for k, v in values.items())
    for number, block in enumerate(blocks):
        if _holds(block, record):
            blocks[number] = new + _tail(block)
            break
    else:
        blocks.append(("\n" if text.strip() else "") + new)
    write_atomically(path, "".join(blocks).encode())


def line_of(path: Path, record: Record, key: str) -> int:
    """Return the line of a *key* of the table of *record*, or that at which this begins."""
    before = 0
    for block in _blocks(path.read_text("utf-8-sig")):
        lines = block.splitlines()
        if _holds(block, record):
            named = (n for n, line in enumerate(lines) if line.partition("=")[0].strip() == key)
            return before + next(named, 0) + 1
        before += len(lines)
    return 0


def _holds(block: str, record: Record) -> bool:
    """Return whether a piece of the file is the table of that handout and language."""
    found, _errors = validate(_File, _parsed(block), FILE, Kind.TRANSLATION)
    wanted = (record.id, record.language)
    return any((r.id, r.language) == wanted for r in found.translation) if found else False


def _blocks(text: str) -> list[str]:
    """Return a file in pieces: what stands before the first table, and each table."""
    blocks = [""]
    for line in text.splitlines(keepends=True):
        if line.startswith("[[translation]]"):
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
