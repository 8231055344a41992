"""Keeps what was found out in one build for the next, by what it was found out from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .files import write_atomically


class Memory:
    """A JSON file of answers by topic and key; only what was asked for is kept on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _read(path)
        self._now: dict[str, dict[str, Any]] = {}

    def __contains__(self, question: tuple[str, str]) -> bool:
        topic, key = question
        return key in self._before.get(topic, {}) or key in self._now.get(topic, {})

    def __getitem__(self, question: tuple[str, str]) -> Any:
        topic, key = question
        now = self._now.setdefault(topic, {})
        if key not in now:
            now[key] = self._before[topic][key]
        return now[key]

    def __setitem__(self, question: tuple[str, str], answer: Any) -> None:
        topic, key = question
        self._now.setdefault(topic, {})[key] = answer

    def save(self) -> None:
        """Write the file, if anything has changed."""
        if self._now != self._before:
            write_atomically(self._path, json.dumps(self._now, sort_keys=True).encode())


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """Return what *path* holds; the file is only a shortcut: a damaged one holds nothing."""
    try:
        found = json.loads(path.read_bytes())
        return {topic: dict(answers) for topic, answers in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
