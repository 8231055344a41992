"""Imports point one way: from the edges of Sphinx and the disk to the records, never back."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import sphinx_handouts

ROOT = Path(sphinx_handouts.__file__).parent

BELOW = {"project", "records", "storage"}
"""What knows neither Sphinx nor PDFs."""
WORDS = {"messages", "pages"}

ALLOWED: dict[str, set[str]] = {
    "records": set(),
    "storage": {"records"},
    "project": {"records", "storage"},
    "finishing": {"records"},
    "proofing": {"records"},
    "pdf": {"finishing", "proofing", "records", "storage"},
    "checks": {"project", "records", "storage"},
    "config": {"project", "records"},
    "extending": {"records"},
    "interrupts": set(),
    "messages": {"project", "records", "storage"},
    "pageless": {"press", "sheets"},
    "pages": {"checks", "messages", "project", "records", "storage"},
    "sheets": WORDS | {"project", "records", "storage"},
    "press": BELOW | WORDS | {"checks", "config", "finishing", "pdf", "proofing", "sheets"},
    "builder": BELOW | WORDS | {"interrupts", "pageless", "pdf", "press", "sheets"},
    "every_build": {"builder", "interrupts", "messages", "pages", "press"},
    "inspection": BELOW | WORDS | {"builder", "checks", "config", "press", "sheets"},
    "web": BELOW | WORDS | {"builder", "config", "press", "sheets"},
    "commands": BELOW | {"finishing", "inspection", "pdf"},
    "__main__": {"commands"},
    "__init__": {"config", "every_build", "messages", "pages", "press", "web"},
}
"""What each room, and each module at the top, may import of this package."""

SPHINX_EDGE = {
    *("__init__", "builder", "config", "every_build", "messages"),
    *("inspection", "pageless", "pages", "press", "sheets", "web"),
}
"""Who may import Sphinx and docutils."""

LAYOUT_LIBRARIES = {"weasyprint", "pydyf"}
MOST_AT_THE_TOP = 12
MOST_IN_A_ROOM = 22


def place_of(path: Path) -> str:
    """Return the room of a file, or its own name where it stands at the top."""
    return path.relative_to(ROOT).with_suffix("").parts[0]


FILES = sorted(ROOT.rglob("*.py"))
PLACES = sorted({place_of(path) for path in FILES})


@cache
def imports(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a file imports: places of this package, and top-level names of others."""
    ours: set[str] = set()
    others: set[str] = set()
    folders = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            others |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            others.add(str(node.module).partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            base = folders[: len(folders) - node.level + 1]
            named = [node.module] if node.module else [alias.name for alias in node.names]
            ours |= {".".join((*base, str(name))).partition(".")[0] for name in named}
    return frozenset(ours), frozenset(others)


def test_every_room_has_a_row() -> None:
    """The table names the rooms that there are: a new one gets its place, an old one goes."""
    assert sorted(ALLOWED) == PLACES


@pytest.mark.parametrize("place", PLACES)
def test_imports_only_what_it_may(place: str) -> None:
    """No room imports from one that the table does not grant it, not even for its types."""
    for path in FILES:
        if place_of(path) == place:
            ours, others = imports(path)
            assert "sphinx_handouts" not in others, f"{path}: within the package, be relative"
            assert sorted(ours - ALLOWED[place] - {place}) == [], path
            assert place in SPHINX_EDGE or not others & {"docutils", "sphinx"}, path
            assert place == "pdf" or not others & LAYOUT_LIBRARIES, path
            assert place in {"finishing", "pdf", "proofing"} or "pikepdf" not in others, path


def test_the_table_has_no_circle() -> None:
    """What is granted points one way."""
    order = list(TopologicalSorter(ALLOWED).static_order())
    assert order.index("records") < order.index("pdf") < order.index("__init__")


def test_no_row_grants_what_nobody_uses() -> None:
    """A row that has grown too wide is narrowed."""
    used: dict[str, set[str]] = {place: set() for place in PLACES}
    for path in FILES:
        used[place_of(path)] |= imports(path)[0]
    assert [(place, sorted(ALLOWED[place] - used[place])) for place in PLACES] == [
        (place, []) for place in PLACES
    ]


def test_rooms_stay_small_and_say_what_lives_there() -> None:
    """Few modules stand at the top, and no folder has so many that names must be searched."""
    assert len(list(ROOT.glob("*.py"))) <= MOST_AT_THE_TOP
    for folder in {path.parent for path in FILES} - {ROOT}:
        modules = list(folder.glob("*.py"))
        assert folder.name == "checks" or len(modules) <= MOST_IN_A_ROOM, folder
        said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
        assert folder.parent != ROOT or said.count("\n") > 2, folder
