"""Imports point one way: from the edges of Sphinx and the disk to the records, never back."""

from __future__ import annotations

import ast
import subprocess
import sys
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


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a new interpreter has loaded after *statement*."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return {*run.stdout.split()}


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


@pytest.mark.parametrize(
    "module",
    ["press.workers.work", "press.printer", "pdf.render", "__main__ as ours; ours.parser()"],
)
def test_workers_and_commands_load_no_sphinx(module: str) -> None:
    """A worker, and the command line, start without Sphinx, all imports followed.

    A worker is not handed a project's tables, and starts without what checks them, too.
    """
    loaded = loaded_by(f"import sphinx_handouts.{module}")
    assert not loaded & {"docutils", "sphinx"}
    assert "pydantic" not in loaded or module not in {"press.workers.work", "pdf.render"}


PRINTING = {
    *("weasyprint", "pikepdf", "pypdfium2", "fontTools", "filelock"),
    *("sphinx_handouts.checks.table", "sphinx_handouts.press.printer", "sphinx_handouts.proofing"),
    *("sphinx_handouts.press.inputs", "sphinx_handouts.sheets.parts", "sphinx_handouts.web.feeds"),
}
"""What only builds load that print sheets, or host them."""


def test_a_build_with_nothing_to_print_loads_nothing_that_prints() -> None:
    """What every build loads leaves the rest to those that print, all imports followed."""
    loaded = loaded_by("import sphinx_handouts.builder, sphinx_handouts.web.guide")
    assert "sphinx" in loaded
    assert not loaded & PRINTING


LATE = {"fontTools.subset", "fontTools.varLib"}
"""What WeasyPrint loads for fonts that hardly a sheet has."""


def test_workers_load_late_what_hardly_a_sheet_needs() -> None:
    """What starts workers has WeasyPrint, without what it does rare fonts with."""
    loaded = loaded_by("import sphinx_handouts.press.workers.preloading")
    assert "weasyprint.pdf.fonts" in loaded
    assert not loaded & LATE


def test_a_worker_that_needs_it_loads_it() -> None:
    """WeasyPrint's own module calls what was left for later, and gets what it has always got."""
    loaded = loaded_by(
        "import sphinx_handouts.press.workers.preloading\n"
        "from weasyprint.pdf import fonts\n"
        "assert fonts.subset.Options(retain_gids=True).retain_gids\n"
        "try: fonts.instantiateVariableFont({}, {})\n"
        "except ValueError as error: assert 'fvar' in str(error)\n"
        "else: raise AssertionError\n"
    )
    assert loaded >= LATE
