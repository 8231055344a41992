"""The list for the clinical reviewer: it quotes the guide as the guide stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REVIEW = ROOT / "docs/manual/explanation/for-the-clinical-reviewer.md"


def _sections() -> dict[str, str]:
    """Return the sections of the list that quote pages, by title."""
    parts = re.split(r"^## (.+)$", REVIEW.read_text("utf-8"), flags=re.MULTILINE)
    titled = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {title: text for title, text in titled.items() if '"' in text}


def _plain(page: str) -> str:
    """Return the words of a page, without citations and markup, each space single."""
    text = re.sub(r"\s*\{cite:\w+\}`[^`]*`", "", page)
    text = re.sub(r"\{\w+\}`([^`<]*?)(?:\s*<[^>]*>)?`", r"\1", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(text.replace("*", "").split())


@pytest.mark.parametrize("title", _sections())
def test_what_the_reviewer_decides_on_is_what_is_printed(title: str) -> None:
    """Each quoted line stands, word for word, in a page that its section names."""
    section = _sections()[title]
    pages = [ROOT / path for path in re.findall(r"`(docs/guide/[\w/-]+\.md)`", section)]
    assert pages
    printed = [_plain(page.read_text("utf-8")) for page in pages]
    quoted = re.findall(r'"([^"]+)"', section)
    assert quoted
    assert [line for line in quoted if not any(line in text for text in printed)] == []
