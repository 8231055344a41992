"""Keeps what was found out in one build for the next, by what it was found out from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .files import write_atomically

MOST_BYTES = 4 << 20
"""How large the file may become: some ten thousand answers."""

Question = tuple[str, str]
"""What was asked: a topic, and a key in it."""


class Memory:
    """A JSON file of answers; where there are too many, those that nobody asked for go first."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._known = _read(path)
        self._asked: dict[Question, Any] = {}
        self._news = False

    def __contains__(self, question: Question) -> bool:
        return question in self._asked or question in self._known

    def __getitem__(self, question: Question) -> Any:
        answer = self._asked.pop(question) if question in self._asked else self._known[question]
        self._asked[question] = answer
        return answer

    def __setitem__(self, question: Question, answer: Any) -> None:
        self._news |= question not in self or self[question] != answer
        self._asked.pop(question, None)
        self._asked[question] = answer

    def save(self) -> None:
        """Write the file, if there is news: with what it holds by now, in the order of last use."""
        if not self._news:
            return
        kept = {q: answer for q, answer in _read(self._path).items() if q not in self._asked}
        rows = [json.dumps([*question, a]) for question, a in (kept | self._asked).items()]
        size = sum(map(len, rows)) + 2 * len(rows)
        dropped = 0
        while size > self._most_bytes:
            size -= len(rows[dropped]) + 2
            dropped += 1
        write_atomically(self._path, ("[" + ",\n".join(rows[dropped:]) + "]").encode())
        self._news = False


def _read(path: Path) -> dict[Question, Any]:
    """Return what *path* holds; the file is only a shortcut: a damaged one holds nothing."""
    try:
        return {
            (str(topic), str(key)): answer for topic, key, answer in json.loads(path.read_bytes())
        }
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
