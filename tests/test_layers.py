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

COMMON = {"files", "model", "plain_text", "schema", "tables"}
"""What everybody may import: the records, and how a file is written."""
MIDDLE = {
    "cache": set(),
    "catalogue": {"logos", "validation"},
    "checks": {"facts", "validation"},
    "compose": {"identity"},
    "digests": set(),
    "manifest": {"identity"},
    "pool": {"limits"},
    "render": {"imposition", "render_metadata", "render_tags", "structure"},
    "revisions": {"validation"},
    "toolchain": set(),
}
"""The stages of the pipeline, each with the helpers that are its own."""

ALLOWED: dict[str, set[str]] = {
    "codes": set(),
    "files": set(),
    "identity": set(),
    "tables": set(),
    "plain_text": set(),
    "schema": {"codes", "plain_text", "tables"},
    "model": {"identity", "schema"},
    # helpers that know one thing
    "facts": COMMON,
    "front_matter": {"validation"},
    "inks": COMMON,
    "memory": COMMON,
    "sheet_text": set(),
    "imposition": {"pdftree"},
    "limits": COMMON,
    "live": set(),
    "logos": COMMON | {"pictures", "validation"},
    "pictures": {"validation"},
    "merging": {"identity", "pdftree"},
    "messages": COMMON | {"validation"},
    "pdftree": set(),
    "render_metadata": {"identity"},
    "render_tags": set(),
    "structure": set(),
    "validation": COMMON,
    # the middle: never each other; who puts them together hands one's function to another
    **{module: COMMON | helpers for module, helpers in MIDDLE.items()},
    # the middle, put together
    "field_font": COMMON | {"digests", "toolchain"},
    "snippets": COMMON | {"digests"},
    "staging": {"files"},
    "publish": COMMON | {"manifest", "staging"},
    "hosting": COMMON | {"manifest", "staging"},
    "packs": COMMON | {"cache", "digests", "manifest", "merging", "publish", "structure"},
    "press": COMMON | (MIDDLE.keys() - {"catalogue", "compose", "revisions"}) | {"publish"},
    "commands": COMMON | {"catalogue", "manifest", "revisions"},
    "judgement": {"identity", "manifest", "revisions"},
    "verify": {"commands", "identity", "judgement", "manifest", "revisions"},
    "changes": set(),
    "fixes": COMMON,
    "reports": COMMON | {"checks", "digests", "validation"},
    "checkup": COMMON | {"changes", "checking", "commands", "fixes", "reports"},
    "links": set(),
    "linkcheck": {"commands", "links"},
    "__main__": {"checkup", "linkcheck", "commands", "revisions", "verify"},
    # the edge to Sphinx: what an author writes
    "config": COMMON,
    "problems": COMMON | {"validation"},
    "nodes": COMMON | {"messages"},
    "audience": {"nodes"},
    "outside": COMMON | {"problems"},
    "parsers": COMMON | {"problems"},
    "guard": COMMON | {"front_matter", "outside", "parsers", "pictures", "problems", "validation"},
    "directives": COMMON | {"audience", "messages", "nodes", "outside", "problems"},
    # ... what becomes of it in print
    "wording": COMMON | {"messages"},
    "assembly": COMMON,
    "embed": COMMON | {"assembly"},
    "sources": COMMON | {"assembly", "messages"},
    "assemble": COMMON | {"assembly", "audience", "digests", "embed", "nodes", "sources"},
    # ... what is wrong with it
    "beside": COMMON | {"facts"},
    "bib": COMMON | {"facts"},
    "boxes": COMMON | {"checks", "digests", "doctext", "manifest", "memory", "nodes", "sheet_text"},
    "dictionaries": COMMON | {"digests", "memory"},
    "doctext": set(),
    "survey": COMMON | {"doctext", "facts", "nodes"},
    "translated": COMMON | {"checks"},
    "content": COMMON
    | {"beside", "bib", "catalogue", "config", "dictionaries", "facts", "manifest", "memory"}
    | {"survey"},
    "content_checks": COMMON
    | {"checks", "content", "dictionaries", "inks", "problems", "publish", "revisions"}
    | {"staging", "survey", "translated"},
    "fields": COMMON | {"messages", "nodes"},
    "translator": {"nodes"},
    "unmade": COMMON | {"pool"},
    "standing": COMMON | {"problems", "revisions"},
    "required_boxes": {"assembly", "nodes"},
    "prose": COMMON | {"nodes"},
    "language": COMMON | {"assembly", "checks", "digests", "problems", "prose"},
    "inputs": COMMON
    | {"catalogue", "compose", "config", "digests", "field_font", "limits", "pool", "press"}
    | {"problems", "revisions", "toolchain"},
    "contents": COMMON
    | {"catalogue", "checks", "compose", "manifest", "messages", "press", "wording"},
    "builder": COMMON
    | (MIDDLE.keys() - {"render"})
    | {"assemble", "assembly", "boxes", "contents", "fields", "inputs", "language", "messages"}
    | {"packs", "press", "problems", "publish", "required_boxes", "snippets", "standing"}
    | {"translator", "unmade", "wording"},
    "notices": COMMON | {"messages"},
    "checking": COMMON
    | {"assembly", "audience", "builder", "content_checks", "fixes", "inputs", "manifest", "nodes"}
    | {"notices", "pool", "problems", "publish", "reports", "revisions"},
    # ... and on the web
    "dynamic": COMMON | {"messages", "problems", "wording"},
    "plain": set(),
    "status": COMMON | {"manifest", "messages", "plain", "revisions", "wording"},
    # ... for other systems
    "listing": COMMON | {"manifest", "revisions"},
    "code_pages": COMMON | {"codes", "listing", "manifest", "messages", "plain", "wording"},
    "fhir_types": {"codes"},
    "fhir": COMMON | {"fhir_types", "manifest", "revisions"},
    "feeds": COMMON | {"code_pages", "fhir", "listing", "manifest", "revisions"},
    # ... the library
    "web": COMMON | {"builder", "config", "hosting", "manifest", "messages", "revisions"},
    "cards": COMMON | {"manifest", "revisions"},
    "thumbnails": COMMON | {"digests", "manifest"},
    "clinic_pages": COMMON | {"cards", "plain"},
    "library_texts": {"messages"},
    "library": COMMON
    | {"cards", "clinic_pages", "config", "dynamic", "library_texts", "manifest", "messages"}
    | {"thumbnails", "web", "wording"},
    "guide": COMMON
    | {"digests", "dynamic", "feeds", "hosting", "library", "manifest", "messages", "problems"}
    | {"revisions", "status", "web", "wording"},
    "stale": {"builder", "digests", "files"},
    "events": COMMON | {"builder", "config", "messages", "problems"},
    "__init__": {"audience", "builder", "config", "directives", "events", "guard", "guide"}
    | {"nodes", "notices", "outside", "problems", "stale"},
}
"""What each module may import of this package."""

SPHINX_EDGE = {
    *("__init__", "assemble", "assembly", "audience", "bib", "boxes", "builder", "code_pages"),
    *("config", "content_checks", "directives", "doctext", "dynamic", "embed", "events", "feeds"),
    *("fields", "guard", "guide", "inputs", "language", "library", "messages", "outside"),
    *("parsers", "required_boxes", "standing", "web"),
    "content",
    "stale",
    *("checking", "notices"),
    *("nodes", "problems", "prose", "sources", "survey", "translated", "translator", "wording"),
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
    order = list(TopologicalSorter(ALLOWED).static_order())
    assert order.index("model") < order.index("render") < order.index("__init__")


def test_stages_do_not_know_each_other() -> None:
    """A stage of the pipeline is granted the records and its own helpers, never another stage."""
    for stage, helpers in MIDDLE.items():
        for module in {stage, *helpers}:
            assert not ALLOWED[module] & (MIDDLE.keys() | {"builder", "guide", "press"})


@pytest.mark.parametrize("module", sorted(set(MODULES) - SPHINX_EDGE))
def test_no_sphinx_behind_the_edge(module: str) -> None:
    """Only the edge to Sphinx imports Sphinx or docutils."""
    assert not imports(module)[1] & {"docutils", "sphinx"}


def test_only_render_knows_weasyprint() -> None:
    """One module, and the helper that mends what it writes, import WeasyPrint."""
    knowing = [module for module in MODULES if "weasyprint" in imports(module)[1]]
    assert knowing == ["render", "render_tags"]


@pytest.mark.parametrize("module", ["press", "render", "__main__"])
def test_workers_and_commands_load_no_sphinx(module: str) -> None:
    """A worker, and the command line, start without Sphinx, all imports followed."""
    assert not loaded_by(f"import sphinx_handouts.{module}") & {"docutils", "sphinx"}


def test_a_build_with_nothing_to_render_loads_no_weasyprint() -> None:
    """The builder leaves WeasyPrint to the workers, all imports followed."""
    loaded = loaded_by("import sphinx_handouts.builder, sphinx_handouts.web.guide")
    assert "sphinx" in loaded
    assert "weasyprint" not in loaded
