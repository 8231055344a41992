"""Tells an editor who changed a shared snippet which handouts that touches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ..records.page import Page
from ..storage.digests import files_digest
from ..storage.files import write_atomically

REPORT = "snippets.json"


@dataclass(frozen=True, slots=True)
class Use:
    """Where a snippet is used, and a digest of its file."""

    digest: str
    handouts: tuple[str, ...]


def uses(folder: Path, pages: Iterable[Page]) -> dict[str, Use]:
    """Return where each snippet in *folder* is used."""
    handouts: dict[str, set[str]] = {}
    for page in pages:
        for name in page.snippets:
            handouts.setdefault(name, set()).add(page.handout.id)
    return {
        path.stem: Use(files_digest([path]), tuple(sorted(handouts.get(path.stem, ()))))
        for path in sorted(folder.glob("*.*"))
    }


def changed(report: Path, now: Mapping[str, Use]) -> list[str]:
    """Return a line for each snippet that changed since *report* was written, and renew it."""
    try:
        before = json.loads(report.read_bytes())
    except (OSError, ValueError):
        before = {}
    write_atomically(report, json.dumps({k: asdict(v) for k, v in now.items()}, indent=2).encode())
    return [
        f"snippet {name} changed: it is on {', '.join(use.handouts) or 'no handout'}"
        for name, use in now.items()
        if name in before and before[name]["digest"] != use.digest
    ]
