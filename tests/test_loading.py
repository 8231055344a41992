"""What a program loads: a worker no Sphinx, a build with nothing to print nothing that prints."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a new interpreter has loaded after *statement*."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return {*run.stdout.split()}


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
