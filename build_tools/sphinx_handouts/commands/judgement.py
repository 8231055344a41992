"""Judges a printed file: which sheet it is, whether it is current, whether it was altered.

A file says itself which sheet it is.  The ledger tells what became of that version; and whether the
file is still as it was made, only the manifest of its build can tell, which holds its SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ..project.revisions import Ledger, today
from ..records.identity import DRAFT, Identity, find, parts
from ..records.manifest import ContentsEntry, Entry, File, Manifest, member


class Verdict(StrEnum):
    """What became of a sheet, the best first."""

    CURRENT = "current"
    OVERDUE = "overdue"
    """It is the current version, and its review is late."""
    REPLACED = "replaced"
    DRAFT = "draft"
    UNKNOWN = "unknown"
    """The ledger does not have this version."""
    ALTERED = "altered"
    """Its content is not what the ledger or the manifest says."""
    WITHDRAWN = "withdrawn"


class Copy(StrEnum):
    """How a file compares to the manifest."""

    SAME = "same"
    OTHER = "other"
    """The manifest holds this very sheet, with other bytes."""
    NOT_LISTED = "not listed"
    NO_MANIFEST = "no manifest"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one version of a handout, in a sentence."""

    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to say of one file."""

    file: str
    verdict: Verdict
    words: str
    sha256: str
    copy: Copy
    identity: Identity
    handouts: tuple[tuple[str, Judgement], ...] = field(default=())
    """For a pack: what became of each of its handouts."""

    def to_data(self) -> dict[str, Any]:
        """Return the report as plain data, for JSON."""
        data = asdict(self)
        identity = data.pop("identity")
        pairs = (("contentHash", "content_hash"), ("nextReview", "next_review"))
        for old, new in pairs:
            identity[new] = identity.pop(old)
        identity["members"] = list(identity["members"])
        data["handouts"] = [
            {"id": name, "verdict": judgement.verdict, "words": judgement.words}
            for name, judgement in self.handouts
        ]
        return {**data, **identity}


def report(file: str, data: bytes, ledger: Ledger, manifest: Manifest | None) -> Report:
    """Return what there is to say of a file whose content is *data*.

    Raises
    ------
    NoIdentity
        Where it does not say which sheet it is.
    """
    identity = find(data)
    sha256 = hashlib.sha256(data).hexdigest()
    copy = compare(identity, sha256, manifest)
    members = tuple((part.id, judge(part, ledger, listed=True)) for part in parts(identity))
    judgement = _worst(members) if members else judge(identity, ledger)
    if copy is Copy.OTHER and judgement.verdict is not Verdict.WITHDRAWN:
        words = "its bytes are not those of the manifest: it was altered, or another build made it"
        judgement = Judgement(Verdict.ALTERED, words)
    return Report(file, judgement.verdict, judgement.words, sha256, copy, identity, members)


def compare(identity: Identity, sha256: str, manifest: Manifest | None) -> Copy:
    """Return how a file compares to the entry of the same sheet."""
    if manifest is None:
        return Copy.NO_MANIFEST
    entry = next((e for e in manifest.files if _same_sheet(e, identity, manifest)), None)
    if entry is None:
        return Copy.NOT_LISTED
    return Copy.SAME if entry.sha256 == sha256 else Copy.OTHER


def _same_sheet(entry: File, identity: Identity, manifest: Manifest) -> bool:
    """Return whether an entry is of the same edition, with the same content."""
    edition = (entry.slug, entry.brand, entry.language, entry.paper, entry.variant)
    said = (identity.slug, identity.brand, identity.language, identity.paper, identity.variant)
    if edition != said:
        return False
    if isinstance(entry, Entry):
        known = (entry.id, entry.version, entry.content_hash)
        return known == (identity.id, identity.version, identity.contentHash)
    listed = isinstance(entry, ContentsEntry)
    bound = {
        e.id: member(e, listed=listed)
        for e in manifest.editions
        if (e.brand, e.language, e.paper, e.variant) == edition[1:]
    }
    return identity.members == tuple(bound.get(name, "") for name in entry.handouts)


# --- by the ledger ------------------------------------------------------------------------------


def judge(identity: Identity, ledger: Ledger, *, listed: bool = False) -> Judgement:
    """Return what became of one version of a handout; one that is but *listed* shows no content."""
    withdrawal = ledger.withdrawal(identity.id)
    if withdrawal is not None:
        see = f"; use {withdrawal.see} instead" if withdrawal.see else ""
        words = f"withdrawn on {withdrawal.date}, do not use it: {withdrawal.reason}"
        return Judgement(Verdict.WITHDRAWN, words.rstrip(".") + see)
    if identity.version.endswith(DRAFT):
        return Judgement(Verdict.DRAFT, "a draft, which was never released")
    history = ledger.history(identity.id, identity.language)
    released = next((r for r in history if r.version == identity.version), None)
    if released is None:
        return Judgement(Verdict.UNKNOWN, "the ledger does not have this version")
    if released.hash != identity.contentHash and (identity.contentHash or not listed):
        words = "its content is not what was released as this version"
        return Judgement(Verdict.ALTERED, words)
    last = history[-1]
    if released is not last:
        words = f"replaced by version {last.version} on {last.date}: {last.change}".rstrip(".")
        return Judgement(Verdict.REPLACED, words)
    return _current(identity)


def _current(identity: Identity) -> Judgement:
    """Return what there is to say of a version that nothing has replaced."""
    if identity.nextReview and identity.nextReview < today().isoformat():
        return Judgement(Verdict.OVERDUE, f"its review was due on {identity.nextReview}")
    return Judgement(Verdict.CURRENT, "the current version")


def _worst(members: Iterable[tuple[str, Judgement]]) -> Judgement:
    """Return what there is to say of a pack: it is as good as its worst sheet."""
    order = list(Verdict)
    name, judgement = max(members, key=lambda member: order.index(member[1].verdict))
    if judgement.verdict is Verdict.CURRENT:
        return Judgement(judgement.verdict, "all its handouts are current")
    return Judgement(judgement.verdict, f"{name}: {judgement.words}")
