"""A stranger's first project: sphinx-quickstart, one page, one handout, one PDF.

``nox -s wheel`` runs this in an environment that holds nothing but the wheel and what it asks for.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import sphinx_handouts

PROJECT = {
    "index.rst": """\
Knee pain
=========

.. _knee-rest:

Rest and move
-------------

Rest for a day. Then walk a little, and a little more each day.

.. snippet:: get-help
""",
    "snippets/get-help.rst": """\
.. danger::

   Call :brand:`emergency` if you cannot stand on the leg.
""",
    "handouts/catalogue.toml": """\
[[handout]]
id = "KP-01"
slug = "knee-pain"
title = "Knee pain"
summary = "What helps in the first week."
subject = "Knee"
version = "0.1"
pages = 1
parts = ["index#knee-rest"]
""",
    "handouts/brands/clinic/brand.toml": """\
name = "A clinic"
papers = ["a4"]
variants = ["standard"]
""",
}


def quickstart(folder: Path) -> None:
    """Do what the manual says: quickstart, a line in conf.py, four files."""
    answers = (
        "-q",
        "-p",
        "Knees",
        "-a",
        "A clinic",
        "--extensions=sphinx_handouts",
        "--no-makefile",
    )
    subprocess.run(
        [sys.executable, "-m", "sphinx.cmd.quickstart", *answers, "."], cwd=folder, check=True
    )
    with (folder / "conf.py").open("a") as conf:
        conf.write('exclude_patterns += ["snippets", "new"]\n')
    for name, text in PROJECT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def begin(folder: Path) -> None:
    """Let the program that was installed with the wheel begin a project."""
    program = Path(sys.executable).with_name("sphinx-handouts")
    subprocess.run([program, "init", "new"], cwd=folder, check=True, stdin=subprocess.DEVNULL)
    assert (folder / "new/handouts/catalogue.toml").is_file(), "init wrote no project"


def main() -> None:
    """Build in an empty folder and look at what came out."""
    installed = Path(sphinx_handouts.__file__)
    assert "site-packages" in installed.parts, f"not the wheel: {installed}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin(folder)
        quickstart(folder)
        for builder in ("handouts", "html"):
            command = [sys.executable, "-I", "-m", "sphinx", "build", "-W", "-q", "-b", builder]
            subprocess.run([*command, ".", f"_build/{builder}"], cwd=folder, check=True)
        pdf = folder / "_build/handouts/clinic/en/KP-01-knee-pain-a4-standard.pdf"
        assert pdf.read_bytes().startswith(b"%PDF-"), f"not a PDF: {pdf}"
        print(
            f"sphinx-handouts {sphinx_handouts.__version__}: {pdf.name}, {pdf.stat().st_size} bytes"
        )


if __name__ == "__main__":
    main()
