"""What was found out once is known to the next build, whoever else asks in between."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_handouts.storage.memory import Memory

ANSWERS = st.none() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=9))
QUESTIONS = st.tuples(st.sampled_from(["boxes", "words"]), st.text(max_size=4))
BUILDS = st.lists(st.dictionaries(QUESTIONS, ANSWERS, max_size=6), max_size=6)


@settings(max_examples=40)
@given(BUILDS)
def test_nothing_is_forgotten(builds: list[dict[tuple[str, str], object]]) -> None:
    """Whatever builds ask and in whatever order, the last answer to every question is kept."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "memory.json")
        known: dict[tuple[str, str], object] = {}
        for asked in builds:
            memory = Memory(path)
            for question, answer in asked.items():
                memory[question] = answer
            memory.save()
            known |= asked
            after = Memory(path)
            assert {question: after[question] for question in known} == known


@settings(max_examples=40)
@given(BUILDS, st.integers(2, 200))
def test_bounded(builds: list[dict[tuple[str, str], object]], most: int) -> None:
    """The file never grows beyond its bound, and holds the answers that were used last."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "memory.json")
        used: dict[tuple[str, str], object] = {}
        for asked in builds:
            memory = Memory(path, most)
            for question, answer in asked.items():
                memory[question] = answer
                used.pop(question, None)
                used[question] = answer
            memory.save()
            if path.exists():
                assert path.stat().st_size <= most
            after = Memory(path, most)
            kept = [question in after for question in used]
            assert kept == sorted(kept), "an older answer was kept, and a newer one dropped"
            used = {question: used[question] for question in used if question in after}


def test_what_is_used_stays(tmp_path: Path) -> None:
    """An answer that each build asks for outlives newer ones that nobody asked for again."""
    path, room = tmp_path / "memory.json", 3 * len('["boxes", "00", 0],\n')
    for number in range(20):
        memory = Memory(path, room)
        if number:
            assert memory["boxes", "00"] == 0
        memory["boxes", f"{number:02}"] = 0
        memory.save()
    after = Memory(path, room)
    assert [n for n in range(20) if ("boxes", f"{n:02}") in after] == [0, 18, 19]


def test_two_at_once(tmp_path: Path) -> None:
    """Who saves last takes away nothing of what another has saved since it began."""
    path = tmp_path / "memory.json"
    one, other = Memory(path), Memory(path)
    one["boxes", "a"] = [1]
    other["boxes", "b"] = [2]
    one.save()
    other.save()
    after = Memory(path)
    assert (after["boxes", "a"], after["boxes", "b"]) == ([1], [2])


def test_no_news_writes_nothing(tmp_path: Path) -> None:
    """A build that found out nothing leaves the file alone."""
    path = tmp_path / "memory.json"
    Memory(path).save()
    assert not path.exists()
    memory = Memory(path)
    memory["boxes", "a"] = None
    memory.save()
    written = path.stat().st_mtime_ns, path.stat().st_ino
    memory = Memory(path)
    memory["boxes", "a"] = memory["boxes", "a"]
    memory.save()
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == written


@pytest.mark.parametrize(
    "damage", ["", "{", "[1]", '{"boxes": {"a": []}}', '[["a", "b"]]', "[" * 9000, "\xff"]
)
def test_damaged_file(tmp_path: Path, damage: str) -> None:
    """A file that nobody can read, or of an older kind, holds nothing and is written anew."""
    path = tmp_path / "memory.json"
    path.write_bytes(damage.encode("latin-1"))
    memory = Memory(path)
    assert ("boxes", "a") not in memory
    memory["boxes", "a"] = "found"
    memory.save()
    assert json.loads(path.read_bytes()) == [["boxes", "a", "found"]]
