"""How many words each part of a handout has, and which part has grown since its last release.

The numbers of what was released last are kept beside the PDFs. A draft is compared with them; where
there is no ledger, so that nothing is released, with the last set that was published.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes

from ..records.page import Page
from ..sheets.assembly import Assembly
from ..storage.digests import digest
from ..storage.files import write_atomically


@dataclass(frozen=True, slots=True)
class Lengths:
    """The words of the parts of released handouts, by id."""

    path: Path
    known: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, folder: Path, language: str) -> Lengths:
        """Read what is kept in *folder* for a language; damaged, it is only a shortcut lost."""
        path = folder / f".handouts-lengths-{language}.json"
        try:
            found = json.loads(path.read_bytes())
            return cls(path, {name: dict(parts) for name, parts in found.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(path, {})

    def digest(self, key: str) -> str:
        """Return a digest of what is known, and of *key*."""
        return digest([key, json.dumps(self.known, sort_keys=True)])

    def grown(self, identifier: str, parts: Mapping[str, int]) -> str:
        """Return which parts have more words than when the handout was released, the most first."""
        before = self.known.get(identifier)
        if before is None:
            return ""
        more = {name: count - before.get(name, 0) for name, count in parts.items()}
        ranked = sorted(more, key=lambda name: -more[name])
        told = [f'"{name}" by {_words(more[name])}' for name in ranked if more[name] > 0]
        return f"since its last release it has grown in {', '.join(told)}" if told else ""

    def keep(self, pages: Iterable[Page]) -> None:
        """Keep the lengths of what is released, now that it is published."""
        new = {page.handout.id: dict(page.parts) for page in pages if not page.draft}
        if new and {**self.known, **new} != self.known:
            data = json.dumps({**self.known, **new}, sort_keys=True).encode()
            write_atomically(self.path, data)


def part_lengths(assembly: Assembly) -> dict[str, int]:
    """Return the number of words of each part, as the catalogue names it."""
    counts: Counter[str] = Counter()
    for node in assembly.document.children:
        if isinstance(node, nodes.Element) and "part" in node["classes"]:
            counts[str(node["part"])] += len(node.astext().split())
    return dict(counts)


def _words(count: int) -> str:
    return f"{count} word" if count == 1 else f"{count} words"
