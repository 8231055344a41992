"""The ledger of released versions: read, judge, append.

``revisions.toml`` is append-only.  A sheet in a patient's hand names its version; the ledger tells,
years later, what that version was, and what has replaced it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import tomli_w
from pydantic import Field

from ..records.finding import Finding, Kind, Severity
from ..records.schema.strict import LanguageTag, Strict
from ..records.schema.values import NonEmpty
from ..storage.files import rewrite
from .rules import PATIENT
from .validation import did_you_mean, read_toml, validate

FILE = "revisions.toml"
WARN_DAYS = 90
"""A review is due this many days before its date."""

Version = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){1,2}$")]


class Step(StrEnum):
    """What a release changes."""

    MAJOR = "major"
    """The clinical meaning."""
    MINOR = "minor"
    """The wording."""
    PATCH = "patch"
    """The layout."""


class Revision(Strict):
    """A ``[[revision]]`` table: one released version of a handout in one language."""

    id: NonEmpty = Field(description="Id of the handout.")
    language: LanguageTag = Field(description="Language tag.")
    version: Version = Field(description='Version: "1.0", "1.1", "1.1.1".')
    date: dt.date = Field(description="Date of the release.")
    hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] = Field(
        description="Digest of what the reader reads, without the clinic's looks."
    )
    change: NonEmpty = Field(description="What changed, in a sentence.")
    supersedes: str = Field("", description="Version that it replaced; empty for the first.")
    profile: str = Field(
        PATIENT, description='Rules that it was made by: "general" where no reviews are kept.'
    )


class Withdrawal(Strict):
    """A ``[[withdrawal]]`` table: a handout that must not be used any more."""

    id: NonEmpty = Field(description="Id of the handout.")
    date: dt.date = Field(description="Date of the withdrawal.")
    reason: NonEmpty = Field(description="Why, in a sentence for patients.")
    see: str = Field("", description="Id of the handout to use instead.")


class _LedgerFile(Strict):
    revision: tuple[Revision, ...] = ()
    withdrawal: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every release and withdrawal, in the order of the file."""

    revisions: tuple[Revision, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    exists: bool = False

    def history(self, identifier: str, language: str) -> list[Revision]:
        """Return the releases of a handout in a language, the oldest first."""
        return [r for r in self.revisions if (r.id, r.language) == (identifier, language)]

    def current(self, identifier: str, language: str) -> Revision | None:
        """Return the last release of a handout in a language."""
        history = self.history(identifier, language)
        return history[-1] if history else None

    def withdrawal(self, identifier: str) -> Withdrawal | None:
        """Return the withdrawal of a handout, if any."""
        return next((w for w in self.withdrawals if w.id == identifier), None)

    def ids(self) -> list[str]:
        """Return every id in the ledger, sorted."""
        return sorted({r.id for r in self.revisions} | {w.id for w in self.withdrawals})


def check_order(ledger: Ledger, shown: str) -> Iterator[Finding]:
    """Yield a finding for each entry that contradicts an earlier one."""
    last: dict[tuple[str, str], Revision] = {}
    for revision in ledger.revisions:
        where = f"{shown}: {revision.id} {revision.language} {revision.version}"
        before = last.get((revision.id, revision.language))
        if before and number(revision.version) <= number(before.version):
            yield _wrong(f"{where}: is not later than {before.version}; the ledger is append-only")
        if revision.supersedes != (before.version if before else ""):
            expected = f'"{before.version}"' if before else '""'
            yield _wrong(f'{where}: supersedes is "{revision.supersedes}"; write {expected}')
        if before and revision.date < before.date:
            yield _wrong(f"{where}: date is before that of {before.version}; mend the date")
        last[revision.id, revision.language] = revision
    yield from _check_withdrawals(ledger, shown)


def _check_withdrawals(ledger: Ledger, shown: str) -> Iterator[Finding]:
    for identifier in sorted({w.id for w in ledger.withdrawals}):
        if sum(w.id == identifier for w in ledger.withdrawals) > 1:
            yield _wrong(f"{shown}: {identifier} is withdrawn twice; remove the later table")
    for withdrawal in ledger.withdrawals:
        where = f"{shown}: {withdrawal.id} is withdrawn"
        if withdrawal.see == withdrawal.id:
            yield _wrong(f'{where}: see: "{withdrawal.see}" is the same; name another')
        elif withdrawal.see and withdrawal.see not in ledger.ids():
            yield _wrong(f'{where}: see: "{withdrawal.see}" was never released; name another')


def doubts(ledger: Ledger, listed: Collection[str], shown: str) -> Iterator[Finding]:
    """Yield what a hand may have mistyped: a day to come, or a withdrawal of no handout."""
    known = sorted({*listed, *(revision.id for revision in ledger.revisions)})
    for withdrawal in ledger.withdrawals:
        if known and withdrawal.id not in known:
            what = f"{shown}: {withdrawal.id} is withdrawn, and there is no such handout"
            yield _doubt(f"{what}{did_you_mean(withdrawal.id, known) or '; mend the id'}")
    dates = [(f"{r.id} {r.language} {r.version}", r.date) for r in ledger.revisions]
    dates += [(f"{w.id} is withdrawn", w.date) for w in ledger.withdrawals]
    for what, date in dates:
        if is_to_come(date):
            words = f"{shown}: {what}: date: {date} has not come yet"
            yield _doubt(f"{words}, and it counts all the same; mend it")


def _doubt(message: str) -> Finding:
    return Finding(Kind.LEDGER, message, Severity.WARNING)


def _wrong(message: str) -> Finding:
    return Finding(Kind.LEDGER, message)


def number(version: str) -> tuple[int, int, int]:
    """Return a version as numbers that compare: ``"1.2"`` is ``(1, 2, 0)``."""
    parts = [int(part) for part in version.split(".")]
    major, minor, patch = (*parts, 0, 0)[:3]
    return major, minor, patch


def next_version(current: str | None, step: Step, first: str) -> str:
    """Return the version after *current*; *first* where nothing was released yet."""
    if current is None:
        counts = [int(part) for part in first.split(".")]
        counts += [0] * (len(counts) < 2)  # a catalogue may say "1"
        return "1.0" if step is Step.MAJOR else ".".join(map(str, counts))
    major, minor, patch = number(current)
    if step is Step.MAJOR:
        return f"{major + 1}.0"
    if step is Step.MINOR:
        return f"{major}.{minor + 1}"
    return f"{major}.{minor}.{patch + 1}"


def load(folder: Path, shown: str) -> tuple[Ledger, list[Finding]]:
    """Read the ledger in *folder*; a project without one releases nothing."""
    path = folder / FILE
    if not path.exists():
        return Ledger(), []
    where = f"{shown}/{FILE}"
    table, findings = read_toml(path, where, Kind.LEDGER)
    if table is None:
        return Ledger(exists=True), findings
    content, errors = validate(_LedgerFile, table, where, Kind.LEDGER)
    if content is None:
        return Ledger(exists=True), errors
    ledger = Ledger(content.revision, content.withdrawal, exists=True)
    return ledger, list(check_order(ledger, where))


def append(path: Path, entries: Sequence[Revision | Withdrawal]) -> None:
    """Append *entries* to the ledger; what stands there is kept byte for byte."""
    old = path.read_bytes().rstrip(b"\r\n") if path.is_file() else b""
    blocks = []
    for entry in entries:
        name = "revision" if isinstance(entry, Revision) else "withdrawal"
        said = entry.model_dump()
        if said.get("profile") == PATIENT:  # as nearly always
            del said["profile"]
        values = "".join(tomli_w.dumps({k: v}) for k, v in said.items())
        blocks.append(f"[[{name}]]\n{values}".rstrip("\n"))
    new = "\n\n".join(blocks) + "\n"
    rewrite(path, (old + b"\n\n" if old else b"") + new.encode())


def is_to_come(date: dt.date) -> bool:
    """Return whether a day has not begun anywhere: in the east, it begins before that of UTC."""
    return date > today() + dt.timedelta(days=1)


def today() -> dt.date:
    """Return the date of the build: that of ``SOURCE_DATE_EPOCH`` where it is set, and is one."""
    with contextlib.suppress(ValueError, OverflowError, OSError):  # milliseconds, or no number
        seconds = int(os.environ.get("SOURCE_DATE_EPOCH", ""))
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
