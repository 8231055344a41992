"""The words that look like slips of others are all found, though few are looked at closely."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from hosts import GUIDE
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

TARGETS = (
    "calf",
    "pain",
    "lie",
    "tingling",
    "massage",
    "paracetamol",
    "physiotherapist",
    "ibuprofen",
)
MADE = ("tinglnig", "itngling", "tignlnig", "masage", "mssaeg", "assage", "massagers", "massa")
MORE = ("paracetomal", "aparacetamol", "pracetamoll", "physiotherapsit", "physiotheraipts", "paain")


@pytest.fixture
def real_words(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module of the guide."""
    monkeypatch.syspath_prepend(GUIDE)
    return importlib.import_module("_theme.real_words")


@pytest.mark.parametrize("first", [False, True], ids=["any letter", "the first letter stays"])
def test_all_slips_are_found(
    first: bool, real_words: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They are those that are so few letters from a word that is looked for, one by one."""
    distance = EditDistance(DistanceAlgorithm.DAMERAU_OSA)

    def is_slip(word: str, of: str) -> bool:
        same = word[0] == of[0]
        most = 2 if len(of) >= real_words.LONG and same else 1
        return 0 <= distance.compare(word, of, most) <= most and (same or not first)

    english = real_words.ranked("en")
    listed = {*english[::5], *english[:2000], *MADE}
    more = {*english[::50], *MORE, "cal", "calves", "alf", "acne"}
    monkeypatch.setattr(real_words, "ranked", lambda _language: tuple(sorted(listed)))
    words = (listed | more) - {*TARGETS}
    wanted = sorted(w for w in words if any(is_slip(w, target) for target in TARGETS))
    found = real_words.near(TARGETS, "a-list", more, memory=tmp_path / "near.json", first=first)
    assert len(wanted) > 30
    assert found == wanted
