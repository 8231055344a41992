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

RECORDS = {"model"}
MIDDLE = {
    "cache",
    "catalogue",
    "checks",
    "compose",
    "digests",
    "manifest",
    "pool",
    "render",
    "toolchain",
}

ALLOWED: dict[str, set[str]] = {
    # records: nothing of ours
    "model": set(),
    "config": set(),
    "live": set(),
    "messages": RECORDS,
    # the middle: records alone; the builder hands one's function to another
    **dict.fromkeys(MIDDLE, RECORDS),
    # the press: the middle, put together
    "publish": {"cache", "manifest"},
    "press": RECORDS | MIDDLE | {"publish"},
    # the edge to Sphinx
    "problems": RECORDS | {"catalogue"},
    "wording": RECORDS | {"messages"},
    "nodes": RECORDS | {"messages"},
    "translator": RECORDS | {"messages", "nodes"},
    "directives": RECORDS | {"messages", "nodes", "problems"},
    "assemble": RECORDS | {"directives", "messages", "nodes"},
    "builder": RECORDS
    | MIDDLE - {"render"}
    | {"assemble", "messages", "press", "problems", "publish", "translator", "wording"},
    "guide": RECORDS
    | {"builder", "cache", "catalogue", "digests", "manifest"}
    | {"messages", "problems", "wording"},
    "events": RECORDS | {"builder", "config", "messages", "problems"},
    "__init__": {"builder", "config", "directives", "events", "guide", "nodes", "problems"},
}
"""What each module may import of this package."""

SPHINX_EDGE = {
    "__init__",
    "assemble",
    "builder",
    "config",
    "directives",
    "events",
    "guide",
    "messages",
    "nodes",
    "problems",
    "translator",
    "wording",
}
"""The modules that may import Sphinx and docutils."""


def module_of(path: Path) -> str:
    """Return the module that a file belongs to; a package within counts as one module."""
    return path.relative_to(ROOT).with_suffix("").parts[0]


FILES = sorted(ROOT.rglob("*.py"))
MODULES = sorted({module_of(path) for path in FILES})


@cache
def imports(module: str) -> tuple[set[str], set[str]]:
    """Return what *module* imports: of this package, and the top-level names of others."""
    ours: set[str] = set()
    others: set[str] = set()
    for path in FILES:
        if module_of(path) != module:
            continue
        depth = len(path.relative_to(ROOT).parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                others |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                others.add(str(node.module).partition(".")[0])
            elif isinstance(node, ast.ImportFrom) and node.level == depth:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                ours |= {name.partition(".")[0] for name in names}
    return ours, others


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a new interpreter has loaded after *statement*."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_every_module_has_a_row() -> None:
    """The table names the modules that there are: a new one gets its place, an old one goes."""
    assert sorted(ALLOWED) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_what_it_may(module: str) -> None:
    """No module imports one of ours that the table does not grant it, not even for its types."""
    ours, others = imports(module)
    assert "sphinx_handouts" not in others, "within the package, imports are relative"
    assert sorted(ours - ALLOWED[module]) == []


def test_the_table_has_no_circle() -> None:
    """What is granted points one way."""
    assert list(TopologicalSorter(ALLOWED).static_order())[-1] == "__init__"


def test_the_middle_does_not_know_each_other() -> None:
    """The middle modules are granted the records and nothing else."""
    assert all(ALLOWED[module] <= RECORDS for module in MIDDLE)


@pytest.mark.parametrize("module", sorted(set(MODULES) - SPHINX_EDGE))
def test_no_sphinx_behind_the_edge(module: str) -> None:
    """Only the edge to Sphinx imports Sphinx or docutils."""
    assert not imports(module)[1] & {"docutils", "sphinx"}


def test_only_render_knows_weasyprint() -> None:
    """One module imports WeasyPrint."""
    assert [module for module in MODULES if "weasyprint" in imports(module)[1]] == ["render"]


def test_a_worker_loads_no_sphinx() -> None:
    """A worker process starts with WeasyPrint and without Sphinx, all imports followed."""
    loaded = loaded_by("import sphinx_handouts.press, sphinx_handouts.render")
    assert "weasyprint" in loaded
    assert not loaded & {"docutils", "sphinx"}


def test_a_build_with_nothing_to_render_loads_no_weasyprint() -> None:
    """The builder leaves WeasyPrint to the workers, all imports followed."""
    loaded = loaded_by("import sphinx_handouts.builder, sphinx_handouts.guide")
    assert "sphinx" in loaded
    assert "weasyprint" not in loaded
