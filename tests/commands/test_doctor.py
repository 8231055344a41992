"""``doctor``: what is here, what is missing, and the one command that mends it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from desks import Desk
from packaging.requirements import Requirement
from sphinx_handouts.commands.doctor import EXTRAS, mends, of_python, of_the_system, packages
from sphinx_handouts.pdf.system_packages import PRINT, System, library

ROOT = Path(__file__).parents[2]
DEBIAN, FEDORA, MAC = System("apt", "debian"), System("dnf", "fedora"), System("brew")
NO_PANGO = [
    replace(need, is_there=library("libno-such-pango.so.0"))
    for need in PRINT
    if need.name.startswith("Pango")
]


def rows_of(said: list[str]) -> dict[str, str]:
    """Return what each row tells."""
    rows = [re.split(r" {2,}", line.strip(), maxsplit=1) for line in said if line[:2] == "  "]
    return {row[0]: row[1] for row in rows if len(row) > 1}


def test_a_machine_that_can_print(desk: Desk) -> None:
    """Where all is here, each part is told with its version, and the status is 0."""
    said = desk.good("doctor")
    assert said[0].startswith("sphinx-handouts 0.1.0, Python 3.")
    rows = rows_of(said)
    assert rows["Pango"][0] == "1"
    assert rows["weasyprint"].startswith("70")
    assert set(EXTRAS.values()) <= {*rows}
    assert said[-1] == "All that printing needs is here."


def test_a_machine_without_fontconfig(desk: Desk, tmp_path: Path) -> None:
    """Where nothing is on the path, fontconfig and the fonts are missing, and the status is 1."""
    said = desk.type("doctor", PATH=str(tmp_path))
    assert (said.status, said.err) == (1, [])
    assert "Missing on this machine: fontconfig, Noto Sans, Noto Sans Mono." in said.out
    rows = rows_of(said.out)
    assert (rows["fontconfig"], rows["fonts of scripts"]) == ("missing", "none")


@pytest.mark.parametrize(
    ("system", "command"),
    [
        (
            DEBIAN,
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends "
            "libpango-1.0-0 libpangoft2-1.0-0",
        ),
        (FEDORA, "sudo dnf install -y pango"),
        (MAC, "brew install pango"),
    ],
    ids=["debian", "fedora", "mac"],
)
def test_a_machine_without_pango(system: System, command: str) -> None:
    """A library that the loader does not find is missing; one command for this system brings it."""
    assert not any(need.is_there() for need in NO_PANGO)
    told = [*of_the_system([PRINT[0]], {"fontconfig": "2.14.1"})]
    assert [line.split() for line in told if "missing" in line] == [["Pango", "missing"]]
    (advice,) = mends(NO_PANGO, [], system)
    assert "Missing on this machine: Pango, Pango for FreeType." in advice
    assert advice.splitlines()[-1] == f"  {command}"


def test_packages_of_python() -> None:
    """A package that is missing or too old is told with what would do, and the command names it."""
    found = packages(
        ["sphinx>=9.0,<10", "pytest<2", "no-such-package>=3", 'myst-parser; extra=="myst"']
    )
    assert [(p.requirement.name, p.fits, p.extra) for p in found] == [
        ("no-such-package", False, ""),
        ("pytest", False, ""),
        ("sphinx", True, ""),
        ("myst-parser", True, "myst"),
    ]
    told = "\n".join(of_python(found))
    assert "missing: needs >=3" in told
    assert ": needs <2" in told
    assert "install 'sphinx-handouts[dask]'" in told
    (advice,) = mends([], [p for p in found if not (p.fits or p.extra)], DEBIAN)
    assert advice.endswith("-m pip install 'no-such-package>=3' 'pytest<2'")


def test_requirements_of_other_systems_are_left_out() -> None:
    """What only another system needs is not missing here."""
    assert packages(['colorama; sys_platform == "win32"']) == []


def test_every_extra_has_its_use() -> None:
    """The optional parts of pyproject.toml are all told of, and no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {*EXTRAS} == {*project["optional-dependencies"]}
    assert all(Requirement(text) for text in project["dependencies"])
